//! How far something is.

use leptos::prelude::*;

use crate::{Text, view};

/// A bar with its words. Works for what is known; for the unknown use a skeleton.
#[component]
pub fn Progress(
    /// What advances.
    #[prop(into)]
    label: Text,
    /// How much is done.
    #[prop(into)]
    value: Signal<u64>,
    /// How much there is.
    #[prop(default = 100)]
    max: u64,
    /// The figure in words, beside the bar.
    #[prop(optional, into)]
    text: Option<Signal<String>>,
) -> impl IntoView {
    view! {
        <label class="progress">
            <span class="progress__label">{label}</span>
            {text.map(|text| view! { <span class="progress__text">{move || text.get()}</span> })}
            <progress class="progress__bar" max=max value=move || value.get()></progress>
        </label>
    }
}

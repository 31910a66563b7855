//! Icons: one inline drawing, coloured by the text around it.

mod name;

use leptos::prelude::*;

use crate::{Text, view};

pub use name::IconName;

/// An icon. Decorative unless it is given a label.
#[component]
pub fn Icon(
    /// Which one.
    name: IconName,
    /// What it means, where no visible word says so.
    #[prop(optional, into)]
    label: Option<Text>,
) -> impl IntoView {
    let role = label.is_some().then_some("img");
    let hidden = label.is_none().then_some("true");
    view! {
        <svg class="icon" viewBox="0 0 24 24" role=role aria-label=label aria-hidden=hidden>
            <path d=name.path()></path>
        </svg>
    }
}

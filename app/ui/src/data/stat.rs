//! One figure.

use leptos::prelude::*;

use crate::{Text, view};

/// A figure with its name and, if wanted, what to compare it with. Put several in a `stats` row.
#[component]
pub fn Stat(
    /// What is counted.
    #[prop(into)]
    label: Text,
    /// The figure, formatted.
    #[prop(into)]
    value: Text,
    /// The target, the sample or the trend, in words.
    #[prop(optional, into)]
    note: Option<Text>,
    /// The page with the details.
    #[prop(optional, into)]
    href: Option<Text>,
) -> impl IntoView {
    let label = match href {
        Some(href) => view! { <a href=href>{label}</a> },
        None => label.into_any(),
    };
    view! {
        <div class="stat">
            <p class="stat__label">{label}</p>
            <p class="stat__value">{value}</p>
            {note.map(|note| view! { <p class="stat__note">{note}</p> })}
        </div>
    }
}

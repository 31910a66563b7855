//! An instant.

use leptos::prelude::*;

use crate::{Text, view};

/// An instant in the reader's words, the exact one on hover.
#[component]
pub fn TimeText(
    /// The instant for machines, RFC 3339.
    #[prop(into)]
    iso: Text,
    /// The instant for the reader: relative, or short.
    #[prop(into)]
    text: Text,
    /// The exact instant in the reader's zone.
    #[prop(optional, into)]
    exact: Option<Text>,
) -> impl IntoView {
    view! { <time class="time" datetime=iso title=exact>{text}</time> }
}

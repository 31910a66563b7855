//! What a form sends without asking.

use leptos::prelude::*;

use crate::{Text, view};

/// A value that the form sends without asking for it.
#[component]
pub fn HiddenField(
    /// Name in the form.
    #[prop(into)]
    name: Text,
    /// The value.
    #[prop(into)]
    value: Text,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=value /> }
}

//! What a form sends without asking.

use leptos::prelude::*;

use crate::{FormContext, Text, view};

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

/// The version of what a form changes, as it was read.
///
/// A form that was refused without scripts is shown again as it was typed, and so with the version that was read then:
/// sending it once more is refused again, and does not undo what somebody else changed meanwhile.
#[component]
pub fn VersionField(
    /// Name in the form.
    #[prop(into, default = Text::from("version"))]
    name: Text,
    /// The version.
    version: i64,
) -> impl IntoView {
    let typed = use_context::<FormContext>().and_then(|form| form.typed(&name));
    view! { <HiddenField name value=typed.unwrap_or_else(|| version.to_string()) /> }
}

//! A file to send.

use leptos::prelude::*;

use crate::{Field, FieldTies, LabelDisplay, Need, Text, view};

/// A question answered with a file.
#[component]
pub fn FileField(
    /// Name in the form; the id follows from it.
    #[prop(into)]
    name: Text,
    /// The question.
    #[prop(into)]
    label: Text,
    /// What helps to answer it.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What can be chosen, as in the attribute `accept` of HTML.
    #[prop(into)]
    accept: Text,
    /// Whether it must be answered.
    #[prop(optional)]
    need: Need,
) -> impl IntoView {
    let ties = FieldTies::of(&name, hint.as_ref());
    let control = view! {
        <input
            class="control control--file"
            type="file"
            id=ties.id.clone()
            name=name
            accept=accept
            required=matches!(need, Need::Required)
            aria-describedby=ties.described_by()
            aria-invalid=ties.invalid()
        />
    };
    view! { <Field ties label label_display=LabelDisplay::default() hint need>{control}</Field> }
}

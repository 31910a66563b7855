//! Questions that belong together.

use leptos::prelude::*;

use crate::{Text, view};

/// A group of fields with its own heading.
#[component]
pub fn FieldSet(
    /// What the fields have in common.
    #[prop(into)]
    legend: Text,
    /// What helps to answer them.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="field-set">
            <legend class="field-set__legend">{legend}</legend>
            {hint.map(|hint| view! { <p class="field__hint">{hint}</p> })}
            {children()}
        </fieldset>
    }
}

//! Some of several.

use leptos::prelude::*;

use super::field::FieldWords;
use crate::{FieldTies, FormContext, Text, view};

/// So far choices stand in at the most, however deep they are.
const DEEPEST: u8 = 3;

/// One choice of a [`CheckboxGroup`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckboxOption {
    /// What the form sends when it is ticked.
    pub value: Text,
    /// What is read.
    pub label: Text,
    /// How far it stands in: below which of the choices in front of it.
    pub depth: u8,
}

impl CheckboxOption {
    /// A choice below nothing.
    pub fn new(value: impl Into<Text>, label: impl Into<Text>) -> Self {
        Self { value: value.into(), label: label.into(), depth: 0 }
    }

    /// The same choice below others.
    pub fn below(self, depth: u8) -> Self {
        Self { depth, ..self }
    }
}

/// A question answered with some of several, or with none. The form sends the name once for each.
#[component]
pub fn CheckboxGroup(
    /// Name in the form; the ids follow from it.
    #[prop(into)]
    name: Text,
    /// The question.
    #[prop(into)]
    legend: Text,
    /// What helps to answer it.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// The choices.
    options: Vec<CheckboxOption>,
) -> impl IntoView {
    let ties = FieldTies::of(&name, hint.as_ref());
    let invalid = ties.invalid();
    let boxes = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            // The first one carries the id of the field, so that the error summary leads to it.
            let id = if index == 0 { ties.id.clone() } else { format!("{}-{index}", ties.id) };
            view! { <OneOf id name=name.clone() option /> }
        })
        .collect_view();
    view! {
        <fieldset
            class="field field--group"
            class:field--invalid=move || invalid().is_some()
            aria-describedby=ties.described_by()
        >
            <legend class="field__label">{legend}</legend>
            <FieldWords ties=ties.clone() hint />
            {boxes}
        </fieldset>
    }
}

#[component]
fn OneOf(id: String, name: Text, option: CheckboxOption) -> impl IntoView {
    let CheckboxOption { value, label, depth } = option;
    let before = use_context::<FormContext>().and_then(|form| form.ticked(&name, &value));
    let class = match depth.min(DEEPEST) {
        0 => "choice",
        1 => "choice choice--in-1",
        2 => "choice choice--in-2",
        _ => "choice choice--in-3",
    };
    view! {
        <div class=class>
            <input
                class="choice__control"
                type="checkbox"
                id=id.clone()
                name=name
                value=value
                checked=before.unwrap_or_default()
            />
            <label class="choice__label" for=id>{label}</label>
        </div>
    }
}

//! One of a few.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlFieldSetElement, HtmlInputElement};

use super::bind::keep_in_step;
use super::field::{FieldWords, NeedMark};
use crate::{FieldTies, Need, Text, view};

/// One choice of a [`RadioGroup`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RadioOption {
    /// What the form sends.
    pub value: Text,
    /// What is read.
    pub label: Text,
    /// What choosing it means.
    pub hint: Option<Text>,
}

impl RadioOption {
    /// A choice that explains itself.
    pub fn new(value: impl Into<Text>, label: impl Into<Text>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// The same choice with an explanation.
    pub fn hint(self, hint: impl Into<Text>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// A question answered with one of a few.
#[component]
pub fn RadioGroup(
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
    options: Vec<RadioOption>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: Option<Text>,
    /// A signal that follows the choice, and the other way round.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    need: Need,
) -> impl IntoView {
    let ties = FieldTies::of(&name, hint.as_ref());
    let invalid = ties.invalid();
    let chosen = ties.initial(value, bind);
    let group = NodeRef::<html::Fieldset>::new();
    keep_in_step(
        bind,
        move || {
            let group = group.get()?;
            Some(radio(&group, "input:checked").map(|radio| radio.value()).unwrap_or_default())
        },
        move |value| {
            let group = group.get_untracked();
            if let Some(radio) = group.and_then(|group| radio(&group, &format!("input[value='{value}']"))) {
                radio.set_checked(true);
            }
        },
    );
    let radios = options
        .into_iter()
        .enumerate()
        .map(|(index, option)| {
            // The first one carries the id of the field, so that the error summary leads to it.
            let id = if index == 0 { ties.id.clone() } else { format!("{}-{index}", ties.id) };
            let checked = *option.value == *chosen;
            view! { <Radio id name=name.clone() option checked nostrip:bind /> }
        })
        .collect_view();
    view! {
        <fieldset
            class="field field--group"
            class:field--invalid=move || invalid().is_some()
            aria-describedby=ties.described_by()
            node_ref=group
        >
            <legend class="field__label">
                {legend}
                <NeedMark need />
            </legend>
            <FieldWords ties=ties.clone() hint />
            {radios}
        </fieldset>
    }
}

fn radio(group: &HtmlFieldSetElement, selector: &str) -> Option<HtmlInputElement> {
    group.query_selector(selector).ok()??.dyn_into().ok()
}

#[component]
fn Radio(
    id: String,
    name: Text,
    option: RadioOption,
    checked: bool,
    #[prop(optional)] bind: Option<RwSignal<String>>,
) -> impl IntoView {
    let RadioOption { value, label, hint } = option;
    let hint_id = hint.as_ref().map(|_| format!("{id}-about"));
    let hint = hint.map(|hint| {
        view! { <p class="field__hint choice__words" id=hint_id.clone()>{hint}</p> }
    });
    view! {
        <div class="choice">
            <input
                class="choice__control"
                type="radio"
                id=id.clone()
                name=name
                value=value
                checked=checked
                aria-describedby=hint_id
                on:change:target=move |event| {
                    if let Some(bind) = bind {
                        bind.set(event.target().value());
                    }
                }
            />
            <label class="choice__label" for=id>{label}</label>
            {hint}
        </div>
    }
}

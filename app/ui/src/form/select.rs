//! One of a list.

use leptos::{html, prelude::*};

use super::bind::keep_in_step;
use crate::{Field, FieldTies, FieldWidth, LabelDisplay, Need, Text, class::classes, view};

/// One choice of a [`Select`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What the form sends.
    pub value: Text,
    /// What is read.
    pub label: Text,
    /// Whether it can be chosen.
    pub disabled: bool,
}

impl SelectOption {
    /// A choice that can be chosen.
    pub fn new(value: impl Into<Text>, label: impl Into<Text>) -> Self {
        Self { value: value.into(), label: label.into(), disabled: false }
    }
}

/// A question answered from a list. For fewer than six choices prefer [`crate::RadioGroup`].
#[component]
pub fn Select(
    /// Name in the form; the id follows from it.
    #[prop(into)]
    name: Text,
    /// The question.
    #[prop(into)]
    label: Text,
    /// Whether the label is seen or only heard.
    #[prop(optional)]
    label_display: LabelDisplay,
    /// What helps to answer it.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// The choices. Start with one of empty value when nothing is chosen yet.
    options: Vec<SelectOption>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: Option<Text>,
    /// A signal that follows the choice, and the other way round.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    need: Need,
    /// How wide the control is.
    #[prop(optional)]
    width: FieldWidth,
) -> impl IntoView {
    let ties = FieldTies::of(&name, hint.as_ref());
    let select = NodeRef::<html::Select>::new();
    keep_in_step(
        bind,
        move || select.get().map(|select| select.value()),
        move |value| {
            if let Some(select) = select.get_untracked() {
                select.set_value(value);
            }
        },
    );
    let chosen = ties.initial(value, bind);
    let options = options
        .into_iter()
        .map(|SelectOption { value, label, disabled }| {
            let selected = *value == *chosen;
            view! { <option value=value selected=selected disabled=disabled>{label}</option> }
        })
        .collect_view();
    let control = view! {
        <select
            class=classes(&["control", "control--select", width.class()])
            id=ties.id.clone()
            name=name
            required=matches!(need, Need::Required)
            aria-describedby=ties.described_by()
            aria-invalid=ties.invalid()
            node_ref=select
            on:change:target=move |event| {
                if let Some(bind) = bind {
                    bind.set(event.target().value());
                }
            }
        >
            {options}
        </select>
    };
    view! { <Field ties label label_display hint need>{control}</Field> }
}

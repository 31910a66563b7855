//! Yes or no.

use leptos::prelude::*;

use super::field::FieldWords;
use crate::{FieldTies, FormContext, Text, view};

/// A statement to agree with. An empty box sends nothing.
#[component]
pub fn Checkbox(
    /// Name in the form; the id follows from it.
    #[prop(into)]
    name: Text,
    /// The statement.
    #[prop(into)]
    label: Text,
    /// What it means.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What the form sends when it is ticked.
    #[prop(into, default = Text::from("true"))]
    value: Text,
    /// Whether it is ticked at first.
    #[prop(optional)]
    checked: bool,
    /// A signal that follows the box.
    #[prop(optional, into)]
    bind: Option<RwSignal<bool>>,
) -> impl IntoView {
    let ties = FieldTies::of(&name, hint.as_ref());
    let invalid = ties.invalid();
    let before = use_context::<FormContext>().and_then(|form| form.ticked(&name, &value));
    let checked = before.unwrap_or_else(|| bind.map_or(checked, |bind| bind.get_untracked()));
    view! {
        <div class="choice" class:field--invalid=move || invalid().is_some()>
            <input
                class="choice__control"
                type="checkbox"
                id=ties.id.clone()
                name=name
                value=value
                checked=checked
                aria-describedby=ties.described_by()
                aria-invalid=ties.invalid()
                on:change:target=move |event| {
                    if let Some(bind) = bind {
                        bind.set(event.target().checked());
                    }
                }
            />
            <label class="choice__label" for=ties.id.clone()>{label}</label>
            <div class="choice__words">
                <FieldWords ties hint />
            </div>
        </div>
    }
}

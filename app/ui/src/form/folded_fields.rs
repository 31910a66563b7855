//! Questions that are opened when somebody wants to answer them.

use leptos::prelude::*;

use super::field::FieldWords;
use crate::{FieldProblem, FieldTies, FormContext, FormProblem, Text, view};

/// Questions that most people leave as they are. What is answered is said while it is closed; it opens by itself when
/// the form is refused because of it.
#[component]
pub fn FoldedFields(
    /// Name of the field to which a refusal of all answers together is tied, and with which the names of the fields begin;
    /// the id follows from it.
    #[prop(into)]
    name: Text,
    /// What the questions are about.
    #[prop(into)]
    label: Text,
    /// The present answer, in words.
    #[prop(into)]
    answer: Signal<String>,
    /// The questions.
    children: Children,
) -> impl IntoView {
    let ties = FieldTies::of(&name, None);
    let marked = ties.invalid();
    let form = use_context::<FormContext>();
    let is_at_fault = move || {
        let begins = |field: &FieldProblem| field.name.starts_with(&*name);
        let fault = |problem: &Option<FormProblem>| {
            problem.as_ref().is_some_and(|problem| problem.fields.iter().any(begins))
        };
        form.is_some_and(|form| form.problem.with(fault))
    };
    let hint: Option<Text> = None;
    view! {
        <div class="disclosure-field" class:field--invalid=move || marked().is_some()>
            <details class="disclosure" id=ties.id.clone() open=is_at_fault>
                <summary class="disclosure__summary">
                    <span class="disclosure__label">{label}</span>
                    " "
                    <span class="disclosure__answer">{move || answer.get()}</span>
                </summary>
                <div class="disclosure__fields">{children()}</div>
            </details>
            <FieldWords ties hint />
        </div>
    }
}

//! What a form tells its fields.

use leptos::prelude::*;

use crate::FormProblem;

/// What was typed into a form before, as context of the page that the server writes: it was refused, and its browser runs
/// no scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// Where the form was sent.
    pub address: String,
    /// Names and answers.
    pub answers: Vec<(String, String)>,
}

/// The state of the surrounding form, found by its fields and buttons.
#[derive(Clone, Copy, Debug)]
pub struct FormContext {
    /// Why the server refused the last attempt.
    pub problem: Signal<Option<FormProblem>>,
    /// Whether an attempt is under way.
    pub busy: Signal<bool>,
    id: StoredValue<String>,
    typed: StoredValue<Option<Typed>>,
}

impl FormContext {
    /// The state of the form with this id; an empty id is the only form of the page.
    pub fn new(id: String, problem: Signal<Option<FormProblem>>, busy: Signal<bool>) -> Self {
        Self { problem, busy, id: StoredValue::new(id), typed: StoredValue::new(None) }
    }

    /// The same with what was typed before.
    #[must_use]
    pub fn with_typed(self, typed: Option<Typed>) -> Self {
        self.typed.set_value(typed);
        self
    }

    /// Lets the fields that follow start with some answers, unless something was typed before.
    pub fn start_with(self, answers: Vec<(String, String)>) {
        self.typed.update_value(|typed| {
            typed.get_or_insert(Typed { address: String::new(), answers });
        });
    }

    /// What was typed into a field before.
    pub fn typed(self, name: &str) -> Option<String> {
        self.typed.with_value(|typed| {
            let (_, answer) = typed.as_ref()?.answers.iter().find(|(known, _)| known == name)?;
            Some(answer.clone())
        })
    }

    /// Whether a box was ticked before.
    pub fn ticked(self, name: &str, value: &str) -> Option<bool> {
        let is_it = |(known, answer): &(String, String)| known == name && answer == value;
        self.typed.with_value(|typed| Some(typed.as_ref()?.answers.iter().any(is_it)))
    }

    /// The id of the element that holds the field `name`.
    pub fn field_id(self, name: &str) -> String {
        self.id.with_value(|form| field_id(form, name))
    }
}

/// The id of the field `name` in the form with the id `form`.
pub(crate) fn field_id(form: &str, name: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' };
    let form = if form.is_empty() { "field" } else { form };
    format!("{form}-{}", name.chars().map(safe).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_id_is_a_plain_identifier() {
        assert_eq!(field_id("", "filter[state]"), "field-filter-state-");
        assert_eq!(field_id("invite", "email"), "invite-email");
    }
}

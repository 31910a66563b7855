//! What a form or a page shows when the server refuses.

use crate::t;

/// A refusal in words a person can act on.
///
/// The error type of every server function converts into this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormProblem {
    /// Chooses the panel that [`crate::Loaded`] shows.
    pub kind: ProblemKind,
    /// What happened and what to do, in the reader's language.
    pub message: String,
    /// The fields at fault, in the order of the form.
    pub fields: Vec<FieldProblem>,
    /// What to quote to support when the fault is ours.
    pub reference: Option<String>,
}

impl FormProblem {
    /// A refusal that concerns no field in particular.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// The same with the names of the fields in what is said of them, for where the fields themselves are not in sight.
    #[must_use]
    pub fn named(mut self, name_of: fn(&str) -> &'static str) -> Self {
        for field in &mut self.fields {
            field.message = t().field_fault(name_of(&field.name), &field.message);
        }
        self
    }

    /// The message for the field `name`, if it is at fault.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|field| field.name == name).map(|field| field.message.as_str())
    }
}

/// One field at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// The `name` of the field.
    pub name: String,
    /// What is wrong with it and how to mend it.
    pub message: String,
}

/// What sort of refusal it is, as far as the page differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProblemKind {
    /// The input or the moment is wrong; the message says how to mend it.
    #[default]
    Refused,
    /// The person may not see or do this.
    Forbidden,
    /// The thing does not exist for this person.
    NotFound,
    /// Nobody is signed in any more.
    SignedOut,
    /// The fault is ours; a reference is shown.
    Failed,
}

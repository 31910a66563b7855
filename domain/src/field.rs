//! Input that is wrong, field by field, so that a form can say all of it at once.

use serde::{Deserialize, Serialize};

use crate::broadcast::{ItemProblem, WeekProblem};
use crate::knowledge::{FlowFault, ImageFault};

/// What stands where words were left out.
pub(crate) const LEFT_OUT: &str = "…";

/// Why a value is refused. The words for it are in `i18n`. One that quotes what was typed is named in
/// [`Reason::without_words`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Nothing was given.
    Missing,
    /// Longer than so many characters.
    TooLong(usize),
    /// Shorter than so many characters.
    TooShort(usize),
    /// A control or otherwise invisible character.
    BadCharacter,
    /// Not an e-mail address.
    NotAnEmailAddress,
    /// Not two letters of ISO 3166-1.
    NotACountry,
    /// Not a name of the IANA time zone database.
    NotATimeZone,
    /// Not a date of the form 2026-11-23.
    NotADate,
    /// Not one of the choices, or one that this person may not choose.
    NotAChoice,
    /// Neither yes nor no.
    YesOrNo,
    /// Somebody or something has it already.
    Taken,
    /// An address that cannot be used; why is not for this person to know.
    AddressNotUsable,
    /// This role needs it.
    NeededForRole,
    /// A password that is among the first that are guessed.
    TooCommon,
    /// A password that contains the person's name or address.
    ContainsIdentity,
    /// The two entries differ.
    DoesNotMatch,
    /// The present password is not right.
    WrongPassword,
    /// The new password is the present one.
    SameAsBefore,
    /// This regime is not possible in that country.
    RegimeDoesNotFitCountry,
    /// The site belongs to another vendor, or the team to another site.
    DoesNotBelong,
    /// A part of an address that no link of Palier holds.
    NotFromALink,
    /// Not the shifts of a week.
    NotAWeek(WeekProblem),
    /// The check item of this number, from 1, cannot be asked.
    CheckItem(usize, ItemProblem),
    /// Fewer or more check items than so many to so many.
    ItemCount(usize, usize),
    /// It reaches nobody.
    Nobody,
    /// Not an id.
    NotAnId,
    /// Not an instant (RFC 3339).
    NotAnInstant,
    /// Not a whole number from one to another.
    NotANumber(usize, usize),
    /// Not one of these words.
    NotOneOf(String),
    /// Neither the id nor the slug of a contact type.
    NotAContactType,
    /// These, in the front matter of a text, are no contact types.
    NotContactTypes(String),
    /// The guided flow of this title, in a text, leads nowhere.
    Flow(String, FlowFault),
    /// Not what an answer said to go on with.
    NotACursor,
    /// There is no parameter of this name; there are these.
    NotAParameter(String),
    /// Given more than once.
    Twice,
    /// A passage that the text does not contain.
    NotInText,
    /// Not an image that is kept.
    Image(ImageFault),
    /// An instant that is past.
    Past,
    /// An end that is past.
    EndPast,
    /// An end that comes before the beginning.
    EndsFirst,
    /// No article is in effect at this address, or not in the languages in which something is told.
    NotAnArticle,
    /// Somebody else changed it since it was read, and otherwise.
    Clash,
}

impl Reason {
    /// The same without words of its own, for where anybody may have made it up: in an address.
    #[must_use]
    pub fn without_words(self) -> Self {
        match self {
            Self::NotAWeek(problem) => Self::NotAWeek(problem.without_words()),
            Self::CheckItem(number, problem) => Self::CheckItem(number, problem.without_words()),
            Self::NotOneOf(_) => Self::NotAChoice,
            Self::NotContactTypes(_) => Self::NotAContactType,
            Self::Flow(_, fault) => Self::Flow(LEFT_OUT.to_owned(), fault),
            Self::NotAParameter(_) => Self::NotFromALink,
            other => other,
        }
    }
}

/// One wrong value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: String,
    /// Why.
    pub reason: Reason,
}

/// Everything that is wrong with an input. Never empty.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{} field(s) are not valid", .0.len())]
pub struct Invalid(pub Vec<FieldError>);

impl Invalid {
    /// One wrong field.
    pub fn field(field: &str, reason: Reason) -> Self {
        Self(vec![FieldError { field: field.to_owned(), reason }])
    }
}

/// The outcome of reading one value.
pub type Checked<T> = Result<T, Reason>;

/// Gathers the errors of a form: read every field, then ask for the verdict.
#[derive(Debug, Default)]
pub struct Fields(Vec<FieldError>);

impl Fields {
    /// No error so far.
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps the value, or notes why there is none.
    pub fn read<T>(&mut self, field: &str, value: Checked<T>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(reason) => {
                self.refuse(field, reason);
                None
            }
        }
    }

    /// Notes an error.
    pub fn refuse(&mut self, field: &str, reason: Reason) {
        self.0.push(FieldError { field: field.to_owned(), reason });
    }

    /// `Some` values of all fields, or everything that is wrong.
    pub fn verdict<T>(self, values: Option<T>) -> Result<T, Invalid> {
        match values {
            Some(values) if self.0.is_empty() => Ok(values),
            _ => Err(Invalid(self.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(reason: Reason, expected: Reason) {
        assert_eq!(reason.clone().without_words(), expected, "{reason:?}");
    }

    #[test]
    fn words_that_anybody_may_have_made_up_are_left_out() {
        let words = || "Appelez le 0800 123 456".to_owned();
        let left_out = || LEFT_OUT.to_owned();
        check(Reason::NotOneOf(words()), Reason::NotAChoice);
        check(Reason::NotContactTypes(words()), Reason::NotAContactType);
        check(Reason::NotAParameter(words()), Reason::NotFromALink);
        check(Reason::Flow(words(), FlowFault::Empty), Reason::Flow(left_out(), FlowFault::Empty));
        for problem in [ItemProblem::NotInChange, ItemProblem::NotNew] {
            check(Reason::CheckItem(2, problem(words())), Reason::CheckItem(2, problem(left_out())));
        }
        for problem in [
            WeekProblem::NoDay,
            WeekProblem::NoHours,
            WeekProblem::NotADay,
            WeekProblem::NotAShift,
            WeekProblem::NotAnHour,
        ] {
            check(Reason::NotAWeek(problem(words())), Reason::NotAWeek(problem(left_out())));
        }
    }

    #[test]
    fn what_says_nothing_of_its_own_stays() {
        for hour in ["25:00", "12h00", "8"] {
            let reason = Reason::NotAWeek(WeekProblem::NotAnHour(hour.to_owned()));
            check(reason.clone(), reason);
        }
        check(Reason::TooLong(120), Reason::TooLong(120));
        check(Reason::CheckItem(1, ItemProblem::NoneRight), Reason::CheckItem(1, ItemProblem::NoneRight));
    }
}

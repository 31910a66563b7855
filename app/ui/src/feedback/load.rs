//! Something that a page asks the server for.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;

use leptos::prelude::codee::string::FromToStringCodec;
use leptos::prelude::*;

use crate::{FormAction, FormProblem};

/// An answer of the server as it travels: what was asked for, or why it was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer(pub Result<String, String>);

/// What stands in front of a refusal. No answer begins with it.
const REFUSED: char = '!';

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Ok(content) => f.write_str(content),
            Err(refusal) => write!(f, "{REFUSED}{refusal}"),
        }
    }
}

impl FromStr for Answer {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(match text.strip_prefix(REFUSED) {
            Some(refusal) => Err(refusal.to_owned()),
            None => Ok(text.to_owned()),
        }))
    }
}

/// The question, as an address. What it reads is followed: when it changes, it is asked anew.
pub type Question = Arc<dyn Fn() -> String + Send + Sync>;

/// Asks a question.
pub type Fetch = Arc<dyn Fn(String) -> Pin<Box<dyn Future<Output = Answer> + Send>> + Send + Sync>;

/// Something that a page asks the server for; [`crate::Loaded`] shows it.
///
/// It holds the answer as text and reads it where it is shown. So the machinery of loading exists once, and not
/// once for each type, which would be most of the weight of a page.
#[derive(Debug)]
pub struct Load<T> {
    answer: Resource<Answer, FromToStringCodec>,
    read: fn(&Answer) -> Result<T, FormProblem>,
}

impl<T> Clone for Load<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Load<T> {}

impl<T> Load<T> {
    /// Asks, now and whenever the question changes. `read` reads an answer.
    pub fn new(question: Question, fetch: Fetch, read: fn(&Answer) -> Result<T, FormProblem>) -> Self {
        Self { answer: resource(question, fetch), read }
    }

    /// Asks anew after each answer to a form that changes it.
    pub fn again_after(self, action: FormAction) -> Self {
        ask_again_after(self.answer, action);
        self
    }

    pub(super) const fn answer(self) -> Resource<Answer, FromToStringCodec> {
        self.answer
    }

    pub(super) fn read(self, answer: &Answer) -> Result<T, FormProblem> {
        (self.read)(answer)
    }
}

fn resource(question: Question, fetch: Fetch) -> Resource<Answer, FromToStringCodec> {
    Resource::new_str(move || question(), move |question| fetch(question))
}

fn ask_again_after(answer: Resource<Answer, FromToStringCodec>, action: FormAction) {
    Effect::new(move |_| {
        if action.tries().get() != 0 {
            answer.refetch();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_travels_as_text() {
        for answer in [Answer(Ok("[1]".to_owned())), Answer(Ok(String::new())), Answer(Err("{}".to_owned()))]
        {
            assert_eq!(answer.to_string().parse(), Ok(answer));
        }
    }
}

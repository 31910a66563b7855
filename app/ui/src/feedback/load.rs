//! Something that a page asks the server for.

use std::convert::Infallible;
use std::fmt::{self, Write};
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::codee::string::FromToStringCodec;
use leptos::prelude::*;

use crate::{FormAction, FormProblem};

/// An answer of the server as it travels: what was asked for, or why it was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    found: Result<Vec<u8>, Vec<u8>>,
    /// What the page holds of it instead: what can be read in the page need not stand in it twice.
    in_page: Option<Vec<u8>>,
}

impl Answer {
    /// What was asked for, or why it was refused.
    pub const fn new(found: Result<Vec<u8>, Vec<u8>>) -> Self {
        Self { found, in_page: None }
    }

    /// The same, of which the page that the server writes holds only this.
    pub fn in_page(self, in_page: Option<Vec<u8>>) -> Self {
        Self { in_page, ..self }
    }

    /// What was asked for, or why it was refused.
    pub const fn found(&self) -> &Result<Vec<u8>, Vec<u8>> {
        &self.found
    }
}

/// How long to wait before asking anew.
const PAUSE: Duration = Duration::from_secs(1);

/// What stands in front of what was asked for.
const FOUND: char = '+';
/// What stands in front of a refusal.
const REFUSED: char = '-';

/// As text for the page that carries it: each byte is a letter. So words stay words, which the page holds a second
/// time, and compress well. Control characters become letters of the next block, and so does `<`, which Leptos would
/// escape as if the text were JSON.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mark, bytes) = match &self.found {
            Ok(found) => (FOUND, self.in_page.as_ref().unwrap_or(found)),
            Err(refusal) => (REFUSED, refusal),
        };
        f.write_char(mark)?;
        bytes.iter().try_for_each(|byte| f.write_char(letter(*byte)))
    }
}

fn letter(byte: u8) -> char {
    let plain = char::from(byte);
    if plain.is_control() || plain == '<' {
        char::from_u32(0x100 + u32::from(byte)).unwrap_or(plain)
    } else {
        plain
    }
}

impl FromStr for Answer {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut letters = text.chars();
        let is_found = letters.next() == Some(FOUND);
        // The low byte of a letter is what it stands for, in both blocks.
        let bytes = letters.map(|letter| (u32::from(letter) & 0xff) as u8).collect();
        Ok(Self::new(if is_found { Ok(bytes) } else { Err(bytes) }))
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

    /// Asks anew whenever a signal changes.
    pub fn again_when(self, pulse: Signal<u32>) -> Self {
        ask_again_when(self.answer, pulse);
        self
    }

    /// Asks anew every second for as long as the answer is of a kind.
    pub fn again_while(self, is_under_way: fn(&T) -> bool) -> Self
    where
        T: 'static,
    {
        let goes_on = move |answer: &Answer| self.read(answer).is_ok_and(|found| is_under_way(&found));
        ask_again_while(self.answer, Arc::new(goes_on));
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

fn ask_again_while(
    answer: Resource<Answer, FromToStringCodec>,
    goes_on: Arc<dyn Fn(&Answer) -> bool + Send + Sync>,
) {
    Effect::new(move |_| {
        if answer.with(|answer| answer.as_ref().is_some_and(|answer| goes_on(answer))) {
            let timer = set_timeout_with_handle(move || answer.refetch(), PAUSE);
            on_cleanup(move || {
                if let Ok(timer) = timer {
                    timer.clear();
                }
            });
        }
    });
}

fn ask_again_when(answer: Resource<Answer, FromToStringCodec>, pulse: Signal<u32>) {
    Effect::new(move |before: Option<u32>| {
        let now = pulse.get();
        if before.is_some_and(|before| before != now) {
            answer.refetch();
        }
        now
    });
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
        let every_byte: Vec<u8> = (0..=u8::MAX).collect();
        for answer in [Ok(every_byte.clone()), Ok(Vec::new()), Err(every_byte)].map(Answer::new) {
            let text = answer.to_string();
            assert!(!text.contains(|letter: char| letter.is_control() || letter == '<'));
            assert_eq!(text.parse(), Ok(answer));
        }
    }

    #[test]
    fn the_page_holds_what_it_was_given_to_hold() {
        let answer = Answer::new(Ok(vec![1, 2])).in_page(Some(vec![3]));
        assert_eq!(answer.to_string().parse(), Ok(Answer::new(Ok(vec![3]))));
        assert_eq!(answer.found(), &Ok(vec![1, 2]));
    }
}

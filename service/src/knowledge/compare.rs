//! What differs between two versions: in the Markdown, line by line, and in the rendered text, block by block.
//!
//! Invariants:
//! - What is the same or removed, taken together, is the first text; what is the same or added, the second.
//! - HTML comes from the sanitiser and stays valid: marks are put around words, inside the elements that they stood in.
//! - It ends. Long texts are compared in coarser pieces, and after [`PATIENCE`] what is left counts as replaced.

mod align;
mod inline;
mod novelty;
mod rendered;
mod source;

use std::time::{Duration, Instant};

pub(crate) use novelty::Novelty;
pub(crate) use rendered::blocks;
pub(super) use source::{front_matter_differs, lines};

/// Longer texts, both together in bytes, are not compared inside.
const LONGEST: usize = 1_000_000;
/// How long one comparison may take.
const PATIENCE: Duration = Duration::from_millis(500);

/// When a comparison that begins now must end.
fn deadline() -> Option<Instant> {
    Instant::now().checked_add(PATIENCE)
}

/// Whether two texts are too long to be compared inside.
const fn are_too_long(old: &str, new: &str) -> bool {
    LONGEST < old.len() + new.len()
}

/// A text in words, spaces and signs; an entity of HTML is one sign.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            letter if is_of_word(letter) => run(rest, is_of_word),
            space if space.is_whitespace() => run(rest, char::is_whitespace),
            '&' => entity(rest).unwrap_or(1),
            sign => sign.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        words.push(word);
        rest = after;
    }
    words
}

/// Letters and digits of any script; what is outside ASCII and no punctuation belongs to a word as well.
fn is_of_word(letter: char) -> bool {
    let is_sign = matches!(letter, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{200c}' | '\u{200e}'..='\u{206f}' | '\u{2190}'..='\u{21ff}' | '\u{3000}'..='\u{303f}');
    letter.is_alphanumeric() || letter == '_' || !(letter.is_ascii() || is_sign || letter.is_whitespace())
}

/// Whether one of [`words`] is a word, and neither a space nor a sign.
fn is_word(word: &str) -> bool {
    word.starts_with(is_of_word)
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

/// The length of the entity that a text begins with.
fn entity(text: &str) -> Option<usize> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#'))
        .then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_without_losing_anything() {
        assert_eq!(
            words("l’été  &amp; 30\u{a0}€ & x&y;"),
            ["l", "’", "été", "  ", "&amp;", " ", "30", "\u{a0}", "€", " ", "&", " ", "x", "&y;"]
        );
    }

    proptest::proptest! {
        #[test]
        fn words_make_up_the_text(text in "\\PC*") {
            proptest::prop_assert_eq!(words(&text).concat(), text);
        }
    }
}

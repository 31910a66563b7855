//! What somebody types, as words to look for. There is no syntax: a sign is no more than the end of a word.

use domain::Locale;

use super::words::{Analyser, Word};

/// A question of more characters is cut.
const MAX_CHARS: usize = 200;
/// A question of more words is cut.
const MAX_WORDS: usize = 12;

/// What somebody types, cut to a length that can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) text: String,
    pub(super) is_cut: bool,
}

impl Question {
    pub(super) fn of(typed: &str) -> Self {
        let typed = typed.replace(|letter: char| letter.is_control(), " ");
        let typed = typed.trim();
        let text: String = typed.chars().take(MAX_CHARS).collect();
        let is_cut = text.len() < typed.len();
        // Whatever the language, words are the same but for their stems.
        let words = Analyser::of(Locale::Fr).words(&text);
        match words.get(MAX_WORDS) {
            Some(first_too_many) => {
                let kept = text.get(..first_too_many.from).unwrap_or_default().trim_end().to_owned();
                Self { text: kept, is_cut: true }
            }
            None => Self { text, is_cut },
        }
    }

    /// The words to look for in texts of one language: all, or, where some say more than others, those. Each once.
    pub(super) fn words(&self, locale: Locale) -> Vec<Word> {
        let analyser = Analyser::of(locale);
        let mut words: Vec<Word> = Vec::new();
        for word in analyser.words(&self.text) {
            // The last one counts as the last: it may not be finished.
            words.retain(|known| known.surface != word.surface);
            words.push(word);
        }
        if words.iter().any(|word| !analyser.is_common(word)) {
            words.retain(|word| !analyser.is_common(word));
        }
        words
    }
}

/// Whether a question may be kept to be shown to authors: long enough to mean something, and nothing in it that
/// could be a customer's.
pub(super) fn may_be_kept(text: &str) -> bool {
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    2 <= letters && 3 <= letters + digits && digits <= 4 && !text.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(locale: Locale, typed: &str) -> Vec<String> {
        Question::of(typed).words(locale).into_iter().map(|word| word.surface).collect()
    }

    #[test]
    fn common_words_count_only_among_themselves() {
        assert_eq!(words(Locale::Fr, "le colis en retard"), ["colis", "retard"]);
        assert_eq!(words(Locale::Fr, "le la de"), ["le", "la", "de"]);
        assert_eq!(words(Locale::En, "where is the parcel"), ["where", "parcel"]);
    }

    #[test]
    fn there_is_no_syntax() {
        assert_eq!(
            words(Locale::En, "title:(late~2 OR \"parcel\"^3) AND -x*"),
            ["title", "late", "2", "parcel", "3", "x"]
        );
        for typed in ["", " \t\0 ", "🎁📦", "\"", "+-&&||!(){}[]^~*?:\\/"] {
            assert_eq!(words(Locale::Fr, typed), [""; 0], "{typed}");
        }
    }

    #[test]
    fn a_long_question_is_cut_and_says_so() {
        let cut = Question::of(&"é".repeat(10_000));
        assert!(cut.is_cut && cut.text.chars().count() == MAX_CHARS);
        let many = Question::of(&"ab ".repeat(20));
        assert!(many.is_cut);
        assert_eq!(many.text, "ab ".repeat(MAX_WORDS).trim_end());
        let fits = Question::of("  colis en retard ");
        assert_eq!((fits.text.as_str(), fits.is_cut), ("colis en retard", false));
    }

    #[test]
    fn nothing_of_a_customer_is_kept() {
        for kept in ["remise étudiant", "colis 3 jours", "pile 2032"] {
            assert!(may_be_kept(kept), "{kept}");
        }
        for not_kept in ["ab", "12", "jean@example.org", "commande 12345", "06 12 34 56 78 marie", "🎁🎁🎁"]
        {
            assert!(!may_be_kept(not_kept), "{not_kept}");
        }
    }
}

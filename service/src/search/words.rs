//! Texts as words: the same for what is searched and for what is asked.

use std::collections::BTreeMap;

use domain::{Locale, fold};
use frostem::{Algorithm, Stemmer};

/// Longer words are cut: nobody types more, and long ones are costly to compare.
const MAX_CHARS: usize = 32;
/// Of a word of more letters the rest is not looked at.
const MAX_LETTERS: usize = 200;
/// How many swallowed words may stand before one.
const MAX_ELISIONS: usize = 4;
const APOSTROPHES: &[char] = &['\'', '’', 'ʼ'];

/// What French swallows before a vowel. It says nothing of what somebody looks for.
const ELIDED: &[&str] = &[
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu",
];

/// Words that are in every text. They count only in a question that has no others.
const STOP_FR: &[&str] = &[
    "a", "ai", "au", "aux", "avec", "ce", "ces", "cet", "cette", "dans", "de", "des", "du", "elle", "en",
    "est", "et", "eu", "il", "ils", "je", "la", "le", "les", "leur", "lui", "ma", "mais", "me", "mes", "mon",
    "ne", "nos", "notre", "nous", "on", "ont", "ou", "par", "pas", "pour", "qu", "que", "qui", "sa", "se",
    "ses", "son", "sont", "sur", "ta", "te", "tes", "ton", "tu", "un", "une", "vos", "votre", "vous", "y",
];
const STOP_EN: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "has", "have", "he",
    "her", "his", "i", "if", "in", "into", "is", "it", "its", "me", "my", "not", "of", "on", "or", "our",
    "she", "so", "that", "the", "their", "them", "they", "this", "to", "was", "we", "were", "will", "with",
    "you", "your",
];

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it begins, in bytes.
    pub from: usize,
    /// Where it ends.
    pub until: usize,
    /// As it is written, in lower case and without accents.
    pub surface: String,
    /// In lower case, with its accents.
    lower: String,
}

/// Where a word stands in a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub until: usize,
}

/// With what does a word begin, in lower case and without accents? Most words of a text are not what somebody looks for,
/// and this tells so before they are read.
pub(super) fn initial(text: &str, place: Place) -> Option<char> {
    let word = text.get(place.from..place.until)?;
    let letter = word.chars().find(|letter| letter.is_alphanumeric())?;
    if letter.is_ascii() {
        return Some(letter.to_ascii_lowercase());
    }
    fold(letter.encode_utf8(&mut [0; 4])).chars().next()
}

/// A word without what French swallows before it, the English genitive behind it, and marks around it.
fn bare(text: &str, mut from: usize, mut until: usize) -> Option<Place> {
    // Nobody writes more of them before one word; a text of nothing but them must not cost more than another.
    for _ in 0..MAX_ELISIONS {
        let bare = text.get(from..until)?.trim_start_matches(APOSTROPHES);
        from = until - bare.len();
        let bare = bare.trim_end_matches(APOSTROPHES);
        until = from + bare.len();
        let Some((before, after)) = bare.split_once(APOSTROPHES) else { break };
        if matches!(after, "s" | "S") {
            until = from + before.len();
            break;
        }
        let is_elided = before.len() <= MAX_CHARS && ELIDED.contains(&fold(before).as_str());
        if !is_elided || !after.starts_with(belongs) {
            break;
        }
        from = until - after.len();
    }
    (from < until).then_some(Place { from, until })
}

/// Takes texts of one language apart.
#[derive(Clone, Copy)]
pub(super) struct Analyser {
    locale: Locale,
    stemmer: Stemmer,
}

impl Analyser {
    pub(super) fn of(locale: Locale) -> Self {
        let algorithm = match locale {
            Locale::Fr => Algorithm::French,
            Locale::En => Algorithm::English,
        };
        Self { locale, stemmer: Stemmer::new(algorithm) }
    }

    /// The words of a text, in order.
    pub(super) fn words(&self, text: &str) -> Vec<Word> {
        self.places(text).into_iter().filter_map(|place| self.word(text, place)).collect()
    }

    /// Where the words of a text stand, in order, without what is swallowed before them.
    pub(super) fn places(&self, text: &str) -> Vec<Place> {
        let mut places = Vec::new();
        let mut start = None;
        for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
            match (start, belongs(letter)) {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    // The name of a variable is nobody's word.
                    if !is_in_variable(text, from) {
                        places.extend(bare(text, from, at));
                    }
                    start = None;
                }
                _ => {}
            }
        }
        places
    }

    /// Whether a word says nothing of what a text is about.
    pub(super) fn is_common(&self, word: &Word) -> bool {
        let words = match self.locale {
            Locale::Fr => STOP_FR,
            Locale::En => STOP_EN,
        };
        words.contains(&word.surface.as_str())
    }

    /// The word at a place of a text; none where there is no letter.
    pub(super) fn word(&self, text: &str, place: Place) -> Option<Word> {
        let Place { from, until } = place;
        let letters = text.get(from..until)?.chars().flat_map(char::to_lowercase);
        let lower: String = letters.filter(|letter| letter.is_alphanumeric()).take(MAX_LETTERS).collect();
        let surface: String = fold(&lower).chars().take(MAX_CHARS).collect();
        if surface.is_empty() {
            return None;
        }
        Some(Word { from, until, surface, lower })
    }

    /// What a word is reduced to, where that differs from how it is written. Two: French endings are told by their
    /// accents, and people leave accents out.
    pub(super) fn stems(&self, word: &Word) -> Vec<String> {
        let Word { surface, lower, .. } = word;
        let mut stems: Vec<String> = Vec::new();
        if 4 * MAX_CHARS < lower.len() {
            return stems;
        }
        for stem in [fold(&self.stemmer.stem(lower)), self.stemmer.stem(surface).into_owned()] {
            if !stem.is_empty() && stem != *surface && !stems.contains(&stem) {
                stems.push(stem);
            }
        }
        stems
    }
}

/// Takes many texts apart, and reduces each word only once.
pub(super) struct Lexicon {
    analyser: Analyser,
    known: BTreeMap<String, Vec<String>>,
}

impl Lexicon {
    pub(super) fn of(locale: Locale) -> Self {
        Self { analyser: Analyser::of(locale), known: BTreeMap::new() }
    }

    /// Everything by which the words of a text are found, word by word.
    pub(super) fn terms(&mut self, text: &str, mut each: impl FnMut(usize, &str)) {
        let words = self.analyser.words(text);
        for (position, word) in words.iter().enumerate() {
            each(position, &word.surface);
            // `BR-2` is also looked for as `BR2`.
            let before = position.checked_sub(1).and_then(|before| words.get(before));
            if let Some(before) = before.filter(|before| text.get(before.until..word.from) == Some("-"))
                && word.surface.starts_with(|letter: char| letter.is_numeric())
            {
                each(position, &format!("{}{}", before.surface, word.surface));
            }
            if !self.known.contains_key(&word.lower) {
                self.known.insert(word.lower.clone(), self.analyser.stems(word));
            }
            self.known.get(&word.lower).into_iter().flatten().for_each(|stem| each(position, stem));
        }
    }
}

/// Whether a place is inside `{{…}}`.
fn is_in_variable(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    // Names are short; what is longer is not looked through for each word.
    let near = before.char_indices().rev().take(MAX_CHARS).take_while(|(_, letter)| !letter.is_whitespace());
    let from = near.last().map_or(at, |(from, _)| from);
    before.get(from..).is_some_and(|near| near.rfind("{{") > near.rfind("}}"))
}

/// Whether a letter is part of a word: also an apostrophe inside it, and an accent that is written as a letter of
/// its own.
fn belongs(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\'' | '’' | 'ʼ' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surfaces(locale: Locale, text: &str) -> Vec<String> {
        Analyser::of(locale).words(text).into_iter().map(|word| word.surface).collect()
    }

    #[test]
    fn accents_case_and_elisions_are_folded() {
        assert_eq!(surfaces(Locale::Fr, "L’échange D'UN colis"), ["echange", "un", "colis"]);
        assert_eq!(surfaces(Locale::Fr, "qu’aujourd’hui, jusqu'à"), ["aujourdhui", "a"]);
        assert_eq!(surfaces(Locale::Fr, "l'"), ["l"]);
        assert_eq!(surfaces(Locale::Fr, "e\u{301}change"), ["echange"]);
        assert_eq!(
            surfaces(Locale::En, "The customer’s 'late' parcel: don't"),
            ["the", "customer", "late", "parcel", "dont"]
        );
    }

    #[test]
    fn a_text_of_nothing_but_elisions_costs_no_more_than_another() {
        assert_eq!(surfaces(Locale::Fr, &"l'".repeat(1_000_000)).len(), 1);
        assert_eq!(surfaces(Locale::Fr, "jusqu'à l'h l'l'heure"), ["a", "h", "heure"]);
    }

    #[test]
    fn words_know_where_they_stand() {
        let text = "À l’échange !";
        let words = Analyser::of(Locale::Fr).words(text);
        let written: Vec<_> = words.iter().map(|word| &text[word.from..word.until]).collect();
        assert_eq!(written, ["À", "échange"]);
    }

    #[test]
    fn one_verb_and_its_noun_share_a_stem_with_accents_and_without() {
        let analyser = Analyser::of(Locale::Fr);
        let [noun, verb, bare] =
            ["remboursement", "remboursé", "rembourse"].map(|text| analyser.stems(&analyser.words(text)[0]));
        assert!(noun.contains(&"rembours".to_owned()), "{noun:?}");
        assert!(verb.contains(&"rembours".to_owned()), "{verb:?}");
        assert!(bare.contains(&"rembours".to_owned()), "{bare:?}");
    }

    #[test]
    fn what_is_no_word_is_left_out() {
        for text in ["", "   ", "🎁📦", "*:* AND (", "''’’", "\u{301}"] {
            let words = surfaces(Locale::Fr, text);
            assert!(words.iter().all(|word| word == "and"), "{text}: {words:?}");
        }
        let long = "x".repeat(10_000);
        assert_eq!(surfaces(Locale::En, &long), ["x".repeat(MAX_CHARS)]);
    }
}

//! Articles as passages: what is found, and what is shown of it.

use std::collections::BTreeSet;
use std::ops::Bound;

use super::words::{Analyser, Place, initial};

/// About how many bytes of a passage are shown.
const SHOWN: usize = 220;
/// How far back the beginning of a sentence may be for what is shown to begin with it.
const LEAD: usize = 60;

/// A piece of an article that can be linked to: what stands below one heading, or one block that has an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Passage {
    /// Its place in the article; none for what stands before the first heading.
    pub anchor: Option<String>,
    /// Its heading.
    pub heading: String,
    /// Its text, without markup.
    pub text: String,
}

/// What was looked for: for each word everything that it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sought {
    words: Vec<BTreeSet<String>>,
    /// With what all of these begin.
    initials: BTreeSet<char>,
}

impl Sought {
    pub(super) fn new(words: Vec<BTreeSet<String>>) -> Self {
        let initials = words.iter().flatten().filter_map(|term| term.chars().next()).collect();
        Self { words, initials }
    }

    /// Which of the words that were looked for stands at a place of a text. A word begins like what it is reduced to, and
    /// reducing takes long; so does reading.
    fn which(&self, analyser: Analyser, text: &str, place: Place) -> Option<usize> {
        let Self { words, initials } = self;
        if !initial(text, place).is_some_and(|letter| initials.contains(&letter)) {
            return None;
        }
        let word = analyser.word(text, place)?;
        let as_written = words.iter().position(|terms| terms.contains(&word.surface));
        if as_written.is_some() {
            return as_written;
        }
        let beginning = word
            .surface
            .char_indices()
            .nth(2)
            .map_or(word.surface.as_str(), |(at, _)| word.surface.get(..at).unwrap_or_default());
        let from = (Bound::Included(beginning), Bound::Unbounded);
        let alike = |terms: &BTreeSet<String>| {
            terms.range::<str, _>(from).next().is_some_and(|term| term.starts_with(beginning))
        };
        if !words.iter().any(alike) {
            return None;
        }
        let stems = analyser.stems(&word);
        words.iter().position(|terms| stems.iter().any(|stem| terms.contains(stem)))
    }
}

/// A piece of text, and whether it is what was looked for.
pub type Run = (String, bool);

/// The passages of an article, from the HTML that the renderer makes.
///
/// A passage begins with a heading, or with a section that has an id (a canned reply, a transfer rule, a guided
/// flow); when such a section ends, the passage around it goes on.
pub(super) fn passages(html: &str) -> Vec<Passage> {
    let mut reader = Reader { passages: vec![Passage::default()], ..Reader::default() };
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        reader.text(text);
        let Some((tag, after)) = after.split_once('>') else { break };
        reader.tag(tag);
        rest = after;
    }
    reader.text(rest);
    let is_something = |passage: &Passage| !passage.text.trim().is_empty() || !passage.heading.is_empty();
    let mut passages = reader.passages;
    passages.retain(is_something);
    for passage in &mut passages {
        passage.text = tidy(&passage.text);
        passage.heading = tidy(&passage.heading);
    }
    passages
}

/// Walks over HTML.
#[derive(Debug, Default)]
struct Reader {
    passages: Vec<Passage>,
    /// The passage that text belongs to.
    current: usize,
    /// For each section that is open: the passage to which the text behind it belongs, if it is one of its own.
    open: Vec<Option<usize>>,
    /// Whether the text is a heading.
    is_heading: bool,
    /// Whether the text is the portal's own and not the article's.
    is_label: bool,
}

impl Reader {
    fn text(&mut self, text: &str) {
        let is_heading = self.is_heading;
        if self.is_label {
            return;
        }
        if let Some(passage) = self.passages.get_mut(self.current) {
            let into = if is_heading { &mut passage.heading } else { &mut passage.text };
            into.push_str(&unescaped(text));
        }
    }

    fn tag(&mut self, tag: &str) {
        let name = tag.split_whitespace().next().unwrap_or_default().trim_end_matches('/');
        match name {
            "h2" | "h3" | "h4" | "h5" | "h6" => {
                // A section does not hold headings; if one does, it ends with the next.
                self.begin(id_of(tag));
                self.is_heading = true;
            }
            "/h2" | "/h3" | "/h4" | "/h5" | "/h6" => self.is_heading = false,
            "section" => {
                let id = id_of(tag);
                let before = id.is_some().then_some(self.current);
                self.open.push(before);
                if id.is_some() {
                    self.begin(id);
                }
            }
            "/section" => {
                if let Some(Some(before)) = self.open.pop() {
                    self.current = before;
                }
            }
            "summary" => self.is_label = true,
            "/summary" => self.is_label = false,
            "p" if tag.contains("class=\"block-title\"") => {
                // The title of a block with an address is its heading; the word of a rule stays in the text.
                let is_own = self.open.last().is_some_and(Option::is_some);
                self.is_heading = is_own;
            }
            "/p" => {
                self.is_heading = false;
                self.text(" ");
            }
            "a" | "/a" | "strong" | "/strong" | "em" | "/em" | "code" | "/code" | "span" | "/span"
            | "del" | "/del" | "b" | "/b" | "i" | "/i" | "sup" | "/sup" | "abbr" | "/abbr" => {}
            _ => self.text(" "),
        }
    }

    fn begin(&mut self, anchor: Option<String>) {
        self.passages.push(Passage { anchor, ..Passage::default() });
        self.current = self.passages.len() - 1;
    }
}

fn id_of(tag: &str) -> Option<String> {
    let (_, rest) = tag.split_once(" id=\"")?;
    let (id, _) = rest.split_once('"')?;
    Some(unescaped(id)).filter(|id| !id.is_empty())
}

fn unescaped(text: &str) -> String {
    let mut text = text.to_owned();
    for (entity, letter) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")]
    {
        if text.contains(entity) {
            text = text.replace(entity, letter);
        }
    }
    text
}

/// With one space where there were several, or a line's end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A whole text with what was looked for marked.
pub(super) fn marked(text: &str, analyser: Analyser, sought: &Sought) -> Vec<Run> {
    let places = analyser.places(text);
    let found = places.iter().filter(|place| sought.which(analyser, text, **place).is_some());
    runs(text, 0, text.len(), found)
}

/// Which of the words that were looked for a text holds.
pub(super) fn held(text: &str, analyser: Analyser, sought: &Sought) -> BTreeSet<usize> {
    let places = analyser.places(text).into_iter();
    places.filter_map(|place| sought.which(analyser, text, place)).collect()
}

/// The part of a text that holds most of what was looked for, marked.
pub(super) fn excerpt(text: &str, analyser: Analyser, sought: &Sought) -> Vec<Run> {
    let places = analyser.places(text);
    let found: Vec<(&Place, usize)> =
        places.iter().filter_map(|place| Some((place, sought.which(analyser, text, *place)?))).collect();
    let from = found.iter().map(|(word, _)| word.from).max_by_key(|from| {
        let inside =
            || found.iter().filter(|(word, _)| *from <= word.from && word.until <= from + SHOWN - LEAD);
        let kinds = inside().map(|(_, which)| *which).collect::<BTreeSet<_>>().len();
        // The earliest of the best.
        (kinds, inside().count(), usize::MAX - from)
    });
    let from = from.map_or(0, |at| beginning(text, &places, at));
    let until = end(text, &places, from);
    let mut runs = runs(text, from, until, found.iter().map(|(place, _)| *place));
    if 0 < from {
        runs.insert(0, ("… ".to_owned(), false));
    }
    if until < text.len() {
        runs.push((" …".to_owned(), false));
    }
    runs
}

/// Where to begin so that a word is seen: with its sentence, if that is near, else a few words before.
fn beginning(text: &str, words: &[Place], at: usize) -> usize {
    if at <= LEAD {
        return 0;
    }
    let before = text.get(..at).unwrap_or_default();
    let sentence = before.rfind(['.', '!', '?', '…', ':']).map_or(0, |end| end + 1);
    let near = |from: &usize| at <= from + LEAD;
    let mut starts = words.iter().map(|word| word.from).filter(|from| *from <= at);
    let sentence_start = starts.clone().find(|from| sentence <= *from).filter(near);
    sentence_start.or_else(|| starts.find(near)).unwrap_or(at)
}

/// Where to end: behind the last word that fits, with the mark behind it.
fn end(text: &str, words: &[Place], from: usize) -> usize {
    if text.len() <= from + SHOWN {
        return text.len();
    }
    let last = words.iter().rfind(|word| from <= word.from && word.until <= from + SHOWN);
    last.map_or(text.len(), |word| word.until)
}

fn runs<'a>(text: &str, from: usize, until: usize, found: impl Iterator<Item = &'a Place>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut at = from;
    let mut push = |piece: Option<&str>, is_marked| {
        if let Some(piece) = piece.filter(|piece| !piece.is_empty()) {
            runs.push((piece.to_owned(), is_marked));
        }
    };
    for word in found.filter(|word| from <= word.from && word.until <= until) {
        push(text.get(at..word.from), false);
        push(text.get(word.from..word.until), true);
        at = word.until;
    }
    push(text.get(at..until), false);
    runs
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::*;
    use crate::knowledge::render;

    fn of(markdown: &str) -> Vec<(Option<String>, String, String)> {
        let html = render(markdown, Locale::En).html;
        passages(&html).into_iter().map(|Passage { anchor, heading, text }| (anchor, heading, text)).collect()
    }

    fn sought(words: &[&str]) -> Sought {
        Sought::new(words.iter().map(|word| BTreeSet::from([(*word).to_owned()])).collect())
    }

    fn brackets(runs: &[Run]) -> String {
        runs.iter()
            .map(|(text, is_marked)| if *is_marked { format!("[{text}]") } else { text.clone() })
            .collect()
    }

    #[test]
    fn a_passage_is_what_stands_below_a_heading() {
        let found =
            of("# Title\n\nBefore **all** & `that`.\n\n## One\n\nFirst.\n\n- a\n- b\n\n### Two\n\nSecond.\n");
        let own = |anchor: Option<&str>, heading: &str, text: &str| {
            (anchor.map(str::to_owned), heading.to_owned(), text.to_owned())
        };
        assert_eq!(
            found,
            [
                own(None, "", "Before all & that."),
                own(Some("one"), "One", "First. a b"),
                own(Some("two"), "Two", "Second."),
            ]
        );
    }

    #[test]
    fn a_canned_reply_is_a_passage_and_the_text_goes_on_behind_it() {
        let found = of(
            "## One\n\nBefore.\n\n> [!REPLY] Late\n> Hello {{name}}.\n\nBehind.\n\n> [!NEVER]\n> Promise.\n",
        );
        let own = |anchor: &str, heading: &str, text: &str| {
            (Some(anchor.to_owned()), heading.to_owned(), text.to_owned())
        };
        assert_eq!(
            found,
            [
                own("one", "One", "Before. Behind. Never Promise."),
                own("reply-late", "Late", "Hello {{name}}."),
            ]
        );
    }

    #[test]
    fn the_part_with_most_of_the_words_is_shown() {
        let analyser = Analyser::of(Locale::En);
        let filler = "Nothing of interest is said here. ".repeat(20);
        let text = format!("{filler}A parcel. {filler}The parcel is late. {filler}");
        let shown = brackets(&excerpt(&text, analyser, &sought(&["late", "parcel"])));
        assert!(shown.starts_with("… The [parcel] is [late]. Nothing"), "{shown}");
        assert!(shown.ends_with(" …") && shown.len() < 300, "{shown}");
    }

    #[test]
    fn without_a_match_the_beginning_is_shown() {
        let analyser = Analyser::of(Locale::Fr);
        assert_eq!(brackets(&excerpt("Déjà vu.", analyser, &sought(&["x"]))), "Déjà vu.");
        assert_eq!(brackets(&excerpt("", analyser, &sought(&["x"]))), "");
        assert_eq!(brackets(&marked("L’échange", analyser, &sought(&["echange"]))), "L’[échange]");
    }

    #[test]
    fn marks_never_split_letters() {
        let analyser = Analyser::of(Locale::Fr);
        let text = "é".repeat(500) + " colis 📦📦 " + &"ç ".repeat(300);
        let shown = brackets(&excerpt(&text, analyser, &sought(&["colis"])));
        assert!(shown.contains("[colis]"), "{shown}");
    }
}

//! From a word that was typed to the words of the index that it may stand for.

use std::collections::BTreeMap;

use domain::Locale;
use tantivy::query::{
    BooleanQuery, BoostQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, Query, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::document::TextFields;
use super::index::failed;
use super::passage::Sought;
use super::words::{Analyser, Word};
use crate::error::Result;

/// A word stands for this many others at the most.
const MAX_TERMS: usize = 20;
/// From so many letters on, a word may not be finished.
const MIN_PREFIX: usize = 2;
/// How much less each way of standing for a word is worth.
const STEM: f32 = 0.85;
const BEGINNING: f32 = 0.6;
const TYPO: f32 = 0.5;
const TYPO_IN_BEGINNING: f32 = 0.35;
const TWO_TYPOS: f32 = 0.25;
const LEFT_OUT: f32 = 0.5;
/// What a word in each field is worth.
const IN_TITLE: f32 = 3.0;
const IN_HEADING: f32 = 2.0;
const IN_BODY: f32 = 1.0;
const SOMEWHERE: f32 = 0.4;
/// What further matches of one word add to the best.
const TIE: f32 = 0.1;

/// How freely words are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// As typed, or another form of the same word.
    Strict,
    /// And the last word may go on.
    AsTyped,
    /// And a word that no text has is taken for a mistyped one.
    Forgiving,
    /// And so is each other word.
    Doubting,
}

/// What a word may stand for, and how much each is worth.
pub(super) type Terms = BTreeMap<String, f32>;

/// What each word of a question may stand for.
pub(super) fn expand(
    searcher: &Searcher,
    fields: TextFields,
    locale: Locale,
    words: &[Word],
    reading: Reading,
) -> Result<Vec<Terms>> {
    let list = WordList { searcher, fields, analyser: Analyser::of(locale) };
    let last = words.len().saturating_sub(1);
    let each = words.iter().enumerate();
    each.map(|(index, word)| list.expand(word, index == last, reading)).collect()
}

/// All words of the index in one language.
struct WordList<'a> {
    searcher: &'a Searcher,
    fields: TextFields,
    analyser: Analyser,
}

impl WordList<'_> {
    fn expand(&self, word: &Word, is_last: bool, reading: Reading) -> Result<Terms> {
        let mut found = Found::default();
        let stems = self.analyser.stems(word);
        for (index, term) in std::iter::once(&word.surface).chain(&stems).enumerate() {
            let count =
                self.searcher.doc_freq(&Term::from_field_text(self.fields.whole, term)).map_err(failed)?;
            if 0 < count {
                found.add(term, if index == 0 { 1.0 } else { STEM }, count);
            }
        }
        let length = word.surface.chars().count();
        let may_go_on = is_last && MIN_PREFIX <= length && reading != Reading::Strict;
        if may_go_on {
            self.beginning_with(&word.surface, &mut found)?;
            if length <= 3 {
                self.with_one_letter_left_out(&word.surface, &mut found)?;
            }
        }
        let is_doubted = match reading {
            Reading::Strict | Reading::AsTyped => false,
            Reading::Forgiving => found.0.is_empty(),
            Reading::Doubting => true,
        };
        // One digit more is another number, not a typo.
        if is_doubted && !word.surface.contains(|letter: char| letter.is_numeric()) {
            self.mistyped(&word.surface, length, is_last, &mut found)?;
        }
        Ok(found.best())
    }

    fn beginning_with(&self, beginning: &str, found: &mut Found) -> Result<()> {
        self.from(self.fields.whole, beginning, |term, count| {
            let is_one = term.starts_with(beginning);
            if is_one {
                found.add(term, BEGINNING, count);
            }
            is_one
        })
    }

    /// Two or three letters of which the second was left out: so early only titles are worth the guess.
    fn with_one_letter_left_out(&self, typed: &str, found: &mut Found) -> Result<()> {
        let Some(first) = typed.chars().next() else { return Ok(()) };
        let (first, rest) = typed.split_at(first.len_utf8());
        self.from(self.fields.title, first, |term, count| {
            let Some(behind) = term.strip_prefix(first) else { return false };
            let mut letters = behind.chars();
            if letters.next().is_some() && letters.as_str().starts_with(rest) {
                found.add(term, LEFT_OUT, count);
            }
            true
        })
    }

    fn mistyped(&self, typed: &str, length: usize, is_last: bool, found: &mut Found) -> Result<()> {
        if length < 3 {
            return Ok(());
        }
        let before = found.0.len();
        self.within(typed, 1, Part::Whole, TYPO, found)?;
        if is_last && 4 <= length {
            self.within(typed, 1, Part::Beginning, TYPO_IN_BEGINNING, found)?;
        }
        if 8 <= length && found.0.len() == before {
            self.within(typed, 2, Part::Whole, TWO_TYPOS, found)?;
        }
        Ok(())
    }

    /// Words at a distance of so many letters left out, added, changed or swapped with the next.
    fn within(&self, typed: &str, distance: u8, part: Part, worth: f32, found: &mut Found) -> Result<()> {
        let term = Term::from_field_text(self.fields.whole, typed);
        let query = match part {
            Part::Whole => FuzzyTermQuery::new(term, distance, true),
            Part::Beginning => FuzzyTermQuery::new_prefix(term, distance, true),
        };
        let (first, is_short) = (typed.chars().next(), typed.chars().count() < 4);
        let automaton = query.automaton().map_err(failed)?;
        for segment in self.searcher.segment_readers() {
            let list = segment.inverted_index(self.fields.whole).map_err(failed)?;
            let mut terms =
                list.terms().search(&automaton).into_stream().map_err(|error| failed(error.into()))?;
            while let Some((key, info)) = terms.next() {
                let Ok(term) = std::str::from_utf8(key) else { continue };
                // The first letter is rarely wrong.
                let is_same = term.chars().next() == first;
                if is_same || !is_short {
                    found.add(term, if is_same { worth } else { worth / 2.0 }, u64::from(info.doc_freq));
                }
            }
        }
        Ok(())
    }

    /// The words from one on, in order, for as long as they are wanted.
    fn from(&self, field: Field, start: &str, mut each: impl FnMut(&str, u64) -> bool) -> Result<()> {
        for segment in self.searcher.segment_readers() {
            let list = segment.inverted_index(field).map_err(failed)?;
            let mut terms =
                list.terms().range().ge(start).into_stream().map_err(|error| failed(error.into()))?;
            while let Some((key, info)) = terms.next() {
                let Ok(term) = std::str::from_utf8(key) else { continue };
                if !each(term, u64::from(info.doc_freq)) {
                    break;
                }
            }
        }
        Ok(())
    }
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Whole,
    Beginning,
}

/// What was found for a word: how much each is worth, and in how many pages it is.
#[derive(Debug, Default)]
struct Found(BTreeMap<String, (f32, u64)>);

impl Found {
    fn add(&mut self, term: &str, worth: f32, count: u64) {
        match self.0.get_mut(term) {
            Some((known, counted)) if *known == worth => *counted += count,
            Some((known, counted)) if *known < worth => (*known, *counted) = (worth, count),
            Some(_) => {}
            None => drop(self.0.insert(term.to_owned(), (worth, count))),
        }
    }

    /// The ones that are worth most; among equals those in most pages.
    fn best(self) -> Terms {
        let mut all: Vec<_> = self.0.into_iter().collect();
        all.sort_by(|(_, (worth, count)), (_, (other, counted))| {
            other.total_cmp(worth).then(counted.cmp(count))
        });
        all.into_iter().take(MAX_TERMS).map(|(term, (worth, _))| (term, worth)).collect()
    }
}

/// The query for passages and pages that hold all words, or so many of them.
pub(super) fn query(
    searcher: &Searcher,
    fields: TextFields,
    words: &[Terms],
    at_least: usize,
) -> Result<Box<dyn Query>> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(words.len());
    for terms in words {
        clauses.push((Occur::Should, one_word(searcher, fields, terms)?));
    }
    if clauses.len() <= at_least {
        clauses.iter_mut().for_each(|(occur, _)| *occur = Occur::Must);
        return Ok(Box::new(BooleanQuery::new(clauses)));
    }
    Ok(Box::new(BooleanQuery::with_minimum_required_clauses(clauses, at_least)))
}

fn one_word(searcher: &Searcher, fields: TextFields, terms: &Terms) -> Result<Box<dyn Query>> {
    let mut any: Vec<Box<dyn Query>> = Vec::new();
    let weighed = [
        (fields.title, IN_TITLE),
        (fields.heading, IN_HEADING),
        (fields.body, IN_BODY),
        (fields.whole, SOMEWHERE),
    ];
    for (field, weight) in weighed {
        let mut counted = Vec::with_capacity(terms.len());
        for (term, worth) in terms {
            let term = Term::from_field_text(field, term);
            let count = searcher.doc_freq(&term).map_err(failed)?;
            if 0 < count {
                counted.push((term, *worth, count));
            }
        }
        // A rare word that one word may stand for is not worth more than a frequent one: nobody asked for it.
        let most = counted.iter().map(|(_, _, count)| *count).max().unwrap_or_default();
        for (term, worth, count) in counted {
            let even = rarity(searcher, most) / rarity(searcher, count);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            any.push(Box::new(BoostQuery::new(Box::new(query), weight * worth * even)));
        }
    }
    Ok(Box::new(DisjunctionMaxQuery::with_tie_breaker(any, TIE)))
}

/// The weight that BM25 gives to a word in so many documents.
#[expect(clippy::cast_precision_loss, reason = "a weight")]
fn rarity(searcher: &Searcher, count: u64) -> f32 {
    let (all, count) = (searcher.num_docs() as f32, count as f32);
    (1.0 + ((all - count).max(0.0) + 0.5) / (count + 0.5)).ln()
}

/// Everything that each word stands for, for marking it.
pub(super) fn sought(words: &[Terms]) -> Sought {
    Sought::new(words.iter().map(|terms| terms.keys().cloned().collect()).collect())
}

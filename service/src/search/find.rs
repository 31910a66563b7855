//! Searching.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::knowledge::Space;
use domain::{Actor, ContactTypeId, Locale, Permission, Slug, Timestamp};
use store::ContactTypeRow;

use super::best::{BestOfEach, Hit};
use super::document::{IndexedPage, WHOLE};
use super::expand::{Reading, Terms, expand, query, sought};
use super::index::{Snapshot, failed};
use super::kept::KeptAnswers;
use super::passage::{Passage, Run, Sought, excerpt, held, marked};
use super::question::Question;
use super::readable::Readable;
use super::words::Analyser;
use crate::error::Result;
use crate::home::RecentArticle;
use crate::portal::{Portal, require};

/// So many letters are a word, and not its beginning.
const WORD: usize = 4;
/// The most results to show at once.
const MAX_LIMIT: usize = 50;

/// What somebody looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchAsk {
    /// What they typed.
    pub text: String,
    /// In one space only.
    pub space: Option<String>,
    /// About one contact type, or one below it, only.
    pub contact_type: Option<String>,
    /// In one language only; else in the actor's, and in another where that has nothing.
    pub language: Option<Locale>,
    /// Which page of results, from 1 on.
    pub page: usize,
    /// How many results to a page.
    pub limit: usize,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchView {
    /// What was looked for, as far as it was looked at.
    pub text: String,
    /// Whether that is only the beginning of what was typed.
    pub is_cut: bool,
    /// Whether there was any word in it.
    pub has_words: bool,
    /// How freely the words had to be taken.
    pub reach: Reach,
    /// The language of what was found.
    pub locale: Locale,
    /// How many articles there are.
    pub total: usize,
    /// Which page of results this is, from 1 on, and how many there are.
    pub page: (usize, usize),
    /// The articles of this page, the best first.
    pub hits: Vec<SearchHit>,
    /// The spaces that are open to the actor, and how many articles each would show.
    pub spaces: Vec<(Space, usize)>,
    /// The contact types that something was found about, and how many articles each would show.
    pub contact_types: Vec<(ContactTypeRow, usize)>,
}

/// How freely the words of a question had to be taken to find something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// As they were typed, in all their forms.
    Typed,
    /// As if there were typos in them.
    Similar,
    /// Not all of them.
    Some,
    /// In the other language.
    OtherLanguage,
    /// There is nothing.
    Nothing,
}

/// An article that was found, with the passage that answers best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchHit {
    /// Where it stands.
    pub space: Space,
    /// Its place in addresses.
    pub slug: Slug,
    /// Its language.
    pub locale: Locale,
    /// Its title.
    pub title: Vec<Run>,
    /// Where in it the passage begins; none for its beginning.
    pub anchor: Option<String>,
    /// The heading of the passage, if it has one.
    pub heading: Vec<Run>,
    /// The passage, or the part of it that answers.
    pub passage: Vec<Run>,
    /// The number of the version in effect.
    pub number: i64,
    /// When that took effect.
    pub effective_at: Option<Timestamp>,
}

impl Portal {
    /// What to offer somebody who has not typed anything yet: the instructions that changed last.
    pub async fn search_suggestions(&self, actor: &Actor) -> Result<Vec<RecentArticle>> {
        require(actor, Permission::ReadKnowledge)?;
        self.recent_articles(actor).await
    }

    /// Looks for articles in effect in the spaces that are open to the actor.
    pub async fn search(&self, actor: &Actor, ask: SearchAsk) -> Result<SearchView> {
        require(actor, Permission::ReadKnowledge)?;
        let (scope, locale) = (actor.scope(), actor.locale);
        let revision = self.store().revision();
        let snapshot = self.search_index().current(self.store()).await?;
        let key = KeptAnswers::key(revision, scope, locale, &ask);
        if let Some(kept) = snapshot.kept.get(&key) {
            return Ok(SearchView::clone(&kept));
        }
        let readable = snapshot.readable(self.store(), scope, revision).await?;
        // About as long as a page takes to be drawn. A thread of its own would take turns with those of others, and the
        // slowest would wait for all.
        let found = Search::new(&snapshot, readable, ask, locale).run()?;
        snapshot.kept.put(key, Arc::new(found.clone()));
        Ok(found)
    }
}

/// A search under way.
struct Search<'a> {
    snapshot: &'a Snapshot,
    readable: Arc<Readable>,
    /// Which of the spaces is asked for; none of them, if it is not known.
    space: Option<Option<usize>>,
    /// Which of the contact types are asked for.
    about: Option<BTreeSet<usize>>,
    ask: SearchAsk,
    question: Question,
    locale: Locale,
}

/// What one way of reading a question finds.
struct Found {
    reach: Reach,
    locale: Locale,
    words: Vec<Terms>,
    /// Within the filters, in no order.
    hits: Vec<Hit>,
    /// By space, within the other filter.
    by_space: Vec<usize>,
    /// By contact type, within the other filter.
    by_contact_type: Vec<usize>,
}

/// A question in one reading: what each of its words stands for.
#[derive(PartialEq)]
struct Expanded {
    locale: Locale,
    words: Vec<Terms>,
    /// How many of the words a page has to hold.
    at_least: usize,
}

impl<'a> Search<'a> {
    fn new(snapshot: &'a Snapshot, readable: Arc<Readable>, ask: SearchAsk, locale: Locale) -> Self {
        let spaces = &readable.spaces;
        let space = ask.space.as_deref();
        let space = space.map(|slug| spaces.iter().position(|space| space.slug.as_str() == slug));
        let about = ask.contact_type.as_deref().map(|slug| with_those_below(&readable.contact_types, slug));
        let (question, locale) = (Question::of(&ask.text), ask.language.unwrap_or(locale));
        Self { snapshot, readable, space, about, ask, question, locale }
    }

    fn run(self) -> Result<SearchView> {
        let has_words = !self.question.words(self.locale).is_empty();
        let mut found = if has_words { self.first_that_finds()? } else { self.nothing() };
        let limit = self.ask.limit.clamp(1, MAX_LIMIT);
        let total = found.hits.len();
        let pages = total.div_ceil(limit).max(1);
        let page = self.ask.page.clamp(1, pages);
        let sought = sought(&found.words);
        let shown = self.in_order(&mut found.hits, (page - 1) * limit, page * limit);
        let hits = shown.iter().filter_map(|hit| self.shown(*hit, &sought)).collect();
        let Found { reach, locale, words: _, hits: _, by_space, by_contact_type } = found;
        let spaces = self.readable.spaces.iter().cloned().zip(by_space);
        let contact_types = self.readable.contact_types.iter().zip(by_contact_type);
        let some = contact_types.filter(|(_, count)| 0 < *count);
        Ok(SearchView {
            text: self.question.text,
            is_cut: self.question.is_cut,
            has_words,
            reach,
            locale,
            total,
            page: (page, pages),
            hits,
            spaces: spaces.collect(),
            contact_types: some.map(|(row, count)| (row.clone(), count)).collect(),
        })
    }

    /// Of what was found, the best first, those from one place to another. The order of all others is not worked out.
    fn in_order<'h>(&self, hits: &'h mut [Hit], from: usize, until: usize) -> &'h [Hit] {
        let title = |hit: &Hit| self.page(*hit).map_or("", |page| page.title.as_str());
        let better = |a: &Hit, b: &Hit| b.score.total_cmp(&a.score).then_with(|| title(a).cmp(title(b)));
        if until < hits.len() {
            hits.select_nth_unstable_by(until, better);
        }
        let until = until.min(hits.len());
        let best = hits.get_mut(..until).unwrap_or_default();
        best.sort_by(better);
        best.get(from..).unwrap_or_default()
    }

    /// From the strictest reading of the question to the freest, the first that finds something.
    fn first_that_finds(&self) -> Result<Found> {
        let mine = self.locale;
        let other = self.ask.language.is_none().then(|| other_than(mine));
        let mut asked = Vec::new();
        let mut ways = vec![
            (Some(mine), Reading::AsTyped, Reach::Typed),
            (other, Reading::Strict, Reach::OtherLanguage),
            (Some(mine), Reading::Forgiving, Reach::Similar),
            (Some(mine), Reading::Doubting, Reach::Similar),
            (other, Reading::AsTyped, Reach::OtherLanguage),
            (other, Reading::Forgiving, Reach::OtherLanguage),
            (Some(mine), Reading::Forgiving, Reach::Some),
        ];
        // Two or three letters are in the texts of any language: they say nothing of which one is meant.
        if self.question.words(mine).iter().any(|word| word.surface.chars().count() < WORD) {
            ways.sort_by_key(|(locale, ..)| *locale != Some(mine));
        }
        for (locale, reading, reach) in ways {
            let Some(locale) = locale else { continue };
            let expanded = self.expanded(locale, reading, reach)?;
            // A freer reading of words that are all known is often the same as a stricter one.
            if asked.contains(&expanded) {
                continue;
            }
            let found = self.find(&expanded, reach)?;
            if !found.hits.is_empty() {
                return Ok(found);
            }
            asked.push(expanded);
        }
        Ok(self.nothing())
    }

    fn expanded(&self, locale: Locale, reading: Reading, reach: Reach) -> Result<Expanded> {
        let (searcher, fields) = (&self.snapshot.searcher, self.snapshot.fields.of(locale));
        let words = expand(searcher, fields, locale, &self.question.words(locale), reading)?;
        let at_least = if reach == Reach::Some { words.len().div_ceil(2) } else { words.len() };
        Ok(Expanded { locale, words, at_least })
    }

    fn nothing(&self) -> Found {
        Found {
            reach: Reach::Nothing,
            locale: self.locale,
            words: Vec::new(),
            hits: Vec::new(),
            by_space: vec![0; self.readable.spaces.len()],
            by_contact_type: vec![0; self.readable.contact_types.len()],
        }
    }

    fn find(&self, expanded: &Expanded, reach: Reach) -> Result<Found> {
        let Expanded { locale, words, at_least } = expanded;
        let (searcher, fields) = (&self.snapshot.searcher, self.snapshot.fields.of(*locale));
        let known = words.iter().filter(|terms| !terms.is_empty()).count();
        if known < *at_least {
            return Ok(self.nothing());
        }
        let query = query(searcher, fields, words, *at_least)?;
        let may = (Arc::clone(&self.readable), *locale);
        let hits = searcher.search(&query, &BestOfEach { may }).map_err(failed)?;
        let found = Found { reach, locale: *locale, words: words.clone(), hits, ..self.nothing() };
        Ok(self.within_filters(found))
    }

    /// Counts what each filter would show, and keeps what the chosen ones do.
    fn within_filters(&self, mut found: Found) -> Found {
        let Found { locale, hits, by_space, by_contact_type, .. } = &mut found;
        hits.retain(|hit| {
            let Some(page) = self.readable.page(hit.page, *locale) else { return false };
            let is_in_space = self.space.is_none_or(|space| space == Some(page.space));
            let is_about = self.about.as_ref().is_none_or(|about| {
                page.contact_types.iter().any(|contact_type| about.contains(contact_type))
            });
            if is_about {
                by_space.get_mut(page.space).into_iter().for_each(|count| *count += 1);
            }
            if is_in_space {
                for contact_type in &page.contact_types {
                    by_contact_type.get_mut(*contact_type).into_iter().for_each(|count| *count += 1);
                }
            }
            is_in_space && is_about
        });
        found
    }

    fn page(&self, hit: Hit) -> Option<&IndexedPage> {
        self.snapshot.pages.get(hit.page)?.as_deref()
    }

    fn shown(&self, hit: Hit, sought: &Sought) -> Option<SearchHit> {
        let page = self.page(hit)?;
        let analyser = Analyser::of(page.locale);
        let passage = match hit.passage {
            WHOLE => fullest(page, analyser, sought),
            number => page.passages.get(usize::try_from(number).ok()?),
        }?;
        Some(SearchHit {
            space: self.readable.spaces.get(self.readable.page(hit.page, page.locale)?.space)?.clone(),
            slug: page.slug.clone(),
            locale: page.locale,
            title: marked(&page.title, analyser, sought),
            anchor: passage.anchor.clone(),
            heading: marked(&passage.heading, analyser, sought),
            passage: excerpt(&passage.text, analyser, sought),
            number: page.number,
            effective_at: page.effective_at,
        })
    }
}

/// The passage that holds most of the words, of a page that holds them here and there.
fn fullest<'a>(page: &'a IndexedPage, analyser: Analyser, sought: &Sought) -> Option<&'a Passage> {
    let count = |passage: &Passage| {
        let mut words = held(&passage.heading, analyser, sought);
        words.extend(held(&passage.text, analyser, sought));
        words.len()
    };
    // The first of the best: `max_by_key` alone would take the last.
    page.passages.iter().rev().max_by_key(|passage| count(passage))
}

/// Which of the contact types has a place in addresses, and which are below it.
fn with_those_below(all: &[ContactTypeRow], slug: &str) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut more: Vec<usize> = (0..all.len()).collect();
    more.retain(|index| all.get(*index).is_some_and(|row| row.slug.as_str() == slug));
    while !more.is_empty() {
        found.extend(more);
        let is_found =
            |id: ContactTypeId| all.iter().zip(0..).any(|(row, at)| row.id == id && found.contains(&at));
        let is_below = |row: &ContactTypeRow| row.parent.is_some_and(is_found);
        more = all
            .iter()
            .zip(0..)
            .filter(|(row, at)| !found.contains(at) && is_below(row))
            .map(|(_, at)| at)
            .collect();
    }
    found
}

const fn other_than(locale: Locale) -> Locale {
    match locale {
        Locale::Fr => Locale::En,
        Locale::En => Locale::Fr,
    }
}

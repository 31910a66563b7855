//! What search asks of the server.

use domain::Locale;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};
use ui::MarkedRuns;

use crate::error::AppError;
use crate::moment::Moment;

#[cfg(feature = "ssr")]
use crate::context::{portal, principal};

/// How many results the palette shows.
#[cfg(feature = "ssr")]
const IN_PALETTE: usize = 8;
/// How many results a page shows.
#[cfg(feature = "ssr")]
const ON_PAGE: usize = 20;

/// What somebody looks for, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    /// What they typed.
    pub q: String,
    /// In which space.
    pub space: String,
    /// About which contact type.
    pub contact_type: String,
    /// In which language.
    pub language: String,
    /// Which page of the results.
    pub page: String,
    /// Whether it is meant as it stands, and not still being typed.
    pub is_final: bool,
    /// Whether the palette asks, which shows less, and something before anything is typed.
    pub is_short: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was looked for, as far as it was looked at.
    pub text: String,
    /// Whether that is only the beginning of what was typed.
    pub is_cut: bool,
    /// What kind of answer this is.
    pub kind: FoundKind,
    /// How many articles there are.
    pub total: u64,
    /// Which page of results this is.
    pub page: u64,
    /// How many pages there are.
    pub pages: u64,
    /// The articles of this page.
    pub items: Vec<FoundItem>,
    /// The spaces open to the reader: slug, name, how many articles each would show.
    pub spaces: Vec<(String, String, u64)>,
    /// The contact types that something was found about.
    pub contact_types: Vec<(String, String, u64)>,
}

/// What kind of answer was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FoundKind {
    /// Nothing was asked; there may be suggestions.
    NothingAsked,
    /// There was no word in the question.
    NoWords,
    /// All words, as typed.
    Typed,
    /// All words, taken for mistyped ones.
    Similar,
    /// Some of the words.
    Some,
    /// In the other language.
    Other(Locale),
    /// Nothing.
    Nothing,
}

/// An article that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundItem {
    /// Where the passage that answers begins.
    pub href: String,
    /// Its title.
    pub title: MarkedRuns,
    /// Its space.
    pub space: String,
    /// The heading of the passage.
    pub heading: MarkedRuns,
    /// The passage.
    pub passage: MarkedRuns,
    /// Its language.
    pub locale: Locale,
}

/// Words that nothing was found for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Miss {
    /// The words.
    pub query: String,
    /// The language of whoever looked for them.
    pub locale: Locale,
    /// How often.
    pub times: u64,
    /// The last time.
    pub last: Moment,
}

/// Looks for articles.
#[server(name = ReadSearch, endpoint = "search", input = GetUrl, output = Postcard)]
pub async fn search(ask: SearchQuery) -> Result<Found, AppError> {
    let me = principal()?;
    if ask.is_short && ask.q.trim().is_empty() {
        let recent = portal().search_suggestions(&me.actor).await?;
        return Ok(suggestions(recent, me.locale()));
    }
    let question = question(&ask);
    let found = portal().search(&me.actor, question.clone()).await?;
    if ask.is_final {
        portal().note_search(&me.actor, &question, &found).await;
    }
    Ok(found_of(found, &ask, me.locale()))
}

/// What was looked for and not found.
#[server(name = ReadSearchMisses, endpoint = "search_misses", input = GetUrl, output = Postcard)]
pub async fn search_misses() -> Result<Vec<Miss>, AppError> {
    let me = principal()?;
    let misses = portal().search_misses(&me.actor).await?;
    let miss = |service::SearchMiss { query, locale, times, first_at: _, last_at }| Miss {
        query,
        locale,
        times: u64::try_from(times).unwrap_or_default(),
        last: Moment::of(last_at, &me),
    };
    Ok(misses.into_iter().map(miss).collect())
}

#[cfg(feature = "ssr")]
fn question(ask: &SearchQuery) -> service::SearchAsk {
    let SearchQuery { q, space, contact_type, language, page, is_final: _, is_short } = ask.clone();
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    service::SearchAsk {
        text: q,
        space: some(space),
        contact_type: some(contact_type),
        language: Locale::parse(&language),
        page: page.parse().unwrap_or(1),
        limit: if is_short { IN_PALETTE } else { ON_PAGE },
    }
}

#[cfg(feature = "ssr")]
fn found_of(found: service::SearchView, ask: &SearchQuery, reader: Locale) -> Found {
    use service::Reach;
    let kind = match found.reach {
        _ if ask.q.trim().is_empty() => FoundKind::NothingAsked,
        _ if !found.has_words => FoundKind::NoWords,
        Reach::Typed => FoundKind::Typed,
        Reach::Similar => FoundKind::Similar,
        Reach::Some => FoundKind::Some,
        Reach::OtherLanguage => FoundKind::Other(found.locale),
        Reach::Nothing => FoundKind::Nothing,
    };
    let index = usize::from(reader == Locale::En);
    let name = |names: &[String; 2]| names.get(index).cloned().unwrap_or_default();
    let spaces = found.spaces.iter();
    let contact_types = found.contact_types.iter();
    Found {
        text: found.text,
        is_cut: found.is_cut,
        kind,
        total: found.total as u64,
        page: found.page.0 as u64,
        pages: found.page.1 as u64,
        items: found.hits.into_iter().map(|hit| item_of(hit, reader)).collect(),
        spaces: spaces
            .map(|(space, count)| (space.slug.to_string(), space.name_in(reader).to_owned(), *count as u64))
            .collect(),
        contact_types: contact_types
            .map(|(row, count)| (row.slug.to_string(), name(&row.name), *count as u64))
            .collect(),
    }
}

#[cfg(feature = "ssr")]
fn item_of(hit: service::SearchHit, reader: Locale) -> FoundItem {
    let language =
        if hit.locale == reader { String::new() } else { format!("?language={}", hit.locale.as_str()) };
    let anchor = hit.anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
    FoundItem {
        href: format!("/knowledge/{}/{}{language}{anchor}", hit.space.slug, hit.slug),
        title: hit.title,
        space: hit.space.name_in(reader).to_owned(),
        heading: hit.heading,
        passage: hit.passage,
        locale: hit.locale,
    }
}

#[cfg(feature = "ssr")]
fn suggestions(recent: Vec<service::RecentArticle>, reader: Locale) -> Found {
    let item = |article: service::RecentArticle| FoundItem {
        href: format!("/knowledge/{}/{}", article.space.slug, article.slug),
        title: vec![(article.title, false)],
        space: article.space.name_in(reader).to_owned(),
        heading: Vec::new(),
        passage: Vec::new(),
        locale: reader,
    };
    Found {
        text: String::new(),
        is_cut: false,
        kind: FoundKind::NothingAsked,
        total: recent.len() as u64,
        page: 1,
        pages: 1,
        items: recent.into_iter().map(item).collect(),
        spaces: Vec::new(),
        contact_types: Vec::new(),
    }
}

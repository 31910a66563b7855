//! What the pages about versions ask of the server.

use domain::Locale;
use domain::knowledge::{DiffBlock, DiffLines, Significance, VersionState};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};

use super::api::ArticleContent;
use crate::error::AppError;
use crate::moment::Moment;
use crate::written::Part;

#[cfg(feature = "ssr")]
use {
    super::api::{content_of, place_of},
    super::around,
    crate::context::{portal, principal},
    crate::people::parse_slug,
    domain::Permission,
};

/// The versions of an article in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryContent {
    /// The space: its slug and name.
    pub space: (String, String),
    /// Where it stands.
    pub slug: String,
    /// The title of the last version that took effect.
    pub title: String,
    /// The language of the versions.
    pub locale: Locale,
    /// The other languages in which there are some.
    pub translations: Vec<Locale>,
    /// The last one first.
    pub versions: Vec<VersionRow>,
    /// Those that are still being written, for those who write: ids and numbers.
    pub drafts: Vec<(String, i64)>,
    /// The way to the next version, where none is in effect any more: for those who write.
    pub next: Option<Part>,
}

/// A version in a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// How much it changed.
    pub significance: Significance,
    /// Where it is in its life.
    pub state: VersionState,
    /// Since when it is or was in effect, or will be.
    pub since: Option<Moment>,
    /// Until when it was.
    pub until: Option<Moment>,
    /// The first digits of the hash of its source.
    pub hash: String,
}

/// One version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionContent {
    /// The article with this version as its text.
    pub article: ArticleContent,
    /// Where the version is in its life.
    pub state: VersionState,
    /// The number of the version in effect.
    pub in_effect: Option<i64>,
    /// When it takes effect, if it is still to come.
    pub coming: Option<Moment>,
    /// Why it was recalled.
    pub why_recalled: Option<String>,
    /// The way to the next version, where none is in effect any more: for those who write.
    pub next: Option<Part>,
}

/// Two versions compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareContent {
    /// The history, to choose others from.
    pub history: HistoryContent,
    /// The number of the earlier version, as it was asked for.
    pub from: String,
    /// The number of the later version, as it was asked for.
    pub to: String,
    /// What differs; none when these are not two versions of the history.
    pub difference: Option<Difference>,
}

/// What differs between two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Difference {
    /// In the text as readers see it.
    Rendered(Vec<DiffBlock>),
    /// In the source; whether its front matter differs, and the lines.
    Source(bool, Vec<DiffLines>),
}

/// The history of an article, in the language asked for or the reader's.
#[server(name = ReadHistory, endpoint = "history", input = GetUrl, output = Postcard)]
pub async fn history(space: String, slug: String, language: String) -> Result<HistoryContent, AppError> {
    let me = principal()?;
    let locale = Locale::parse(&language).unwrap_or(me.locale());
    let view = portal().history(&me.actor, &parse_slug(&space)?, &parse_slug(&slug)?, locale).await?;
    Ok(history_of(view, &me))
}

/// One version of an article.
#[server(name = ReadVersion, endpoint = "version", input = GetUrl, output = Postcard)]
pub async fn version(
    space: String,
    slug: String,
    number: String,
    language: String,
) -> Result<VersionContent, AppError> {
    let me = principal()?;
    let locale = Locale::parse(&language).unwrap_or(me.locale());
    let (space, slug) = (parse_slug(&space)?, parse_slug(&slug)?);
    let view = portal().version(&me.actor, &space, &slug, locale, number_of(&number)).await?;
    let service::VersionView { article, until, in_effect, why_recalled } = view;
    let state = article.version.state;
    let until = until.map(|at| Moment::of(at, &me));
    let mut article = ArticleContent { until, ..content_of(article, &me) };
    // What is still to come is in effect since nothing.
    let coming = article.effective.take_if(|_| state == VersionState::Scheduled);
    let has_ended = in_effect.is_none() && state != VersionState::Scheduled;
    let ended = (article.space.0.as_str(), article.slug.as_str(), article.locale);
    let next = next_of(has_ended.then_some(ended), &me);
    Ok(VersionContent { article, state, in_effect, coming, why_recalled, next })
}

/// The way to the version that follows what has ended.
#[cfg(feature = "ssr")]
fn next_of(ended: Option<(&str, &str, Locale)>, me: &service::Principal) -> Option<Part> {
    let (space, slug, locale) = ended.filter(|_| me.actor.may(Permission::WriteKnowledge))?;
    Some(Part::of(|| around::next_button(space, slug, locale)))
}

/// What differs between two versions of an article; `view` is `source` or anything else for the rendered text.
#[server(name = ReadComparison, endpoint = "comparison", input = GetUrl, output = Postcard)]
pub async fn comparison(
    space: String,
    slug: String,
    language: String,
    from: String,
    to: String,
    view: String,
) -> Result<CompareContent, AppError> {
    let me = principal()?;
    let locale = Locale::parse(&language).unwrap_or(me.locale());
    let (space, slug) = (parse_slug(&space)?, parse_slug(&slug)?);
    let compared = if view == "source" { service::Compared::Source } else { service::Compared::Rendered };
    let numbers = [number_of(&from), number_of(&to)];
    let found = portal().compare(&me.actor, &space, &slug, locale, numbers, compared).await?;
    let service::ComparisonView { history, comparison } = found;
    let (from, to) = if numbers.is_sorted() { (from, to) } else { (to, from) };
    Ok(CompareContent {
        history: history_of(history, &me),
        from,
        to,
        difference: comparison.map(difference_of),
    })
}

/// The number that was asked for; 0, which no version has, for what is no number.
#[cfg(feature = "ssr")]
fn number_of(text: &str) -> i64 {
    text.parse().unwrap_or(0)
}

#[cfg(feature = "ssr")]
pub(crate) fn difference_of(comparison: service::Comparison) -> Difference {
    match comparison {
        service::Comparison::Rendered(blocks) => Difference::Rendered(blocks),
        service::Comparison::Source { front_matter, lines } => Difference::Source(front_matter, lines),
    }
}

#[cfg(feature = "ssr")]
fn history_of(view: service::HistoryView, me: &service::Principal) -> HistoryContent {
    let ended = view.ended().map(|_| (view.space.slug.as_str(), view.slug.as_str(), view.locale));
    let next = next_of(ended, me);
    let service::HistoryView { space, slug, locale, translations, versions, drafts } = view;
    let is_coming = |entry: &service::HistoryEntry| entry.version.state == VersionState::Scheduled;
    let titled = versions.iter().find(|entry| !is_coming(entry)).or(versions.first());
    let title = titled.map(|entry| entry.version.title.clone()).unwrap_or_default();
    let row = |entry: service::HistoryEntry| {
        let service::HistoryEntry { version, until } = entry;
        VersionRow {
            number: version.number,
            title: version.title,
            significance: version.significance,
            state: version.state,
            since: version.effective_at.map(|at| Moment::of(at, me)),
            until: until.map(|at| Moment::of(at, me)),
            hash: version.content_hash.chars().take(12).collect(),
        }
    };
    HistoryContent {
        space: place_of(&space, me),
        slug: slug.to_string(),
        title,
        locale,
        translations,
        versions: versions.into_iter().map(row).collect(),
        drafts: drafts.into_iter().map(|(id, number)| (id.to_string(), number)).collect(),
        next,
    }
}

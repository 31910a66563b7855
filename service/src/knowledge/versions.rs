//! The versions of an article: their history, each by itself, any two compared.

use domain::knowledge::{Article, ArticleVersion, DiffBlock, DiffLines, Space, VersionState};
use domain::{Actor, ArticleId, ArticleVersionId, Locale, Permission, Slug, Timestamp};
use store::VersionCard;

use super::changes::all_versions;
use super::compare::{blocks, front_matter_differs, lines};
use super::read::ArticleView;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// The versions of an article in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryView {
    /// Where it stands.
    pub space: Space,
    /// Its place in addresses.
    pub slug: Slug,
    /// The language asked for or, lacking that, the other.
    pub locale: Locale,
    /// The other languages in which there are versions.
    pub translations: Vec<Locale>,
    /// The versions that are or were in effect, and the one that will be, the last one first.
    pub versions: Vec<HistoryEntry>,
    /// Those that are still being written, reviewed or waiting to be published, and their numbers: for those who write alone.
    pub drafts: Vec<(ArticleVersionId, i64)>,
}

/// A version in a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// The version, without its text.
    pub version: VersionCard,
    /// When the next one took its place.
    pub until: Option<Timestamp>,
}

impl HistoryView {
    /// The number of the version in effect.
    pub fn in_effect(&self) -> Option<i64> {
        let mut versions = self.versions.iter().map(|entry| &entry.version);
        versions.find(|version| version.state == VersionState::Effective).map(|version| version.number)
    }

    /// The number of the version that was in effect last, where none is any more.
    pub fn ended(&self) -> Option<i64> {
        let is_over = self.in_effect().is_none();
        let mut versions = self.versions.iter().map(|entry| &entry.version);
        let last = versions.find(|version| version.state != VersionState::Scheduled);
        last.filter(|_| is_over).map(|version| version.number)
    }
}

/// One version, whether it is in effect or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionView {
    /// The article with this version in place of the one in effect.
    pub article: ArticleView,
    /// When the next one took its place.
    pub until: Option<Timestamp>,
    /// The number of the version in effect in this language.
    pub in_effect: Option<i64>,
    /// Why it was recalled.
    pub why_recalled: Option<String>,
}

/// How two versions are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// As readers see them.
    Rendered,
    /// As they were written.
    Source,
}

/// Two versions and what differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparisonView {
    /// The history, to choose others from.
    pub history: HistoryView,
    /// What differs; none when the two are not two versions of this history.
    pub comparison: Option<Comparison>,
}

/// What differs between two versions, from the earlier to the later one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// In the text as readers see it.
    Rendered(Vec<DiffBlock>),
    /// In the text as it was written.
    Source {
        /// Whether the front matter differs.
        front_matter: bool,
        /// The lines.
        lines: Vec<DiffLines>,
    },
}

impl Portal {
    /// The versions of an article in the language asked for where there are any.
    pub async fn history(
        &self,
        actor: &Actor,
        space: &Slug,
        slug: &Slug,
        locale: Locale,
    ) -> Result<HistoryView> {
        let (space, article) = self.located(actor, space, slug).await?;
        self.history_of(actor, space, &article, locale).await
    }

    /// One version of an article, in the language asked for where there are any.
    pub async fn version(
        &self,
        actor: &Actor,
        space: &Slug,
        slug: &Slug,
        locale: Locale,
        number: i64,
    ) -> Result<VersionView> {
        let (space, article) = self.located(actor, space, slug).await?;
        let history = self.history_of(actor, space, &article, locale).await?;
        let (version, dead_links) = self.version_in(actor, &history, &article, number).await?;
        let entry = history.versions.iter().find(|entry| entry.version.number == number);
        let (until, in_effect) = (entry.and_then(|entry| entry.until), history.in_effect());
        let HistoryView { space, slug, locale: _, translations, versions: _, drafts: _ } = history;
        let why_recalled = self.why_recalled(&version).await?;
        let contact_types = self.contact_types_of(actor, article.id).await?;
        let article = ArticleView {
            space,
            slug,
            version,
            translations,
            contact_types,
            dead_links,
            path: article.path,
            related: Vec::new(),
            upkeep: None,
            following: None,
            coming: None,
        };
        Ok(VersionView { article, until, in_effect, why_recalled })
    }

    /// The version of an article that was in effect last, where none is any more, in the language asked for where there was
    /// any: what those who may write the next one go on from.
    pub async fn ended(
        &self,
        actor: &Actor,
        space: &Slug,
        slug: &Slug,
        locale: Locale,
    ) -> Result<VersionView> {
        require(actor, Permission::WriteKnowledge)?;
        let history = self.history(actor, space, slug, locale).await?;
        let last = history.ended().ok_or(Error::NotFound)?;
        self.version(actor, space, slug, history.locale, last).await
    }

    /// What differs between two versions of an article.
    pub async fn compare(
        &self,
        actor: &Actor,
        space: &Slug,
        slug: &Slug,
        locale: Locale,
        numbers: [i64; 2],
        compared: Compared,
    ) -> Result<ComparisonView> {
        let (space, article) = self.located(actor, space, slug).await?;
        let history = self.history_of(actor, space, &article, locale).await?;
        let [one, other] = numbers;
        let (earlier, later) = (one.min(other), one.max(other));
        let exists = |number| history.versions.iter().any(|entry| entry.version.number == number);
        if earlier == later || !exists(earlier) || !exists(later) {
            return Ok(ComparisonView { history, comparison: None });
        }
        let (earlier, _) = self.version_in(actor, &history, &article, earlier).await?;
        let (later, _) = self.version_in(actor, &history, &article, later).await?;
        let work = move || comparison(&earlier, &later, compared);
        let comparison = tokio::task::spawn_blocking(work).await;
        let comparison = comparison.map_err(|error| Error::Internal(error.to_string()))?;
        Ok(ComparisonView { history, comparison: Some(comparison) })
    }

    async fn history_of(
        &self,
        actor: &Actor,
        space: Space,
        article: &Article,
        locale: Locale,
    ) -> Result<HistoryView> {
        let db = self.store().read();
        let mut histories = Vec::new();
        for locale in Locale::ALL {
            let versions = db.articles(actor.scope()).history(article.id, locale).await?;
            if !versions.is_empty() {
                histories.push((locale, versions));
            }
        }
        let place = histories.iter().position(|(found, _)| *found == locale).unwrap_or(0);
        if histories.is_empty() {
            return Err(Error::NotFound);
        }
        let (locale, versions) = histories.swap_remove(place);
        let translations = histories.into_iter().map(|(locale, _)| locale).collect();
        let (slug, drafts) = (article.slug.clone(), self.drafts_of(actor, article.id, locale).await?);
        Ok(HistoryView { space, slug, locale, translations, versions: entries(versions), drafts })
    }

    /// The versions of an article that no reader looks up yet; none for an actor who does not write.
    async fn drafts_of(
        &self,
        actor: &Actor,
        article: ArticleId,
        locale: Locale,
    ) -> Result<Vec<(ArticleVersionId, i64)>> {
        if !actor.may(Permission::WriteKnowledge) {
            return Ok(Vec::new());
        }
        let db = self.store().read();
        let mut versions = all_versions(&db.articles(actor.scope()), article, locale).await?;
        versions.retain(|version| !VersionState::READABLE.contains(&version.state));
        Ok(versions.into_iter().map(|version| (version.id, version.number)).collect())
    }

    async fn version_in(
        &self,
        actor: &Actor,
        history: &HistoryView,
        article: &Article,
        number: i64,
    ) -> Result<(ArticleVersion, Vec<String>)> {
        let db = self.store().read();
        let found = db.articles(actor.scope()).version(article.id, history.locale, number).await?;
        self.shown(actor, &history.space, article, found.ok_or(Error::NotFound)?).await
    }
}

/// Versions, the last one first, each until the one after it. One to come ends none yet: it may not come after all.
fn entries(versions: Vec<VersionCard>) -> Vec<HistoryEntry> {
    let mut next = None;
    let entry = |version: VersionCard| {
        if version.state == VersionState::Scheduled {
            return HistoryEntry { version, until: None };
        }
        let until = std::mem::replace(&mut next, version.effective_at);
        HistoryEntry { version, until }
    };
    versions.into_iter().map(entry).collect()
}

pub(super) fn comparison(earlier: &ArticleVersion, later: &ArticleVersion, compared: Compared) -> Comparison {
    match compared {
        Compared::Rendered => Comparison::Rendered(blocks(&earlier.html, &later.html)),
        Compared::Source => Comparison::Source {
            front_matter: front_matter_differs(&earlier.source, &later.source),
            lines: lines(&earlier.source, &later.source),
        },
    }
}

//! What is being written: the list of it, what a text will look like, and whom it concerns.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Audience, reading_seconds, words};
use domain::knowledge::{Article, ArticleVersion, Review, Space, VersionState};
use domain::{Actor, ArticleVersionId, Locale, Permission, UserId};

use super::about::about_with;
use super::render::render_source;
use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::{Portal, require};

/// How many versions the list names.
const MAX: usize = 300;

/// Versions that are not in effect yet.
const COMING: [VersionState; 5] = [
    VersionState::Draft,
    VersionState::InReview,
    VersionState::ChangesRequested,
    VersionState::Approved,
    VersionState::Scheduled,
];

/// A version in the list of what is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLine {
    /// Where it stands.
    pub space: Space,
    /// Its article.
    pub article: Article,
    /// The version; its texts are empty.
    pub version: ArticleVersion,
    /// Who began it, by name.
    pub author: Option<String>,
    /// Whether the asker wrote some of it.
    pub is_mine: bool,
    /// How many approvals it still needs.
    pub missing: usize,
    /// Whether it waits for the asker: to be written, approved or published.
    pub is_for_me: bool,
    /// The version of the source that it follows, if it is a translation: its language and number.
    pub follows: Option<(Locale, i64)>,
}

/// Whom a change concerns, counted before it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequences {
    /// How many agents are told of it.
    pub agents: u64,
    /// Of how many vendors.
    pub vendors: u64,
    /// How many translations say what the text says now, and will not any more.
    pub translations: u64,
    /// How many clearances depend on it: agents times the contact types that it closes, of those that have none below them.
    pub clearances: u64,
    /// How long one agent reads what changed, in seconds.
    pub reading_seconds: u64,
}

impl Portal {
    /// What is being written in the spaces of the actor, the last begun first.
    pub async fn drafts(&self, actor: &Actor) -> Result<Vec<DraftLine>> {
        require(actor, Permission::WriteKnowledge)?;
        let db = self.store().read();
        let articles = db.articles(actor.scope());
        let versions = articles.in_states(&COMING, MAX).await?;
        let spaces: BTreeMap<_, _> =
            db.spaces(actor.scope()).all().await?.into_iter().map(|space| (space.id, space)).collect();
        let authors: Vec<_> = versions.iter().filter_map(|version| version.life.author).collect();
        let names = names_of(&db, actor, &authors).await?;
        let ids: Vec<_> = versions.iter().map(|version| version.article).collect();
        let tracks = self.tracks(actor, &ids).await?;
        let (me, may_publish) = (actor.user_id(), actor.may(Permission::PublishKnowledge));
        let mut lines = Vec::with_capacity(versions.len());
        for version in versions {
            let Some(article) = articles.by_id(version.article).await? else { continue };
            let Some(space) = spaces.get(&article.space).cloned() else { continue };
            let contributors = articles.contributors(version.id).await?;
            let approvals = articles.approvals(version.id).await?;
            let review = Review {
                significance: version.significance,
                contributors: &contributors,
                revision: version.life.revision,
                approvals: &approvals,
            };
            let is_mine = me.is_some_and(|me| contributors.contains(&me));
            let is_for_me = match version.state {
                VersionState::InReview => {
                    may_publish && me.is_some_and(|me| review.may_approve(me, version.life.revision).is_ok())
                }
                VersionState::Approved => may_publish,
                VersionState::Draft | VersionState::ChangesRequested => is_mine,
                _ => false,
            };
            let track = tracks.get(&version.article);
            let follows = track.and_then(|track| Some((track.source, track.number(version.life.follows?)?)));
            lines.push(DraftLine {
                follows,
                author: version.life.author.and_then(|author| names.get(&author).cloned()),
                is_mine,
                missing: review.missing(),
                is_for_me,
                space,
                article,
                version,
            });
        }
        Ok(lines)
    }

    /// What a text would look like in place of a version's.
    pub async fn preview_draft(&self, actor: &Actor, id: ArticleVersionId, source: &str) -> Result<String> {
        let view = self.draft(actor, id).await?;
        let (locale, path) = (view.version.locale, view.article.path.clone());
        let links = self.surroundings(actor, &view.space, locale, &path).await?;
        let source = source.to_owned();
        let work = move || render_source(&source, locale, Some(links)).html;
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))
    }

    /// Whom a version concerns once it is in effect: those whom its broadcast reaches if nobody narrows that down.
    pub async fn consequences(&self, actor: &Actor, id: ArticleVersionId) -> Result<Consequences> {
        let view = self.draft(actor, id).await?;
        let told = self.told_of_change(&view, (&Audience::default(), None)).await?;
        let track = self.track(actor, view.article.id).await?;
        let translations = track.map_or(0, |track| track.left_behind(&view.version).len());
        let about = about_with(&self.store().read(), &view.version).await?;
        let about: BTreeSet<_> = about.into_iter().collect();
        let mut clearances = 0;
        for (severity, agents) in &told.groups {
            if let Some(severity) = *severity {
                clearances += agents.len() * self.count_kept_from(&about, severity).await?;
            }
        }
        Ok(Consequences {
            agents: told.agents().count() as u64,
            vendors: told.vendors() as u64,
            translations: translations as u64,
            clearances: clearances as u64,
            reading_seconds: reading_seconds(told.words),
        })
    }

    /// What some people are called, as far as the actor may see them.
    pub async fn client_names(
        &self,
        actor: &Actor,
        ids: impl Iterator<Item = &UserId> + Send,
    ) -> Result<BTreeMap<UserId, String>> {
        let ids: Vec<_> = ids.copied().collect();
        names_of(&self.store().read(), actor, &ids).await
    }
}

/// How many words stand in lines that the later text has and the earlier has not.
pub(crate) fn changed_words(earlier: &str, later: &str) -> usize {
    let known: BTreeSet<&str> = earlier.lines().map(str::trim).collect();
    let new = later.lines().map(str::trim).filter(|line| !known.contains(line));
    new.map(words).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_new_lines_are_read_again() {
        assert_eq!(changed_words("a b\nc", "a b\nc d e\n"), 3);
        assert_eq!(changed_words("", "one two"), 2);
        assert_eq!(changed_words("x", "x"), 0);
    }
}

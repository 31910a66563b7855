//! What a version changes of another one of its article, for those who write and review: drafts are among both.

use std::cmp::Reverse;

use domain::knowledge::{ArticleVersion, VersionState};
use domain::{Actor, ArticleId, ArticleVersionId, Locale};
use store::{Articles, TrackedVersion};

use super::life::DraftView;
use super::translation::has_taken_effect;
use super::versions::{Compared, Comparison, comparison};
use crate::error::{Error, Result};
use crate::portal::Portal;

/// What a version changes of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftChanges {
    /// The version.
    pub version: ArticleVersion,
    /// The others of its article in its language, the last one first.
    pub others: Vec<TrackedVersion>,
    /// The number of the one with which it is compared; none where there is none.
    pub with: Option<i64>,
    /// What differs, from that one to this one; none where that one is none of the others.
    pub comparison: Option<Comparison>,
}

impl Portal {
    /// What a version changes of another one of the same article and language, whatever the state of both: of the one with
    /// this number or, where none is named, of what is or was in effect.
    pub async fn draft_changes(
        &self,
        actor: &Actor,
        id: ArticleVersionId,
        with: Option<i64>,
        compared: Compared,
    ) -> Result<DraftChanges> {
        let DraftView { space, article, version, .. } = self.draft(actor, id).await?;
        let db = self.store().read();
        let articles = db.articles(actor.scope());
        let mut others = all_versions(&articles, article.id, version.locale).await?;
        others.retain(|other| other.id != id);
        let with = with.or_else(|| usual(&others));
        let known = others.iter().find(|other| Some(other.number) == with).map(|other| other.id);
        let Some(known) = known else {
            return Ok(DraftChanges { version, others, with, comparison: None });
        };
        let earlier = articles.version_by_id(known).await?.ok_or(Error::NotFound)?;
        let (earlier, _) = self.shown(actor, &space, &article, earlier).await?;
        let (later, _) = self.shown(actor, &space, &article, version.clone()).await?;
        let work = move || comparison(&earlier, &later, compared);
        let found = tokio::task::spawn_blocking(work).await;
        let comparison = Some(found.map_err(|error| Error::Internal(error.to_string()))?);
        Ok(DraftChanges { version, others, with, comparison })
    }
}

/// All versions of an article in one language, drafts too, the last one first.
pub(super) async fn all_versions(
    articles: &Articles<'_>,
    article: ArticleId,
    locale: Locale,
) -> Result<Vec<TrackedVersion>> {
    let found = articles.tracks(&[article]).await?.remove(&article);
    let mut versions = found.map(|(_, versions)| versions).unwrap_or_default();
    versions.retain(|version| version.locale == locale);
    versions.sort_by_key(|version| Reverse(version.number));
    Ok(versions)
}

/// The one of some versions with which another one is compared unless somebody chooses.
fn usual(others: &[TrackedVersion]) -> Option<i64> {
    let live = others.iter().find(|other| other.state == VersionState::Effective);
    let was_live = || others.iter().find(|other| has_taken_effect(other));
    live.or_else(was_live).or(others.first()).map(|other| other.number)
}

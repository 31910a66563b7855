//! What is known in advance of versions: when those that are scheduled take effect, and when they or those in effect end.

use domain::knowledge::VersionState;
use domain::{ArticleId, ArticleVersionId, Locale, Timestamp};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::articles::{Articles, stored_locale};
use super::versions::all_versions;
use crate::entity::article_version;
use crate::error::StoreResult;

/// A version that takes effect or ends at an instant that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionTerm {
    /// Which.
    pub version: ArticleVersionId,
    /// Of what.
    pub article: ArticleId,
    /// In which language.
    pub locale: Locale,
    /// When it takes effect; none for one that is in effect.
    pub begins_at: Option<Timestamp>,
    /// When it ends by itself.
    pub ends_at: Option<Timestamp>,
}

/// The columns of a term.
type Row = (Uuid, Uuid, String, String, Option<i64>, Option<i64>);

impl Articles<'_> {
    /// The versions of some articles that are scheduled, and those in effect that end by themselves; in no order.
    pub async fn terms(&self, articles: &[ArticleId]) -> StoreResult<Vec<VersionTerm>> {
        use article_version::Column as V;
        let mut found = Vec::new();
        for chunk in articles.chunks(500) {
            let ids: Vec<_> = chunk.iter().map(|id| id.uuid()).collect();
            let is_ending = Condition::all()
                .add(V::State.eq(VersionState::Effective.as_str()))
                .add(V::EndsAt.is_not_null());
            let is_coming = V::State.eq(VersionState::Scheduled.as_str());
            let rows: Vec<Row> = all_versions()
                .filter(V::ArticleId.in_subquery(self.in_scope(&ids)))
                .filter(Condition::any().add(is_coming).add(is_ending))
                .select_only()
                .columns([V::Id, V::ArticleId, V::Locale, V::State, V::EffectiveAt, V::EndsAt])
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            for row in rows {
                found.push(of_row(row)?);
            }
        }
        Ok(found)
    }
}

fn of_row((version, article, locale, state, effective_at, ends_at): Row) -> StoreResult<VersionTerm> {
    let is_coming = state == VersionState::Scheduled.as_str();
    Ok(VersionTerm {
        version: ArticleVersionId::new(version),
        article: ArticleId::new(article),
        locale: stored_locale(&locale)?,
        begins_at: effective_at.filter(|_| is_coming).map(Timestamp::from_millis),
        ends_at: ends_at.map(Timestamp::from_millis),
    })
}

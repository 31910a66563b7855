//! The versions of articles without their texts: what tells whether translations follow their source, and what replaced what.

use std::collections::BTreeMap;

use domain::broadcast::Binding;
use domain::knowledge::{Article, Significance, VersionState};
use domain::{ArticleId, ArticleVersionId, Locale, SpaceId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::articles::{Articles, of_row, stored_locale};
use super::versions::{all_versions, stored_significance, stored_state};
use crate::entity::{article, article_version};
use crate::error::StoreResult;

/// A version without its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackedVersion {
    /// Which.
    pub id: ArticleVersionId,
    /// Of what.
    pub article: ArticleId,
    /// In which language.
    pub locale: Locale,
    /// 1, 2, 3 … per article and language.
    pub number: i64,
    /// Where it is in its life.
    pub state: VersionState,
    /// How much it changed what was before.
    pub significance: Significance,
    /// Its title.
    pub title: String,
    /// When it took effect, or will.
    pub effective_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// The version of the source that it follows.
    pub follows: Option<ArticleVersionId>,
}

type Row = (Uuid, Uuid, String, i64, String, String, String, Option<i64>, i64, Option<Uuid>);

impl Articles<'_> {
    /// The articles of a space, by their addresses.
    pub async fn in_space(&self, space: SpaceId) -> StoreResult<Vec<Article>> {
        let mine = self.scoped().filter(article::Column::SpaceId.eq(space.uuid()));
        let rows = mine.order_by_asc(article::Column::Slug).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Of several articles the language in which each is written first, and all versions, drafts too, the oldest first.
    /// Unknown ids and articles without versions are left out.
    pub async fn tracks(
        &self,
        ids: &[ArticleId],
    ) -> StoreResult<BTreeMap<ArticleId, (Locale, Vec<TrackedVersion>)>> {
        let mut found: BTreeMap<ArticleId, (Locale, Vec<TrackedVersion>)> = BTreeMap::new();
        for chunk in ids.chunks(500) {
            let chunk: Vec<_> = chunk.iter().map(|id| id.uuid()).collect();
            let noted = self.sources_of(&chunk).await?;
            let rows: Vec<Row> = all_versions()
                .filter(article_version::Column::ArticleId.in_subquery(self.in_scope(&chunk)))
                .select_only()
                .columns([article_version::Column::Id, article_version::Column::ArticleId])
                .columns([article_version::Column::Locale, article_version::Column::Number])
                .columns([article_version::Column::State, article_version::Column::Significance])
                .columns([article_version::Column::Title, article_version::Column::EffectiveAt])
                .columns([article_version::Column::CreatedAt, article_version::Column::FollowsVersionId])
                .order_by_asc(article_version::Column::CreatedAt)
                .order_by_asc(article_version::Column::Number)
                .order_by_asc(article_version::Column::Id)
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            for row in rows {
                let version = of_columns(row)?;
                // Where nobody noted it, the oldest version is the source.
                let source = noted.get(&version.article).copied().unwrap_or(version.locale);
                found.entry(version.article).or_insert_with(|| (source, Vec::new())).1.push(version);
            }
        }
        Ok(found)
    }

    /// What a change replaced when it took effect at an instant: the version that was in effect until then. None where it took
    /// effect at another instant or has not yet, or where the version before was withdrawn or had ended.
    pub async fn replaced_at(
        &self,
        at: Timestamp,
        change: &Binding,
    ) -> StoreResult<Option<ArticleVersionId>> {
        use article_version::Column as V;
        let published = VersionState::PUBLISHED.map(VersionState::as_str);
        let to = Query::select()
            .column(V::Number)
            .from(article_version::Entity)
            .and_where(Expr::col(V::Id).eq(change.to.uuid()))
            .and_where(Expr::col(V::State).is_in(published))
            .and_where(Expr::col(V::EffectiveAt).eq(at.as_millis()))
            .take();
        let before: Option<(Uuid, String)> = all_versions()
            .filter(V::ArticleId.in_subquery(self.in_scope(&[change.article.uuid()])))
            .filter(V::Locale.eq(change.locale.as_str()))
            .filter(V::State.is_in(published))
            // What was put away before it took effect was never published.
            .filter(V::EffectiveAt.is_not_null())
            .filter(Expr::col((article_version::Entity, V::Number)).lt(to))
            .order_by_desc(V::Number)
            .select_only()
            .columns([V::Id, V::State])
            .into_tuple()
            .one(&self.db.executor())
            .await?;
        let superseded = before.filter(|(_, state)| state == VersionState::Superseded.as_str());
        Ok(superseded.map(|(id, _)| ArticleVersionId::new(id)))
    }

    /// The languages in which articles are written first, where somebody noted them.
    async fn sources_of(&self, ids: &[Uuid]) -> StoreResult<BTreeMap<ArticleId, Locale>> {
        let rows: Vec<(Uuid, String)> = self
            .scoped()
            .filter(article::Column::Id.is_in(ids.iter().copied()))
            .filter(article::Column::SourceLocale.is_not_null())
            .select_only()
            .columns([article::Column::Id, article::Column::SourceLocale])
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        rows.into_iter().map(|(id, locale)| Ok((ArticleId::new(id), stored_locale(&locale)?))).collect()
    }
}

fn of_columns(row: Row) -> StoreResult<TrackedVersion> {
    let (id, article, locale, number, state, significance, title, effective_at, created_at, follows) = row;
    Ok(TrackedVersion {
        id: ArticleVersionId::new(id),
        article: ArticleId::new(article),
        locale: stored_locale(&locale)?,
        number,
        state: stored_state(&state)?,
        significance: stored_significance(&significance)?,
        title,
        effective_at: effective_at.map(Timestamp::from_millis),
        created_at: Timestamp::from_millis(created_at),
        follows: follows.map(ArticleVersionId::new),
    })
}

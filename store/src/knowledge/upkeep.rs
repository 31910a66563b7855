//! Who answers for articles, and when somebody last verified that they are still right.

use std::collections::BTreeMap;

use domain::knowledge::{Rhythm, Significance, VersionState};
use domain::{ArticleId, ArticleVersionId, Locale, Slug, SpaceId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::articles::{Articles, stored_locale};
use super::versions::{all_versions, stored_significance, versions};
use crate::Tx;
use crate::entity::{article, article_version};
use crate::error::{StoreError, StoreResult};
use crate::vendor::stored;

/// Who answers for an article, and when somebody last verified it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Upkeep {
    /// Who answers for it, whether they are still there or not.
    pub owner: Option<UserId>,
    /// When somebody last verified it.
    pub verified_at: Option<Timestamp>,
    /// Who.
    pub verified_by: Option<UserId>,
    /// How often that is due.
    pub rhythm: Rhythm,
}

/// A version in effect, without its text, and how it is looked after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptVersion {
    /// Of what.
    pub article: ArticleId,
    /// In which space.
    pub space: SpaceId,
    /// Its place in addresses.
    pub slug: Slug,
    /// The language in which its article is written first, where somebody noted it.
    pub source: Option<Locale>,
    /// In which language.
    pub locale: Locale,
    /// Its title.
    pub title: String,
    /// How much it changed what was before.
    pub significance: Significance,
    /// When it took effect.
    pub effective_at: Timestamp,
    /// Who answers for its article, and when somebody last verified that.
    pub upkeep: Upkeep,
}

/// The columns of an upkeep.
type Row = (Uuid, Option<Uuid>, Option<i64>, Option<Uuid>, Option<i64>);
/// The columns of a version in effect: its place, an upkeep, and itself.
type VersionRow = (
    Uuid,
    String,
    Option<String>,
    Uuid,
    Option<Uuid>,
    Option<i64>,
    Option<Uuid>,
    Option<i64>,
    String,
    String,
    String,
    i64,
);

impl Articles<'_> {
    /// Everything in effect in every language, without the texts; in no order.
    pub async fn kept_versions(&self) -> StoreResult<Vec<KeptVersion>> {
        let rows: Vec<VersionRow> = self
            .scoped()
            .select_only()
            .columns([article::Column::SpaceId, article::Column::Slug, article::Column::SourceLocale])
            .columns([article::Column::Id, article::Column::OwnerId, article::Column::VerifiedAt])
            .columns([article::Column::VerifiedBy, article::Column::VerifyDays])
            .columns([article_version::Column::Locale, article_version::Column::Title])
            .columns([article_version::Column::Significance, article_version::Column::EffectiveAt])
            .join(JoinType::InnerJoin, versions())
            .filter(article_version::Column::State.eq(VersionState::Effective.as_str()))
            .filter(article_version::Column::EffectiveAt.is_not_null())
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        rows.into_iter().map(kept_version).collect()
    }

    /// The upkeep of several articles; unknown ids are left out.
    pub async fn upkeep(&self, ids: &[ArticleId]) -> StoreResult<BTreeMap<ArticleId, Upkeep>> {
        let mut found = BTreeMap::new();
        for chunk in ids.chunks(500) {
            let rows: Vec<Row> = self
                .scoped()
                .filter(article::Column::Id.is_in(chunk.iter().map(|id| id.uuid())))
                .select_only()
                .columns([article::Column::Id, article::Column::OwnerId, article::Column::VerifiedAt])
                .columns([article::Column::VerifiedBy, article::Column::VerifyDays])
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            for row in rows {
                found.insert(ArticleId::new(row.0), upkeep(row)?);
            }
        }
        Ok(found)
    }

    /// The titles and numbers of some versions; those of articles that are not in scope are left out.
    pub async fn titles(
        &self,
        ids: &[ArticleVersionId],
    ) -> StoreResult<BTreeMap<ArticleVersionId, (String, i64)>> {
        let mut found = BTreeMap::new();
        for chunk in ids.chunks(500) {
            let rows: Vec<(Uuid, String, i64)> = all_versions()
                .filter(article_version::Column::Id.is_in(chunk.iter().map(|id| id.uuid())))
                .filter(article_version::Column::ArticleId.in_subquery(self.ids_in_scope()))
                .select_only()
                .columns([article_version::Column::Id, article_version::Column::Title])
                .column(article_version::Column::Number)
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            let titled = |(id, title, number)| (ArticleVersionId::new(id), (title, number));
            found.extend(rows.into_iter().map(titled));
        }
        Ok(found)
    }

    /// Says who answers for an article from now on.
    pub async fn set_owner(tx: &Tx, id: ArticleId, owner: Option<UserId>) -> StoreResult<()> {
        article::Entity::update_many()
            .col_expr(article::Column::OwnerId, Expr::value(owner.map(UserId::uuid)))
            .col_expr(article::Column::Version, ExprTrait::add(Expr::col(article::Column::Version), 1))
            .filter(article::Column::Id.eq(id.uuid()))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Notes that somebody verified an article, and how often that is due from now on.
    pub async fn verify(tx: &Tx, id: ArticleId, by: Option<UserId>, rhythm: Rhythm) -> StoreResult<()> {
        article::Entity::update_many()
            .col_expr(article::Column::VerifiedAt, Expr::value(tx.now().as_millis()))
            .col_expr(article::Column::VerifiedBy, Expr::value(by.map(UserId::uuid)))
            .col_expr(article::Column::VerifyDays, Expr::value(rhythm.stored()))
            .col_expr(article::Column::Version, ExprTrait::add(Expr::col(article::Column::Version), 1))
            .filter(article::Column::Id.eq(id.uuid()))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }
}

fn upkeep((id, owner, verified_at, verified_by, days): Row) -> StoreResult<Upkeep> {
    let corrupt = || StoreError::corrupt(format!("days {days:?} of article {id}"));
    Ok(Upkeep {
        owner: owner.map(UserId::new),
        verified_at: verified_at.map(Timestamp::from_millis),
        verified_by: verified_by.map(UserId::new),
        rhythm: Rhythm::of_stored(days).ok_or_else(corrupt)?,
    })
}

fn kept_version(row: VersionRow) -> StoreResult<KeptVersion> {
    let (space, slug, source, id, owner, verified_at, verified_by, days, locale, title, significance, at) =
        row;
    Ok(KeptVersion {
        article: ArticleId::new(id),
        space: SpaceId::new(space),
        slug: stored("slug", Slug::parse(&slug))?,
        source: source.as_deref().map(stored_locale).transpose()?,
        locale: stored_locale(&locale)?,
        title,
        significance: stored_significance(&significance)?,
        effective_at: Timestamp::from_millis(at),
        upkeep: upkeep((id, owner, verified_at, verified_by, days))?,
    })
}

//! What joiners read first.

use domain::{ArticleId, ArticleVersionId, Locale, Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set};

use crate::entity::onboarding;
use crate::error::StoreResult;
use crate::knowledge::stored_locale;
use crate::vendor::exactly_one;
use crate::{Db, Tx};

/// What joiners read first; each query names who.
#[derive(Clone, Copy, Debug)]
pub struct Onboardings<'db>(&'db Db);

/// A version that somebody reads when they join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToRead {
    /// The article.
    pub article: ArticleId,
    /// Its language.
    pub locale: Locale,
    /// The version.
    pub version: ArticleVersionId,
    /// When they gave their word that they have read it.
    pub acknowledged_at: Option<Timestamp>,
}

impl<'db> Onboardings<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self(db)
    }

    /// All that somebody was given to read.
    pub async fn of_user(&self, user: UserId) -> StoreResult<Vec<ToRead>> {
        let rows = of(user)
            .order_by_asc(onboarding::Column::ArticleId)
            .order_by_asc(onboarding::Column::Locale)
            .all(&self.0.executor())
            .await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Gives somebody versions to read. What they were given before stays, unless another version of it is in effect now:
    /// then that one has to be read.
    pub async fn give(
        tx: &Tx,
        user: UserId,
        versions: &[(ArticleId, Locale, ArticleVersionId)],
    ) -> StoreResult<()> {
        let known = Onboardings::new(tx).of_user(user).await?;
        for (article, locale, version) in versions {
            match known.iter().find(|one| one.article == *article && one.locale == *locale) {
                Some(one) if one.version == *version => {}
                Some(_) => {
                    onboarding::Entity::update_many()
                        .col_expr(onboarding::Column::VersionId, Expr::value(version.uuid()))
                        .col_expr(onboarding::Column::GivenAt, Expr::value(tx.now().as_millis()))
                        .col_expr(onboarding::Column::AcknowledgedAt, Expr::value(None::<i64>))
                        .filter(onboarding::Column::UserId.eq(user.uuid()))
                        .filter(onboarding::Column::ArticleId.eq(article.uuid()))
                        .filter(onboarding::Column::Locale.eq(locale.as_str()))
                        .exec(&tx.executor())
                        .await?;
                }
                None => {
                    let row = onboarding::ActiveModel {
                        user_id: Set(user.uuid()),
                        article_id: Set(article.uuid()),
                        locale: Set(locale.as_str().to_owned()),
                        version_id: Set(version.uuid()),
                        given_at: Set(tx.now().as_millis()),
                        acknowledged_at: Set(None),
                    };
                    onboarding::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
                }
            }
        }
        Ok(())
    }

    /// Notes that somebody has read the version that is in effect. [`crate::StoreError::Stale`] when they had before, or it was never
    /// given to them.
    pub async fn acknowledge(
        tx: &Tx,
        user: UserId,
        article: ArticleId,
        locale: Locale,
        version: ArticleVersionId,
    ) -> StoreResult<()> {
        let outcome = onboarding::Entity::update_many()
            .col_expr(onboarding::Column::VersionId, Expr::value(version.uuid()))
            .col_expr(onboarding::Column::AcknowledgedAt, Expr::value(tx.now().as_millis()))
            .filter(onboarding::Column::UserId.eq(user.uuid()))
            .filter(onboarding::Column::ArticleId.eq(article.uuid()))
            .filter(onboarding::Column::Locale.eq(locale.as_str()))
            .filter(onboarding::Column::AcknowledgedAt.is_null())
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }
}

#[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
fn of(user: UserId) -> Select<onboarding::Entity> {
    onboarding::Entity::find().filter(onboarding::Column::UserId.eq(user.uuid()))
}

fn of_row(row: onboarding::Model) -> StoreResult<ToRead> {
    let onboarding::Model { user_id: _, article_id, locale, version_id, given_at: _, acknowledged_at } = row;
    Ok(ToRead {
        article: ArticleId::new(article_id),
        locale: stored_locale(&locale)?,
        version: ArticleVersionId::new(version_id),
        acknowledged_at: acknowledged_at.map(Timestamp::from_millis),
    })
}

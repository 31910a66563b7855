//! Flags: what readers say of a passage. What was raised never changes, and nothing is removed.

use domain::knowledge::{Flag, FlagKind, FlagState};
use domain::{ArticleId, ArticleVersionId, FlagId, Locale, Scope, Timestamp, UserId, VendorId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};

use super::articles::stored_locale;
use crate::entity::flag;
use crate::error::{StoreError, StoreResult};
use crate::vendor::exactly_one;
use crate::{Db, Tx};

/// Flags within a scope: a vendor's own, or all.
#[derive(Clone, Copy, Debug)]
pub struct Flags<'db> {
    pub(super) db: &'db Db,
    scope: Scope,
}

impl<'db> Flags<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// One flag.
    pub async fn get(&self, id: FlagId) -> StoreResult<Option<Flag>> {
        let row = self.scoped().filter(flag::Column::Id.eq(id.uuid())).one(&self.db.executor()).await?;
        row.map(of_row).transpose()
    }

    /// Those in one of some states, the oldest first; so many at the most.
    pub async fn in_states(&self, states: &[FlagState], limit: usize) -> StoreResult<Vec<Flag>> {
        let rows = self.oldest_first(states).limit(limit as u64).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// All of those in one of some states, the oldest first.
    pub async fn all_in_states(&self, states: &[FlagState]) -> StoreResult<Vec<Flag>> {
        let rows = self.oldest_first(states).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Those of which nothing more will be heard, the last raised first.
    pub async fn closed(&self, limit: usize) -> StoreResult<Vec<Flag>> {
        let closed: Vec<_> = FlagState::ALL.into_iter().filter(|state| state.is_closed()).collect();
        let rows = self
            .scoped()
            .filter(flag::Column::State.is_in(words(&closed)))
            .order_by_desc(flag::Column::RaisedAt)
            .order_by_desc(flag::Column::Id)
            .limit(limit as u64)
            .all(&self.db.executor())
            .await?;
        rows.into_iter().map(of_row).collect()
    }

    /// The last ones, the last raised first.
    pub async fn last(&self, limit: usize) -> StoreResult<Vec<Flag>> {
        let rows = self
            .scoped()
            .order_by_desc(flag::Column::RaisedAt)
            .order_by_desc(flag::Column::Id)
            .limit(limit as u64)
            .all(&self.db.executor())
            .await?;
        rows.into_iter().map(of_row).collect()
    }

    /// The last ones that somebody raised, the last first.
    pub async fn of_user(&self, user: UserId, limit: usize) -> StoreResult<Vec<Flag>> {
        let rows = self
            .scoped()
            .filter(flag::Column::RaisedBy.eq(user.uuid()))
            .order_by_desc(flag::Column::RaisedAt)
            .order_by_desc(flag::Column::Id)
            .limit(limit as u64)
            .all(&self.db.executor())
            .await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Those of an article in a language that are in one of some states, in the order in which they were raised.
    pub async fn of_article(
        &self,
        article: ArticleId,
        locale: Locale,
        states: &[FlagState],
    ) -> StoreResult<Vec<Flag>> {
        let rows = self
            .oldest_first(states)
            .filter(flag::Column::ArticleId.eq(article.uuid()))
            .filter(flag::Column::Locale.eq(locale.as_str()))
            .all(&self.db.executor())
            .await?;
        rows.into_iter().map(of_row).collect()
    }

    /// How many are in a state.
    pub async fn count(&self, state: FlagState) -> StoreResult<u64> {
        let those = self.scoped().filter(flag::Column::State.eq(state.as_str()));
        Ok(those.count(&self.db.executor()).await?)
    }

    /// When the flags that were mended last were raised and mended.
    pub async fn fixes(&self, limit: usize) -> StoreResult<Vec<(Timestamp, Timestamp)>> {
        let rows: Vec<(i64, i64)> = self
            .scoped()
            .filter(flag::Column::FixedAt.is_not_null())
            .select_only()
            .columns([flag::Column::RaisedAt, flag::Column::FixedAt])
            .order_by_desc(flag::Column::FixedAt)
            .limit(limit as u64)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let at = Timestamp::from_millis;
        Ok(rows.into_iter().map(|(raised, fixed)| (at(raised), at(fixed))).collect())
    }

    /// Adds one.
    pub async fn insert(tx: &Tx, new: &Flag) -> StoreResult<()> {
        let Flag {
            id,
            article,
            version,
            locale,
            passage,
            note,
            kind,
            state,
            raised_by,
            vendor,
            raised_at,
            decided_by,
            decided_at,
            answer,
            fixed_by,
            fixed_at,
        } = new.clone();
        let row = flag::ActiveModel {
            id: Set(id.uuid()),
            article_id: Set(article.uuid()),
            version_id: Set(version.uuid()),
            locale: Set(locale.as_str().to_owned()),
            passage: Set(passage),
            note: Set(note),
            kind: Set(kind.as_str().to_owned()),
            state: Set(state.as_str().to_owned()),
            raised_by: Set(raised_by.uuid()),
            vendor_id: Set(vendor.map(VendorId::uuid)),
            raised_at: Set(raised_at.as_millis()),
            decided_by: Set(decided_by.map(UserId::uuid)),
            decided_at: Set(decided_at.map(Timestamp::as_millis)),
            answer: Set(answer),
            fixed_by_version_id: Set(fixed_by.map(ArticleVersionId::uuid)),
            fixed_at: Set(fixed_at.map(Timestamp::as_millis)),
        };
        flag::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Takes a flag, as it was read, to what it is afterwards: its state, the decision and the fix.
    /// [`StoreError::Stale`] when it is in another state by now.
    pub async fn go(tx: &Tx, read: &Flag, after: &Flag) -> StoreResult<()> {
        let millis = |instant: Option<Timestamp>| Expr::value(instant.map(Timestamp::as_millis));
        let outcome = flag::Entity::update_many()
            .col_expr(flag::Column::State, Expr::value(after.state.as_str()))
            .col_expr(flag::Column::DecidedBy, Expr::value(after.decided_by.map(UserId::uuid)))
            .col_expr(flag::Column::DecidedAt, millis(after.decided_at))
            .col_expr(flag::Column::Answer, Expr::value(after.answer.as_str()))
            .col_expr(flag::Column::FixedByVersionId, Expr::value(after.fixed_by.map(ArticleVersionId::uuid)))
            .col_expr(flag::Column::FixedAt, millis(after.fixed_at))
            .filter(flag::Column::Id.eq(read.id.uuid()))
            .filter(flag::Column::State.eq(read.state.as_str()))
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    fn oldest_first(&self, states: &[FlagState]) -> Select<flag::Entity> {
        let those = self.scoped().filter(flag::Column::State.is_in(words(states)));
        those.order_by_asc(flag::Column::RaisedAt).order_by_asc(flag::Column::Id)
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<flag::Entity> {
        let all = flag::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) | Scope::Team(vendor, _) => {
                all.filter(flag::Column::VendorId.eq(vendor.uuid()))
            }
            Scope::Nothing => all.filter(flag::Column::Id.is_null()),
        }
    }
}

fn words(states: &[FlagState]) -> Vec<&'static str> {
    states.iter().map(|state| state.as_str()).collect()
}

fn of_row(row: flag::Model) -> StoreResult<Flag> {
    let flag::Model {
        id,
        article_id,
        version_id,
        locale,
        passage,
        note,
        kind,
        state,
        raised_by,
        vendor_id,
        raised_at,
        decided_by,
        decided_at,
        answer,
        fixed_by_version_id,
        fixed_at,
    } = row;
    let corrupt = |what: &str, text: &str| StoreError::corrupt(format!("{what} `{text}` of flag {id}"));
    Ok(Flag {
        id: FlagId::new(id),
        article: ArticleId::new(article_id),
        version: ArticleVersionId::new(version_id),
        locale: stored_locale(&locale)?,
        passage,
        note,
        kind: FlagKind::parse(&kind).ok_or_else(|| corrupt("kind", &kind))?,
        state: FlagState::parse(&state).ok_or_else(|| corrupt("state", &state))?,
        raised_by: UserId::new(raised_by),
        vendor: vendor_id.map(VendorId::new),
        raised_at: Timestamp::from_millis(raised_at),
        decided_by: decided_by.map(UserId::new),
        decided_at: decided_at.map(Timestamp::from_millis),
        answer,
        fixed_by: fixed_by_version_id.map(ArticleVersionId::new),
        fixed_at: fixed_at.map(Timestamp::from_millis),
    })
}

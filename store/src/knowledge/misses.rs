//! What people looked for and did not find.

use domain::{Locale, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};

use super::articles::stored_locale;
use crate::entity::search_miss;
use crate::error::StoreResult;
use crate::{Db, Tx};

/// Words that nothing was found for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchMiss {
    /// The words, folded.
    pub query: String,
    /// The language of whoever looked for them.
    pub locale: Locale,
    /// How often.
    pub times: i64,
    /// The first time.
    pub first_at: Timestamp,
    /// The last time.
    pub last_at: Timestamp,
}

/// All of them: they say nothing of who looked, and so belong to no vendor.
#[derive(Clone, Copy, Debug)]
pub struct SearchMisses<'db>(&'db Db);

impl<'db> SearchMisses<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self(db)
    }

    /// The most frequent first.
    pub async fn list(&self, limit: usize) -> StoreResult<Vec<SearchMiss>> {
        let rows = all()
            .order_by_desc(search_miss::Column::Times)
            .order_by_desc(search_miss::Column::LastAt)
            .order_by_asc(search_miss::Column::Query)
            .limit(limit as u64)
            .all(&self.0.executor())
            .await?;
        rows.into_iter().map(of_row).collect()
    }

    /// How many there are.
    pub async fn count(&self) -> StoreResult<u64> {
        Ok(all().count(&self.0.executor()).await?)
    }

    /// Counts words that nothing was found for.
    pub async fn note(tx: &Tx, query: String, locale: Locale) -> StoreResult<()> {
        let now = tx.now().as_millis();
        let row = search_miss::ActiveModel {
            query: Set(query),
            locale: Set(locale.as_str().to_owned()),
            times: Set(1),
            first_at: Set(now),
            last_at: Set(now),
        };
        let mut again = OnConflict::columns([search_miss::Column::Query, search_miss::Column::Locale]);
        let times = Expr::col((search_miss::Entity, search_miss::Column::Times));
        again.value(search_miss::Column::Times, times.add(1)).update_column(search_miss::Column::LastAt);
        search_miss::Entity::insert(row).on_conflict(again).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Forgets what nobody has looked for since `before`.
    pub async fn forget(tx: &Tx, before: Timestamp) -> StoreResult<u64> {
        let old =
            search_miss::Entity::delete_many().filter(search_miss::Column::LastAt.lt(before.as_millis()));
        Ok(old.exec(&tx.executor()).await?.rows_affected)
    }
}

#[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
fn all() -> Select<search_miss::Entity> {
    search_miss::Entity::find()
}

fn of_row(row: search_miss::Model) -> StoreResult<SearchMiss> {
    let search_miss::Model { query, locale, times, first_at, last_at } = row;
    Ok(SearchMiss {
        query,
        locale: stored_locale(&locale)?,
        times,
        first_at: Timestamp::from_millis(first_at),
        last_at: Timestamp::from_millis(last_at),
    })
}

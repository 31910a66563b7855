//! Imports that were begun in the browser.

use domain::{ImportId, Locale, Scope, SpaceId, Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};

use super::spaces::open_to;
use crate::entity::knowledge_import as import;
use crate::error::{StoreError, StoreResult};
use crate::{Db, Tx};

/// Imports into spaces that are open to a scope.
#[derive(Clone, Copy, Debug)]
pub struct Imports<'db> {
    db: &'db Db,
    scope: Scope,
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// Its files are read, without changing anything.
    Checking,
    /// It waits for somebody who says yes.
    Checked,
    /// It is under way.
    Importing,
    /// All is imported.
    Done,
    /// Nothing was imported.
    Refused,
}

impl ImportState {
    const ALL: [Self; 5] = [Self::Checking, Self::Checked, Self::Importing, Self::Done, Self::Refused];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checking => "checking",
            Self::Checked => "checked",
            Self::Importing => "importing",
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// An import, without the file itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRecord {
    /// Which.
    pub id: ImportId,
    /// Whereto.
    pub space: SpaceId,
    /// By whom.
    pub user: UserId,
    /// In which language its files are; none where its folders say it.
    pub locale: Option<Locale>,
    /// What the file was called.
    pub file_name: String,
    /// How far it is.
    pub state: ImportState,
    /// How many files are done.
    pub done: u64,
    /// How many there are.
    pub total: u64,
    /// What it did or would do, as JSON.
    pub report: String,
    /// When it was begun.
    pub created_at: Timestamp,
}

impl<'db> Imports<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// One import.
    pub async fn get(&self, id: ImportId) -> StoreResult<Option<ImportRecord>> {
        let mine = self.scoped().filter(import::Column::Id.eq(id.uuid()));
        without_bytes(mine).one(&self.db.executor()).await?.map(of_row).transpose()
    }

    /// The last imports into a space, the newest first.
    pub async fn of_space(&self, space: SpaceId, limit: u64) -> StoreResult<Vec<ImportRecord>> {
        let mine = self.scoped().filter(import::Column::SpaceId.eq(space.uuid()));
        let rows = without_bytes(mine.order_by_desc(import::Column::CreatedAt).limit(limit));
        rows.all(&self.db.executor()).await?.into_iter().map(of_row).collect()
    }

    /// The file of an import; none once it is done with.
    pub async fn bytes(&self, id: ImportId) -> StoreResult<Option<Vec<u8>>> {
        let select = self.scoped().filter(import::Column::Id.eq(id.uuid())).select_only();
        let row: Option<Option<Vec<u8>>> =
            select.column(import::Column::Bytes).into_tuple().one(&self.db.executor()).await?;
        Ok(row.flatten())
    }

    /// Adds an import that is about to be checked.
    pub async fn insert(tx: &Tx, record: &ImportRecord, bytes: Vec<u8>) -> StoreResult<()> {
        let ImportRecord { id, space, user, locale, file_name, state, done: _, total: _, report, created_at } =
            record.clone();
        let row = import::ActiveModel {
            id: Set(id.uuid()),
            space_id: Set(space.uuid()),
            user_id: Set(user.uuid()),
            locale: Set(locale.map(|locale| locale.as_str().to_owned())),
            file_name: Set(file_name),
            bytes: Set(Some(bytes)),
            state: Set(state.as_str().to_owned()),
            done: Set(0),
            total: Set(0),
            report: Set(report),
            created_at: Set(created_at.as_millis()),
            version: Set(1),
        };
        import::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Moves an import on from one state to another; whether it was in that state.
    pub async fn advance(tx: &Tx, id: ImportId, from: ImportState, to: ImportState) -> StoreResult<bool> {
        let update = import::Entity::update_many()
            .col_expr(import::Column::State, Expr::value(to.as_str()))
            .filter(import::Column::Id.eq(id.uuid()))
            .filter(import::Column::State.eq(from.as_str()));
        Ok(update.exec(&tx.executor()).await?.rows_affected == 1)
    }

    /// Notes how many files are done.
    pub async fn progress(tx: &Tx, id: ImportId, done: u64, total: u64) -> StoreResult<()> {
        import::Entity::update_many()
            .col_expr(import::Column::Done, Expr::value(as_stored(done)))
            .col_expr(import::Column::Total, Expr::value(as_stored(total)))
            .filter(import::Column::Id.eq(id.uuid()))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Ends a stage with its report. The file is let go of when it is of no more use.
    pub async fn finish(tx: &Tx, id: ImportId, state: ImportState, report: &str) -> StoreResult<()> {
        let mut update = import::Entity::update_many()
            .col_expr(import::Column::State, Expr::value(state.as_str()))
            .col_expr(import::Column::Report, Expr::value(report))
            .filter(import::Column::Id.eq(id.uuid()));
        if state != ImportState::Checked {
            update = update.col_expr(import::Column::Bytes, Expr::value(Option::<Vec<u8>>::None));
        }
        update.exec(&tx.executor()).await?;
        Ok(())
    }

    /// Lets go of the files of imports that nobody said yes to.
    pub async fn forget_files(tx: &Tx, before: Timestamp) -> StoreResult<u64> {
        let update = import::Entity::update_many()
            .col_expr(import::Column::Bytes, Expr::value(Option::<Vec<u8>>::None))
            .col_expr(import::Column::State, Expr::value(ImportState::Refused.as_str()))
            .filter(import::Column::Bytes.is_not_null())
            .filter(import::Column::CreatedAt.lt(before.as_millis()));
        Ok(update.exec(&tx.executor()).await?.rows_affected)
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<import::Entity> {
        let all = import::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) | Scope::Team(vendor, _) => {
                all.filter(import::Column::SpaceId.in_subquery(open_to(vendor.uuid())))
            }
            Scope::Nothing => all.filter(import::Column::Id.is_null()),
        }
    }
}

/// Everything but the file, which is large.
fn without_bytes(select: Select<import::Entity>) -> Select<import::Entity> {
    use import::Column as C;
    let columns =
        [C::Id, C::SpaceId, C::UserId, C::Locale, C::FileName, C::State, C::Done, C::Total, C::Report];
    select
        .select_only()
        .columns(columns)
        .columns([C::CreatedAt, C::Version])
        .expr_as(Expr::value(Option::<Vec<u8>>::None), "bytes")
}

fn as_stored(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn of_row(row: import::Model) -> StoreResult<ImportRecord> {
    let corrupt = |what: &str| StoreError::corrupt(format!("{what} of import {}", row.id));
    let state = ImportState::ALL.into_iter().find(|state| state.as_str() == row.state);
    let locale = row.locale.as_deref().map(|text| Locale::parse(text).ok_or_else(|| corrupt("language")));
    Ok(ImportRecord {
        id: ImportId::new(row.id),
        space: SpaceId::new(row.space_id),
        user: UserId::new(row.user_id),
        locale: locale.transpose()?,
        state: state.ok_or_else(|| corrupt("state"))?,
        done: u64::try_from(row.done).unwrap_or_default(),
        total: u64::try_from(row.total).unwrap_or_default(),
        file_name: row.file_name,
        report: row.report,
        created_at: Timestamp::from_millis(row.created_at),
    })
}

//! Vendors.

use domain::vendor::{Standing, Vendor};
use domain::{Name, Scope, Timestamp, VendorId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set};

use super::{exactly_one, stored_name, stored_standing};
use crate::entity::vendor;
use crate::error::StoreResult;
use crate::{Db, Tx};

/// Vendors within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Vendors<'db> {
    db: &'db Db,
    scope: Scope,
}

impl<'db> Vendors<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// One vendor.
    pub async fn get(&self, id: VendorId) -> StoreResult<Option<Vendor>> {
        let row = self.scoped().filter(vendor::Column::Id.eq(id.uuid())).one(&self.db.executor()).await?;
        row.map(of_row).transpose()
    }

    /// All of them by name; a client works with a handful.
    pub async fn all(&self) -> StoreResult<Vec<Vendor>> {
        let rows = self.scoped().order_by_asc(vendor::Column::NameKey).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Adds a vendor. [`crate::StoreError::Taken`] when the name is.
    pub async fn insert(tx: &Tx, vendor: &Vendor) -> StoreResult<()> {
        let Vendor { id, name, standing, created_at, version } = vendor;
        let row = vendor::ActiveModel {
            id: Set(id.uuid()),
            name: Set(name.as_str().to_owned()),
            name_key: Set(name.key()),
            standing: Set(standing.as_str().to_owned()),
            created_at: Set(created_at.as_millis()),
            version: Set(*version),
        };
        vendor::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Changes a vendor that is still at `version`.
    pub async fn update(
        tx: &Tx,
        id: VendorId,
        version: i64,
        name: &Name,
        standing: Standing,
    ) -> StoreResult<()> {
        let outcome = vendor::Entity::update_many()
            .col_expr(vendor::Column::Name, Expr::value(name.as_str()))
            .col_expr(vendor::Column::NameKey, Expr::value(name.key()))
            .col_expr(vendor::Column::Standing, Expr::value(standing.as_str()))
            .col_expr(vendor::Column::Version, Expr::value(version.saturating_add(1)))
            .filter(vendor::Column::Id.eq(id.uuid()))
            .filter(vendor::Column::Version.eq(version))
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<vendor::Entity> {
        let all = vendor::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(id) | Scope::Team(id, _) => all.filter(vendor::Column::Id.eq(id.uuid())),
            Scope::Nothing => all.filter(vendor::Column::Id.is_null()),
        }
    }
}

fn of_row(row: vendor::Model) -> StoreResult<Vendor> {
    let vendor::Model { id, name, name_key: _, standing, created_at, version } = row;
    Ok(Vendor {
        id: VendorId::new(id),
        name: stored_name(&name)?,
        standing: stored_standing(&standing)?,
        created_at: Timestamp::from_millis(created_at),
        version,
    })
}

//! Sites.

use domain::broadcast::WeeklyShifts;
use domain::people::TimeZone;
use domain::vendor::{Country, Site, SiteChange, Standing, TransferRegime};
use domain::{Scope, SiteId, Timestamp, VendorId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set};

use super::{exactly_one, stored, stored_name, stored_standing};
use crate::entity::site;
use crate::error::{StoreError, StoreResult};
use crate::{Db, Tx};

/// Sites within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Sites<'db> {
    db: &'db Db,
    scope: Scope,
}

impl<'db> Sites<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// One site.
    pub async fn get(&self, id: SiteId) -> StoreResult<Option<Site>> {
        let row = self.scoped().filter(site::Column::Id.eq(id.uuid())).one(&self.db.executor()).await?;
        row.map(of_row).transpose()
    }

    /// All of them by name.
    pub async fn all(&self) -> StoreResult<Vec<Site>> {
        let rows = self.scoped().order_by_asc(site::Column::NameKey).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Those of one vendor, by name.
    pub async fn of_vendor(&self, vendor: VendorId) -> StoreResult<Vec<Site>> {
        let mine = self.scoped().filter(site::Column::VendorId.eq(vendor.uuid()));
        let rows = mine.order_by_asc(site::Column::NameKey).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Adds a site. [`StoreError::Taken`] when the vendor has one of that name.
    pub async fn insert(tx: &Tx, site: &Site, created_at: Timestamp) -> StoreResult<()> {
        let Site { id, vendor, name, country, time_zone, transfer_regime, standing, shifts, version } = site;
        let row = site::ActiveModel {
            id: Set(id.uuid()),
            vendor_id: Set(vendor.uuid()),
            name: Set(name.as_str().to_owned()),
            name_key: Set(name.key()),
            country: Set(country.as_str().to_owned()),
            time_zone: Set(time_zone.as_str().to_owned()),
            transfer_regime: Set(transfer_regime.as_str().to_owned()),
            standing: Set(standing.as_str().to_owned()),
            created_at: Set(created_at.as_millis()),
            version: Set(*version),
            shifts: Set(shifts.to_string()),
        };
        site::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Changes a site that is still at `version`.
    pub async fn update(
        tx: &Tx,
        id: SiteId,
        version: i64,
        change: &SiteChange,
        standing: Standing,
    ) -> StoreResult<()> {
        let SiteChange { name, country, time_zone, transfer_regime, shifts } = change;
        let outcome = site::Entity::update_many()
            .col_expr(site::Column::Name, Expr::value(name.as_str()))
            .col_expr(site::Column::NameKey, Expr::value(name.key()))
            .col_expr(site::Column::Country, Expr::value(country.as_str()))
            .col_expr(site::Column::TimeZone, Expr::value(time_zone.as_str()))
            .col_expr(site::Column::TransferRegime, Expr::value(transfer_regime.as_str()))
            .col_expr(site::Column::Shifts, Expr::value(shifts.to_string()))
            .col_expr(site::Column::Standing, Expr::value(standing.as_str()))
            .col_expr(site::Column::Version, Expr::value(version.saturating_add(1)))
            .filter(site::Column::Id.eq(id.uuid()))
            .filter(site::Column::Version.eq(version))
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<site::Entity> {
        let all = site::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(id) | Scope::Team(id, _) => all.filter(site::Column::VendorId.eq(id.uuid())),
            Scope::Nothing => all.filter(site::Column::Id.is_null()),
        }
    }
}

fn of_row(row: site::Model) -> StoreResult<Site> {
    let site::Model {
        id,
        vendor_id,
        name,
        name_key: _,
        country,
        time_zone,
        transfer_regime,
        standing,
        created_at: _,
        version,
        shifts,
    } = row;
    Ok(Site {
        id: SiteId::new(id),
        vendor: VendorId::new(vendor_id),
        name: stored_name(&name)?,
        country: stored("country", Country::parse(&country))?,
        time_zone: TimeZone::stored(time_zone),
        transfer_regime: TransferRegime::parse(&transfer_regime)
            .ok_or_else(|| StoreError::corrupt(format!("transfer regime `{transfer_regime}`")))?,
        standing: stored_standing(&standing)?,
        shifts: WeeklyShifts::parse(&shifts)
            .map_err(|_| StoreError::corrupt(format!("shifts `{shifts}`")))?,
        version,
    })
}

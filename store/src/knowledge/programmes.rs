//! Programmes.

use domain::knowledge::Channel;
use domain::{Locale, ProgrammeId, Scope, VendorId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set};

use crate::entity::programme;
use crate::error::StoreResult;
use crate::people::Population;
use crate::{Db, Tx};

/// An engagement between the client and a vendor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgrammeRow {
    /// Which.
    pub id: ProgrammeId,
    /// With whom.
    pub vendor: VendorId,
    /// What it is called.
    pub name: String,
    /// On which channels.
    pub channels: Vec<Channel>,
    /// In which languages.
    pub languages: Vec<Locale>,
}

/// Programmes within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Programmes<'db> {
    db: &'db Db,
    scope: Scope,
}

impl<'db> Programmes<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// All of them by name.
    pub async fn all(&self) -> StoreResult<Vec<ProgrammeRow>> {
        let rows = self.scoped().order_by_asc(programme::Column::Name).all(&self.db.executor()).await?;
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// Adds one.
    pub async fn insert(tx: &Tx, new: &ProgrammeRow) -> StoreResult<()> {
        let ProgrammeRow { id, vendor, name, channels, languages } = new;
        let channels: Vec<_> = channels.iter().map(|channel| channel.as_str()).collect();
        let languages: Vec<_> = languages.iter().map(|language| language.as_str()).collect();
        let row = programme::ActiveModel {
            id: Set(id.uuid()),
            vendor_id: Set(vendor.uuid()),
            name: Set(name.clone()),
            channels: Set(channels.join(" ")),
            languages: Set(languages.join(" ")),
            created_at: Set(tx.now().as_millis()),
            version: Set(1),
        };
        Population::changes(tx).await?;
        programme::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<programme::Entity> {
        let all = programme::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(id) | Scope::Team(id, _) => all.filter(programme::Column::VendorId.eq(id.uuid())),
            Scope::Nothing => all.filter(programme::Column::Id.is_null()),
        }
    }
}

fn of_row(row: programme::Model) -> ProgrammeRow {
    let programme::Model { id, vendor_id, name, channels, languages, created_at: _, version: _ } = row;
    ProgrammeRow {
        id: ProgrammeId::new(id),
        vendor: VendorId::new(vendor_id),
        name,
        channels: channels.split(' ').filter_map(Channel::parse).collect(),
        languages: languages.split(' ').filter_map(Locale::parse).collect(),
    }
}

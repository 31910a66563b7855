//! Spaces.

use domain::knowledge::Space;
use domain::{Scope, Slug, SpaceId, VendorId};
use sea_orm::sea_query::{Expr, LockType, OnConflict, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set};
use uuid::Uuid;

use crate::entity::{space, space_vendor};
use crate::error::StoreResult;
use crate::people::Population;
use crate::vendor::stored;
use crate::{Db, Tx};

/// Spaces that are open to a scope.
#[derive(Clone, Copy, Debug)]
pub struct Spaces<'db> {
    db: &'db Db,
    scope: Scope,
}

impl<'db> Spaces<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// All of them, in the order of their addresses.
    pub async fn all(&self) -> StoreResult<Vec<Space>> {
        let rows = self.scoped().order_by_asc(space::Column::Slug).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// The one at an address.
    pub async fn by_slug(&self, slug: &Slug) -> StoreResult<Option<Space>> {
        let mine = self.scoped().filter(space::Column::Slug.eq(slug.as_str()));
        mine.one(&self.db.executor()).await?.map(of_row).transpose()
    }

    /// One space.
    pub async fn by_id(&self, id: SpaceId) -> StoreResult<Option<Space>> {
        let mine = self.scoped().filter(space::Column::Id.eq(id.uuid()));
        mine.one(&self.db.executor()).await?.map(of_row).transpose()
    }

    /// Adds a space.
    pub async fn insert(tx: &Tx, new: &Space) -> StoreResult<()> {
        let Space { id, slug, name: [name_fr, name_en], about: [about_fr, about_en] } = new.clone();
        let row = space::ActiveModel {
            id: Set(id.uuid()),
            slug: Set(slug.as_str().to_owned()),
            name_fr: Set(name_fr),
            name_en: Set(name_en),
            about_fr: Set(about_fr),
            about_en: Set(about_en),
            created_at: Set(tx.now().as_millis()),
            version: Set(1),
        };
        space::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// The vendors that a space is open to, as far as they are in scope.
    pub async fn vendors(&self, space: SpaceId) -> StoreResult<Vec<VendorId>> {
        Ok(self.vendors_of(&[space]).await?.into_iter().map(|(_, vendor)| vendor).collect())
    }

    /// The vendors that several spaces are open to, as far as they are in scope, each with its space.
    pub async fn vendors_of(&self, spaces: &[SpaceId]) -> StoreResult<Vec<(SpaceId, VendorId)>> {
        let mut found = Vec::new();
        for chunk in spaces.chunks(500) {
            #[expect(clippy::disallowed_methods, reason = "limited to the vendors in scope below")]
            let mine = space_vendor::Entity::find()
                .filter(space_vendor::Column::SpaceId.is_in(chunk.iter().map(|id| id.uuid())));
            let mine = match self.scope {
                Scope::Everything => mine,
                Scope::Vendor(vendor) | Scope::Team(vendor, _) => {
                    mine.filter(space_vendor::Column::VendorId.eq(vendor.uuid()))
                }
                Scope::Nothing => mine.filter(space_vendor::Column::VendorId.is_null()),
            };
            let rows = mine.order_by_asc(space_vendor::Column::VendorId).all(&self.db.executor()).await?;
            let ids = |row: space_vendor::Model| (SpaceId::new(row.space_id), VendorId::new(row.vendor_id));
            found.extend(rows.into_iter().map(ids));
        }
        Ok(found)
    }

    /// Holds a space until the end of the write, so that nobody opens it to a vendor meanwhile.
    pub async fn hold(tx: &Tx, id: SpaceId) -> StoreResult<()> {
        Self::lock(tx, id, LockType::Share).await
    }

    async fn lock(tx: &Tx, id: SpaceId, how: LockType) -> StoreResult<()> {
        let row = tx.spaces(Scope::Everything).scoped().filter(space::Column::Id.eq(id.uuid()));
        row.lock(how).one(&tx.executor()).await?;
        Ok(())
    }

    /// Opens a space to a vendor; nothing changes if it is open already. Waits for those who hold it.
    pub async fn open(tx: &Tx, space: SpaceId, vendor: VendorId) -> StoreResult<()> {
        Population::changes(tx).await?;
        Self::lock(tx, space, LockType::NoKeyUpdate).await?;
        let row = space_vendor::ActiveModel {
            space_id: Set(space.uuid()),
            vendor_id: Set(vendor.uuid()),
            opened_at: Set(tx.now().as_millis()),
        };
        let mut on_conflict =
            OnConflict::columns([space_vendor::Column::SpaceId, space_vendor::Column::VendorId]);
        on_conflict.do_nothing();
        space_vendor::Entity::insert(row)
            .on_conflict(on_conflict)
            .exec_without_returning(&tx.executor())
            .await?;
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<space::Entity> {
        let all = space::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) | Scope::Team(vendor, _) => {
                all.filter(space::Column::Id.in_subquery(open_to(vendor.uuid())))
            }
            Scope::Nothing => all.filter(space::Column::Id.is_null()),
        }
    }
}

/// The ids of the spaces that are open to a vendor.
pub(super) fn open_to(vendor: Uuid) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(space_vendor::Column::SpaceId)
        .from(space_vendor::Entity)
        .and_where(sea_orm::sea_query::ExprTrait::eq(Expr::col(space_vendor::Column::VendorId), vendor))
        .take()
}

fn of_row(row: space::Model) -> StoreResult<Space> {
    let space::Model { id, slug, name_fr, name_en, about_fr, about_en, created_at: _, version: _ } = row;
    Ok(Space {
        id: SpaceId::new(id),
        slug: stored("slug", Slug::parse(&slug))?,
        name: [name_fr, name_en],
        about: [about_fr, about_en],
    })
}

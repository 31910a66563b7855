//! Contact types: the client's tree of reasons for contact.

use domain::{ContactTypeId, Slug};
use sea_orm::{EntityTrait, QueryOrder, Set};

use crate::entity::contact_type;
use crate::error::StoreResult;
use crate::vendor::stored;
use crate::{Db, Tx};

/// A reason for contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactTypeRow {
    /// Which.
    pub id: ContactTypeId,
    /// Under which.
    pub parent: Option<ContactTypeId>,
    /// Its place in addresses.
    pub slug: Slug,
    /// Its name in French and in English.
    pub name: [String; 2],
    /// Its place among its siblings.
    pub position: i64,
}

/// The tree.
#[derive(Clone, Copy, Debug)]
pub struct ContactTypes<'db>(&'db Db);

impl<'db> ContactTypes<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self(db)
    }

    /// All of them, in the order of their positions.
    pub async fn all(&self) -> StoreResult<Vec<ContactTypeRow>> {
        #[expect(clippy::disallowed_methods, reason = "the tree is the same for all")]
        let select = contact_type::Entity::find().order_by_asc(contact_type::Column::Position);
        let rows = select.all(&self.0.executor()).await?;
        rows.into_iter()
            .map(|row| {
                let contact_type::Model { id, parent_id, slug, name_fr, name_en, position, version: _ } = row;
                Ok(ContactTypeRow {
                    id: ContactTypeId::new(id),
                    parent: parent_id.map(ContactTypeId::new),
                    slug: stored("slug", Slug::parse(&slug))?,
                    name: [name_fr, name_en],
                    position,
                })
            })
            .collect()
    }

    /// Adds one.
    pub async fn insert(tx: &Tx, new: &ContactTypeRow) -> StoreResult<()> {
        let ContactTypeRow { id, parent, slug, name: [name_fr, name_en], position } = new.clone();
        let row = contact_type::ActiveModel {
            id: Set(id.uuid()),
            parent_id: Set(parent.map(ContactTypeId::uuid)),
            slug: Set(slug.as_str().to_owned()),
            name_fr: Set(name_fr),
            name_en: Set(name_en),
            position: Set(position),
            version: Set(1),
        };
        contact_type::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }
}

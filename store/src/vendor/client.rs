//! The client: one row.

use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};

use crate::entity::client;
use crate::error::StoreResult;
use crate::{Db, Tx};

/// The company that outsources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// What it is called.
    pub name: String,
    /// What it does, in French and in English.
    pub about: [String; 2],
}

/// The client itself.
#[derive(Clone, Copy, Debug)]
pub struct Clients<'db>(&'db Db);

impl<'db> Clients<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self(db)
    }

    /// The client, once it has been named.
    pub async fn get(&self) -> StoreResult<Option<Client>> {
        #[expect(clippy::disallowed_methods, reason = "one row, the same for all")]
        let row = client::Entity::find_by_id(1).one(&self.0.executor()).await?;
        Ok(row.map(|client::Model { id: _, name, about_fr, about_en, version: _ }| Client {
            name,
            about: [about_fr, about_en],
        }))
    }

    /// Names the client, or names it anew.
    pub async fn put(tx: &Tx, client: &Client) -> StoreResult<()> {
        let [about_fr, about_en] = client.about.clone();
        let row = client::ActiveModel {
            id: Set(1),
            name: Set(client.name.clone()),
            about_fr: Set(about_fr),
            about_en: Set(about_en),
            version: Set(1),
        };
        let mut on_conflict = OnConflict::column(client::Column::Id);
        on_conflict.update_columns([client::Column::Name, client::Column::AboutFr, client::Column::AboutEn]);
        client::Entity::insert(row).on_conflict(on_conflict).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }
}

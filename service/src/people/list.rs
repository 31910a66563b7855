//! Looking people up.

use domain::people::Role;
use domain::{Actor, Permission, UserId};
use store::{Cursor, Page, UserFilter, UserOrder};

use super::PersonView;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// Which people to list, in what order, from where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserQuery {
    /// Which.
    pub filter: UserFilter,
    /// In what order.
    pub order: UserOrder,
    /// From where.
    pub cursor: Cursor<UserId>,
    /// How many at the most.
    pub limit: usize,
}

impl Portal {
    /// A page of people, and how many there are in all.
    pub async fn users(&self, actor: &Actor, query: UserQuery) -> Result<(Page<PersonView, UserId>, u64)> {
        require(actor, Permission::ReadUsers)?;
        let UserQuery { mut filter, mut order, cursor, limit } = query;
        if !actor.sees_name_of(Role::Agent) {
            // Searching or sorting by a hidden name would tell it.
            filter.is_limited_to_client_names = true;
            if matches!(order, UserOrder::Name | UserOrder::NameDescending) {
                order = if order == UserOrder::Name { UserOrder::Oldest } else { UserOrder::Newest };
            }
        }
        let db = self.store().read();
        let users = db.users(actor.scope());
        let total = users.count(&filter).await?;
        let page = users.list(&filter, order, cursor, limit.clamp(1, 200)).await?;
        Ok((page.map(|user| PersonView::of(actor, user)), total))
    }

    /// One person.
    pub async fn user(&self, actor: &Actor, id: UserId) -> Result<PersonView> {
        require(actor, Permission::ReadUsers)?;
        let user = self.store().read().users(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        Ok(PersonView::of(actor, user))
    }
}

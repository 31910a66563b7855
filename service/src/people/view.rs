//! People as others see them.

use std::collections::BTreeMap;

use domain::people::User;
use domain::{Actor, UserId};
use store::Db;

use crate::error::Result;

/// A person as the actor may see them: the client's side sees agents and team leads by pseudonym.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    /// The person. Do not show `name` and `email`: show the two below.
    pub user: User,
    /// What to call them.
    pub shown_name: String,
    /// Their address, if the actor may know it.
    pub shown_email: Option<String>,
}

impl PersonView {
    /// The person as the actor may see them.
    pub fn of(actor: &Actor, user: User) -> Self {
        let is_named = actor.sees_name_of(user.role) || actor.user_id() == Some(user.id);
        let (shown_name, shown_email) = if is_named {
            (user.name.to_string(), Some(user.email.to_string()))
        } else {
            (user.pseudonym.clone(), None)
        };
        Self { user, shown_name, shown_email }
    }
}

/// What to call several people; ids outside the actor's scope are left out.
pub(crate) async fn names_of(db: &Db, actor: &Actor, ids: &[UserId]) -> Result<BTreeMap<UserId, String>> {
    let users = db.users(actor.scope()).get_many(ids).await?;
    Ok(users.into_iter().map(|user| (user.id, PersonView::of(actor, user).shown_name)).collect())
}

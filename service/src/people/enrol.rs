//! Adding a person from the command line: named places instead of ids, a printed link instead of a letter.

use domain::event::{EventKind, NewEvent};
use domain::people::Role;
use domain::vendor::{Site, Vendor};
use domain::{Actor, Fields, PasswordResetId, Permission, Reason, UserId, fold};
use store::{TeamRow, Users};

use super::UserInput;
use super::administer::{email_taken, must_be_open, new_user_row};
use super::reset::{INVITATION_SECONDS, mint_link};
use crate::broadcast::owe_what_comes;
use crate::error::Result;
use crate::notification::onboard;
use crate::portal::{Portal, require};

/// What is said about a person whose place is named, not chosen from a list. Empty: none.
#[derive(Clone, Debug, Default)]
pub struct NewPerson {
    /// What they sign in with.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// As what they work.
    pub role: String,
    /// The name of their vendor.
    pub vendor: String,
    /// The name of their site; tells teams of one name apart.
    pub site: String,
    /// The name of their team.
    pub team: String,
    /// The language they read.
    pub locale: String,
    /// The zone in which their times are shown.
    pub time_zone: String,
}

impl Portal {
    /// Adds a person and gives the address at which they set their password. No letter is sent.
    pub async fn create_user_with_link(&self, actor: &Actor, person: NewPerson) -> Result<String> {
        require(actor, Permission::WriteUsers)?;
        let input = self.placed(actor, person).await?;
        let new = self.read_user(actor, &input).await?;
        let if_taken = self.reason_if_taken(actor, &new.email).await?;
        let id = UserId::new(self.world().id());
        let user = new_user_row(id, new, self.world().now());
        let revision = self.head();
        let (link, secret) = (PasswordResetId::new(self.world().id()), self.world().secret());
        self.write(actor, move |tx| async move {
            must_be_open(&tx, user.place).await?;
            Users::insert(&tx, &user, None).await.map_err(|error| email_taken(error, if_taken))?;
            onboard(&tx, id, user.role, user.place, user.locale).await?;
            owe_what_comes(&tx, revision, &user).await?;
            let details = serde_json::json!({ "role": user.role.as_str() });
            let event = NewEvent::new(EventKind::UserCreated, id.uuid());
            tx.record(event.of_vendor(user.place.vendor).with(details));
            mint_link(&tx, link, id, &secret, INVITATION_SECONDS).await
        })
        .await?;
        Ok(self.password_address(&secret))
    }

    /// The ids behind the names.
    async fn placed(&self, actor: &Actor, person: NewPerson) -> Result<UserInput> {
        let NewPerson { email, name, role, vendor, site, team, locale, time_zone } = person;
        let (db, scope) = (self.store().read(), actor.scope());
        let (vendors, sites) = (db.vendors(scope).all().await?, db.sites(scope).all().await?);
        let teams = db.teams(scope).with_people().await?;
        let mut fields = Fields::new();
        if !vendor.trim().is_empty() && Role::parse(&role).is_some_and(Role::is_client_side) {
            fields.refuse("vendor", Reason::NotAChoice);
        }
        let vendor =
            find(&mut fields, "vendor", &vendor, &vendors, |found: &Vendor| fold(found.name.as_str()));
        let of_vendor: Vec<_> =
            sites.into_iter().filter(|site| vendor.is_none_or(|vendor| vendor.id == site.vendor)).collect();
        let site = find(&mut fields, "site", &site, &of_vendor, |found: &Site| fold(found.name.as_str()));
        let is_near = |row: &TeamRow| {
            vendor.is_none_or(|vendor| vendor.id == row.team.vendor)
                && site.is_none_or(|site| site.id == row.team.site)
        };
        let near: Vec<_> = teams.into_iter().filter(is_near).collect();
        let team = find(&mut fields, "team", &team, &near, |row| fold(row.team.name.as_str()));
        let (vendor, team) = fields.verdict(Some((vendor, team)))?;
        let vendor = vendor.map(|vendor| vendor.id.to_string()).unwrap_or_default();
        let team = team.map(|row| row.team.id.to_string()).unwrap_or_default();
        Ok(UserInput { email, name, role, vendor, team, locale, time_zone })
    }
}

/// The one thing of that name. None, or several, are refused: the place must be certain.
fn find<'rows, T>(
    fields: &mut Fields,
    field: &str,
    name: &str,
    rows: &'rows [T],
    key: impl Fn(&T) -> String,
) -> Option<&'rows T> {
    let wanted = fold(name);
    if wanted.is_empty() {
        return None;
    }
    let mut found = rows.iter().filter(|row| key(row) == wanted);
    let (first, second) = (found.next(), found.next());
    if first.is_none() || second.is_some() {
        fields.refuse(field, Reason::NotAChoice);
        return None;
    }
    first
}

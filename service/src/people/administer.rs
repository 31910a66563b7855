//! Adding and changing people.

use domain::event::{EventKind, NewEvent};
use domain::people::{NewUser, Place, Role, Theme, TimeZone, User, UserState, pseudonym};
use domain::vendor::Standing;
use domain::{
    Actor, EmailAddress, Fields, Invalid, Locale, Name, Permission, Reason, Scope, TeamId, Timestamp, UserId,
    VendorId,
};
use store::{Db, PasswordResets, Recipients, Sessions, StoreError, Tx, Users};

use super::is_time_zone;
use crate::broadcast::{owe_again, owe_what_comes, take_along};
use crate::clearance::stand;
use crate::error::{Error, Result};
use crate::mail::{Letter, letter_job};
use crate::notification::onboard;
use crate::portal::{Portal, require};

/// What is typed about a person.
#[derive(Clone, Debug, Default)]
pub struct UserInput {
    /// What they sign in with.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// As what they work.
    pub role: String,
    /// For which vendor: an id, or empty.
    pub vendor: String,
    /// In which team: an id, or empty. The site follows from it.
    pub team: String,
    /// The language they read.
    pub locale: String,
    /// The zone in which their times are shown.
    pub time_zone: String,
}

impl Portal {
    /// Adds a person and mails them a link with which they set their password.
    pub async fn create_user(&self, actor: &Actor, input: UserInput) -> Result<UserId> {
        require(actor, Permission::WriteUsers)?;
        let new = self.read_user(actor, &input).await?;
        let if_taken = self.reason_if_taken(actor, &new.email).await?;
        let id = UserId::new(self.world().id());
        let user = new_user_row(id, new, self.world().now());
        let revision = self.head();
        let job = letter_job(self.world(), &Letter::Invitation { user: id });
        self.write(actor, move |tx| async move {
            must_be_open(&tx, user.place).await?;
            Users::insert(&tx, &user, None).await.map_err(|error| email_taken(error, if_taken))?;
            onboard(&tx, id, user.role, user.place, user.locale).await?;
            owe_what_comes(&tx, revision, &user).await?;
            let details = serde_json::json!({ "role": user.role.as_str() });
            let event = NewEvent::new(EventKind::UserCreated, id.uuid());
            tx.record(event.of_vendor(user.place.vendor).with(details));
            tx.enqueue(job);
            Ok(id)
        })
        .await
    }

    /// Changes a person. Nobody changes their own role.
    pub async fn update_user(&self, actor: &Actor, id: UserId, version: i64, input: UserInput) -> Result<()> {
        let before = self.manageable(actor, id).await?;
        let change = self.read_user(actor, &input).await?;
        if actor.user_id() == Some(id) && change.role != before.role {
            return Err(Error::OwnAccess);
        }
        let changed = changed_fields(&before, &change);
        let is_moved = before.role != change.role || before.place != change.place;
        let joins = before.role != change.role || before.place.vendor != change.place.vendor;
        let has_new_address = before.email != change.email;
        let if_taken = self.reason_if_taken(actor, &change.email).await?;
        let revision = self.head();
        self.write(actor, move |tx| async move {
            if before.place != change.place {
                must_be_open(&tx, change.place).await?;
            }
            let outcome = Users::update(&tx, id, version, &change, before.state).await;
            outcome.map_err(|error| email_taken(error, if_taken))?;
            let details = serde_json::json!({ "fields": changed, "role": change.role.as_str() });
            let vendor = change.place.vendor.or(before.place.vendor);
            tx.record(NewEvent::new(EventKind::UserChanged, id.uuid()).of_vendor(vendor).with(details));
            if joins {
                begin_anew(&tx, revision, id).await?;
            } else if is_moved {
                // What goes along goes row by row.
                Recipients::hold_open_of(&tx, id).await?;
                take_along(&tx, id, change.place).await?;
            }
            if is_moved {
                Sessions::revoke_all(&tx, id, None).await?;
            }
            if has_new_address {
                // A link may lie in a mailbox that is not, or never was, theirs.
                PasswordResets::use_up_all(&tx, id).await?;
            }
            Ok(())
        })
        .await?;
        self.session_cache().clear();
        Ok(())
    }

    /// Deactivates a person and ends their sessions, or lets them in again.
    pub async fn set_user_state(
        &self,
        actor: &Actor,
        id: UserId,
        version: i64,
        state: UserState,
    ) -> Result<()> {
        let before = self.manageable(actor, id).await?;
        if actor.user_id() == Some(id) {
            return Err(Error::OwnAccess);
        }
        let (place, vendor) = (before.place, before.place.vendor);
        let revision = self.head();
        self.write(actor, move |tx| async move {
            if state == UserState::Active && closed_part(&tx, place).await?.is_some() {
                return Err(Error::Closed);
            }
            Users::update(&tx, id, version, &as_it_is(before), state).await?;
            let kind = match state {
                UserState::Active => EventKind::UserReactivated,
                UserState::Deactivated => EventKind::UserDeactivated,
            };
            if state == UserState::Deactivated {
                Sessions::revoke_all(&tx, id, None).await?;
                PasswordResets::use_up_all(&tx, id).await?;
            }
            begin_anew(&tx, revision, id).await?;
            tx.record(NewEvent::new(kind, id.uuid()).of_vendor(vendor));
            Ok(())
        })
        .await?;
        self.session_cache().clear();
        Ok(())
    }

    /// Mails a person a new link with which they set their password.
    pub async fn invite_user(&self, actor: &Actor, id: UserId) -> Result<()> {
        let user = self.manageable(actor, id).await?;
        let job = letter_job(self.world(), &Letter::Invitation { user: id });
        self.write(actor, move |tx| async move {
            let event = NewEvent::new(EventKind::UserPasswordResetRequested, id.uuid());
            tx.record(event.of_vendor(user.place.vendor));
            tx.enqueue(job);
            Ok(())
        })
        .await
    }

    /// The person, if the actor sees them and may change people of their role.
    async fn manageable(&self, actor: &Actor, id: UserId) -> Result<User> {
        require(actor, Permission::WriteUsers)?;
        let user = self.store().read().users(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        if actor.may_manage(user.role) { Ok(user) } else { Err(Error::Forbidden) }
    }

    /// Why an address is refused when somebody has it. Who does not see that person does not learn that there is one.
    pub(super) async fn reason_if_taken(&self, actor: &Actor, email: &EmailAddress) -> Result<Reason> {
        let scope = actor.scope();
        if scope == Scope::Everything || self.store().read().users(scope).by_email(email).await?.is_some() {
            Ok(Reason::Taken)
        } else {
            Ok(Reason::AddressNotUsable)
        }
    }

    pub(super) async fn read_user(&self, actor: &Actor, input: &UserInput) -> Result<NewUser> {
        let mut fields = Fields::new();
        let email = fields.read("email", EmailAddress::parse(&input.email));
        let name = fields.read("name", Name::parse(&input.name));
        let role = fields.read("role", read_role(actor, &input.role));
        let locale = fields.read("locale", Locale::parse(&input.locale).ok_or(Reason::NotAChoice));
        let time_zone = fields.read("time_zone", TimeZone::parse(&input.time_zone, is_time_zone));
        let place = match role {
            Some(role) => self.read_place(actor, role, input, &mut fields).await?,
            None => None,
        };
        let values = (|| {
            Some(NewUser {
                email: email?,
                name: name?,
                role: role?,
                place: place?,
                locale: locale?,
                time_zone: time_zone?,
            })
        })();
        Ok(fields.verdict(values)?)
    }

    async fn read_place(
        &self,
        actor: &Actor,
        role: Role,
        input: &UserInput,
        fields: &mut Fields,
    ) -> Result<Option<Place>> {
        let db = self.store().read();
        let typed_vendor = input.vendor.parse::<VendorId>().ok();
        let vendor = match actor.scope().vendor().or(typed_vendor) {
            Some(id) => db.vendors(actor.scope()).get(id).await?.map(|vendor| vendor.id),
            None => None,
        };
        let team = match input.team.parse::<TeamId>() {
            Ok(id) => db.teams(actor.scope()).get(id).await?,
            Err(_) => None,
        };
        if let Some(team) = &team
            && role.is_in_a_team()
            && Some(team.vendor) != vendor
        {
            fields.refuse("team", Reason::DoesNotBelong);
            return Ok(None);
        }
        match NewUser::place_for(role, vendor, team.as_ref().map(|team| team.site), team.map(|team| team.id))
        {
            Ok(place) => Ok(Some(place)),
            Err(Invalid(errors)) => {
                for error in errors {
                    fields.refuse(&error.field, error.reason);
                }
                Ok(None)
            }
        }
    }
}

/// Somebody is let in or out, or works for others or as something else from now on: what they owed until then is not theirs
/// any more, and what they may handle, owe and have to read first is what it is for somebody in their place.
async fn begin_anew(tx: &Tx, revision: i64, id: UserId) -> Result<()> {
    let user = tx.users(Scope::Everything).get(id).await?.ok_or(Error::NotFound)?;
    Recipients::end_open_of(tx, id).await?;
    stand(tx, revision, &user).await?;
    if user.state == UserState::Active {
        owe_again(tx, revision, std::slice::from_ref(&user)).await?;
        // What changed while they were away.
        onboard(tx, id, user.role, user.place, user.locale).await?;
    }
    Ok(())
}

/// The field of a form that names a closed part of a place, if one is closed.
pub(crate) async fn closed_part(db: &Db, place: Place) -> Result<Option<&'static str>> {
    let all = Scope::Everything;
    if let Some(vendor) = place.vendor
        && db.vendors(all).get(vendor).await?.is_none_or(|vendor| vendor.standing == Standing::Closed)
    {
        return Ok(Some("vendor"));
    }
    if let Some(site) = place.site
        && db.sites(all).get(site).await?.is_none_or(|site| site.standing == Standing::Closed)
    {
        return Ok(Some("team"));
    }
    if let Some(team) = place.team
        && db.teams(all).get(team).await?.is_none_or(|team| team.standing == Standing::Closed)
    {
        return Ok(Some("team"));
    }
    Ok(None)
}

/// Refuses to put somebody where nobody works any more.
pub(super) async fn must_be_open(db: &Db, place: Place) -> Result<()> {
    let closed = closed_part(db, place).await?;
    closed.map_or(Ok(()), |field| Err(Invalid::field(field, Reason::NotAChoice).into()))
}

fn read_role(actor: &Actor, text: &str) -> domain::Checked<Role> {
    let role = Role::parse(text).ok_or(Reason::NotAChoice)?;
    if actor.may_manage(role) { Ok(role) } else { Err(Reason::NotAChoice) }
}

/// A new person's row, before they have set a password.
pub(crate) fn new_user_row(id: UserId, new: NewUser, now: Timestamp) -> User {
    let NewUser { email, name, role, place, locale, time_zone } = new;
    User {
        id,
        email,
        name,
        pseudonym: pseudonym(id),
        role,
        place,
        locale,
        time_zone,
        theme: Theme::default(),
        state: UserState::Active,
        has_password: false,
        created_at: now,
        version: 1,
    }
}

fn as_it_is(user: User) -> NewUser {
    let User { email, name, role, place, locale, time_zone, .. } = user;
    NewUser { email, name, role, place, locale, time_zone }
}

fn changed_fields(before: &User, after: &NewUser) -> Vec<&'static str> {
    let mut changed = Vec::new();
    let mut note = |field, differs| {
        if differs {
            changed.push(field)
        }
    };
    note("email", before.email != after.email);
    note("name", before.name != after.name);
    note("role", before.role != after.role);
    note("place", before.place != after.place);
    note("locale", before.locale != after.locale);
    note("time_zone", before.time_zone != after.time_zone);
    changed
}

pub(super) fn email_taken(error: StoreError, reason: Reason) -> Error {
    match error {
        StoreError::Taken(_) => Invalid::field("email", reason).into(),
        error => error.into(),
    }
}

//! Setting a password through a mailed link: when it is forgotten, or for the first time.

use std::net::IpAddr;

use domain::event::{EventKind, NewEvent};
use domain::people::{Password, User, UserState};
use domain::{Actor, EmailAddress, Fields, Locale, PasswordResetId, Reason, Scope, UserId};
use store::{PasswordResetRow, PasswordResets, Sessions, StoreError, Tx, Users};

use crate::error::{Error, Result};
use crate::mail::{Letter, letter_job};
use crate::portal::Portal;
use crate::world::Secret;

/// How long a link to a forgotten password works: an hour.
const RESET_SECONDS: i64 = 3600;
/// How long an invitation works: a week.
pub(super) const INVITATION_SECONDS: i64 = 7 * 24 * 3600;

/// What somebody types who forgot their password.
#[derive(Clone, Debug)]
pub struct PasswordResetAsk {
    /// Their address.
    pub email: String,
    /// Where the request comes from.
    pub network: Option<IpAddr>,
}

impl Portal {
    /// Mails a link, if there is such a person. The answer is the same if not, and if the address was sent enough of them
    /// lately.
    pub async fn ask_password_reset(&self, ask: PasswordResetAsk) -> Result<()> {
        self.limits().count(&ask.email, ask.network)?;
        let Ok(email) = EmailAddress::parse(&ask.email) else {
            return Err(domain::Invalid::field("email", Reason::NotAnEmailAddress).into());
        };
        let known = self.store().read().users(Scope::Everything).by_email(&email).await?;
        let known = known.map(|(user, _)| user).filter(|user| user.state == UserState::Active);
        let Some(begun) = self.limits().begin_letter(&email) else { return Ok(()) };
        // For nobody a letter is asked for too, which is then not written: how long the answer takes would
        // tell who is known.
        let to = known.as_ref().map_or_else(|| UserId::new(self.world().id()), |user| user.id);
        let job = letter_job(self.world(), &Letter::PasswordReset { user: to });
        let outcome = self
            .write(&Actor::system(Locale::default()), move |tx| async move {
                if let Some(user) = known {
                    let event = NewEvent::new(EventKind::UserPasswordResetRequested, user.id.uuid());
                    tx.record(event.of_vendor(user.place.vendor));
                }
                tx.enqueue(job);
                Ok(())
            })
            .await;
        if outcome.is_err() {
            begun.does_not_count();
        }
        outcome
    }

    /// Whose password a link sets, if it still can.
    pub async fn password_reset_owner(&self, secret: &str) -> Result<User> {
        let (_, user) = self.good_link(secret).await?;
        Ok(user)
    }

    /// Sets a password through a link, uses all links of the person up, and ends all of their sessions.
    pub async fn reset_password(&self, secret: &str, new: &str, again: &str) -> Result<()> {
        let (link, user) = self.good_link(secret).await?;
        let mut fields = Fields::new();
        let password = fields.read("new", Password::parse(new, user.name.as_str(), user.email.as_str()));
        if new != again {
            fields.refuse("again", Reason::DoesNotMatch);
        }
        let hash = self.hasher().hash(fields.verdict(password)?.expose()).await?;
        let (id, vendor) = (user.id, user.place.vendor);
        let system = Actor::system(user.locale);
        self.write(&system, move |tx| async move {
            // First of all, so that whoever follows another of their links at the same time waits here, and finds it used.
            Users::set_password_hash(&tx, id, hash).await?;
            PasswordResets::use_up(&tx, link.id).await.map_err(used_up)?;
            PasswordResets::use_up_all(&tx, id).await?;
            Sessions::revoke_all(&tx, id, None).await?;
            tx.record(NewEvent::new(EventKind::UserPasswordReset, id.uuid()).of_vendor(vendor));
            Ok(())
        })
        .await?;
        self.session_cache().clear();
        Ok(())
    }

    async fn good_link(&self, secret: &str) -> Result<(PasswordResetRow, User)> {
        let secret = Secret::parse(secret).ok_or(Error::BadLink)?;
        let db = self.store().read();
        let link = db.password_resets().by_token_hash(&secret.hash()).await?.ok_or(Error::BadLink)?;
        if link.used_at.is_some() || link.expires_at <= self.world().now() {
            return Err(Error::BadLink);
        }
        let user = db.users(Scope::Everything).get(link.user).await?;
        let user = user.filter(|user| user.state == UserState::Active).ok_or(Error::BadLink)?;
        Ok((link, user))
    }

    /// Makes a link that sets a password and gives its address. Called when the letter is written, so that
    /// no secret waits in the queue.
    pub(crate) async fn password_link(&self, user: UserId, is_invitation: bool) -> Result<String> {
        let seconds = if is_invitation { INVITATION_SECONDS } else { RESET_SECONDS };
        let (id, secret) = (PasswordResetId::new(self.world().id()), self.world().secret());
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move { mint_link(&tx, id, user, &secret, seconds).await })
            .await?;
        Ok(self.password_address(&secret))
    }

    pub(super) fn password_address(&self, secret: &Secret) -> String {
        format!("{}/password/reset/{}", self.settings().public_url, secret.expose())
    }
}

/// A link that somebody else used meanwhile is as bad as any.
fn used_up(error: StoreError) -> Error {
    match error {
        StoreError::Stale => Error::BadLink,
        error => error.into(),
    }
}

/// Stores a link.
pub(super) async fn mint_link(
    tx: &Tx,
    id: PasswordResetId,
    user: UserId,
    secret: &Secret,
    seconds: i64,
) -> Result<()> {
    let row = PasswordResetRow { id, user, expires_at: tx.now().plus_seconds(seconds), used_at: None };
    PasswordResets::insert(tx, &row, secret.hash()).await?;
    Ok(())
}

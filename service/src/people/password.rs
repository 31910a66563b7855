//! Changing one's own password.

use domain::event::{EventKind, NewEvent};
use domain::people::Password;
use domain::{Actor, Fields, Invalid, Reason, Scope};
use store::{PasswordResets, Sessions, Users};

use crate::error::{Error, Result};
use crate::portal::Portal;

/// What somebody types to change their password.
#[derive(Clone)]
pub struct PasswordChange {
    /// The present one.
    pub current: String,
    /// The new one.
    pub new: String,
    /// The new one again.
    pub again: String,
}

impl Portal {
    /// Changes the actor's own password and ends their other sessions.
    pub async fn change_password(&self, actor: &Actor, change: PasswordChange) -> Result<()> {
        let id = actor.user_id().ok_or(Error::Unauthenticated)?;
        let users = self.store().read();
        let users = users.users(Scope::Everything);
        let user = users.get(id).await?.ok_or(Error::Unauthenticated)?;
        let mut fields = Fields::new();
        let password = Password::parse(&change.new, user.name.as_str(), user.email.as_str());
        let password = fields.read("new", password);
        if change.new != change.again {
            fields.refuse("again", Reason::DoesNotMatch);
        }
        if change.new == change.current {
            fields.refuse("new", Reason::SameAsBefore);
        }
        let password = fields.verdict(password)?;
        let begun = self.limits().begin(user.email.as_str(), None)?;
        if !self.hasher().verify(&change.current, users.password_hash(id).await?).await? {
            return Err(Invalid::field("current", Reason::WrongPassword).into());
        }
        begun.does_not_count();
        let hash = self.hasher().hash(password.expose()).await?;
        let (session, vendor) = (actor.session_id(), user.place.vendor);
        self.write(actor, move |tx| async move {
            Users::set_password_hash(&tx, id, hash).await?;
            PasswordResets::use_up_all(&tx, id).await?;
            let ended = Sessions::revoke_all(&tx, id, session).await?;
            let details = serde_json::json!({ "sessions_ended": ended });
            tx.record(
                NewEvent::new(EventKind::UserPasswordChanged, id.uuid()).of_vendor(vendor).with(details),
            );
            Ok(())
        })
        .await?;
        self.session_cache().clear();
        Ok(())
    }
}

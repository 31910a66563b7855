//! Sessions: whose is this secret, which are mine, end one.

use std::sync::Arc;

use domain::event::{EventKind, NewEvent};
use domain::people::{Session, SessionState, Theme, TimeZone, User, UserState};
use domain::{Actor, ActorKind, Locale, SessionId, Timestamp, UserId};
use store::{SessionUser, Sessions};

use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::world::Secret;

/// Who is signed in, with what every page shows of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// The person as an actor.
    pub actor: Actor,
    /// The person.
    pub user: User,
    /// The vendor they work for, if any.
    pub vendor: Option<String>,
    /// The client.
    pub client: Option<String>,
}

impl Principal {
    /// The language they read.
    pub const fn locale(&self) -> Locale {
        self.user.locale
    }

    /// The zone in which their times are shown.
    pub const fn time_zone(&self) -> &TimeZone {
        &self.user.time_zone
    }

    /// Their colours.
    pub const fn theme(&self) -> Theme {
        self.user.theme
    }
}

/// One of a person's sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionView {
    /// The session.
    pub session: Session,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// Who wants to know whose session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AskedBy {
    Person,
    Browser,
}

impl Portal {
    /// Whoever holds this secret, if the session is still good. It counts as a use of the session.
    pub async fn principal(&self, secret: &Secret) -> Result<Option<Arc<Principal>>> {
        self.holder(secret, AskedBy::Person).await
    }

    /// The same for what a browser asks by itself: a session ends when no person uses it.
    pub async fn principal_of_browser(&self, secret: &Secret) -> Result<Option<Arc<Principal>>> {
        self.holder(secret, AskedBy::Browser).await
    }

    async fn holder(&self, secret: &Secret, asked_by: AskedBy) -> Result<Option<Arc<Principal>>> {
        let now = self.world().now();
        let token_hash = secret.hash();
        if let Some(principal) = self.session_cache().get(&token_hash, now) {
            return Ok(Some(principal));
        }
        let age = self.session_cache().age();
        let Some(SessionUser { session, user }) =
            self.store().read().sessions().by_token_hash(&token_hash).await?
        else {
            return Ok(None);
        };
        if session.state(now) != SessionState::Active || user.state != UserState::Active {
            return Ok(None);
        }
        let principal = Arc::new(self.principal_of(user, session.id).await?);
        if asked_by == AskedBy::Person && session.needs_touch(now) {
            self.touch(&principal.actor, session.id).await;
        }
        self.session_cache().put(age, token_hash, now, Arc::clone(&principal));
        Ok(Some(principal))
    }

    /// Whose session this secret opened, also when that is over.
    pub async fn session_owner(&self, secret: &Secret) -> Result<Option<UserId>> {
        let session = self.store().read().sessions().by_token_hash(&secret.hash()).await?;
        Ok(session.map(|found| found.user.id))
    }

    async fn principal_of(&self, user: User, session: SessionId) -> Result<Principal> {
        let kind =
            ActorKind::User { id: user.id, role: user.role, place: user.place, session: Some(session) };
        let actor = Actor { kind, locale: user.locale };
        let db = self.store().read();
        let vendor = match user.place.vendor {
            Some(id) => db.vendors(actor.scope()).get(id).await?.map(|vendor| vendor.name.to_string()),
            None => None,
        };
        let client = db.client().get().await?.map(|client| client.name);
        Ok(Principal { actor, user, vendor, client })
    }

    /// Notes that a session was used. A failure is not the asker's business.
    async fn touch(&self, actor: &Actor, session: SessionId) {
        let outcome =
            self.write(actor, move |tx| async move { Ok(Sessions::touch(&tx, session).await?) }).await;
        if let Err(error) = outcome {
            tracing::warn!(%error, session.id = %session, "could not note the use of a session");
        }
    }

    /// The actor's own sessions that still open doors, the last used first.
    pub async fn my_sessions(&self, actor: &Actor) -> Result<Vec<SessionView>> {
        let user = actor.user_id().ok_or(Error::Unauthenticated)?;
        let now = self.world().now();
        let sessions = self.store().read().sessions().of_user(user).await?;
        let is_active = |session: &Session| session.state(now) == SessionState::Active;
        let view =
            |session: Session| SessionView { is_current: actor.session_id() == Some(session.id), session };
        Ok(sessions.into_iter().filter(is_active).map(view).collect())
    }

    /// Ends one of the actor's own sessions.
    pub async fn revoke_session(&self, actor: &Actor, session: SessionId) -> Result<()> {
        let user = actor.user_id().ok_or(Error::Unauthenticated)?;
        let is_own = actor.session_id() == Some(session);
        let kind = if is_own { EventKind::SessionEnded } else { EventKind::SessionRevoked };
        let vendor = actor.scope().vendor();
        self.write(actor, move |tx| async move {
            if !Sessions::revoke(&tx, user, session).await? {
                return Err(Error::NotFound);
            }
            tx.record(NewEvent::new(kind, session.uuid()).of_vendor(vendor));
            Ok(())
        })
        .await?;
        self.session_cache().clear();
        Ok(())
    }

    /// Ends all of the actor's sessions but the one that asks; how many.
    pub async fn revoke_other_sessions(&self, actor: &Actor) -> Result<u64> {
        let user = actor.user_id().ok_or(Error::Unauthenticated)?;
        let (current, vendor) = (actor.session_id(), actor.scope().vendor());
        let count = self
            .write(actor, move |tx| async move {
                let count = Sessions::revoke_all(&tx, user, current).await?;
                if 0 < count {
                    let details = serde_json::json!({ "sessions": count });
                    tx.record(
                        NewEvent::new(EventKind::SessionRevoked, user.uuid()).of_vendor(vendor).with(details),
                    );
                }
                Ok(count)
            })
            .await?;
        self.session_cache().clear();
        Ok(count)
    }

    /// Signs out.
    pub async fn sign_out(&self, actor: &Actor) -> Result<()> {
        let session = actor.session_id().ok_or(Error::Unauthenticated)?;
        self.revoke_session(actor, session).await
    }

    /// Forgets who has not tried to sign in for long. Each process counts for itself, so each one that serves calls it now and
    /// then.
    pub fn forget_tries(&self) {
        self.limits().forget();
    }

    /// Forgets sessions that ended long ago. Called now and then.
    pub async fn tidy_sessions(&self) -> Result<u64> {
        let now = self.world().now();
        let before = Timestamp::from_millis(now.as_millis() - 90 * 24 * 3_600_000);
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move { Ok(Sessions::forget(&tx, before).await?) }).await
    }
}

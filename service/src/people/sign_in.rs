//! Signing in with an e-mail address and a password.

use std::net::IpAddr;

use domain::event::{EventKind, NewEvent};
use domain::people::{User, UserState};
use domain::{Actor, ActorKind, EmailAddress, Scope, SessionId};
use store::{NewSession, Sessions, Users};

use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::world::Secret;

/// What somebody types to sign in, and where from.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The browser, as its own words tell.
    pub device: String,
    /// Where the request comes from; none when that cannot be known.
    pub network: Option<IpAddr>,
}

/// A session that has begun.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// What goes into the browser's cookie.
    pub secret: Secret,
    /// Who it is.
    pub user: User,
}

impl Portal {
    /// Begins a session. The answer to an unknown address, a wrong password, a person without a password
    /// and a deactivated person is the same, and takes as long.
    pub async fn sign_in(&self, sign_in: SignIn) -> Result<SignedIn> {
        let SignIn { email, password, device, network } = sign_in;
        let begun = self.limits().begin(&email, network)?;
        let known = match EmailAddress::parse(&email) {
            Ok(email) => self.store().read().users(Scope::Everything).by_email(&email).await?,
            Err(_) => None,
        };
        let (user, hash) = known.map_or((None, None), |(user, hash)| (Some(user), hash));
        let is_right = self.hasher().verify(&password, hash.clone()).await?;
        let user =
            user.filter(|user| is_right && user.state == UserState::Active).ok_or(Error::BadCredentials)?;
        let secret = self.begin_session(&user, hash, device).await?;
        begun.does_not_count();
        Ok(SignedIn { secret, user })
    }

    /// Begins a session for somebody who knew the password behind `hash`, unless it was changed or they
    /// were deactivated while it was verified: both ended all sessions, and this one was not there yet.
    async fn begin_session(&self, user: &User, hash: Option<String>, device: String) -> Result<Secret> {
        let secret = self.world().secret();
        let session = SessionId::new(self.world().id());
        let new = NewSession { id: session, token_hash: secret.hash(), user: user.id, device };
        let kind =
            ActorKind::User { id: user.id, role: user.role, place: user.place, session: Some(session) };
        let actor = Actor { kind, locale: user.locale };
        let (vendor, id) = (user.place.vendor, user.id);
        self.write(&actor, move |tx| async move {
            let present = Users::hold(&tx, id).await?;
            present
                .filter(|(user, present)| user.state == UserState::Active && *present == hash)
                .ok_or(Error::BadCredentials)?;
            Sessions::insert(&tx, new).await?;
            tx.record(NewEvent::new(EventKind::SessionStarted, session.uuid()).of_vendor(vendor));
            Ok(())
        })
        .await?;
        Ok(secret)
    }
}

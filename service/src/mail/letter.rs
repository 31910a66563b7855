//! The letters that Palier writes. A job carries only what letter to whom; the words and the secret link
//! are made when it is written.

use domain::{JobId, Scope, UserId};
use i18n::Messages;
use serde::{Deserialize, Serialize};
use store::NewJob;

use super::Mailer;
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::world::World;

/// The kind of the job that writes and sends a letter.
pub(crate) const KIND: &str = "letter";

/// What to write, and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub(crate) enum Letter {
    /// Welcome, and a link to set the first password.
    Invitation {
        /// To whom.
        user: UserId,
    },
    /// A link to set a forgotten password anew.
    PasswordReset {
        /// To whom.
        user: UserId,
    },
}

/// The job that sends a letter.
pub(crate) fn letter_job(world: &World, letter: &Letter) -> NewJob {
    let payload = serde_json::to_string(letter).unwrap_or_default();
    NewJob { id: JobId::new(world.id()), kind: KIND, payload, run_at: world.now() }
}

impl Portal {
    /// Writes and sends the letter of a job. Nothing is sent to people who have left since.
    pub(crate) async fn send_letter(&self, mailer: &Mailer, payload: &str) -> Result<()> {
        let letter: Letter =
            serde_json::from_str(payload).map_err(|error| Error::Internal(error.to_string()))?;
        let (id, is_invitation) = match letter {
            Letter::Invitation { user } => (user, true),
            Letter::PasswordReset { user } => (user, false),
        };
        let db = self.store().read();
        let Some(user) = db.users(Scope::Everything).get(id).await? else { return Ok(()) };
        if user.state != domain::people::UserState::Active {
            return Ok(());
        }
        let t = Messages::of(user.locale);
        let link = self.password_link(id, is_invitation).await?;
        let client = db.client().get().await?.map_or_else(|| t.product().to_owned(), |client| client.name);
        let name = user.name.as_str();
        let (subject, body) = if is_invitation {
            (t.mail_invitation_subject(&client), t.mail_invitation_body(name, &client, &link))
        } else {
            (t.mail_reset_subject().to_owned(), t.mail_reset_body(name, &link))
        };
        mailer.send(user.email.as_str(), &subject, body).await
    }
}

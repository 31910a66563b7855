//! The letters that Palier writes. A job carries only what letter to whom; the words and the secret link
//! are made when it is written.

use domain::broadcast::RecipientState;
use domain::notification::{Notice, Notification, Subject};
use domain::people::User;
use domain::{Actor, ActorKind, JobId, NotificationId, Permission, Scope, UserId};
use i18n::Messages;
use serde::{Deserialize, Serialize};
use store::{Lane, NewJob};

use super::Mailer;
use crate::error::{Error, Result};
use crate::notification::path_of;
use crate::portal::Portal;
use crate::world::World;

/// The kind of the job that writes and sends a letter.
const KIND: &str = "letter";
/// The kind of the job of a letter for whose link somebody waits.
const PASSWORD_KIND: &str = "password_letter";

/// How many things a daily letter names.
const NAMED: usize = 50;

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
    /// What they were just told.
    Notification {
        /// To whom.
        user: UserId,
        /// What.
        notification: NotificationId,
    },
    /// What they were told since the last one, and what waits for them.
    Digest {
        /// To whom.
        user: UserId,
    },
}

/// A letter that is written.
struct Written {
    subject: String,
    body: String,
    /// What it tells of.
    told: Vec<NotificationId>,
}

/// A letter that has left.
#[derive(Clone)]
pub(crate) struct Sent {
    /// To whom.
    pub(crate) to: UserId,
    /// What they were told of by it.
    pub(crate) told: Vec<NotificationId>,
}

impl Letter {
    const fn user(&self) -> UserId {
        match self {
            Self::Invitation { user }
            | Self::PasswordReset { user }
            | Self::Notification { user, .. }
            | Self::Digest { user } => *user,
        }
    }

    const fn kind(&self) -> (&'static str, Lane) {
        match self {
            Self::Invitation { .. } | Self::PasswordReset { .. } => (PASSWORD_KIND, Lane::PasswordLetters),
            Self::Notification { .. } | Self::Digest { .. } => (KIND, Lane::Letters),
        }
    }
}

/// Whether jobs of a kind write a letter.
pub(crate) fn is_letter(kind: &str) -> bool {
    [KIND, PASSWORD_KIND].contains(&kind)
}

/// The job that sends a letter.
pub(crate) fn letter_job(world: &World, letter: &Letter) -> NewJob {
    let payload = serde_json::to_string(letter).unwrap_or_default();
    let (kind, lane) = letter.kind();
    NewJob { id: JobId::new(world.id()), kind, lane, payload, run_at: world.now() }
}

impl Portal {
    /// Writes and sends the letter of a job; what it told of, which is to be noted. Nothing is sent to people who have left since,
    /// nor what is of no use any more.
    pub(crate) async fn send_letter(&self, mailer: &Mailer, payload: &str) -> Result<Option<Sent>> {
        let letter: Letter =
            serde_json::from_str(payload).map_err(|error| Error::Internal(error.to_string()))?;
        let db = self.store().read();
        let Some(user) = db.users(Scope::Everything).get(letter.user()).await? else { return Ok(None) };
        if user.state != domain::people::UserState::Active {
            return Ok(None);
        }
        let written = match letter {
            Letter::Invitation { .. } => Some(self.password_letter(&user, true).await?),
            Letter::PasswordReset { .. } => Some(self.password_letter(&user, false).await?),
            Letter::Notification { notification, .. } => self.notice_letter(&user, notification).await?,
            Letter::Digest { .. } => self.digest_letter(&user).await?,
        };
        let Some(Written { subject, body, told }) = written else { return Ok(None) };
        mailer.send(user.email.as_str(), &subject, body).await?;
        Ok(Some(Sent { to: user.id, told }))
    }

    async fn password_letter(&self, user: &User, is_invitation: bool) -> Result<Written> {
        let t = Messages::of(user.locale);
        let link = self.password_link(user.id, is_invitation).await?;
        let client = self.store().read().client().get().await?;
        let client = client.map_or_else(|| t.product().to_owned(), |client| client.name);
        let name = user.name.as_str();
        let (subject, body) = if is_invitation {
            (t.mail_invitation_subject(&client), t.mail_invitation_body(name, &client, &link))
        } else {
            (t.mail_reset_subject().to_owned(), t.mail_reset_body(name, &link))
        };
        Ok(Written { subject, body, told: Vec::new() })
    }

    /// What somebody was just told; none when they have read it, or done what it reminds of, meanwhile.
    async fn notice_letter(&self, user: &User, id: NotificationId) -> Result<Option<Written>> {
        let found = self.store().read().notifications().get(user.id, id).await?;
        let Some(told) = found.filter(|told| told.read_at.is_none() && told.mailed_at.is_none()) else {
            return Ok(None);
        };
        if !self.still_holds(&told).await? {
            return Ok(None);
        }
        let t = Messages::of(user.locale);
        let title = one_line(&told.title);
        let url = &self.settings().public_url;
        let (link, settings) = (format!("{url}{}", path_of(&told)), format!("{url}/profile"));
        let words = t.notice(&told.notice);
        let body = t.mail_notice_body(user.name.as_str(), &words, &title, &link, &settings);
        Ok(Some(Written { subject: t.mail_notice_subject(&title), body, told: vec![told.id] }))
    }

    /// What somebody was told since the last letter, and what waits for them; none when there is nothing.
    async fn digest_letter(&self, user: &User) -> Result<Option<Written>> {
        let kind = ActorKind::User { id: user.id, role: user.role, place: user.place, session: None };
        let me = Actor { kind, locale: user.locale };
        let (t, now) = (Messages::of(user.locale), self.world().now());
        let mut told = Vec::new();
        let mut lines = Vec::new();
        for one in self.store().read().notifications().unread(user.id, NAMED).await? {
            if one.mailed_at.is_some() || !self.still_holds(&one).await? {
                continue;
            }
            told.push(one.id);
            // What is to be acknowledged is named below.
            if !matches!(one.notice, Notice::Announced { .. }) {
                let words = one_line(&t.notice(&one.notice));
                lines.push(t.mail_digest_line(&one_line(&one.title), &words));
            }
        }
        let open = self.my_open_broadcasts(&me).await?;
        let owed: Vec<_> = open
            .iter()
            .filter(|one| one.broadcast.severity.needs_acknowledgement())
            .filter(|one| one.recipient.recipient.owes(now))
            .collect();
        if !owed.is_empty() {
            lines.push(t.mail_digest_to_acknowledge(owed.len() as u64));
            lines.extend(owed.iter().take(NAMED).map(|one| {
                t.mail_digest_line(&one_line(&one.text.title), t.severity(one.broadcast.severity))
            }));
        }
        if me.may(Permission::WriteKnowledge) {
            let mine = self.drafts(&me).await?.iter().filter(|line| line.is_for_me).count() as u64;
            if 0 < mine {
                lines.push(t.mail_digest_drafts(mine));
            }
        }
        if lines.is_empty() {
            return Ok(None);
        }
        let url = &self.settings().public_url;
        let (link, settings) = (format!("{url}/notifications"), format!("{url}/profile"));
        let body = t.mail_digest_body(user.name.as_str(), &lines.join("\n"), &link, &settings);
        Ok(Some(Written { subject: t.mail_digest_subject().to_owned(), body, told }))
    }

    /// Whether what somebody was told is still so, as far as it is for them to do.
    async fn still_holds(&self, told: &Notification) -> Result<bool> {
        match (told.subject, &told.notice) {
            (Subject::Broadcast { id, .. }, Notice::Reminder { .. }) => {
                let db = self.store().read();
                let row = db.recipients(Scope::Everything).get(id, told.user).await?;
                Ok(row.is_some_and(|row| row.recipient.owes(self.world().now())))
            }
            // Whoever has opened it knows of it.
            (Subject::Broadcast { id, .. }, Notice::Announced { .. }) => {
                let row = self.store().read().recipients(Scope::Everything).get(id, told.user).await?;
                let (now, opened) = (self.world().now(), RecipientState::Opened);
                Ok(row.is_some_and(|row| row.recipient.owes(now) && row.recipient.state < opened))
            }
            (Subject::Broadcast { id, .. }, Notice::Coaching { agent }) => {
                let db = self.store().read();
                let row = db.recipients(Scope::Everything).get(id, *agent).await?;
                let given = db.coachings(Scope::Everything).get(id, *agent).await?;
                let given_at = given.map(|given| given.at);
                Ok(row.is_some_and(|row| row.recipient.awaits_coaching(given_at)))
            }
            _ => Ok(true),
        }
    }
}

/// A text as it goes into one line of a letter.
fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

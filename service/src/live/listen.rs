//! Listening: what one browser is told.

use std::vec;

use domain::people::{SessionState, UserState};
use domain::{Actor, ActorKind, Scope, Timestamp};
use store::event::EventFilter;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::audience::{ends, may_know};
use super::envelope::{Addressed, Envelope};
use super::hub::{Joined, Since, Told};
use crate::error::Result;
use crate::portal::Portal;

/// How long ago what somebody missed may have begun. After a day away they look at everything anew anyway.
const REPLAY_SECONDS: i64 = 24 * 3600;

/// One browser that listens. Small, because there are thousands.
#[derive(Debug)]
pub struct Listening {
    portal: Portal,
    actor: Actor,
    /// From where they begin.
    since: Since,
    /// What is told, once they have begun.
    news: Option<Receiver<Told>>,
    /// What was told together and they may know, as far as it is not handed on yet.
    waiting: vec::IntoIter<Envelope>,
    /// Up to here everything was handed on that they may know.
    cursor: i64,
}

/// What a browser hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// From here on nothing is left out: everything behind this place in the log that they may know follows.
    Begun(i64),
    /// Something happened.
    Envelope(Envelope),
    /// More was missed than can be told. What is shown is to be asked for anew; then it goes on from this place.
    Resync(i64),
    /// It is over. Whoever comes back is judged anew.
    End,
}

impl Portal {
    /// Listens to what happens, from behind the last event that the actor's browser heard of.
    pub fn listen(&self, actor: Actor, last: Option<i64>) -> Listening {
        Listening {
            portal: self.clone(),
            actor,
            since: last.map_or(Since::Now, Since::Event),
            news: None,
            waiting: Vec::new().into_iter(),
            cursor: 0,
        }
    }

    /// Whether somebody is still who they were, in a session that is still good. Asks the database itself.
    async fn is_welcome(&self, actor: &Actor) -> Result<bool> {
        let ActorKind::User { id, role, place, session } = actor.kind else { return Ok(true) };
        let (db, now) = (self.store().read(), self.world().now());
        let is_as_before =
            db.users(Scope::Everything).get(id).await?.is_some_and(|user| {
                user.state == UserState::Active && user.role == role && user.place == place
            });
        let Some(session) = session else { return Ok(is_as_before) };
        let sessions = db.sessions().of_user(id).await?;
        let mine = sessions.into_iter().find(|other| other.id == session);
        Ok(is_as_before && mine.is_some_and(|mine| mine.state(now) == SessionState::Active))
    }

    /// Whether the log has an event of this number.
    pub(crate) async fn has_event(&self, seq: i64) -> Result<bool> {
        let db = self.store().read();
        let next = db.events(Scope::Everything).after(seq - 1, &EventFilter::default(), 1).await?;
        Ok(next.first().is_some_and(|event| event.seq == seq))
    }
}

impl Listening {
    /// Waits for what comes next. It may be given up while it waits: nothing is lost.
    pub async fn next(&mut self) -> Heard {
        loop {
            if let Some(envelope) = self.waiting.next() {
                self.cursor = envelope.seq;
                return Heard::Envelope(envelope);
            }
            let told = match &mut self.news {
                Some(news) => news.recv().await,
                // In a box of its own: it asks the database, which takes room that a stream does not need for long.
                None => return Box::pin(self.begin()).await,
            };
            match told {
                Ok(told) if told.iter().any(|told| ends(&self.actor, &told.audience)) => return Heard::End,
                Ok(told) => self.take(&told),
                // What was missed may have been the end of their session: they are judged anew as well.
                Err(RecvError::Lagged(_)) => (self.since, self.news) = (Since::Lost, None),
                Err(RecvError::Closed) => return Heard::End,
            }
        }
    }

    /// Up to where in the log nothing is left to be told to them; none before they have begun.
    pub fn cursor(&mut self) -> Option<i64> {
        let news = self.news.as_ref()?;
        if self.waiting.as_slice().is_empty()
            && let Some(head) = self.portal.live().head_of(news)
        {
            self.cursor = self.cursor.max(head);
        }
        Some(self.cursor)
    }

    async fn begin(&mut self) -> Heard {
        match self.try_begin().await {
            Ok(heard) => heard,
            Err(error) => {
                tracing::warn!(%error, "a stream could not begin");
                Heard::End
            }
        }
    }

    /// Changes nothing of itself before all is known, so that it can be begun again.
    async fn try_begin(&mut self) -> Result<Heard> {
        let (portal, mut since) = (self.portal.clone(), self.since);
        let hub = portal.live();
        hub.ready().await;
        if let Since::Event(last) = since
            && hub.head() < last
            && !portal.has_event(last).await?
        {
            // Not only has another process heard of it before this one: this log does not have it at all.
            since = Since::Lost;
        }
        // Before their session is looked at, so that whatever ends it later is heard.
        let Joined { news, head, missed } = hub.join(&self.actor, since);
        if !portal.is_welcome(&self.actor).await? {
            return Ok(Heard::End);
        }
        self.news = Some(news);
        let now = portal.world().now();
        let is_recent = |(_, at): &(Envelope, Timestamp)| now.seconds_since(*at) < REPLAY_SECONDS;
        match missed.filter(|missed| missed.first().is_none_or(is_recent)) {
            Some(missed) => {
                let envelopes: Vec<_> = missed.into_iter().map(|(envelope, _)| envelope).collect();
                self.waiting = envelopes.into_iter();
                self.cursor = match since {
                    Since::Event(last) => last,
                    Since::Now | Since::Lost => head,
                };
                Ok(Heard::Begun(self.cursor))
            }
            None => {
                self.waiting = Vec::new().into_iter();
                self.cursor = head;
                Ok(Heard::Resync(head))
            }
        }
    }

    /// Keeps what they may know of what was told together.
    fn take(&mut self, told: &[Addressed]) {
        let is_mine =
            |told: &&Addressed| self.cursor < told.envelope.seq && may_know(&self.actor, &told.audience);
        let mine: Vec<_> = told.iter().filter(is_mine).map(|told| told.envelope).collect();
        self.waiting = mine.into_iter();
    }
}

#[cfg(test)]
mod tests {
    use domain::Locale;
    use domain::event::EventKind;
    use store::testing::TestDatabase;
    use uuid::Uuid;

    use super::super::audience::Audience;
    use super::*;
    use crate::{PortalSettings, World};

    fn told(seq: i64) -> Addressed {
        let envelope = Envelope { seq, kind: EventKind::ArticleSubmitted, subject: Uuid::nil() };
        Addressed { envelope, at: Timestamp::from_millis(0), audience: Audience::Writers }
    }

    #[tokio::test]
    async fn whoever_is_too_slow_is_told_so_once_and_goes_on_from_there() {
        let database = TestDatabase::sqlite();
        let settings = PortalSettings { public_url: String::new() };
        let portal = Portal::new(database.open().await, World::default(), settings);
        let following = tokio::spawn(portal.clone().follow());
        let mut listening = portal.listen(Actor::system(Locale::Fr), None);
        assert_eq!(listening.cursor(), None);
        assert_eq!(listening.next().await, Heard::Begun(0));
        for seq in 1..=200 {
            portal.live().tell(vec![told(seq)], seq);
        }
        assert_eq!(listening.next().await, Heard::Resync(200));
        portal.live().tell(vec![told(201), told(202)], 205);
        assert_eq!(listening.next().await, Heard::Envelope(told(201).envelope));
        assert_eq!(listening.cursor(), Some(201), "there is one more");
        assert_eq!(listening.next().await, Heard::Envelope(told(202).envelope));
        assert_eq!(listening.cursor(), Some(205));
        following.abort();
    }
}

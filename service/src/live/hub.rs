//! The hub: follows the log, and tells all streams of this process at once. It reads every event once, so it is the one that tells
//! the cache of sessions as well.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::{Actor, BroadcastId, Scope, TeamId, Timestamp, UserId, VendorId};
use store::Store;
use store::event::EventFilter;
use tokio::sync::{broadcast, watch};

use super::address::Addressing;
use super::audience::{is_for_few, knows_more, may_know};
use super::envelope::{Addressed, Envelope};
use crate::error::Result;
use crate::people::SessionCache;

/// How many events back whoever comes back is told what they missed.
const REPLAY: i64 = 1_000;
/// How many events are read at once, and told at once.
const EVENTS: usize = 500;
/// How many times the hub may tell something before a stream must have taken it in.
const CAPACITY: usize = 64;
/// How long the hub rests once it has told what there was. What happens meanwhile is told together: each telling wakes
/// every stream, and when a thousand people acknowledge within a second there are not to be a thousand of them.
const BREATH: Duration = Duration::from_millis(50);
/// Of how many broadcasts it is kept whom they reach, until they are told of.
const EXPECTED: usize = 8;
/// How long it rests after a failure.
const REST: Duration = Duration::from_secs(1);

/// What is told together.
pub(super) type Told = Arc<[Addressed]>;

/// The hub of this process.
#[derive(Debug)]
pub(crate) struct Hub {
    recent: Mutex<Recent>,
    /// Everything, to those who may know of more than agents.
    all: broadcast::Sender<Told>,
    /// What agents may know of, to everybody else: nothing else wakes them.
    floor: broadcast::Sender<Told>,
    is_ready: watch::Sender<bool>,
    /// Whom broadcasts reach that this process is about to send.
    expected: Mutex<VecDeque<(BroadcastId, Vec<Place>)>>,
}

/// Somebody, and the vendor and the team in which they work.
pub(super) type Place = (UserId, VendorId, TeamId);

/// What was told last. Whoever holds the lock sees no telling that is half done.
#[derive(Debug, Default)]
struct Recent {
    /// The last event that was told, or that nobody is told of.
    head: i64,
    /// Everything that was told of later events is here.
    from: i64,
    told: VecDeque<Addressed>,
}

/// From where somebody listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Since {
    /// From now on.
    Now,
    /// From behind this event: it is the last that they heard of.
    Event(i64),
    /// From now on, and they know that they missed something.
    Lost,
}

/// What somebody has when they begin to listen.
#[derive(Debug)]
pub(super) struct Joined {
    /// What is told from now on.
    pub(super) news: broadcast::Receiver<Told>,
    /// The last event before that.
    pub(super) head: i64,
    /// What they missed, and when it happened; none when too much was missed to say.
    pub(super) missed: Option<Vec<(Envelope, Timestamp)>>,
}

impl Hub {
    /// A hub that nobody listens to yet.
    pub(crate) fn new() -> Self {
        Self {
            recent: Mutex::default(),
            all: broadcast::Sender::new(CAPACITY),
            floor: broadcast::Sender::new(CAPACITY),
            is_ready: watch::Sender::new(false),
            expected: Mutex::default(),
        }
    }

    /// A broadcast is about to be sent that reaches these: they need not be read when it is told of. That it is not sent after
    /// all does no harm.
    pub(crate) fn expect(&self, broadcast: BroadcastId, places: Vec<Place>) {
        let mut expected = self.expected.lock().unwrap_or_else(PoisonError::into_inner);
        expected.push_back((broadcast, places));
        if EXPECTED < expected.len() {
            expected.pop_front();
        }
    }

    /// Whom a broadcast reaches, if this process has sent it just now.
    pub(super) fn expected(&self, broadcast: BroadcastId) -> Option<Vec<Place>> {
        let mut expected = self.expected.lock().unwrap_or_else(PoisonError::into_inner);
        let place = expected.iter().position(|(id, _)| *id == broadcast)?;
        expected.remove(place).map(|(_, places)| places)
    }

    /// Tells what happens for as long as the process lives. It begins with what happened last, for those who come back
    /// from another process.
    pub(crate) async fn follow(&self, store: &Store, sessions: &SessionCache) {
        let mut head = store.head();
        let mut addressing = Addressing::default();
        self.begin((*head.borrow() - REPLAY).max(0));
        loop {
            head.borrow_and_update();
            if let Err(error) = self.catch_up(store, sessions, &mut addressing).await {
                tracing::warn!(%error, "streams are behind");
                // What was recorded is not known.
                sessions.clear();
                tokio::time::sleep(REST).await;
                continue;
            }
            self.is_ready.send_if_modified(|is_ready| !std::mem::replace(is_ready, true));
            tokio::time::sleep(BREATH).await;
            if head.changed().await.is_err() {
                return;
            }
        }
    }

    /// Tells what was recorded since the last time.
    async fn catch_up(
        &self,
        store: &Store,
        sessions: &SessionCache,
        addressing: &mut Addressing,
    ) -> Result<()> {
        let db = store.read();
        loop {
            let cursor = self.head();
            let all = EventFilter::default();
            let events = db.events(Scope::Everything).after(cursor, &all, EVENTS).await?;
            let Some(last) = events.last().map(|event| event.seq) else { return Ok(()) };
            // First, because whoever is told asks anew.
            sessions.heed(&events);
            self.tell(addressing.address(&db, self, &events).await?, last);
            if events.len() < EVENTS {
                return Ok(());
            }
        }
    }

    fn begin(&self, cursor: i64) {
        let mut recent = self.recent();
        recent.head = cursor;
        recent.from = cursor;
    }

    /// Tells everybody at once, up to an event.
    pub(super) fn tell(&self, told: Vec<Addressed>, last: i64) {
        let mut recent = self.recent();
        recent.head = last;
        recent.from = recent.from.max(last - REPLAY);
        recent.told.extend(told.iter().cloned());
        let forgotten = recent.told.partition_point(|told| told.envelope.seq <= recent.from);
        recent.told.drain(..forgotten);
        let floor: Vec<_> = told.iter().filter(|told| !is_for_few(&told.audience)).cloned().collect();
        for (news, told) in [(&self.all, told), (&self.floor, floor)] {
            if !told.is_empty() {
                // That nobody listens is no failure.
                let _listeners = news.send(told.into());
            }
        }
    }

    /// Waits until what happened last is known.
    pub(super) async fn ready(&self) {
        // The other end is in the hub itself, so it does not go away.
        drop(self.is_ready.subscribe().wait_for(|is_ready| *is_ready).await);
    }

    /// The last event that was told.
    pub(super) fn head(&self) -> i64 {
        self.recent().head
    }

    /// The last event that was told, if a listener has taken in everything.
    pub(super) fn head_of(&self, news: &broadcast::Receiver<Told>) -> Option<i64> {
        let recent = self.recent();
        news.is_empty().then_some(recent.head)
    }

    /// Begins to listen. Nothing is told between what was missed and what comes.
    pub(super) fn join(&self, actor: &Actor, since: Since) -> Joined {
        let recent = self.recent();
        let missed = match since {
            Since::Now => Some(Vec::new()),
            Since::Event(last) => recent.since(last, actor),
            Since::Lost => None,
        };
        let news = if knows_more(actor) { &self.all } else { &self.floor };
        Joined { news: news.subscribe(), head: recent.head, missed }
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recent {
    /// What was told behind an event and somebody may know; none when that is not here any more.
    fn since(&self, last: i64, actor: &Actor) -> Option<Vec<(Envelope, Timestamp)>> {
        if last < self.from {
            return None;
        }
        let heard = self.told.partition_point(|told| told.envelope.seq <= last);
        let missed = self.told.range(heard..).filter(|told| may_know(actor, &told.audience));
        Some(missed.map(|told| (told.envelope, told.at)).collect())
    }
}

#[cfg(test)]
mod tests {
    use domain::event::EventKind;
    use domain::people::{Place, Role};
    use domain::{ActorKind, Locale, UserId};
    use uuid::Uuid;

    use super::super::audience::Audience;
    use super::*;

    fn told(seq: i64) -> Addressed {
        let envelope = Envelope { seq, kind: EventKind::ArticleSubmitted, subject: Uuid::nil() };
        Addressed { envelope, at: Timestamp::from_millis(0), audience: Audience::Writers }
    }

    fn missed(hub: &Hub, last: i64) -> Option<Vec<i64>> {
        let joined = hub.join(&Actor::system(Locale::Fr), Since::Event(last));
        joined.missed.map(|missed| missed.into_iter().map(|(envelope, _)| envelope.seq).collect())
    }

    fn agent() -> Actor {
        let place = Place { vendor: None, site: None, team: None };
        let (id, role) = (UserId::new(Uuid::nil()), Role::Agent);
        Actor { kind: ActorKind::User { id, role, place, session: None }, locale: Locale::Fr }
    }

    #[test]
    fn no_agent_is_woken_for_what_they_may_not_know() {
        let hub = Hub::new();
        let follower = Actor::system(Locale::Fr);
        let [agents, mut followers] = [agent(), follower].map(|actor| hub.join(&actor, Since::Now).news);
        let delivered = Audience::Progress { people: [None, None], vendor: None };
        hub.tell(vec![Addressed { audience: delivered, ..told(1) }], 1);
        assert!(agents.is_empty());
        assert_eq!(hub.head_of(&agents), Some(1), "for them there is nothing to take in");
        assert_eq!((followers.try_recv().unwrap().len(), followers.is_empty()), (1, true));
        let published = Audience::Readers(Arc::from([]));
        hub.tell(vec![told(2), Addressed { audience: published, ..told(3) }], 3);
        assert_eq!((agents.len(), followers.len()), (1, 1), "one telling each");
        assert_eq!(followers.try_recv().unwrap().len(), 2);
    }

    #[test]
    fn whom_a_broadcast_reaches_is_known_once_and_of_a_few_at_the_most() {
        let hub = Hub::new();
        let id = |number: u128| Uuid::from_u128(number);
        let place = (UserId::new(id(1)), VendorId::new(id(2)), TeamId::new(id(3)));
        let broadcast = |number: usize| BroadcastId::new(id(number as u128));
        for number in 0..=EXPECTED {
            hub.expect(broadcast(number), vec![place]);
        }
        assert_eq!(hub.expected(broadcast(0)), None, "the first made room for the last");
        assert_eq!(hub.expected(broadcast(1)), Some(vec![place]));
        assert_eq!(hub.expected(broadcast(1)), None);
        assert_eq!(hub.expected(broadcast(EXPECTED)), Some(vec![place]));
    }

    #[test]
    fn whoever_comes_back_is_told_what_they_missed_and_no_more() {
        let hub = Hub::new();
        hub.begin(10);
        hub.tell(vec![told(12), told(13)], 14);
        hub.tell(vec![], 15);
        hub.tell(vec![told(16)], 16);
        assert_eq!(missed(&hub, 9), None, "what was before is not known");
        assert_eq!(missed(&hub, 10), Some(vec![12, 13, 16]));
        assert_eq!(missed(&hub, 12), Some(vec![13, 16]));
        assert_eq!(missed(&hub, 15), Some(vec![16]));
        assert_eq!(missed(&hub, 16), Some(vec![]));
        assert_eq!(missed(&hub, 17), Some(vec![]), "another process is ahead");
    }

    #[test]
    fn only_so_much_is_kept() {
        let hub = Hub::new();
        for seq in 1..=2 * REPLAY {
            hub.tell(vec![told(seq)], seq);
        }
        assert_eq!(hub.recent().told.len(), usize::try_from(REPLAY).unwrap());
        assert_eq!(missed(&hub, REPLAY - 1), None);
        assert_eq!(missed(&hub, REPLAY).map(|missed| missed.len()), Some(1_000));
        hub.tell(vec![], 10 * REPLAY);
        assert_eq!(hub.recent().told.len(), 0, "what nobody is told counts as well");
        assert_eq!(missed(&hub, 9 * REPLAY), Some(vec![]));
    }

    #[test]
    fn a_listener_is_where_the_hub_is_once_it_has_taken_in_everything() {
        let hub = Hub::new();
        let mut news = hub.join(&Actor::system(Locale::Fr), Since::Now).news;
        assert_eq!(hub.head_of(&news), Some(0));
        hub.tell(vec![], 3);
        assert_eq!(hub.head_of(&news), Some(3), "nobody is told of the first three");
        hub.tell(vec![told(5)], 7);
        assert_eq!(hub.head_of(&news), None);
        news.try_recv().unwrap();
        assert_eq!(hub.head_of(&news), Some(7));
    }
}

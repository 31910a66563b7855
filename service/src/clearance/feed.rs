//! What changes clearances, in the one order of the log: a routing platform that follows it asks nothing else.
//!
//! Each change names an agent and gives their clearances as they are by now. An event that concerns many is told agent by
//! agent, in the order of their ids; a place inside it is named by the last agent, which no later event can move.

use std::collections::{BTreeMap, BTreeSet};

use domain::clearance::ChangeCursor;
use domain::event::{Event, EventKind};
use domain::knowledge::Channel;
use domain::people::{Role, User};
use domain::{Actor, BroadcastId, Locale, Permission, Scope, Timestamp, UserId};
use serde::Deserialize;
use store::{ContactTypeRow, Db};

use super::ask::{ClearanceEntry, MAX_AGENTS, reasons};
use super::assess::{Reach, reaches};
use super::evidence::Evidence;
use super::posts::{self, Post};
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// The kinds of events that can change somebody's clearance.
const KINDS: [EventKind; 12] = [
    EventKind::BroadcastSent,
    EventKind::BroadcastSuperseded,
    EventKind::BroadcastRecalled,
    EventKind::BroadcastClosed,
    EventKind::BroadcastDue,
    EventKind::BroadcastReachChanged,
    EventKind::BroadcastAcknowledged,
    EventKind::BroadcastExempted,
    EventKind::UserCreated,
    EventKind::UserChanged,
    EventKind::UserDeactivated,
    EventKind::UserReactivated,
];
/// How many of them a page looks at, at the most.
const MAX_EVENTS: usize = 500;
/// Through how many places of the log it looks for them.
const MAX_PLACES: i64 = 10_000;

/// Which changes are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeAsk {
    /// Behind which place.
    pub after: ChangeCursor,
    /// Through which channel; none for all together.
    pub channel: Option<Channel>,
    /// In which language; none for all together.
    pub language: Option<Locale>,
    /// How many at the most.
    pub limit: usize,
}

/// Something that may have changed clearances of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearanceChange {
    /// The number of the event.
    pub seq: i64,
    /// The stored word of what happened.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// Whose clearances.
    pub agent: UserId,
    /// For which contact types; none for all.
    pub contact_types: Option<Vec<ContactTypeRow>>,
    /// Their clearances as they are by now. Empty when the person is no agent in scope any more.
    pub clearances: Vec<ClearanceEntry>,
}

/// Changes, and where to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearanceChanges {
    /// The changes, in order.
    pub changes: Vec<ClearanceChange>,
    /// Behind what to go on.
    pub next: ChangeCursor,
    /// Whether that is the end of the log by now.
    pub is_complete: bool,
}

impl Portal {
    /// What changed clearances of agents in scope behind a place in the log. Nothing is left out and nothing comes out of
    /// order, wherever the pages end. A place that the log does not have is refused: an older backup was restored, and what it
    /// records next would be taken for told.
    pub async fn clearance_changes(&self, actor: &Actor, ask: ChangeAsk) -> Result<ClearanceChanges> {
        require(actor, Permission::ReadClearances)?;
        let head = *self.store().head().borrow();
        let from = ask.after.whole();
        if head <= from {
            // Another process may have heard of it before this one.
            if head < ask.after.seq && !self.has_event(ask.after.seq).await? {
                return Err(Error::NoSuchPlace);
            }
            return Ok(ClearanceChanges { changes: Vec::new(), next: ask.after, is_complete: true });
        }
        let (db, scope) = (self.store().read(), actor.scope());
        let until = head.min(from.saturating_add(MAX_PLACES));
        let events = db.events(Scope::Everything).of_kinds(&KINDS, (from, until), MAX_EVENTS).await?;
        // What was not looked at is behind the last of a full page.
        let end = events.last().filter(|_| events.len() == MAX_EVENTS).map_or(until, |last| last.seq);
        let types = db.contact_types().all().await?;
        let found = Found::of(&db, scope, events, &types).await?;
        let (told, stop) = found.tell(&db, scope, &ask).await?;
        let known = (types.as_slice(), self.world().now());
        let changes = found.changes(self, scope, &ask, known, told).await?;
        let next = stop.unwrap_or(ChangeCursor::behind(end));
        Ok(ClearanceChanges { changes, next, is_complete: stop.is_none() && end == head })
    }
}

/// Events that can change clearances, and what must be known to tell whose.
struct Found {
    events: Vec<Event>,
    /// What the broadcasts among them keep people from. Those that keep nobody from anything are left out.
    reaches: BTreeMap<BroadcastId, Reach>,
    /// Those in scope of whom single events are.
    people: BTreeMap<UserId, User>,
    /// The numbers of those before or after which somebody was an agent in scope, of the events that say as what they work.
    moves: BTreeSet<i64>,
}

/// Whom an event concerns.
enum Concern {
    Nobody,
    /// One person.
    Person(UserId),
    /// Everybody whom a broadcast reached and who has not acknowledged it: who has, meanwhile, is told of by that.
    Recipients(BroadcastId),
}

/// What is read of an event's details.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Details {
    agent: Option<UserId>,
    fields: Vec<String>,
}

impl Found {
    async fn of(db: &Db, scope: Scope, events: Vec<Event>, types: &[ContactTypeRow]) -> Result<Self> {
        let broadcasts: BTreeSet<_> = events.iter().filter_map(broadcast_of).collect();
        let broadcasts: Vec<_> = broadcasts.into_iter().collect();
        let known = db.broadcasts(Scope::Everything).get_many(&broadcasts).await?;
        let reaches = reaches(db, &known, types).await?;
        let moves = moves(db, scope, &events).await?;
        let mut found = Self { events, reaches, people: BTreeMap::new(), moves };
        let persons: BTreeSet<_> = found
            .events
            .iter()
            .filter_map(|event| match found.concern(event) {
                Concern::Person(person) => Some(person),
                Concern::Nobody | Concern::Recipients(_) => None,
            })
            .collect();
        let people = people(db, scope, persons).await?;
        found.people = people;
        Ok(found)
    }

    /// Whom an event concerns, as far as clearances go.
    fn concern(&self, event: &Event) -> Concern {
        let details = Details::of(event);
        let binding = broadcast_of(event).filter(|id| self.reaches.contains_key(id));
        let person = Concern::Person(UserId::new(event.subject));
        match EventKind::parse(&event.kind) {
            Some(EventKind::UserCreated | EventKind::UserDeactivated | EventKind::UserReactivated) => person,
            // A name, an address or a language changes nothing.
            Some(EventKind::UserChanged) if details.changes_place() => person,
            Some(EventKind::BroadcastAcknowledged | EventKind::BroadcastExempted) => {
                binding.and(details.agent).map_or(Concern::Nobody, Concern::Person)
            }
            Some(
                EventKind::BroadcastSent
                | EventKind::BroadcastSuperseded
                | EventKind::BroadcastRecalled
                | EventKind::BroadcastClosed
                | EventKind::BroadcastDue
                | EventKind::BroadcastReachChanged,
            ) => binding.map_or(Concern::Nobody, Concern::Recipients),
            _ => Concern::Nobody,
        }
    }

    /// Whom the events concern, as many as there is room for, and where to go on when those were not all.
    async fn tell(
        &self,
        db: &Db,
        scope: Scope,
        ask: &ChangeAsk,
    ) -> Result<(Vec<(&Event, UserId)>, Option<ChangeCursor>)> {
        let limit = ask.limit.clamp(1, MAX_AGENTS);
        let mut told = Vec::new();
        for event in &self.events {
            let room = limit - told.len();
            if room == 0 {
                return Ok((told, Some(ChangeCursor::behind(event.seq - 1))));
            }
            let inside = ask.after.agent.filter(|_| event.seq == ask.after.seq);
            let mut agents: Vec<UserId> = match self.concern(event) {
                Concern::Nobody => Vec::new(),
                Concern::Person(person) => {
                    self.is_told(event, person, inside).then_some(person).into_iter().collect()
                }
                Concern::Recipients(broadcast) => {
                    db.recipients(scope).unacknowledged(broadcast, inside, room + 1).await?
                }
            };
            let has_more = room < agents.len();
            agents.truncate(room);
            let last = agents.last().copied();
            told.extend(agents.into_iter().map(|agent| (event, agent)));
            if has_more {
                return Ok((told, Some(ChangeCursor { seq: event.seq, agent: last })));
            }
        }
        Ok((told, None))
    }

    /// Whether a change of one person is told, and was not already: one of an agent in scope, or one by which they became one
    /// or are none any more.
    fn is_told(&self, event: &Event, person: UserId, inside: Option<UserId>) -> bool {
        let is_told = if is_change(event) {
            self.moves.contains(&event.seq)
        } else {
            self.people.get(&person).is_some_and(|user| user.role == Role::Agent)
        };
        is_told && inside.is_none_or(|told| told < person)
    }

    /// The changes, with the clearances as they are by now.
    async fn changes(
        &self,
        portal: &Portal,
        scope: Scope,
        ask: &ChangeAsk,
        (types, now): (&[ContactTypeRow], Timestamp),
        told: Vec<(&Event, UserId)>,
    ) -> Result<Vec<ClearanceChange>> {
        let ids: BTreeSet<_> = told.iter().map(|(_, agent)| *agent).collect();
        let agents = people(&portal.store().read(), scope, ids).await?;
        let agents: Vec<_> = agents.into_values().filter(|user| user.role == Role::Agent).collect();
        let known: BTreeSet<_> = agents.iter().map(|agent| agent.id).collect();
        let evidence = Evidence::of(portal, scope, &agents, (now, now)).await?;
        let all = reasons(types, None)?;
        let change = |(event, agent): (&Event, UserId)| {
            let covered = broadcast_of(event).and_then(|id| self.reaches.get(&id)).map(Reach::covered);
            // What it was about until then has changed as well, and is not known any more.
            let has_moved = event.kind == EventKind::BroadcastReachChanged.as_str();
            let covered = covered.filter(|covered| !covered.is_empty() && !has_moved);
            let about: Vec<&ContactTypeRow> = match covered {
                Some(covered) => all.iter().copied().filter(|row| covered.contains(&row.id)).collect(),
                None => all.clone(),
            };
            let entry = |row: &&ContactTypeRow| evidence.entry(agent, row, ask.channel, ask.language);
            let clearances: Vec<_> =
                if known.contains(&agent) { about.iter().map(entry).collect() } else { Vec::new() };
            ClearanceChange {
                seq: event.seq,
                kind: event.kind.clone(),
                at: event.at,
                agent,
                contact_types: covered.map(|_| about.iter().map(|row| (*row).clone()).collect()),
                clearances,
            }
        };
        Ok(told.into_iter().map(change).collect())
    }
}

impl Details {
    fn of(event: &Event) -> Self {
        serde_json::from_str(&event.details).unwrap_or_default()
    }

    /// Whether the role or the place of a person changed.
    fn changes_place(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.as_str(), "role" | "place"))
    }
}

fn broadcast_of(event: &Event) -> Option<BroadcastId> {
    event.kind.starts_with("broadcast.").then(|| BroadcastId::new(event.subject))
}

fn is_change(event: &Event) -> bool {
    event.kind == EventKind::UserChanged.as_str()
}

/// The numbers of those events, of all that say as what the people work whom some events move, before or after which they
/// were an agent in scope. Who it was then is in the log: whoever has left is not in scope by now.
async fn moves(db: &Db, scope: Scope, events: &[Event]) -> Result<BTreeSet<i64>> {
    let moved = events.iter().filter(|event| is_change(event) && Details::of(event).changes_place());
    let moved: BTreeSet<_> = moved.map(|event| event.subject).collect();
    let moved: Vec<_> = moved.into_iter().collect();
    let (mut last, mut moves) = (BTreeMap::new(), BTreeSet::new());
    for event in db.events(Scope::Everything).of_subjects(&posts::KINDS, &moved).await? {
        let post = Post::of(event.vendor, &event.details);
        let before = last.insert(event.subject, post);
        if post.is_in(scope) || before.is_some_and(|before| before.is_in(scope)) {
            moves.insert(event.seq);
        }
    }
    Ok(moves)
}

/// The people in scope with some ids.
async fn people(db: &Db, scope: Scope, ids: BTreeSet<UserId>) -> Result<BTreeMap<UserId, User>> {
    let ids: Vec<_> = ids.into_iter().collect();
    Ok(db.users(scope).get_many(&ids).await?.into_iter().map(|user| (user.id, user)).collect())
}

//! What those who follow broadcasts see first: how far each is, and who is late or about to be.

use std::collections::BTreeSet;

use domain::broadcast::{Broadcast, BroadcastText, Escalation, Severity, shown};
use domain::{Actor, BroadcastId, Locale, Permission, Scope, Timestamp, UserId, fold};
use store::{RecipientRow, RecipientTally};

use super::joint::{Joint, tally_of};
use super::overdue::overdue;
use super::receive::text_for;
use crate::error::Result;
use crate::people::names_of;
use crate::portal::{Portal, require};

/// How many broadcasts, and how many people, are named.
const NAMED: usize = 8;
/// For how long after its deadline a broadcast is named of which too few people are asked to tell when it is done, in seconds.
const QUIET: i64 = 7 * 24 * 60 * 60;

/// What is under way for somebody who follows broadcasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// How many people are late with something.
    pub late: Late,
    /// The broadcasts that are under way, by their deadlines.
    pub broadcasts: Vec<LiveBroadcast>,
    /// Who of their team is late or about to be, by the deadline: the late first; none for those who lead no team.
    pub people: Option<Vec<LatePerson>>,
}

/// How many people are late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Late {
    /// So many.
    Count(u64),
    /// Fewer than the client's side is told a number of, be it nobody.
    Few,
}

/// A broadcast that has to be acknowledged; for the client's side, a change that has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveBroadcast {
    /// Which.
    pub id: BroadcastId,
    /// What it is about.
    pub title: String,
    /// The language of the title.
    pub locale: Locale,
    /// How much it matters, to those to whom it matters most.
    pub severity: Severity,
    /// By when the last of those in scope have to acknowledge.
    pub due_at: Option<Timestamp>,
    /// Whether that is past.
    pub is_past: bool,
    /// How many have, and how many have to; none where there are too few of them.
    pub progress: Option<(usize, usize)>,
}

/// Somebody who is late with a broadcast, or about to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LatePerson {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// With which broadcast.
    pub broadcast: BroadcastId,
    /// What that is about.
    pub title: String,
    /// The language of the title.
    pub locale: Locale,
    /// By when they have to acknowledge.
    pub due_at: Timestamp,
    /// How overdue they are: who was the last to hear of it; none while they are in time.
    pub overdue: Option<Escalation>,
}

/// Broadcasts and their words.
type Texts = [(BroadcastId, BroadcastText)];

impl Portal {
    /// What is under way for an actor who follows broadcasts.
    pub(crate) async fn followed(&self, actor: &Actor) -> Result<Followed> {
        require(actor, Permission::FollowBroadcasts)?;
        let (db, now) = (self.store().read(), self.world().now());
        let mut live = db.broadcasts(actor.scope()).live().await?;
        live.retain(|broadcast| broadcast.severity.needs_acknowledgement());
        let ids: Vec<_> = live.iter().map(|broadcast| broadcast.id).collect();
        let texts = db.broadcasts(actor.scope()).texts(&ids).await?;
        let joint = self.joint(actor, &live).await?;
        let tallies = db.recipients(actor.scope()).tallies(&joint.ids(), now).await?;
        let mut open = db.recipients(actor.scope()).open_in(&ids).await?;
        open.retain(|row| row.recipient.owes(now) && row.deadline.is_near(now));
        let late = late_of(actor, &open, now);
        let people = self.late_people(actor, open, &live, &texts).await?;
        Ok(Followed {
            late,
            broadcasts: under_way(actor.locale, (&live, &joint), &tallies, &texts, now),
            people,
        })
    }

    /// Who of the team that the actor leads is late or about to be, of those who owe something that is due by then.
    async fn late_people(
        &self,
        actor: &Actor,
        open: Vec<RecipientRow>,
        live: &[Broadcast],
        texts: &Texts,
    ) -> Result<Option<Vec<LatePerson>>> {
        let Scope::Team(..) = actor.scope() else { return Ok(None) };
        let (db, now) = (self.store().read(), self.world().now());
        let ids: Vec<_> = open.iter().map(|row| row.user).collect();
        let names = names_of(&db, actor, &ids).await?;
        let is_late = open.iter().any(|row| row.deadline.is_past(now));
        let sites = if is_late { db.sites(actor.scope()).all().await? } else { Vec::new() };
        let person = |row: RecipientRow| {
            let text = text_for(actor.locale, row.broadcast, texts)?;
            let severity = live.iter().find(|broadcast| broadcast.id == row.broadcast)?.severity;
            Some(LatePerson {
                id: row.user,
                name: names.get(&row.user)?.clone(),
                broadcast: row.broadcast,
                title: text.title,
                locale: text.locale,
                due_at: row.deadline.due_at?,
                overdue: overdue(severity, &row, &sites, now),
            })
        };
        let mut people: Vec<_> = open.into_iter().filter_map(person).collect();
        people.sort_by_cached_key(|person| (person.due_at, fold(&person.name), person.broadcast));
        people.truncate(NAMED);
        Ok(Some(people))
    }
}

impl LiveBroadcast {
    /// Whether somebody may still have to acknowledge. Where too few are asked, nobody can tell from this whether they have.
    fn is_under_way(&self, now: Timestamp) -> bool {
        match self.progress {
            Some((acknowledged, population)) => acknowledged < population,
            None => self.due_at.is_none_or(|due_at| now < due_at.plus_seconds(QUIET)),
        }
    }
}

/// How many people are late. The client's side learns no number that is as good as a name, here no more than in what it is
/// told.
fn late_of(actor: &Actor, open: &[RecipientRow], now: Timestamp) -> Late {
    // Whoever is late with several is one person.
    let late: BTreeSet<_> = open.iter().filter(|row| row.deadline.is_past(now)).map(|row| row.user).collect();
    let is_told = actor.scope().vendor().is_some() || shown(late.len());
    if is_told { Late::Count(late.len() as u64) } else { Late::Few }
}

/// The broadcasts that are under way, by their deadlines; so many at the most. Of those that are counted together one is named.
fn under_way(
    reader: Locale,
    (live, joint): (&[Broadcast], &Joint),
    tallies: &[RecipientTally],
    texts: &Texts,
    now: Timestamp,
) -> Vec<LiveBroadcast> {
    let one = |broadcast: &Broadcast| {
        let told = joint.of(broadcast);
        let named = told.iter().filter(|one| live.iter().any(|live| live.id == one.id));
        if named.clone().next().is_none_or(|first| first.id != broadcast.id) {
            return None;
        }
        let tally = tally_of(told, tallies)?;
        let BroadcastText { locale, title, summary: _, items: _ } = text_for(reader, broadcast.id, texts)?;
        Some(LiveBroadcast {
            id: broadcast.id,
            title,
            locale,
            severity: named.map(|one| one.severity).fold(broadcast.severity, Ord::max),
            due_at: tally.last_due,
            is_past: tally.last_due.is_some_and(|due_at| due_at <= now),
            progress: shown(tally.population).then_some((tally.acknowledged, tally.population)),
        })
    };
    let mut named: Vec<_> = live.iter().filter_map(one).filter(|one| one.is_under_way(now)).collect();
    named.sort_by_cached_key(|one| (one.due_at, fold(&one.title), one.id));
    named.truncate(NAMED);
    named
}

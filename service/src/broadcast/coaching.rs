//! Coaching: whoever fails the check of a broadcast again goes through it with their lead, who says when that was done.

use std::collections::BTreeMap;

use domain::broadcast::{Broadcast, BroadcastState, shown};
use domain::event::{EventKind, NewEvent};
use domain::notification::Notice;
use domain::people::{Role, User};
use domain::{Actor, BroadcastId, Locale, Permission, Scope, Timestamp, UserId};
use serde_json::json;
use store::{CoachingRow, Coachings, Db, RecipientRow, StoreError, Tx};

use super::receive::text_for;
use super::remind::{Tidings, people_of, tell};
use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::{Portal, require};
use crate::world::World;

/// Coaching on a broadcast, as far as somebody may know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coaching {
    /// Those who wait for it and those who had it, by name, for their own side.
    pub people: Vec<Coached>,
    /// How many wait for it, for the client's side; none where there are too few of them.
    pub waiting: Option<u64>,
}

/// Somebody who failed the check of a broadcast again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coached {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// By whom they were coached, and when; none while they wait for it.
    pub given: Option<CoachedBy>,
}

/// By whom somebody was coached, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoachedBy {
    /// By name, where the reader may know it.
    pub name: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// A broadcast on which people wait for coaching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToCoach {
    /// Which.
    pub broadcast: BroadcastId,
    /// What it is about.
    pub title: String,
    /// In which language that is said.
    pub locale: Locale,
    /// Who waits, by name.
    pub people: Vec<String>,
}

impl Portal {
    /// Notes that the actor went through a broadcast with somebody who had failed its check again. Twice is once.
    pub async fn note_coaching(&self, actor: &Actor, id: BroadcastId, agent: UserId) -> Result<()> {
        require(actor, Permission::CoachAgents)?;
        let by = actor.user_id().ok_or(Error::Unauthenticated)?;
        let row = self.store().read().recipients(actor.scope()).get(id, agent).await?;
        let row = row.filter(|row| row.recipient.needs_coaching()).ok_or(Error::NotFound)?;
        let (vendor, team) = (row.vendor, row.team);
        let (new, at) = (self.world().id(), self.world().now());
        let given = CoachingRow { id: new, broadcast: id, user: agent, vendor, team, by, at };
        let noted = self.write(actor, move |tx| async move {
            Coachings::insert(&tx, &given).await?;
            let event = NewEvent::new(EventKind::BroadcastCoached, id.uuid());
            tx.record(event.of_vendor(Some(vendor)).with(json!({ "agent": agent })));
            Ok(())
        });
        match noted.await {
            Err(Error::Store(StoreError::Taken(_))) => Ok(()),
            noted => noted,
        }
    }

    /// On what people in the actor's scope wait for coaching, the last sent first.
    pub(crate) async fn to_coach(&self, actor: &Actor) -> Result<Vec<ToCoach>> {
        let db = self.store().read();
        let broadcasts = db.broadcasts(actor.scope());
        let ids: Vec<_> = broadcasts.live().await?.iter().map(|broadcast| broadcast.id).collect();
        // Whoever has changed teams since was coached where they worked then.
        let given = db.coachings(actor.scope().whole_vendor()).of_broadcasts(&ids).await?;
        let mut rows = db.recipients(actor.scope()).failed_again(&ids).await?;
        rows.retain(|row| awaits(row, &given));
        let people: Vec<_> = rows.iter().map(|row| row.user).collect();
        let names = names_of(&db, actor, &people).await?;
        let mut waiting: BTreeMap<BroadcastId, Vec<String>> = BTreeMap::new();
        for row in rows {
            if let Some(name) = names.get(&row.user) {
                waiting.entry(row.broadcast).or_default().push(name.clone());
            }
        }
        let ids: Vec<_> = waiting.keys().copied().collect();
        let texts = broadcasts.texts(&ids).await?;
        let to_coach = |(broadcast, mut people): (BroadcastId, Vec<String>)| {
            let text = text_for(actor.locale, broadcast, &texts)?;
            people.sort_by_cached_key(|name| domain::fold(name));
            Some(ToCoach { broadcast, title: text.title, locale: text.locale, people })
        };
        Ok(waiting.into_iter().rev().filter_map(to_coach).collect())
    }

    /// Coaching on a broadcast: people for their own side, a number for the client's.
    pub(super) async fn coaching(&self, actor: &Actor, broadcast: &Broadcast) -> Result<Coaching> {
        let db = self.store().read();
        let mut rows = db.recipients(actor.scope()).failed_again(&[broadcast.id]).await?;
        let given = db.coachings(actor.scope().whole_vendor()).of_broadcasts(&[broadcast.id]).await?;
        let is_live = broadcast.state == BroadcastState::Live;
        let waits = |row: &RecipientRow| is_live && awaits(row, &given);
        if actor.scope().vendor().is_none() {
            let waiting = rows.iter().filter(|row| waits(row)).count();
            let waiting = shown(waiting).then_some(waiting as u64);
            return Ok(Coaching { people: Vec::new(), waiting });
        }
        rows.retain(|row| waits(row) || given_to(row, &given).is_some());
        let ids: Vec<_> = rows.iter().map(|row| row.user).chain(given.iter().map(|given| given.by)).collect();
        let names = names_of(&db, actor, &ids).await?;
        let coached = |row: RecipientRow| {
            let by = |given: &CoachingRow| CoachedBy { name: names.get(&given.by).cloned(), at: given.at };
            let given = given_to(&row, &given).map(by);
            Some(Coached { id: row.user, name: names.get(&row.user)?.clone(), given })
        };
        let mut people: Vec<_> = rows.into_iter().filter_map(coached).collect();
        // Who waits comes first.
        people.sort_by_cached_key(|one| (one.given.is_some(), domain::fold(&one.name)));
        Ok(Coaching { people, waiting: None })
    }
}

/// Whether somebody waits for coaching on a broadcast that is live.
pub(super) fn awaits(row: &RecipientRow, given: &[CoachingRow]) -> bool {
    row.recipient.awaits_coaching(given_to(row, given).map(|given| given.at))
}

fn given_to<'given>(row: &RecipientRow, given: &'given [CoachingRow]) -> Option<&'given CoachingRow> {
    given.iter().find(|given| (given.broadcast, given.user) == (row.broadcast, row.user))
}

/// Tells their lead that somebody failed the check of a broadcast again, in the transaction in which they did.
pub(super) async fn assign(tx: &Tx, world: &World, row: &RecipientRow) -> Result<()> {
    let broadcasts = tx.broadcasts(Scope::Everything);
    let broadcast = broadcasts.get(row.broadcast).await?.ok_or(Error::NotFound)?;
    let texts = broadcasts.texts(&[row.broadcast]).await?;
    let notice = Notice::Coaching { agent: row.user };
    let told = coaches(tx, row).await?.into_iter().map(|user| (user, notice.clone())).collect();
    tell(tx, world, &Tidings { broadcast, texts }, told).await?;
    let event = NewEvent::new(EventKind::BroadcastCoachingAssigned, row.broadcast.uuid());
    tx.record(event.of_vendor(Some(row.vendor)).with(json!({ "agent": row.user })));
    Ok(())
}

/// The leads of somebody's team; the referents of their vendor where it has none.
async fn coaches(db: &Db, row: &RecipientRow) -> Result<Vec<User>> {
    let mut leads = people_of(db, Role::TeamLead, Some(row.vendor)).await?;
    leads.retain(|lead| lead.place.team == Some(row.team));
    // Whoever has changed teams at that moment is in sight of neither lead.
    let agent = db.users(Scope::Everything).get(row.user).await?;
    let has_moved = agent.is_some_and(|agent| agent.place.team != Some(row.team));
    if leads.is_empty() || has_moved {
        return people_of(db, Role::VendorReferent, Some(row.vendor)).await;
    }
    Ok(leads)
}

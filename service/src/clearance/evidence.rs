//! Everything stored that decides about some agents, read at once, however many they are.

use std::collections::{BTreeMap, BTreeSet};

use domain::clearance::Span;
use domain::event::EventKind;
use domain::knowledge::Channel;
use domain::people::{User, UserState};
use domain::{BroadcastId, Locale, Scope, Timestamp, UserId};
use store::{ContactTypeRow, Db, RecipientRow};
use uuid::Uuid;

use super::ClearanceEntry;
use super::assess::{Key, Reach, grounds, reaches};
use crate::error::Result;
use crate::portal::Portal;

/// Everything stored that decides about some agents at an instant.
pub(super) struct Evidence {
    at: Timestamp,
    active: BTreeMap<UserId, Span>,
    rows: BTreeMap<UserId, Vec<RecipientRow>>,
    reaches: BTreeMap<BroadcastId, Reach>,
}

impl Evidence {
    /// What decides about agents who were found in scope. What they have to acknowledge does not depend on who asks. For
    /// an instant of the past the log tells who was active then; what is not open any more only counts there.
    pub(super) async fn of(
        portal: &Portal,
        agents: &[User],
        (at, now): (Timestamp, Timestamp),
    ) -> Result<Self> {
        let db = &portal.store().read();
        let ids: Vec<_> = agents.iter().map(|agent| agent.id).collect();
        let recipients = db.recipients(Scope::Everything);
        let (found, active) = if at < now {
            (recipients.of_users(&ids).await?, active_then(db, agents, at).await?)
        } else {
            (recipients.open_of_users(&ids).await?, active_now(agents))
        };
        let broadcasts: BTreeSet<_> = found.iter().map(|row| row.broadcast).collect();
        let reaches = if at < now {
            // Of what has ended nobody says that it is about something else by now.
            let broadcasts: Vec<_> = broadcasts.into_iter().collect();
            let ended = db.broadcasts(Scope::Everything).get_many(&broadcasts).await?;
            reaches(db, &ended, &portal.known_contact_types().await?).await?
        } else {
            portal.reaches_of(&broadcasts).await?
        };
        let mut rows: BTreeMap<UserId, Vec<RecipientRow>> = BTreeMap::new();
        for row in found {
            rows.entry(row.user).or_default().push(row);
        }
        Ok(Self { at, active, rows, reaches })
    }

    /// The clearance of one of them.
    pub(super) fn entry(
        &self,
        agent: UserId,
        contact_type: &ContactTypeRow,
        channel: Option<Channel>,
        language: Option<Locale>,
    ) -> ClearanceEntry {
        let key = Key { contact_type: Some(contact_type.id), channel, language };
        let rows = self.rows.get(&agent).map(Vec::as_slice).unwrap_or_default();
        let clearance = grounds(self.active.get(&agent).copied(), rows, &self.reaches, &key).at(self.at);
        ClearanceEntry { agent, contact_type: contact_type.clone(), channel, language, clearance }
    }
}

fn active_now(agents: &[User]) -> BTreeMap<UserId, Span> {
    let active = agents.iter().filter(|agent| agent.state == UserState::Active);
    active.map(|agent| (agent.id, Span::ALWAYS)).collect()
}

/// When agents were active around an instant, as the log tells it.
async fn active_then(db: &Db, agents: &[User], at: Timestamp) -> Result<BTreeMap<UserId, Span>> {
    let turns = [EventKind::UserDeactivated, EventKind::UserReactivated];
    let ids: Vec<_> = agents.iter().map(|agent| agent.id.uuid()).collect();
    let events = db.events(Scope::Everything).of_subjects_so_far(&turns, &ids).await?;
    let span = |agent: &User| {
        let turns = events.iter().filter(|(subject, ..)| *subject == agent.id.uuid());
        Some((agent.id, active_around(agent.created_at, turns, at)?))
    };
    Ok(agents.iter().filter_map(span).collect())
}

/// When somebody was active around an instant, from their turns in order.
fn active_around<'e>(
    created_at: Timestamp,
    turns: impl Iterator<Item = &'e (Uuid, String, Timestamp)>,
    at: Timestamp,
) -> Option<Span> {
    let mut active = Some(Span { from: created_at, until: None });
    for (_, kind, turn) in turns {
        if at < *turn {
            return active.map(|active| Span { until: Some(*turn), ..active });
        }
        let is_back = kind == EventKind::UserReactivated.as_str();
        active = is_back.then_some(Span { from: *turn, until: None });
    }
    active
}

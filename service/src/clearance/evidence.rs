//! Everything stored that decides about some agents, read at once, however many they are.

use std::collections::{BTreeMap, BTreeSet};

use domain::clearance::Span;
use domain::event::EventKind;
use domain::knowledge::Channel;
use domain::people::{User, UserState};
use domain::{BroadcastId, Locale, Scope, Timestamp, UserId};
use store::event::EventSoFar;
use store::{ContactTypeRow, Db, RecipientRow};

use super::ClearanceEntry;
use super::assess::{Key, Reach, grounds, reaches};
use super::posts::Post;
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
    /// an instant of the past the log tells who was an active agent in scope then; what is not open any more only counts
    /// there, and what they had to acknowledge out of scope, where they worked before, is nothing that is told.
    pub(super) async fn of(
        portal: &Portal,
        scope: Scope,
        agents: &[User],
        (at, now): (Timestamp, Timestamp),
    ) -> Result<Self> {
        let db = &portal.store().read();
        let ids: Vec<_> = agents.iter().map(|agent| agent.id).collect();
        let (found, active) = if at < now {
            let found = db.recipients(scope).of_users(&ids).await?;
            (found, active_then(db, scope, agents, at).await?)
        } else {
            (db.recipients(Scope::Everything).open_of_users(&ids).await?, active_now(agents))
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
        let active = self.active.get(&agent).copied();
        // Nobody owes anything while they are not active: what they did before, or do since, is not of that instant.
        let is_active = active.is_some_and(|active| active.holds(self.at));
        let rows = self.rows.get(&agent).filter(|_| is_active).map(Vec::as_slice).unwrap_or_default();
        let clearance = grounds(active, rows, &self.reaches, &key).at(self.at);
        ClearanceEntry { agent, contact_type: contact_type.clone(), channel, language, clearance }
    }
}

fn active_now(agents: &[User]) -> BTreeMap<UserId, Span> {
    let active = agents.iter().filter(|agent| agent.state == UserState::Active);
    active.map(|agent| (agent.id, Span::ALWAYS)).collect()
}

/// When agents were active in scope around an instant, as the log tells it.
async fn active_then(
    db: &Db,
    scope: Scope,
    agents: &[User],
    at: Timestamp,
) -> Result<BTreeMap<UserId, Span>> {
    let kinds = [
        EventKind::UserCreated,
        EventKind::UserChanged,
        EventKind::UserDeactivated,
        EventKind::UserReactivated,
    ];
    let ids: Vec<_> = agents.iter().map(|agent| agent.id.uuid()).collect();
    let events = db.events(Scope::Everything).of_subjects_so_far(&kinds, &ids).await?;
    let span = |agent: &User| {
        let turns = events.iter().filter(|turn| turn.subject == agent.id.uuid());
        Some((agent.id, active_around(agent.created_at, scope, turns, at)?))
    };
    Ok(agents.iter().filter_map(span).collect())
}

/// When somebody was active as an agent in scope around an instant or, if they were not, when they were next; from their turns
/// in order.
fn active_around<'e>(
    created_at: Timestamp,
    scope: Scope,
    turns: impl Iterator<Item = &'e EventSoFar>,
    at: Timestamp,
) -> Option<Span> {
    let (mut is_let_in, mut is_in_scope) = (true, true);
    let mut active = Some(Span { from: created_at, until: None });
    for turn in turns {
        let is = |kind: EventKind| turn.kind == kind.as_str();
        if is(EventKind::UserDeactivated) || is(EventKind::UserReactivated) {
            is_let_in = is(EventKind::UserReactivated);
        } else {
            is_in_scope = Post::of(turn.vendor, &turn.details).is_in(scope);
        }
        // Whoever is added works there from their very beginning, which is not the instant at which that is recorded.
        let from = if is(EventKind::UserCreated) { created_at } else { turn.at };
        active = match active {
            Some(span) if is_let_in && is_in_scope => Some(span),
            // What has no length was not.
            Some(span) if at < from && span.from < from => return Some(Span { until: Some(from), ..span }),
            None if is_let_in && is_in_scope => Some(Span { from, until: None }),
            Some(_) | None => None,
        };
    }
    active
}

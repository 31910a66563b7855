//! Following a broadcast: who has acknowledged it, who is late, and for how long somebody could act on the old instruction.

use std::collections::BTreeMap;

use domain::broadcast::{
    Acknowledgements, Broadcast, BroadcastState, BroadcastText, Escalation, Exemption, RecallAnswer,
    RecipientState, Severity, Tally, Window, shown,
};
use domain::{Actor, BroadcastId, Permission, Scope, Timestamp, UserId};
use store::{Cursor, Page, Progress, RecipientRow, RecipientTally, StoreError};

use super::coaching::{Coaching, awaits};
use super::joint::{Joint, tally_of};
use super::overdue::overdue;
use super::places::{BoardGroup, Floor};
use super::receive::text_for;
use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::{Portal, require};

/// How many broadcasts a page of the list names.
const PAGE: usize = 25;
/// How many people a page of the board names.
const PEOPLE: usize = 50;
/// How many points the curve has.
const STEPS: usize = 60;

/// A broadcast in the list of those who follow it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroadcastLine {
    /// The broadcast.
    pub broadcast: Broadcast,
    /// Its words.
    pub text: BroadcastText,
    /// The figures of those in scope; none where there are too few of them, or nothing is asked of them.
    pub window: Option<Window>,
    /// How many of those who are counted had the old version open after it was replaced; none where there are too few.
    pub stale_views: Option<u64>,
    /// Where the figures are those of several broadcasts of one change: the one with which a list shows them.
    pub counted_with: Option<BroadcastId>,
}

/// Everything about one broadcast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// The broadcast with the figures of all in scope.
    pub line: BroadcastLine,
    /// How many say that they had applied what is withdrawn; none of anything else, or where there are too few people.
    pub applied: Option<u64>,
    /// How many had acknowledged as time went by.
    pub curve: Vec<(Timestamp, usize)>,
    /// The figures by vendor, then by site, then by team.
    pub groups: Vec<BoardGroup>,
    /// A page of those who have not acknowledged, with their names, for their own side: the late first, then by deadline.
    pub open: Page<BoardPerson, UserId>,
    /// Whether names are shown at all.
    pub has_names: bool,
    /// Whether it is live and all who have to have acknowledged it; only where names are shown.
    pub all_acknowledged: bool,
    /// Who goes through it with their lead.
    pub coaching: Coaching,
    /// The other broadcasts of the same change that reach people in the actor's scope, the one for everybody first.
    pub beside: Vec<Broadcast>,
    /// Whether the actor may have the pack that proves it.
    pub may_prove: bool,
}

/// Somebody who has not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardPerson {
    /// Who.
    pub id: UserId,
    /// What they are called.
    pub name: String,
    /// Their team.
    pub team: String,
    /// How far they are.
    pub state: RecipientState,
    /// By when they have to.
    pub due_at: Option<Timestamp>,
    /// How overdue they are: who was the last to hear of it; none while they are in time.
    pub overdue: Option<Escalation>,
    /// Whether they wait for coaching.
    pub awaits_coaching: bool,
    /// Why they need not.
    pub exempt: Option<Exemption>,
}

impl Portal {
    /// A page of the broadcasts that reached people in the actor's scope, the last sent first.
    pub async fn broadcasts(
        &self,
        actor: &Actor,
        cursor: Cursor<BroadcastId>,
    ) -> Result<Page<BroadcastLine, BroadcastId>> {
        require(actor, Permission::FollowBroadcasts)?;
        let sent = self.store().read().broadcasts(actor.scope()).sent(cursor, PAGE).await?;
        let Page { rows, previous, next } = sent;
        let joint = self.joint(actor, &rows).await?;
        Ok(Page { rows: self.lines(actor, rows, &joint).await?, previous, next })
    }

    /// Broadcasts with their words and figures.
    async fn lines(&self, actor: &Actor, sent: Vec<Broadcast>, joint: &Joint) -> Result<Vec<BroadcastLine>> {
        let db = self.store().read();
        let ids: Vec<_> = sent.iter().map(|broadcast| broadcast.id).collect();
        let texts = db.broadcasts(actor.scope()).texts(&ids).await?;
        let tallies = db.recipients(actor.scope()).tallies(&joint.ids(), self.world().now()).await?;
        let mut lines = Vec::with_capacity(sent.len());
        for broadcast in sent {
            let Some(text) = text_for(actor.locale, broadcast.id, &texts) else { continue };
            let told = joint.of(&broadcast);
            let tally = tally_of(told, &tallies).filter(|tally| shown(tally.population));
            let stale_views = match tally {
                Some(_) => Some(counted(&self.saw_stale(actor, told).await?)),
                None => None,
            };
            let window = match tally.filter(|_| broadcast.severity.needs_acknowledgement()) {
                Some(tally) => {
                    let window = self.counted_window(actor, (&broadcast, told), tally).await?;
                    Some(window.known_at(self.world().now(), broadcast.effect()))
                }
                None => None,
            };
            let counted_with = joint.first(&broadcast);
            lines.push(BroadcastLine { window, stale_views, counted_with, text, broadcast });
        }
        Ok(lines)
    }

    /// The figures of all in scope whom a broadcast reached, or one that is counted with it, as the database counts them.
    async fn counted_window(
        &self,
        actor: &Actor,
        (broadcast, told): (&Broadcast, &[Broadcast]),
        counted: RecipientTally,
    ) -> Result<Window> {
        let db = self.store().read();
        let recipients = db.recipients(actor.scope());
        let RecipientTally { broadcast: _, population, acknowledged, last_acknowledged, last_due: _ } =
            counted;
        let ids: Vec<_> = told.iter().map(|one| one.id).collect();
        let covered = recipients.covered(&ids, broadcast.effect()).await?;
        let tally = Tally { population, acknowledged, covered, last_acknowledged };
        let mut deciding = [None; 3];
        for (delay, number) in deciding.iter_mut().zip(tally.deciding()) {
            if number <= acknowledged {
                *delay = recipients.delay_of(&ids, broadcast.effect(), number).await?;
            }
        }
        Ok(tally.window(published_at(broadcast), deciding))
    }

    /// One broadcast and how it goes, with a page of those who have not acknowledged.
    pub async fn board(&self, actor: &Actor, id: BroadcastId, cursor: Cursor<UserId>) -> Result<Board> {
        require(actor, Permission::FollowBroadcasts)?;
        let db = self.store().read();
        let broadcast = db.broadcasts(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        let joint = self.joint(actor, std::slice::from_ref(&broadcast)).await?;
        let told = joint.of(&broadcast);
        let mut line = self.lines(actor, vec![broadcast.clone()], &joint).await?;
        let line = line.pop().ok_or_else(|| StoreError::Corrupt("a broadcast without words".to_owned()))?;
        // Of a broadcast that asks for nothing nobody is late, and there are no figures.
        let is_asked = broadcast.severity.needs_acknowledgement();
        let rows = if is_asked { self.progress(actor, told).await? } else { Vec::new() };
        let all: Vec<_> = rows.iter().collect();
        let (curve, applied) = match line.window {
            Some(_) => (times(&broadcast, &all).curve(STEPS), applied(&broadcast, &all)),
            None => (Vec::new(), None),
        };
        let floor = Floor::of(&db, actor.scope()).await?;
        let has_names = is_asked && actor.scope().vendor().is_some();
        let open = if has_names {
            self.open_people(actor, &broadcast, &floor, cursor).await?
        } else {
            Page { rows: Vec::new(), previous: None, next: None }
        };
        let all_acknowledged =
            has_names && broadcast.state == BroadcastState::Live && all_acknowledged(&rows);
        let mut groups = floor.groups(&broadcast, &rows, &self.saw_stale(actor, told).await?);
        for window in groups.iter_mut().filter_map(|group| group.window.as_mut()) {
            *window = window.known_at(self.world().now(), broadcast.effect());
        }
        let coaching = self.coaching(actor, &broadcast).await?;
        // Of a vendor the referent alone, whose scope is all of it.
        let may_prove = matches!(actor.scope(), Scope::Everything | Scope::Vendor(_));
        let beside = db.broadcasts(actor.scope()).of_same_change(&broadcast).await?;
        Ok(Board {
            line,
            applied,
            curve,
            groups,
            open,
            has_names,
            all_acknowledged,
            coaching,
            beside,
            may_prove,
        })
    }

    /// A page of those who have not acknowledged: the first one where nobody is left on the one that is asked for.
    async fn open_people(
        &self,
        actor: &Actor,
        broadcast: &Broadcast,
        floor: &Floor,
        cursor: Cursor<UserId>,
    ) -> Result<Page<BoardPerson, UserId>> {
        let db = self.store().read();
        let now = self.world().now();
        let recipients = db.recipients(actor.scope());
        let mut waiting = recipients.waiting(broadcast.id, now, cursor, PEOPLE).await?;
        if waiting.rows.is_empty() && cursor != Cursor::Start {
            waiting = recipients.waiting(broadcast.id, now, Cursor::Start, PEOPLE).await?;
        }
        let Page { rows, previous, next } = waiting;
        let ids: Vec<_> = rows.iter().map(|row| row.user).collect();
        let names = names_of(&db, actor, &ids).await?;
        let coached = db.coachings(actor.scope().whole_vendor()).of_broadcasts(&[broadcast.id]).await?;
        let teams: BTreeMap<_, _> = floor.teams.iter().map(|team| (team.id, &team.name)).collect();
        let person = |row: RecipientRow| {
            Some(BoardPerson {
                id: row.user,
                name: names.get(&row.user)?.clone(),
                team: teams.get(&row.team).map(ToString::to_string).unwrap_or_default(),
                state: row.recipient.state,
                due_at: row.deadline.due_at,
                overdue: overdue(broadcast.severity, &row, &floor.sites, now),
                awaits_coaching: awaits(&row, &coached),
                exempt: row.recipient.exempt.clone().filter(|_| row.recipient.is_exempt(now)),
            })
        };
        Ok(Page { rows: rows.into_iter().filter_map(person).collect(), previous, next })
    }

    /// How far those are in scope whom a change reached, and who had a version open that it replaced, after it was replaced. It
    /// is told by some broadcasts.
    pub(super) async fn saw_stale(&self, actor: &Actor, told: &[Broadcast]) -> Result<Vec<Progress>> {
        let (db, now) = (self.store().read(), self.world().now());
        // They are about the same.
        let Some(broadcast) = told.first() else { return Ok(Vec::new()) };
        let bindings = db.broadcasts(actor.scope()).bindings(broadcast.id).await?;
        // A recall replaces nothing: what was open is the version itself that is withdrawn.
        let is_recall = broadcast.severity == Severity::Recall;
        let mut old = Vec::with_capacity(bindings.len());
        for binding in &bindings {
            if is_recall {
                old.push(binding.to);
            } else {
                // Not what it is told from, which goes back to before the first change that somebody still owed.
                let articles = db.articles(Scope::Everything);
                old.extend(articles.replaced_at(broadcast.effect(), binding).await?);
            }
        }
        let mut viewers = Vec::new();
        for broadcast in told {
            let recipients = db.recipients(actor.scope());
            viewers.extend(recipients.progress_of_viewers(broadcast, &old, now).await?);
        }
        Ok(viewers)
    }
}

fn published_at(broadcast: &Broadcast) -> Timestamp {
    broadcast.published_at.unwrap_or(broadcast.created_at)
}

/// When those who are counted acknowledged.
pub(super) fn times(broadcast: &Broadcast, rows: &[&Progress]) -> Acknowledgements {
    let answers = rows.iter().filter(|row| row.is_counted).map(|row| row.answer);
    Acknowledgements::new(published_at(broadcast), broadcast.effect(), answers)
}

/// Whether all of some people who are counted have acknowledged. Of nobody that is not said.
fn all_acknowledged(rows: &[Progress]) -> bool {
    let mut answers =
        rows.iter().filter(|row| row.is_counted).map(|row| row.answer.acknowledged_at).peekable();
    answers.peek().is_some() && answers.all(|acknowledged_at| acknowledged_at.is_some())
}

/// How many of some people are counted.
pub(super) fn counted<'p>(rows: impl IntoIterator<Item = &'p Progress>) -> u64 {
    rows.into_iter().filter(|row| row.is_counted).count() as u64
}

/// How many of some people say that they had applied what is withdrawn; none of what is no recall.
pub(super) fn applied(broadcast: &Broadcast, rows: &[&Progress]) -> Option<u64> {
    let said_yes = |row: &&&Progress| row.recall_answer == Some(RecallAnswer::Yes);
    (broadcast.severity == Severity::Recall).then(|| rows.iter().filter(said_yes).count() as u64)
}

/// The figures of all of some people, if there are enough of them to say nothing of a single one.
pub(super) fn window(broadcast: &Broadcast, rows: &[Progress]) -> Option<Window> {
    let rows: Vec<_> = rows.iter().collect();
    let window = times(broadcast, &rows).window();
    shown(window.population).then_some(window)
}

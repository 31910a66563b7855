//! Reminding those who have not acknowledged, and telling others that they are late.
//!
//! Every reminder and every escalation of a site is a job of its own, which looks at everything anew when its instant comes.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{
    Broadcast, BroadcastState, BroadcastText, Deadline, Escalation, ReminderLevel, Severity, shown,
};
use domain::event::{EventKind, NewEvent};
use domain::notification::{Notice, Subject};
use domain::people::{Role, User, UserState};
use domain::vendor::Site;
use domain::{Actor, BroadcastId, Locale, Scope, SiteId, TeamId, Timestamp, UserId, VendorId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Db, NewJob, RecipientRow, Recipients, Tx, UserFilter};

use super::calendar::shifts_between;
use super::receive::text_for;
use crate::error::{Error, Result};
use crate::jobs::one_job;
use crate::notification::{self, Told};
use crate::portal::Portal;
use crate::world::World;

/// The kind of the jobs.
pub(crate) const REMIND_JOB: &str = "broadcast_remind";

/// How many of those who are late are named.
const NAMED: usize = 50;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Remind {
    broadcast: BroadcastId,
    site: SiteId,
    level: Level,
    /// When the next reminder comes: from then on this one is of no use.
    #[serde(default)]
    next: Option<Timestamp>,
    /// The end of an exemption from which it counts; none where it counts from the deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Level {
    /// Those who owe are reminded.
    Remind(ReminderLevel),
    /// Somebody hears that they are late.
    Escalate(Escalation),
}

impl Level {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Remind(level) => level.as_str(),
            Self::Escalate(whom) => whom.as_str(),
        }
    }
}

/// What is told of one broadcast.
#[derive(Debug)]
pub(super) struct Tidings {
    pub(super) broadcast: Broadcast,
    pub(super) texts: Vec<(BroadcastId, BroadcastText)>,
}

/// The jobs that remind the people of a site of a broadcast, and tell others of those who are late.
pub(super) fn remind_jobs(broadcast: &Broadcast, site: &Site, deadline: Deadline) -> Vec<NewJob> {
    let Some(due_at) = deadline.due_at else { return Vec::new() };
    let published_at = broadcast.published_at.unwrap_or(broadcast.created_at);
    let shifts = shifts_between(site, published_at, due_at);
    let job = |level, next, run_at| {
        let job = Remind { broadcast: broadcast.id, site: site.id, level, next, since: None };
        one_job(REMIND_JOB, json!(job).to_string(), run_at)
    };
    let mut reminders = deadline.reminders(published_at, &shifts);
    // What is due at once is announced, not reminded of in the same breath.
    reminders.retain(|(_, at)| published_at < *at);
    let next = reminders.iter().skip(1).map(|(_, at)| Some(*at)).chain([None]);
    let reminded =
        reminders.iter().zip(next).map(|((level, at), next)| job(Level::Remind(*level), next, *at));
    let escalations = deadline.escalations(broadcast.severity, &shifts).into_iter();
    reminded.chain(escalations.map(|(whom, at)| job(Level::Escalate(whom), None, at))).collect()
}

/// The jobs that remind somebody of a site of a broadcast when they are exempt no longer, and tell others from then on that they
/// are late: at the deadline they were left out. None where the exemption ends before that.
pub(super) fn remind_jobs_after(
    broadcast: &Broadcast,
    site: &Site,
    deadline: Deadline,
    until: Timestamp,
) -> Vec<NewJob> {
    if deadline.due_at.is_none_or(|due_at| until < due_at) {
        return Vec::new();
    }
    let job = |level, run_at| {
        let job = Remind { broadcast: broadcast.id, site: site.id, level, next: None, since: Some(until) };
        one_job(REMIND_JOB, json!(job).to_string(), run_at)
    };
    let deadline = Deadline { due_at: Some(until), ..deadline };
    let late = deadline.escalations(broadcast.severity, &shifts_between(site, until, until)).into_iter();
    let late = late.map(|(whom, at)| job(Level::Escalate(whom), at));
    [job(Level::Remind(ReminderLevel::Due), until)].into_iter().chain(late).collect()
}

impl Portal {
    /// Reminds those of a site who still owe, or tells others that they are late. Done twice it tells nothing twice; of what
    /// is over, or overtaken by a later reminder, nothing is told.
    pub(crate) async fn do_remind(&self, payload: &str) -> Result<()> {
        let job: Remind =
            serde_json::from_str(payload).map_err(|error| Error::Internal(format!("a job: {error}")))?;
        if job.next.is_some_and(|next| next <= self.world().now()) {
            return Ok(());
        }
        let world = self.world().clone();
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move {
            // Read in the same transaction: who acknowledges at the same time is not reminded.
            let broadcasts = tx.broadcasts(Scope::Everything);
            let broadcast = broadcasts.get(job.broadcast).await?.ok_or(Error::NotFound)?;
            if broadcast.state != BroadcastState::Live {
                return Ok(());
            }
            let texts = broadcasts.texts(&[broadcast.id]).await?;
            let mut owing = owing(&tx, job.broadcast, job.site).await?;
            if job.since.is_some() {
                let until =
                    |row: &RecipientRow| row.recipient.exempt.as_ref().and_then(|exempt| exempt.until);
                owing.retain(|row| until(row) == job.since);
            }
            let Some(vendor) = owing.first().map(|row| row.vendor) else { return Ok(()) };
            let tidings = Tidings { broadcast, texts };
            let told = match job.level {
                Level::Remind(level) => remind(&tx, &world, &tidings, level, &owing).await?,
                Level::Escalate(whom) => {
                    escalate(&tx, &world, &tidings, whom, (vendor, (job.site, job.since)), &owing).await?
                }
            };
            if 0 < told {
                let details = json!({ "level": job.level.as_str(), "count": told, "site": job.site });
                let event = NewEvent::new(EventKind::BroadcastReminded, job.broadcast.uuid());
                tx.record(event.of_vendor(Some(vendor)).with(details));
            }
            Ok(())
        })
        .await
    }
}

/// The recipients of a site who still owe, and still work for its vendor.
async fn owing(tx: &Tx, broadcast: BroadcastId, site: SiteId) -> Result<Vec<RecipientRow>> {
    let mut rows = tx.recipients(Scope::Everything).open_in(&[broadcast]).await?;
    rows.retain(|row| row.site == site);
    still_owing(tx, rows).await
}

/// Those of some recipients who owe, may sign in, and still work for the vendor where it reached them.
pub(super) async fn still_owing(tx: &Tx, mut rows: Vec<RecipientRow>) -> Result<Vec<RecipientRow>> {
    let now = tx.now();
    rows.retain(|row| row.recipient.owes(now));
    let ids: Vec<_> = rows.iter().map(|row| row.user).collect();
    let people = tx.users(Scope::Everything).get_many(&ids).await?;
    let active = people.iter().filter(|user| user.state == UserState::Active);
    let vendors: BTreeMap<UserId, Option<VendorId>> =
        active.map(|user| (user.id, user.place.vendor)).collect();
    rows.retain(|row| vendors.get(&row.user) == Some(&Some(row.vendor)));
    Ok(rows)
}

/// Reminds people; how many.
async fn remind(
    tx: &Tx,
    world: &World,
    tidings: &Tidings,
    level: ReminderLevel,
    owing: &[RecipientRow],
) -> Result<usize> {
    let notice = |due_at| Notice::Reminder { level, due_at };
    let told = tell_owing(tx, world, tidings, notice, owing).await?;
    Recipients::remind(tx, tidings.broadcast.id, &told).await?;
    Ok(told.len())
}

/// Tells those who owe a broadcast something, each with their own deadline; who was told now.
pub(super) async fn tell_owing(
    tx: &Tx,
    world: &World,
    tidings: &Tidings,
    notice: impl Fn(Option<Timestamp>) -> Notice,
    owing: &[RecipientRow],
) -> Result<Vec<UserId>> {
    let ids: Vec<_> = owing.iter().map(|row| row.user).collect();
    let people = tx.users(Scope::Everything).get_many(&ids).await?;
    let due: BTreeMap<UserId, Option<Timestamp>> =
        owing.iter().map(|row| (row.user, row.deadline.due_at)).collect();
    let notices = people
        .into_iter()
        .map(|user| {
            let due_at = due.get(&user.id).copied().flatten();
            (user, notice(due_at))
        })
        .collect();
    tell(tx, world, tidings, notices).await
}

/// Tells those whose turn it is that people of a site are late; how many were told.
async fn escalate(
    tx: &Tx,
    world: &World,
    tidings: &Tidings,
    whom: Escalation,
    (vendor, place): (VendorId, (SiteId, Option<Timestamp>)),
    owing: &[RecipientRow],
) -> Result<usize> {
    let all: Vec<UserId> = owing.iter().map(|row| row.user).collect();
    let mut teams: BTreeMap<TeamId, Vec<UserId>> = BTreeMap::new();
    for row in owing {
        teams.entry(row.team).or_default().push(row.user);
    }
    let listeners = listeners(tx, whom, vendor).await?;
    let mut told = Vec::new();
    if whom == Escalation::TeamLead {
        let led: BTreeSet<TeamId> = listeners.iter().filter_map(|lead| lead.place.team).collect();
        let is_led = |team: &TeamId| led.contains(team);
        let (with_lead, without): (BTreeMap<_, _>, BTreeMap<_, _>) =
            teams.into_iter().partition(|(team, _)| is_led(team));
        for lead in listeners {
            if let Some(late) = lead.place.team.and_then(|team| with_lead.get(&team)) {
                told.push((lead, late_notice(whom, place, late)));
            }
        }
        // Whoever has no lead is their vendor's referent's to see after.
        let late: Vec<UserId> = without.into_values().flatten().collect();
        if !late.is_empty() {
            let referents = people_of(tx, Role::VendorReferent, Some(vendor)).await?;
            told.extend(referents.into_iter().map(|user| (user, late_notice(whom, place, &late))));
        }
    } else {
        told.extend(listeners.into_iter().map(|user| (user, late_notice(whom, place, &all))));
    }
    Ok(tell(tx, world, tidings, told).await?.len())
}

/// What somebody hears of people who are late. The client's side learns no names, and no number that is as good as one.
fn late_notice(whom: Escalation, (site, since): (SiteId, Option<Timestamp>), late: &[UserId]) -> Notice {
    let count = late.len() as u64;
    match whom {
        Escalation::TeamLead | Escalation::VendorReferent => {
            let agents = late.iter().take(NAMED).copied().collect();
            Notice::Late { whom, site, since, count: Some(count), agents }
        }
        Escalation::Referent => {
            let count = shown(late.len()).then_some(count);
            Notice::Late { whom, site, since, count, agents: Vec::new() }
        }
    }
}

/// Those who hear of what is late at a vendor.
async fn listeners(db: &Db, whom: Escalation, vendor: VendorId) -> Result<Vec<User>> {
    let vendor = match whom {
        Escalation::TeamLead | Escalation::VendorReferent => Some(vendor),
        Escalation::Referent => None,
    };
    people_of(db, whom.role(), vendor).await
}

/// The pair of referents: the client's, and those of some vendors.
pub(super) async fn referents(db: &Db, vendors: &BTreeSet<VendorId>) -> Result<Vec<User>> {
    let mut pair = people_of(db, Role::Referent, None).await?;
    for vendor in vendors {
        pair.extend(people_of(db, Role::VendorReferent, Some(*vendor)).await?);
    }
    Ok(pair)
}

/// The active people of a role, of one vendor or of all.
pub(super) async fn people_of(db: &Db, role: Role, vendor: Option<VendorId>) -> Result<Vec<User>> {
    let active = Some(UserState::Active);
    let filter = UserFilter { role: Some(role), vendor, state: active, ..UserFilter::default() };
    Ok(db.users(Scope::Everything).all(&filter).await?)
}

/// Tells people something of a broadcast, each what is theirs and in their language. Who was told before is left out; answers
/// who was told now.
pub(super) async fn tell(
    tx: &Tx,
    world: &World,
    tidings: &Tidings,
    told: Vec<(User, Notice)>,
) -> Result<Vec<UserId>> {
    let Tidings { broadcast, texts } = tidings;
    // What was withdrawn is as urgent as a recall, whatever it was before.
    let is_recalled = told.iter().any(|(_, notice)| matches!(notice, Notice::Recalled { .. }));
    let severity = if is_recalled { Severity::Recall } else { broadcast.severity };
    let told = told
        .into_iter()
        .map(|(user, notice)| {
            let title = text_for(user.locale, broadcast.id, texts).map(|text| text.title);
            Told { user: user.id, notice, title: title.unwrap_or_default() }
        })
        .collect();
    notification::tell(tx, world, Subject::Broadcast { id: broadcast.id, severity }, told).await
}

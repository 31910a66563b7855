//! What whoever comes back owes: they were let out, worked for another vendor, or as something else. And what whoever changes
//! teams takes along.
//!
//! However many broadcasts are live and however many come back together, the database is asked the same few questions.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Answer, Broadcast, BroadcastEnd, BroadcastState, Recipient, Severity, raised};
use domain::people::{Place, Role, User, UserState};
use domain::vendor::Site;
use domain::{BroadcastId, Scope, Timestamp, UserId};
use store::{Broadcasts, RecipientRow, Recipients, Tx};

use super::due::due_jobs;
use super::reach::{Crowd, Readers, deadlines_at, new_recipient};
use crate::clearance::{Assessment, binds};
use crate::error::Result;

/// What a broadcast is to people, by who they are.
type Kept = BTreeMap<(BroadcastId, UserId), RecipientRow>;
/// Broadcasts, each with those whom it reaches.
type Reaching = Vec<(Broadcast, Vec<User>)>;

/// Agents owe again every live broadcast that reaches them where they work now and that they have not acknowledged, and are
/// not cleared for what it is about until then. What was sent while they were away and keeps nobody from anything stays with
/// those who were there. Of the others nobody owes anything.
pub(crate) async fn owe_again(tx: &Tx, revision: i64, people: &[User]) -> Result<()> {
    let is_agent = |user: &&User| user.role == Role::Agent && user.state == UserState::Active;
    let agents: Vec<User> = people.iter().filter(is_agent).cloned().collect();
    if agents.is_empty() {
        return Ok(());
    }
    let reaching = reaching(tx, &agents).await?;
    let (kept, sites) = (kept(tx, &reaching, &agents).await?, sites_of(tx, &agents).await?);
    let reaching = one_of_each_change(tx, reaching, &kept, &agents).await?;
    let owed = reaching
        .iter()
        .map(|(broadcast, agents)| (broadcast, owed_of(broadcast, agents, &kept, &sites, tx.now())));
    let mut owed: Vec<_> = owed.collect();
    owed.retain(|(_, rows)| !rows.is_empty());
    if owed.is_empty() {
        return Ok(());
    }
    // Each of them may end at the same time.
    Broadcasts::hold_live(tx, &owed.iter().map(|(broadcast, _)| broadcast.id).collect()).await?;
    for (broadcast, rows) in &owed {
        due_jobs(broadcast, rows, &sites, tx.now()).into_iter().for_each(|job| tx.enqueue(job));
    }
    let rows: Vec<_> = owed.into_iter().flat_map(|(_, rows)| rows).collect();
    Recipients::take_up(tx, &rows).await?;
    Assessment::read(tx, (tx.now(), revision), &rows).await?.save(tx, &rows).await
}

/// Somebody works in another team of their vendor from now on: what they still owe goes along, so that their lead there sees it.
/// It is due when it is due at that site; a move gives no new grace.
pub(crate) async fn take_along(tx: &Tx, user: UserId, place: Place) -> Result<()> {
    let (Some(site), Some(team)) = (place.site, place.team) else { return Ok(()) };
    let Some(site) = tx.sites(Scope::Everything).get(site).await? else { return Ok(()) };
    let open = tx.recipients(Scope::Everything).open_of(user).await?;
    let ids: Vec<_> = open.iter().map(|row| row.broadcast).collect();
    let broadcasts = tx.broadcasts(Scope::Everything).get_many(&ids).await?;
    for row in open {
        let Some(broadcast) = broadcasts.iter().find(|broadcast| broadcast.id == row.broadcast) else {
            continue;
        };
        let mut moved = RecipientRow { site: site.id, team, ..row.clone() };
        if row.site != site.id {
            let sites = std::slice::from_ref(&site);
            let deadlines = deadlines_at(sites, broadcast.severity, instants(broadcast));
            moved.deadline.due_at = deadlines.get(&site.id).and_then(|deadline| deadline.due_at);
            // It may have reached nobody there before.
            let jobs = due_jobs(broadcast, std::slice::from_ref(&moved), sites, tx.now());
            jobs.into_iter().for_each(|job| tx.enqueue(job));
        }
        Recipients::take_along(tx, &moved).await?;
    }
    Ok(())
}

/// The live broadcasts that have to be acknowledged, each with those of some agents whom it reaches now.
async fn reaching(tx: &Tx, agents: &[User]) -> Result<Reaching> {
    let mut live = tx.broadcasts(Scope::Everything).live().await?;
    live.retain(|broadcast| broadcast.severity.needs_acknowledgement());
    let ids: Vec<_> = live.iter().map(|broadcast| broadcast.id).collect();
    let (readers, crowd) = (Readers::of_broadcasts(tx, &ids).await?, Crowd::read(tx).await?);
    let reached = |broadcast: Broadcast| {
        let readers = readers.get(&broadcast.id)?;
        let who_read = agents.iter().filter(|agent| readers.include(agent)).cloned().collect();
        let meant = crowd.meant(who_read, &broadcast.audience);
        Some((broadcast, meant)).filter(|(_, meant)| !meant.is_empty())
    };
    Ok(live.into_iter().filter_map(reached).collect())
}

/// What broadcasts that reach some agents were to them before.
async fn kept(tx: &Tx, reaching: &Reaching, agents: &[User]) -> Result<Kept> {
    let broadcasts: Vec<_> = reaching.iter().map(|(broadcast, _)| broadcast.id).collect();
    let users: Vec<_> = agents.iter().map(|agent| agent.id).collect();
    let rows = tx.recipients(Scope::Everything).of_both(&broadcasts, &users).await?;
    Ok(rows.into_iter().map(|row| ((row.broadcast, row.user), row)).collect())
}

/// Of the broadcasts of one change everybody takes up one: the one that they left; or else that for everybody, unless they owed
/// more of the article when they left than it asks.
async fn one_of_each_change(
    tx: &Tx,
    mut reaching: Reaching,
    kept: &Kept,
    agents: &[User],
) -> Result<Reaching> {
    if reaching.iter().all(|(broadcast, _)| broadcast.beside.is_none()) {
        return Ok(reaching);
    }
    let changes: Vec<_> = reaching.iter().map(|(broadcast, _)| broadcast.clone()).collect();
    let owed = left_owing(tx, &changes, agents).await?;
    let all = |broadcast: &Broadcast| broadcast.beside.unwrap_or(broadcast.id);
    let ids = |(broadcast, agents): &(Broadcast, Vec<User>)| {
        let id = broadcast.id;
        agents.iter().map(move |agent| (id, agent.id)).collect::<Vec<_>>()
    };
    let reached: BTreeSet<(BroadcastId, UserId)> = reaching.iter().flat_map(ids).collect();
    for (broadcast, agents) in &mut reaching {
        let mut told: Vec<_> = changes.iter().filter(|other| all(other) == all(broadcast)).collect();
        told.sort_by_key(|other| other.severity);
        agents.retain(|agent| {
            let of = |other: &Broadcast| (other.id, agent.id);
            let owed = owed.get(&(all(broadcast), agent.id)).copied().unwrap_or(Severity::Info);
            let mine: Vec<_> = told.iter().filter(|other| reached.contains(&of(other))).collect();
            let left = mine.iter().find(|other| kept.contains_key(&of(other)));
            let enough = mine.iter().find(|other| owed <= other.severity);
            left.or(enough).or(mine.last()).is_some_and(|taken| taken.id == broadcast.id)
        });
    }
    Ok(reaching)
}

/// How much some agents owed of the articles of some changes when they left, as far as a change has taken the place of it.
async fn left_owing(
    tx: &Tx,
    changes: &[Broadcast],
    agents: &[User],
) -> Result<BTreeMap<(BroadcastId, UserId), Severity>> {
    let broadcasts = tx.broadcasts(Scope::Everything);
    let ids: Vec<_> = agents.iter().map(|agent| agent.id).collect();
    let mut left = tx.recipients(Scope::Everything).of_users(&ids).await?;
    left.retain(|row| {
        let is_left = row.recipient.ended.is_some_and(|ended| ended.by == BroadcastEnd::Closed);
        is_left && Recipient { ended: None, ..row.recipient.clone() }.will_owe()
    });
    let ids: BTreeSet<_> = left.iter().map(|row| row.broadcast).collect();
    let mut before = broadcasts.get_many(&ids.into_iter().collect::<Vec<_>>()).await?;
    before.retain(|broadcast| broadcast.state == BroadcastState::Superseded);
    let ids: Vec<_> = before.iter().chain(changes).map(|broadcast| broadcast.id).collect();
    let bindings = broadcasts.bindings_of(&ids).await?;
    let texts_of = |id: BroadcastId| {
        let mine = bindings.iter().filter(move |(of, _)| *of == id);
        mine.map(|(_, binding)| (binding.article, binding.locale)).collect::<BTreeSet<_>>()
    };
    let mut owed = BTreeMap::new();
    for change in changes {
        let about = texts_of(change.id);
        for broadcast in before.iter().filter(|before| !texts_of(before.id).is_disjoint(&about)) {
            for row in left.iter().filter(|row| row.broadcast == broadcast.id) {
                let most =
                    owed.entry((change.beside.unwrap_or(change.id), row.user)).or_insert(Severity::Info);
                *most = raised(*most, [broadcast.severity]);
            }
        }
    }
    Ok(owed)
}

/// The sites at which some agents work.
async fn sites_of(tx: &Tx, agents: &[User]) -> Result<Vec<Site>> {
    let theirs: BTreeSet<_> = agents.iter().filter_map(|agent| agent.place.site).collect();
    let mut sites = tx.sites(Scope::Everything).all().await?;
    sites.retain(|site| theirs.contains(&site.id));
    Ok(sites)
}

/// What some agents owe from now on of a broadcast that reaches them where they work now.
fn owed_of(
    broadcast: &Broadcast,
    agents: &[User],
    kept: &Kept,
    sites: &[Site],
    now: Timestamp,
) -> Vec<RecipientRow> {
    let deadlines = deadlines_at(sites, broadcast.severity, instants(broadcast));
    let owed = |agent: &User| {
        let kept = kept.get(&(broadcast.id, agent.id));
        let is_owed = match kept {
            Some(kept) => kept.recipient.ended.is_some(),
            None => binds(broadcast.severity),
        };
        let deadline = deadlines.get(&agent.place.site?).filter(|_| is_owed)?;
        Some(taken_up(broadcast, new_recipient(broadcast.id, agent, *deadline)?, kept, now))
    };
    agents.iter().filter_map(owed).collect()
}

/// When a broadcast was published, and when it takes effect.
fn instants(broadcast: &Broadcast) -> (Timestamp, Timestamp) {
    (broadcast.published_at.unwrap_or(broadcast.created_at), broadcast.effect())
}

/// What an agent takes up where they work now, given as it would be from its beginning: what they left there they take up as
/// they left it, anything else from that beginning, with the deadline of everybody at their site.
fn taken_up(
    broadcast: &Broadcast,
    new: RecipientRow,
    kept: Option<&RecipientRow>,
    now: Timestamp,
) -> RecipientRow {
    let Some(kept) = kept.filter(|kept| kept.vendor == new.vendor) else {
        return RecipientRow { reached_since: Some(now), ..new };
    };
    let before = Answer { reached_since: kept.reached_since, acknowledged_at: None };
    let left_at = kept.recipient.ended.map(|ended| ended.at);
    RecipientRow {
        reached_since: Some(before.reached_again(broadcast.effect(), left_at.unwrap_or(now), now)),
        recipient: Recipient { ended: None, ..kept.recipient.clone() },
        deadline: if kept.site == new.site { kept.deadline } else { new.deadline },
        reminded: kept.reminded,
        ..new
    }
}

//! What whoever comes back owes: they were let out, worked for another vendor, or as something else. And what whoever changes
//! teams takes along.
//!
//! However many broadcasts are live and however many come back together, the database is asked the same few questions.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Answer, Broadcast, BroadcastEnd, BroadcastState, Recipient, Severity, raised};
use domain::knowledge::VersionState;
use domain::people::{Place, Role, User, UserState};
use domain::vendor::Site;
use domain::{BroadcastId, Scope, Timestamp, UserId};
use store::{Broadcasts, RecipientRow, Recipients, Tx};

use super::due::due_jobs;
use super::reach::{Crowd, Readers, deadlines_at, instants, new_recipient};
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
    let reaching = reaching(tx, &agents, |_| true).await?;
    owe(tx, revision, &agents, reaching).await
}

/// Somebody joins: what was sent and comes into force only now they owe as everybody else, unless it is about a version that
/// takes effect, which they are given to read then.
pub(crate) async fn owe_what_comes(tx: &Tx, revision: i64, user: &User) -> Result<()> {
    if user.role != Role::Agent {
        return Ok(());
    }
    let (now, agents) = (tx.now(), std::slice::from_ref(user));
    let mut coming = reaching(tx, agents, |broadcast| now < broadcast.effect()).await?;
    let articles = tx.articles(Scope::Everything);
    for (id, binding) in tx.broadcasts(Scope::Everything).bindings_of(&ids_of(&coming)).await? {
        let version = articles.version_by_id(binding.to).await?;
        if version.is_some_and(|version| version.state == VersionState::Scheduled) {
            coming.retain(|(broadcast, _)| broadcast.id != id);
        }
    }
    if coming.is_empty() { Ok(()) } else { owe(tx, revision, agents, coming).await }
}

/// Some agents owe broadcasts that reach them, as far as they have not acknowledged them.
async fn owe(tx: &Tx, revision: i64, agents: &[User], reaching: Reaching) -> Result<()> {
    let (kept, sites) = (kept(tx, &reaching, agents).await?, sites_of(tx, agents).await?);
    let reaching = one_of_each_change(tx, reaching, &kept, agents).await?;
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
async fn reaching(tx: &Tx, agents: &[User], is_asked: impl Fn(&Broadcast) -> bool) -> Result<Reaching> {
    let mut live = tx.broadcasts(Scope::Everything).live().await?;
    live.retain(|broadcast| broadcast.severity.needs_acknowledgement() && is_asked(broadcast));
    if live.is_empty() {
        return Ok(Vec::new());
    }
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
    let users: Vec<_> = agents.iter().map(|agent| agent.id).collect();
    let rows = tx.recipients(Scope::Everything).of_both(&ids_of(reaching), &users).await?;
    Ok(rows.into_iter().map(|row| ((row.broadcast, row.user), row)).collect())
}

/// Of the broadcasts of one change everybody takes up one: the one that they left; or else that for everybody, unless they owe
/// more of the article than it asks.
async fn one_of_each_change(
    tx: &Tx,
    mut reaching: Reaching,
    kept: &Kept,
    agents: &[User],
) -> Result<Reaching> {
    let usual: BTreeSet<_> = reaching.iter().filter_map(|(broadcast, _)| broadcast.beside).collect();
    if usual.is_empty() {
        return Ok(reaching);
    }
    let usual: Vec<_> = usual.into_iter().collect();
    let broadcasts = tx.broadcasts(Scope::Everything);
    // It may ask nothing, or be over: then it is not among those that they take up.
    let usual = broadcasts.get_many(&usual).await?;
    let mut heavier = broadcasts.beside(&usual.iter().map(|one| one.id).collect::<Vec<_>>()).await?;
    heavier.retain(|one| one.state == BroadcastState::Live);
    let told: Vec<_> = usual.iter().chain(&heavier).map(|one| one.id).collect();
    let users: Vec<_> = agents.iter().map(|agent| agent.id).collect();
    let theirs = tx.recipients(Scope::Everything).of_both(&told, &users).await?;
    let owed = still_owing_of(tx, &usual, &reaching, (kept, agents)).await?;
    for (broadcast, agents) in &mut reaching {
        let all = broadcast.change();
        let Some(usual) = usual.iter().find(|one| one.id == all) else { continue };
        let mut told: Vec<_> = heavier.iter().filter(|one| one.beside == Some(all)).collect();
        told.sort_by_key(|one| one.severity);
        agents.retain(|agent| {
            // Where the one for everybody took the place of a heavier one for them alone, it is that one.
            let is_free = |row: &RecipientRow| {
                row.recipient.ended.is_some_and(|ended| ended.by == BroadcastEnd::Superseded)
            };
            let is_theirs = |one: &Broadcast| {
                let mut mine = theirs.iter().filter(|row| row.user == agent.id && !is_free(row));
                mine.any(|row| row.broadcast == one.id)
            };
            let owed = owed.get(&(all, agent.id)).copied().unwrap_or(Severity::Info);
            let left = told.iter().copied().chain([usual]).find(|one| is_theirs(one));
            let taken = left.unwrap_or_else(|| {
                let enough = told.iter().copied().find(|one| owed <= one.severity);
                if owed <= usual.severity { usual } else { enough.or(told.last().copied()).unwrap_or(usual) }
            });
            taken.id == broadcast.id
        });
    }
    Ok(reaching)
}

/// How much some agents owe of the articles of some changes: what they owed when they left and a change has taken the place of
/// since, unless they have acknowledged a later one; and what they take up now and such a change will take the place of.
async fn still_owing_of(
    tx: &Tx,
    changes: &[Broadcast],
    reaching: &Reaching,
    (kept, agents): (&Kept, &[User]),
) -> Result<BTreeMap<(BroadcastId, UserId), Severity>> {
    let broadcasts = tx.broadcasts(Scope::Everything);
    let users: Vec<_> = agents.iter().map(|agent| agent.id).collect();
    let rows = tx.recipients(Scope::Everything).of_users(&users).await?;
    let ids: BTreeSet<_> = rows.iter().map(|row| row.broadcast).collect();
    let before = broadcasts.get_many(&ids.into_iter().collect::<Vec<_>>()).await?;
    let known = before.iter().chain(changes).chain(reaching.iter().map(|(broadcast, _)| broadcast));
    let ids: BTreeSet<_> = known.map(|one| one.id).collect();
    let bindings = broadcasts.bindings_of(&ids.into_iter().collect::<Vec<_>>()).await?;
    let about = |one: BroadcastId, other: BroadcastId| {
        let texts = |id| bindings.iter().filter(move |(of, _)| *of == id).map(|(_, binding)| binding);
        texts(one)
            .any(|mine| texts(other).any(|its| (mine.article, mine.locale) == (its.article, its.locale)))
    };
    let mut owed = BTreeMap::new();
    let mut owes = |change: &Broadcast, user: UserId, severity: Severity| {
        let most = owed.entry((change.id, user)).or_insert(Severity::Info);
        *most = raised(*most, [severity]);
    };
    for change in changes {
        for broadcast in before.iter().filter(|one| one.state == BroadcastState::Superseded) {
            if broadcast.id < change.id && about(broadcast.id, change.id) {
                let left = rows.iter().filter(|row| row.broadcast == broadcast.id && left_owing(row));
                let is_good = |row: &&RecipientRow| {
                    let later =
                        |other: &&RecipientRow| other.user == row.user && row.broadcast < other.broadcast;
                    let mut later = rows.iter().filter(later);
                    later.any(|other| {
                        other.recipient.acknowledged_at.is_some() && about(other.broadcast, broadcast.id)
                    })
                };
                left.filter(|row| !is_good(row)).for_each(|row| owes(change, row.user, broadcast.severity));
            }
        }
        // Until it takes effect, what it will take the place of is owed beside it.
        for (broadcast, agents) in reaching.iter().filter(|(one, _)| one.id < change.id) {
            let is_coming = tx.now() < change.effect() && broadcast.effect() <= change.effect();
            if is_coming && about(broadcast.id, change.id) {
                let is_good = |agent: &&User| {
                    let row = kept.get(&(broadcast.id, agent.id));
                    row.is_some_and(|row| row.recipient.acknowledged_at.is_some())
                };
                agents.iter().filter(|agent| !is_good(agent)).for_each(|agent| {
                    owes(change, agent.id, broadcast.severity);
                });
            }
        }
    }
    Ok(owed)
}

/// Whether somebody still owed it when they left.
fn left_owing(row: &RecipientRow) -> bool {
    let is_left = row.recipient.ended.is_some_and(|ended| ended.by == BroadcastEnd::Closed);
    is_left && Recipient { ended: None, ..row.recipient.clone() }.will_owe()
}

fn ids_of(reaching: &Reaching) -> Vec<BroadcastId> {
    reaching.iter().map(|(broadcast, _)| broadcast.id).collect()
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

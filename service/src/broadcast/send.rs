//! Sending a broadcast, in the transaction of the change that it tells of.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Binding, Broadcast, BroadcastEnd, BroadcastState, BroadcastText, Exemption};
use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ArticleVersion, VersionState};
use domain::notification::Subject;
use domain::people::User;
use domain::{ArticleId, BroadcastId, Scope, Timestamp, UserId, VendorId};
use serde_json::json;
use store::{Broadcasts, Clearances, NewJob, Notifications, RecipientRow, Recipients, Tx};

use super::announce::announce_job;
use super::due::due_jobs;
use super::reach::{Crowd, deadlines_at, instants, new_recipient};
use crate::clearance::Assessment;
use crate::error::Result;
use crate::portal::Portal;

/// A broadcast that is ready to be sent.
#[derive(Debug)]
pub(crate) struct News {
    pub(crate) broadcast: Broadcast,
    pub(crate) texts: Vec<BroadcastText>,
    pub(crate) bindings: Vec<Binding>,
    pub(crate) recipients: Vec<RecipientRow>,
    /// Whom it reaches as well, if by then they owe nothing of that for which others are sent beside it.
    pub(crate) freed: Vec<RecipientRow>,
    /// What it takes the place of.
    pub(crate) replaced: Vec<Broadcast>,
}

impl Portal {
    /// What is saved with broadcasts that are about to be sent together, and done after it. Whoever tells streams of them knows
    /// already whom they reach.
    pub(crate) async fn prepared(&self, news: &[News]) -> Result<(Assessment, Vec<NewJob>)> {
        let place = |row: &RecipientRow| (row.user, row.vendor, row.team);
        let mut jobs = Vec::new();
        for one in news {
            // Where it is not known before it is sent, it is read.
            if one.freed.is_empty() {
                self.live().expect(one.broadcast.id, one.recipients.iter().map(place).collect());
            }
            jobs.extend(self.due_jobs(one).await?);
        }
        Ok((self.assessment_of(news).await?, jobs))
    }

    /// The jobs that do what is due to it: those whom it reaches are told at once.
    async fn due_jobs(&self, news: &News) -> Result<Vec<NewJob>> {
        let sites = self.store().read().sites(Scope::Everything).all().await?;
        let published_at = news.broadcast.published_at.unwrap_or(news.broadcast.created_at);
        let told = announce_job(&news.broadcast, self.world().now());
        let reached: Vec<_> = news.recipients.iter().chain(&news.freed).cloned().collect();
        let due = due_jobs(&news.broadcast, &reached, &sites, published_at);
        Ok(told.into_iter().chain(due).collect())
    }
}

/// Sends them together: their recipients, what becomes of those they replace, and what they do to the clearances of both are
/// saved with them.
pub(crate) async fn send(
    tx: &Tx,
    mut news: Vec<News>,
    mut assessment: Assessment,
    jobs: Vec<NewJob>,
) -> Result<()> {
    if news.is_empty() {
        return Ok(());
    }
    // As of when they were composed, which is what clearances were worked out for. One person may have owed several about
    // the same, and may owe one of these in their place.
    let (mut changed, mut owing) = (Vec::new(), BTreeSet::new());
    for News { broadcast, recipients, replaced, .. } in &news {
        let reached = recipients.iter().map(|row| row.vendor).collect();
        for old in replaced {
            let ended = supersede(tx, old, (broadcast, &reached), broadcast.created_at).await?;
            owing.extend(owed_by(old, &ended));
            changed.extend(ended);
        }
    }
    if let [usual, heavier @ ..] = news.as_mut_slice()
        && !heavier.is_empty()
        && usual.broadcast.effect() <= usual.broadcast.created_at
    {
        free(usual, heavier, &owing, &mut assessment);
    }
    let beside: Vec<_> = news.iter().map(|one| told_beside(&news, one)).collect();
    for (one, beside) in news.into_iter().zip(beside) {
        let News { broadcast, texts, bindings, recipients, freed: _, replaced: _ } = one;
        Broadcasts::insert(tx, &broadcast, &texts, &bindings).await?;
        Recipients::insert(tx, &recipients).await?;
        // Nothing of how many it reaches: a vendor whose people it reaches is shown this event in a proof, and never learns
        // that there are others.
        let mut details = json!({
            "severity": broadcast.severity.as_str(),
            "effective_at": broadcast.effective_at.map(Timestamp::as_millis),
            "versions": bindings.iter().map(|binding| binding.to).collect::<Vec<_>>(),
        });
        if let (Some(beside), Some(details)) = (beside, details.as_object_mut()) {
            details.insert("beside".to_owned(), json!(beside));
        }
        tx.record(NewEvent::new(EventKind::BroadcastSent, broadcast.id.uuid()).with(details));
        changed.extend(recipients);
    }
    assessment.once_sent(tx).await?.save(tx, &changed).await?;
    jobs.into_iter().for_each(|job| tx.enqueue(job));
    Ok(())
}

/// Whoever has acknowledged what they owed since it was composed is told as everybody else is.
fn free(usual: &mut News, heavier: &mut [News], owing: &BTreeSet<UserId>, assessment: &mut Assessment) {
    let sent: BTreeSet<BroadcastId> = heavier.iter().map(|one| one.broadcast.id).collect();
    for one in heavier {
        one.recipients.retain(|row| owing.contains(&row.user));
    }
    usual.freed.retain(|row| !owing.contains(&row.user));
    for row in &usual.freed {
        assessment.owes_instead(row, &sent);
    }
    usual.recipients.append(&mut usual.freed);
}

/// Who of those for whom a broadcast was open owes it: nobody where it only informs.
fn owed_by<'r>(broadcast: &Broadcast, open: &'r [RecipientRow]) -> impl Iterator<Item = UserId> + use<'r> {
    let is_asked = broadcast.severity.needs_acknowledgement();
    open.iter().filter(move |_| is_asked).map(|row| row.user)
}

/// The broadcast beside which one is sent, as far as its event may say it: not where a vendor that is shown the event would learn
/// of a broadcast that reaches nobody of theirs. That one names none, for it may reach vendors that the others do not.
fn told_beside(news: &[News], one: &News) -> Option<BroadcastId> {
    let all = news.iter().find(|other| Some(other.broadcast.id) == one.broadcast.beside)?;
    let reached: BTreeSet<_> = all.recipients.iter().map(|row| row.vendor).collect();
    one.recipients.iter().all(|row| reached.contains(&row.vendor)).then_some(all.broadcast.id)
}

/// A version takes effect that was announced: what its broadcast carries is owed by it alone from now on. What was sent after
/// it was announced stays, for it is not carried.
pub(crate) async fn take_place(tx: &Tx, revision: i64, version: &ArticleVersion) -> Result<()> {
    let broadcasts = tx.broadcasts(Scope::Everything);
    let (mut news, mut others) = (None, Vec::new());
    for broadcast in broadcasts.live_only_in(version.article, version.locale).await? {
        let bindings = broadcasts.bindings(broadcast.id).await?;
        if bindings.iter().any(|binding| binding.to == version.id) {
            // What is sent beside another comes after it.
            news.get_or_insert(broadcast);
        } else {
            others.push(broadcast);
        }
    }
    let Some(news) = news else { return Ok(()) };
    others.retain(|old| old.gives_way_to(&news));
    let reached = tx.recipients(Scope::Everything).vendors(news.id).await?;
    let (mut ended, mut owing) = (Vec::new(), BTreeSet::new());
    for old in &others {
        let rows = supersede(tx, old, (&news, &reached), tx.now()).await?;
        owing.extend(owed_by(old, &rows));
        ended.push(rows);
    }
    ended.extend(let_go(tx, version.article, &news, &owing).await?);
    assess(tx, revision, &ended).await
}

/// A change that was announced takes effect, and some of those who were told apart do not owe any more what that was for: for
/// them it is what it is for everybody else. Their rows, ended and new.
async fn let_go(
    tx: &Tx,
    article: ArticleId,
    usual: &Broadcast,
    owing: &BTreeSet<UserId>,
) -> Result<Vec<Vec<RecipientRow>>> {
    let recipients = tx.recipients(Scope::Everything);
    // Who is exempt stays so.
    let mut freed: BTreeMap<UserId, Option<Exemption>> = BTreeMap::new();
    let mut changed = Vec::new();
    for heavier in tx.broadcasts(Scope::Everything).beside(&[usual.id]).await? {
        if heavier.state != BroadcastState::Live {
            continue;
        }
        let mut rows = recipients.open_in(&[heavier.id]).await?;
        rows.retain(|row| !owing.contains(&row.user));
        if rows.is_empty() {
            continue;
        }
        let users: Vec<_> = rows.iter().map(|row| row.user).collect();
        Recipients::let_go(tx, heavier.id, &users).await?;
        let subject = Subject::Broadcast { id: heavier.id, severity: heavier.severity };
        Notifications::read_about(tx, &users, subject).await?;
        // For whoever follows clearances.
        let event = NewEvent::new(EventKind::BroadcastReachChanged, heavier.id.uuid());
        tx.record(event.with(json!({ "article": article })));
        for row in &mut rows {
            freed.insert(row.user, row.recipient.exempt.clone());
            row.recipient = row.recipient.ended(BroadcastEnd::Superseded, tx.now());
        }
        changed.push(rows);
    }
    if freed.is_empty() {
        return Ok(changed);
    }
    let ids: Vec<_> = freed.keys().copied().collect();
    let people = tx.users(Scope::Everything).get_many(&ids).await?;
    let sites = tx.sites(Scope::Everything).all().await?;
    let deadlines = deadlines_at(&sites, usual.severity, instants(usual));
    let row = |agent: &User| {
        let deadline = deadlines.get(&agent.place.site?).copied().unwrap_or_default();
        let mut row = new_recipient(usual.id, agent, deadline)?;
        row.recipient.exempt = freed.get(&agent.id).cloned().flatten();
        Some(row)
    };
    let known = recipients.of_both(&[usual.id], &ids).await?;
    let meant = Crowd::read(tx).await?.meant(people, &usual.audience);
    let meant = meant.iter().filter(|agent| known.iter().all(|known| known.user != agent.id));
    let rows: Vec<_> = meant.filter_map(row).collect();
    Recipients::insert(tx, &rows).await?;
    let told = announce_job(usual, tx.now()).into_iter();
    told.chain(due_jobs(usual, &rows, &sites, tx.now())).for_each(|job| tx.enqueue(job));
    changed.push(rows);
    Ok(changed)
}

/// A version does not come after all, or is not in effect any more: what is live about it binds nobody. `kind` is what happened
/// to the version.
///
/// What announced a version has not taken the place of anything yet: what is owed of the version that stays in effect is still
/// live beside it, and stays so. Where nothing of the article stays in effect, nothing is owed of it, but for a recall, which is
/// not about what can be worked by, and for what announces a later version. What is said in another language as well stays
/// for that.
pub(crate) async fn end_with(
    tx: &Tx,
    revision: i64,
    version: &ArticleVersion,
    kind: EventKind,
) -> Result<()> {
    let broadcasts = tx.broadcasts(Scope::Everything);
    let is_coming = version.state == VersionState::Scheduled;
    let mut ended = Vec::new();
    for broadcast in broadcasts.live_only_in(version.article, version.locale).await? {
        let is_over = if is_coming {
            let bindings = broadcasts.bindings(broadcast.id).await?;
            bindings.iter().any(|binding| binding.to == version.id)
        } else {
            broadcast.ends_with_article(tx.now())
        };
        if is_over {
            let closed = (BroadcastState::Closed, BroadcastEnd::Closed);
            ended.push(end(tx, &broadcast, closed, tx.now()).await?);
            let details = json!({ "reason": kind.as_str(), "version": version.id });
            tx.record(NewEvent::new(EventKind::BroadcastClosed, broadcast.id.uuid()).with(details));
        }
    }
    assess(tx, revision, &ended).await
}

/// Works out anew who may handle what, now that broadcasts have ended: for those who owed them, of each on its own.
async fn assess(tx: &Tx, revision: i64, changed: &[Vec<RecipientRow>]) -> Result<()> {
    let mut all = Vec::new();
    for rows in changed.iter().filter(|rows| !rows.is_empty()) {
        all.extend(Assessment::read(tx, (tx.now(), revision), rows).await?.worked_out(rows)?);
    }
    Ok(Clearances::put(tx, &all).await?)
}

/// Puts a broadcast that reaches people of some vendors in the place of another at an instant; those who owed the other, as they
/// are then. Its event says by which, unless a vendor that is shown it would learn of one that reaches nobody of theirs.
async fn supersede(
    tx: &Tx,
    old: &Broadcast,
    (by, reached): (&Broadcast, &BTreeSet<VendorId>),
    at: Timestamp,
) -> Result<Vec<RecipientRow>> {
    let ended = end(tx, old, (BroadcastState::Superseded, BroadcastEnd::Superseded), at).await?;
    let event = NewEvent::new(EventKind::BroadcastSuperseded, old.id.uuid());
    let knew = tx.recipients(Scope::Everything).vendors(old.id).await?;
    tx.record(if knew.is_subset(reached) { event.with(json!({ "by": by.id })) } else { event });
    Ok(ended)
}

/// Ends a broadcast at an instant; those who owed it, as they are then.
async fn end(
    tx: &Tx,
    broadcast: &Broadcast,
    (state, by): (BroadcastState, BroadcastEnd),
    at: Timestamp,
) -> Result<Vec<RecipientRow>> {
    Broadcasts::go(tx, broadcast, state).await?;
    Recipients::hold_open(tx, broadcast.id).await?;
    let mut open = tx.recipients(Scope::Everything).open_in(&[broadcast.id]).await?;
    Recipients::end_open(tx, broadcast.id, by).await?;
    Notifications::over(tx, broadcast.id).await?;
    for row in &mut open {
        row.recipient = row.recipient.ended(by, at);
    }
    Ok(open)
}

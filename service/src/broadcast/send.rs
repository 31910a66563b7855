//! Sending a broadcast, in the transaction of the change that it tells of.

use domain::broadcast::{Binding, Broadcast, BroadcastEnd, BroadcastState, BroadcastText, Severity};
use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ArticleVersion, VersionState};
use domain::{BroadcastId, Scope, Timestamp};
use serde_json::json;
use store::{Broadcasts, NewJob, Notifications, RecipientRow, Recipients, Tx};

use super::announce::announce_job;
use super::due::due_jobs;
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
            self.live().expect(one.broadcast.id, one.recipients.iter().map(place).collect());
            jobs.extend(self.due_jobs(one).await?);
        }
        Ok((self.assessment_of(news).await?, jobs))
    }

    /// The jobs that do what is due to it: those whom it reaches are told at once.
    async fn due_jobs(&self, news: &News) -> Result<Vec<NewJob>> {
        let sites = self.store().read().sites(Scope::Everything).all().await?;
        let published_at = news.broadcast.published_at.unwrap_or(news.broadcast.created_at);
        let told = announce_job(&news.broadcast, self.world().now());
        let due = due_jobs(&news.broadcast, &news.recipients, &sites, published_at);
        Ok(told.into_iter().chain(due).collect())
    }
}

/// Sends them together: their recipients, what becomes of those they replace, and what they do to the clearances of both are
/// saved with them.
pub(crate) async fn send(tx: &Tx, news: Vec<News>, assessment: Assessment, jobs: Vec<NewJob>) -> Result<()> {
    // As of when they were composed, which is what clearances were worked out for. One person may have owed several about
    // the same, and may owe one of these in their place.
    let mut changed = Vec::new();
    for News { broadcast, replaced, .. } in &news {
        for old in replaced {
            changed.push(supersede(tx, old, (broadcast.id, broadcast.created_at)).await?);
        }
    }
    for News { broadcast, texts, bindings, recipients, replaced: _ } in news {
        Broadcasts::insert(tx, &broadcast, &texts, &bindings).await?;
        Recipients::insert(tx, &recipients).await?;
        // Nothing of how many it reaches: a vendor whose people it reaches is shown this event in a proof, and never learns
        // that there are others.
        let details = json!({
            "severity": broadcast.severity.as_str(),
            "effective_at": broadcast.effective_at.map(Timestamp::as_millis),
            "versions": bindings.iter().map(|binding| binding.to).collect::<Vec<_>>(),
        });
        tx.record(NewEvent::new(EventKind::BroadcastSent, broadcast.id.uuid()).with(details));
        changed.push(recipients);
    }
    for rows in &changed {
        assessment.save(tx, rows).await?;
    }
    jobs.into_iter().for_each(|job| tx.enqueue(job));
    Ok(())
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
    others.retain(|old| old.effect() <= news.effect() && old.published_at <= news.published_at);
    let mut ended = Vec::new();
    for old in &others {
        ended.push(supersede(tx, old, (news.id, tx.now())).await?);
    }
    assess(tx, revision, &ended).await
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
            is_about_what_holds(&broadcast, tx.now())
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

/// Whether a live broadcast is about what can be worked by at an instant: a recall is not, nor is what announces something.
pub(super) fn is_about_what_holds(broadcast: &Broadcast, now: Timestamp) -> bool {
    broadcast.effect() <= now && broadcast.severity != Severity::Recall
}

/// Works out anew who may handle what, now that broadcasts have ended: for those who owed them, of each on its own.
async fn assess(tx: &Tx, revision: i64, ended: &[Vec<RecipientRow>]) -> Result<()> {
    for rows in ended {
        if !rows.is_empty() {
            Assessment::read(tx, (tx.now(), revision), rows).await?.save(tx, rows).await?;
        }
    }
    Ok(())
}

/// Puts a broadcast in the place of another at an instant; those who owed the other, as they are then.
async fn supersede(
    tx: &Tx,
    old: &Broadcast,
    (by, at): (BroadcastId, Timestamp),
) -> Result<Vec<RecipientRow>> {
    let ended = end(tx, old, (BroadcastState::Superseded, BroadcastEnd::Superseded), at).await?;
    let details = json!({ "by": by });
    tx.record(NewEvent::new(EventKind::BroadcastSuperseded, old.id.uuid()).with(details));
    Ok(ended)
}

/// Ends a broadcast at an instant; those who owed it, as they are then.
async fn end(
    tx: &Tx,
    broadcast: &Broadcast,
    (state, by): (BroadcastState, BroadcastEnd),
    at: Timestamp,
) -> Result<Vec<RecipientRow>> {
    let mut open = tx.recipients(Scope::Everything).open_in(&[broadcast.id]).await?;
    Broadcasts::go(tx, broadcast, state).await?;
    Recipients::end_open(tx, broadcast.id, by).await?;
    Notifications::over(tx, broadcast.id).await?;
    for row in &mut open {
        row.recipient = row.recipient.ended(by, at);
    }
    Ok(open)
}

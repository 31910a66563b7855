//! Steering a broadcast that was sent: withdrawing it, closing it, exempting somebody.

use std::collections::BTreeSet;

use domain::broadcast::{BroadcastEnd, BroadcastState, BroadcastStep, Exemption, RecipientRefusal};
use domain::event::{EventKind, NewEvent};
use domain::notification::Notice;
use domain::{Actor, BroadcastId, Checked, Fields, Invalid, Permission, Reason, Scope, Timestamp, UserId};
use serde_json::json;
use store::{Broadcasts, NewJob, Notifications, Population, RecipientRow, Recipients};

use super::due::due_job;
use super::remind::{Tidings, referents, remind_jobs_after, tell};
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// The fewest and the most characters of a reason.
const REASON: std::ops::RangeInclusive<usize> = 10..=1_000;

impl Portal {
    /// Withdraws a broadcast as wrong, and whatever else tells of the same change: nobody has to acknowledge it any more. Those
    /// who answer its check meanwhile learn that it is gone.
    pub async fn recall_broadcast(&self, actor: &Actor, id: BroadcastId, reason: &str) -> Result<()> {
        let step = (BroadcastStep::Recall, BroadcastEnd::Recalled, EventKind::BroadcastRecalled);
        self.end_broadcast(actor, id, step, reason).await
    }

    /// Closes a broadcast that has run its course, and whatever else tells of the same change.
    pub async fn close_broadcast(&self, actor: &Actor, id: BroadcastId, reason: &str) -> Result<()> {
        let step = (BroadcastStep::Close, BroadcastEnd::Closed, EventKind::BroadcastClosed);
        self.end_broadcast(actor, id, step, reason).await
    }

    async fn end_broadcast(
        &self,
        actor: &Actor,
        id: BroadcastId,
        (step, end, kind): (BroadcastStep, BroadcastEnd, EventKind),
        reason: &str,
    ) -> Result<()> {
        require(actor, Permission::PublishKnowledge)?;
        let reason = read_reason(reason)?;
        let db = self.store().read();
        let broadcasts = db.broadcasts(actor.scope());
        let broadcast = broadcasts.get(id).await?.ok_or(Error::NotFound)?;
        let state: BroadcastState = broadcast.state.after(step).ok_or(Error::Stale)?;
        let mut all = broadcasts.of_same_change(&broadcast).await?;
        all.retain(|other| other.state == broadcast.state);
        all.insert(0, broadcast.clone());
        let ids: Vec<_> = all.iter().map(|one| one.id).collect();
        let recipients = db.recipients(actor.scope()).of_broadcasts(&ids).await?;
        let (now, world) = (self.world().now(), self.world().clone());
        let vendors: BTreeSet<_> = recipients.iter().map(|row| row.vendor).collect();
        // Whoever left owes it no more, and stays cleared for nothing.
        let ended: Vec<_> = recipients
            .into_iter()
            .filter(|row| row.recipient.acknowledged_at.is_none() && row.recipient.ended.is_none())
            .map(|row| RecipientRow { recipient: row.recipient.ended(end, now), ..row })
            .collect();
        let assessment = self.assessment(&ended).await?;
        self.write(actor, move |tx| async move {
            // Before anything else, as everybody does who changes what people owe.
            Population::hold(&tx).await?;
            for one in &all {
                Broadcasts::go(&tx, one, state).await?;
                Recipients::end_open(&tx, one.id, end).await?;
                Notifications::over(&tx, one.id).await?;
                tx.record(NewEvent::new(kind, one.id.uuid()).with(json!({ "reason": reason })));
            }
            assessment.save(&tx, &ended).await?;
            if end == BroadcastEnd::Recalled {
                // The pair hears of it at once.
                let pair = referents(&tx, &vendors).await?;
                let texts = tx.broadcasts(Scope::Everything).texts(&[id]).await?;
                let notice = Notice::Recalled { reason };
                let told = pair.into_iter().map(|user| (user, notice.clone())).collect();
                tell(&tx, &world, &Tidings { broadcast, texts }, told).await?;
            }
            Ok(())
        })
        .await?;
        // What it announced takes the place of nothing any more.
        self.known_reaches().forget();
        Ok(())
    }

    /// Exempts somebody from a broadcast until an instant, or for good: they are away, or do not handle what it is about.
    /// From that instant on it binds them again.
    pub async fn exempt(
        &self,
        actor: &Actor,
        id: BroadcastId,
        user: UserId,
        reason: &str,
        until: Option<Timestamp>,
    ) -> Result<()> {
        require(actor, Permission::ExemptAgents)?;
        let reason = read_reason(reason)?;
        if until.is_some_and(|until| until <= self.world().now()) {
            return Err(Invalid::field("until", Reason::EndPast).into());
        }
        let db = self.store().read();
        let row = db.recipients(actor.scope()).get(id, user).await?.ok_or(Error::NotFound)?;
        if let Some(ended) = row.recipient.ended {
            return Err(Error::Recipient(RecipientRefusal::Ended(ended)));
        }
        let exempt = Some(Exemption { reason: reason.clone(), until });
        let after = domain::broadcast::Recipient { exempt, ..row.recipient.clone() };
        let after_row = RecipientRow { recipient: after.clone(), ..row.clone() };
        let assessment = self.assessment(std::slice::from_ref(&after_row)).await?;
        let vendor = row.vendor;
        let due = match until {
            Some(until) => self.jobs_after_exemption(actor, &after_row, until).await?,
            None => Vec::new(),
        };
        self.write(actor, move |tx| async move {
            Recipients::go(&tx, &row, &after).await?;
            assessment.save(&tx, &[after_row]).await?;
            due.into_iter().for_each(|job| tx.enqueue(job));
            let details =
                json!({ "agent": user, "reason": reason, "until": until.map(Timestamp::as_millis) });
            let event = NewEvent::new(EventKind::BroadcastExempted, id.uuid());
            tx.record(event.of_vendor(Some(vendor)).with(details));
            Ok(())
        })
        .await
    }
}

impl Portal {
    /// What is due when somebody is exempt no longer.
    async fn jobs_after_exemption(
        &self,
        actor: &Actor,
        row: &RecipientRow,
        until: Timestamp,
    ) -> Result<Vec<NewJob>> {
        let db = self.store().read();
        let mut jobs = vec![due_job(row.broadcast, until)];
        let broadcast = db.broadcasts(actor.scope()).get(row.broadcast).await?;
        let site = db.sites(Scope::Everything).get(row.site).await?;
        if let (Some(broadcast), Some(site)) = (broadcast, site) {
            jobs.extend(remind_jobs_after(&broadcast, &site, row.deadline, until));
        }
        Ok(jobs)
    }
}

/// Reads why something is ended.
pub(crate) fn read_reason(text: &str) -> Result<String> {
    let mut fields = Fields::new();
    let reason: Checked<String> = match text.trim() {
        "" => Err(Reason::Missing),
        text if text.chars().count() < *REASON.start() => Err(Reason::TooShort(*REASON.start())),
        text if *REASON.end() < text.chars().count() => Err(Reason::TooLong(*REASON.end())),
        text => Ok(text.to_owned()),
    };
    let reason = fields.read("reason", reason);
    Ok(fields.verdict(reason)?)
}

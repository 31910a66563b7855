//! Sending a broadcast, in the transaction of the change that it tells of.

use std::collections::BTreeSet;

use domain::broadcast::{Binding, Broadcast, BroadcastEnd, BroadcastState, BroadcastText};
use domain::event::{EventKind, NewEvent};
use domain::{JobId, Timestamp};
use serde_json::json;
use store::{Broadcasts, NewJob, RecipientRow, Recipients, Tx};

use super::due::{DUE_JOB, Due};
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
    /// The jobs that do what is due to a broadcast: when it takes effect, when the grace of a site ends, when people are
    /// reminded, and when others hear that they are late.
    pub(crate) async fn due_jobs(&self, news: &News) -> Result<Vec<NewJob>> {
        let now = self.world().now();
        let deadlines =
            news.recipients.iter().flat_map(|row| [row.deadline.due_at, row.deadline.grace_until]);
        let instants: BTreeSet<Timestamp> = deadlines
            .chain([news.broadcast.effective_at])
            .flatten()
            .filter(|instant| now < *instant)
            .collect();
        let payload = json!(Due { broadcast: news.broadcast.id }).to_string();
        let job = |run_at| NewJob {
            id: JobId::new(self.world().id()),
            kind: DUE_JOB,
            payload: payload.clone(),
            run_at,
        };
        let due = instants.into_iter().map(job);
        Ok(due.chain(self.remind_jobs(news).await?).collect())
    }
}

/// Sends it: its recipients, what becomes of those it replaces, and what it does to clearances are saved with it.
pub(crate) async fn send(tx: &Tx, news: News, assessment: Assessment, jobs: Vec<NewJob>) -> Result<()> {
    let News { broadcast, texts, bindings, recipients, replaced } = news;
    for old in &replaced {
        Broadcasts::go(tx, old, BroadcastState::Superseded).await?;
        Recipients::end_open(tx, old.id, BroadcastEnd::Superseded).await?;
        let details = json!({ "by": broadcast.id });
        tx.record(NewEvent::new(EventKind::BroadcastSuperseded, old.id.uuid()).with(details));
    }
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
    assessment.save(tx, &recipients).await?;
    jobs.into_iter().for_each(|job| tx.enqueue(job));
    Ok(())
}

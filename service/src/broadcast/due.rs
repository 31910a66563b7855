//! What is due to a broadcast at an instant: it takes effect, time to acknowledge it has run out, or somebody is exempt no
//! longer.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Broadcast, BroadcastState};
use domain::event::{EventKind, NewEvent};
use domain::vendor::Site;
use domain::{Actor, BroadcastId, Locale, Scope, SiteId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{NewJob, RecipientRow};

use super::remind::{remind_jobs, remind_jobs_after};
use crate::error::{Error, Result};
use crate::jobs::one_job;
use crate::portal::Portal;

/// The kind of the jobs.
pub(crate) const DUE_JOB: &str = "broadcast_due";

#[derive(Debug, Serialize, Deserialize)]
struct Due {
    broadcast: BroadcastId,
}

/// The job that does what is due to a broadcast at an instant.
pub(super) fn due_job(broadcast: BroadcastId, run_at: Timestamp) -> NewJob {
    one_job(DUE_JOB, json!(Due { broadcast }).to_string(), run_at)
}

/// The jobs that do what is due to a broadcast from an instant on, for some whom it reaches: when it takes effect, when the grace
/// of a site ends, when somebody is exempt no longer, when people are reminded, and when others hear that they are late. Those
/// that stand in the queue already are the same.
pub(super) fn due_jobs(
    broadcast: &Broadcast,
    recipients: &[RecipientRow],
    sites: &[Site],
    since: Timestamp,
) -> Vec<NewJob> {
    let deadlines: BTreeMap<SiteId, _> = recipients.iter().map(|row| (row.site, row.deadline)).collect();
    let instants: BTreeSet<Timestamp> = recipients
        .iter()
        .flat_map(|row| {
            // They may have been exempt from what it took the place of.
            let exempt_until = row.recipient.exempt.as_ref().and_then(|exempt| exempt.until);
            [row.deadline.due_at, row.deadline.grace_until, exempt_until]
        })
        .chain([broadcast.effective_at])
        .flatten()
        .filter(|instant| since < *instant)
        .collect();
    let mut jobs: Vec<_> = instants.into_iter().map(|run_at| due_job(broadcast.id, run_at)).collect();
    for site in sites {
        let Some(deadline) = deadlines.get(&site.id) else { continue };
        // What lies behind them is told to nobody any more.
        jobs.extend(remind_jobs(broadcast, site, *deadline).into_iter().filter(|job| since <= job.run_at));
    }
    for row in recipients {
        let until = row.recipient.exempt.as_ref().and_then(|exempt| exempt.until);
        let site = sites.iter().find(|site| site.id == row.site);
        if let (Some(until), Some(site)) = (until.filter(|until| since < *until), site) {
            jobs.extend(remind_jobs_after(broadcast, site, row.deadline, until));
        }
    }
    jobs
}

impl Portal {
    /// Works out anew who may handle what, now that the instant has come. Done twice it changes nothing.
    pub(crate) async fn do_broadcast_due(&self, payload: &str) -> Result<()> {
        let Due { broadcast: id } =
            serde_json::from_str(payload).map_err(|error| Error::Internal(format!("a job: {error}")))?;
        let db = self.store().read();
        let broadcast = db.broadcasts(Scope::Everything).get(id).await?.ok_or(Error::NotFound)?;
        if broadcast.state != BroadcastState::Live {
            return Ok(());
        }
        let assessment = self.assessment_about([id].into()).await?;
        // Time changes nothing for those who have acknowledged, or do not owe it any more.
        let recipients = assessment.owing(id);
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move {
            assessment.save(&tx, &recipients).await?;
            tx.record(NewEvent::new(EventKind::BroadcastDue, id.uuid()));
            Ok(())
        })
        .await
    }
}

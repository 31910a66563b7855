//! Telling those whom a broadcast reaches that it is there: in their list, and by letter as they wish.
//!
//! A job does it, some people at a time, so that neither the publication nor anybody who acknowledges meanwhile waits until
//! ten thousand are told.

use domain::broadcast::{Broadcast, BroadcastState, RecipientState};
use domain::event::{EventKind, NewEvent};
use domain::notification::Notice;
use domain::{Actor, BroadcastId, Locale, Scope, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::NewJob;

use super::remind::{Tidings, still_owing, tell_owing};
use crate::error::{Error, Result};
use crate::jobs::one_job;
use crate::portal::Portal;

/// The kind of the jobs.
pub(crate) const ANNOUNCE_JOB: &str = "broadcast_announce";

/// How many are told in one transaction.
const CHUNK: usize = 500;

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Announce {
    broadcast: BroadcastId,
}

/// The job that tells those whom a broadcast reaches; none for one that only informs, which is in the list of broadcasts.
pub(super) fn announce_job(broadcast: &Broadcast, run_at: Timestamp) -> Option<NewJob> {
    let payload = json!(Announce { broadcast: broadcast.id }).to_string();
    broadcast.severity.needs_acknowledgement().then(|| one_job(ANNOUNCE_JOB, payload, run_at))
}

impl Portal {
    /// Tells everybody who owes a broadcast and has not opened it that it is there. Done twice it tells nobody twice; of what
    /// is over nothing is told.
    pub(crate) async fn do_announce(&self, payload: &str) -> Result<()> {
        let Announce { broadcast } =
            serde_json::from_str(payload).map_err(|error| Error::Internal(format!("a job: {error}")))?;
        let mut behind = None;
        while let Some(last) = self.announce_next(broadcast, behind).await? {
            behind = Some(last);
        }
        Ok(())
    }

    /// Tells the next people, in the order of their ids; the last of them, none when nobody is left. It is recorded without how
    /// many were told: a vendor is shown this event in a proof.
    async fn announce_next(&self, id: BroadcastId, behind: Option<UserId>) -> Result<Option<UserId>> {
        let world = self.world().clone();
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move {
            let broadcasts = tx.broadcasts(Scope::Everything);
            let broadcast = broadcasts.get(id).await?.ok_or(Error::NotFound)?;
            if broadcast.state != BroadcastState::Live {
                return Ok(None);
            }
            let rows = tx.recipients(Scope::Everything).after(id, behind, CHUNK).await?;
            let Some(last) = rows.last().map(|row| row.user) else { return Ok(None) };
            let mut owing = still_owing(&tx, rows).await?;
            // Whoever has opened it meanwhile knows of it.
            owing.retain(|row| row.recipient.state < RecipientState::Opened);
            let tidings = Tidings { texts: broadcasts.texts(&[id]).await?, broadcast };
            let notice = |due_at| Notice::Announced { due_at };
            let told = tell_owing(&tx, &world, &tidings, notice, &owing).await?;
            if !told.is_empty() {
                tx.record(NewEvent::new(EventKind::BroadcastAnnounced, id.uuid()));
            }
            Ok(Some(last))
        })
        .await
    }
}

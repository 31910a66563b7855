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

/// How far an announcement is.
#[derive(Clone, Copy, Debug, Default)]
struct Progress {
    /// The last of those who were looked at, in the order of their ids.
    behind: Option<UserId>,
    /// Whether anybody was told.
    has_told: bool,
}

impl Portal {
    /// Tells everybody who owes a broadcast and has not opened it that it is there. Done twice it tells nobody twice; of what
    /// is over nothing is told.
    pub(crate) async fn do_announce(&self, payload: &str) -> Result<()> {
        let Announce { broadcast } =
            serde_json::from_str(payload).map_err(|error| Error::Internal(format!("a job: {error}")))?;
        let mut progress = Progress::default();
        while let Some(next) = self.announce_next(broadcast, progress).await? {
            progress = next;
        }
        Ok(())
    }

    /// Tells the next people; none when nobody is left. Then it is recorded, once and without how many they are: a vendor is
    /// shown this event in a proof.
    async fn announce_next(&self, id: BroadcastId, progress: Progress) -> Result<Option<Progress>> {
        let world = self.world().clone();
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move {
            let broadcasts = tx.broadcasts(Scope::Everything);
            let broadcast = broadcasts.get(id).await?.ok_or(Error::NotFound)?;
            if broadcast.state != BroadcastState::Live {
                return Ok(None);
            }
            let Progress { behind, has_told } = progress;
            let rows = tx.recipients(Scope::Everything).after(id, behind, CHUNK).await?;
            let Some(behind) = rows.last().map(|row| row.user) else {
                if has_told {
                    tx.record(NewEvent::new(EventKind::BroadcastAnnounced, id.uuid()));
                }
                return Ok(None);
            };
            let mut owing = still_owing(&tx, rows).await?;
            // Whoever has opened it meanwhile knows of it.
            owing.retain(|row| row.recipient.state < RecipientState::Opened);
            let tidings = Tidings { texts: broadcasts.texts(&[id]).await?, broadcast };
            let notice = |due_at| Notice::Announced { due_at };
            let told = tell_owing(&tx, &world, &tidings, notice, &owing).await?;
            Ok(Some(Progress { behind: Some(behind), has_told: has_told || !told.is_empty() }))
        })
        .await
    }
}

//! What is due to a broadcast at an instant: it takes effect, time to acknowledge it has run out, or somebody is exempt no
//! longer.

use domain::broadcast::BroadcastState;
use domain::event::{EventKind, NewEvent};
use domain::{Actor, BroadcastId, JobId, Locale, Scope, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::NewJob;

use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::world::World;

/// The kind of the jobs.
pub(crate) const DUE_JOB: &str = "broadcast_due";

#[derive(Debug, Serialize, Deserialize)]
struct Due {
    broadcast: BroadcastId,
}

/// The job that does what is due to a broadcast at an instant.
pub(super) fn due_job(world: &World, broadcast: BroadcastId, run_at: Timestamp) -> NewJob {
    let payload = json!(Due { broadcast }).to_string();
    NewJob { id: JobId::new(world.id()), kind: DUE_JOB, payload, run_at }
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
        let assessment = self.assessment(&[]).await?;
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

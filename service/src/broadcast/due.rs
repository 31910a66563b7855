//! What is due to a broadcast at an instant: it takes effect, or time to acknowledge it has run out.

use domain::broadcast::BroadcastState;
use domain::event::{EventKind, NewEvent};
use domain::{Actor, BroadcastId, Locale, Scope};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::portal::Portal;

/// The kind of the jobs.
pub(crate) const DUE_JOB: &str = "broadcast_due";

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Due {
    pub(super) broadcast: BroadcastId,
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
        let recipients = db.recipients(Scope::Everything).of_broadcasts(&[id]).await?;
        let assessment = self.assessment(&[]).await?;
        let system = Actor::system(Locale::default());
        self.write(&system, move |tx| async move {
            assessment.save(&tx, &recipients).await?;
            tx.record(NewEvent::new(EventKind::BroadcastDue, id.uuid()));
            Ok(())
        })
        .await
    }
}

//! Noting that broadcasts have reached people: their pages were told that these wait for them.
//!
//! What cannot be written, or was not when a process died, is noted with the next page.

use std::collections::BTreeMap;

use domain::broadcast::RecipientState;
use domain::event::{EventKind, NewEvent};
use domain::{Actor, BroadcastId, Locale, UserId, VendorId};
use serde_json::json;
use store::{Recipients, Tx};

use super::receive::MyBroadcast;
use crate::error::Result;
use crate::gathering::{Gathering, MUCH};
use crate::portal::Portal;

/// What has reached people and is not noted yet.
pub(crate) type Deliveries = Gathering<(BroadcastId, UserId)>;

impl Portal {
    /// Sees to it that what waits for the actor is noted as having reached them: their own, where nothing was noted yet. Nobody
    /// waits for it, and a failure is not the reader's business.
    pub fn note_delivered(&self, actor: &Actor, waiting: &[MyBroadcast]) {
        let is_new = |one: &&MyBroadcast| {
            let row = &one.recipient;
            Some(row.user) == actor.user_id() && row.recipient.state == RecipientState::Pending
        };
        let new = waiting.iter().filter(is_new).map(|one| (one.recipient.broadcast, one.recipient.user));
        self.settle_after(self.deliveries().gather(new));
    }

    /// Writes what was gathered until now.
    pub(crate) async fn settle_deliveries(&self) {
        let (gathered, _alone) = self.deliveries().take().await;
        if gathered.is_empty() {
            return;
        }
        let mut reached: BTreeMap<BroadcastId, Vec<UserId>> = BTreeMap::new();
        for (broadcast, user) in gathered {
            reached.entry(broadcast).or_default().push(user);
        }
        let system = Actor::system(Locale::default());
        let written = self.write(&system, move |tx| async move {
            for (broadcast, users) in &reached {
                for users in users.chunks(MUCH) {
                    deliver(&tx, *broadcast, users).await?;
                }
            }
            Ok(())
        });
        if let Err(error) = written.await {
            tracing::warn!(%error, "could not note whom broadcasts have reached");
        }
    }
}

/// Notes that a broadcast has reached people, who may have gone further meanwhile. Each vendor's are an event of their own, which
/// tells nobody of another's.
async fn deliver(tx: &Tx, broadcast: BroadcastId, users: &[UserId]) -> Result<()> {
    let mut agents: BTreeMap<VendorId, Vec<UserId>> = BTreeMap::new();
    for (user, vendor) in Recipients::deliver(tx, broadcast, users).await? {
        agents.entry(vendor).or_default().push(user);
    }
    for (vendor, agents) in agents {
        let event = NewEvent::new(EventKind::BroadcastDelivered, broadcast.uuid());
        tx.record(event.of_vendor(Some(vendor)).with(json!({ "agents": agents })));
    }
    Ok(())
}

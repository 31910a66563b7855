//! Noting that a broadcast has reached somebody: their page was told that it waits for them.

use domain::Actor;
use domain::broadcast::{Recipient, RecipientState, Step};
use domain::event::{EventKind, NewEvent};
use serde_json::json;
use store::{RecipientRow, Recipients, StoreError};

use super::receive::MyBroadcast;
use crate::error::{Error, Result};
use crate::portal::Portal;

impl Portal {
    /// Notes beside the answer that what waits for the actor has reached them. Nobody waits for it, and a failure is not the
    /// reader's business: what was not noted is noted with the next page.
    pub fn note_delivered(&self, actor: &Actor, waiting: &[MyBroadcast]) {
        let is_pending = |one: &&MyBroadcast| one.recipient.recipient.state == RecipientState::Pending;
        let pending: Vec<_> = waiting.iter().filter(is_pending).cloned().collect();
        if pending.is_empty() {
            return;
        }
        let (portal, actor) = (self.clone(), actor.clone());
        tokio::spawn(async move {
            if let Err(error) = portal.deliver(&actor, &pending).await {
                tracing::warn!(%error, "could not note what has reached somebody");
            }
        });
    }

    /// Notes that what waits for the actor has reached them: their own, in one write, and only where nothing was noted yet.
    pub async fn deliver(&self, actor: &Actor, waiting: &[MyBroadcast]) -> Result<()> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let mine = waiting.iter().filter(|one| one.recipient.user == me);
        let steps: Vec<_> = mine.filter_map(|one| self.delivered(one)).collect();
        if steps.is_empty() {
            return Ok(());
        }
        self.write(actor, move |tx| async move {
            for (row, after) in &steps {
                match Recipients::go(&tx, row, after).await {
                    Ok(()) => {}
                    // They went further at the same time, or another page of theirs was told as well.
                    Err(StoreError::Stale) => continue,
                    Err(error) => return Err(Error::from(error)),
                }
                let details = json!({ "state": after.state.as_str() });
                let event = NewEvent::new(EventKind::BroadcastRead, row.broadcast.uuid());
                tx.record(event.of_vendor(Some(row.vendor)).with(details));
            }
            Ok(())
        })
        .await
    }

    /// A row as it was read and as it is once the broadcast is delivered; none where that changes nothing.
    fn delivered(&self, one: &MyBroadcast) -> Option<(RecipientRow, Recipient)> {
        let row = &one.recipient;
        // What is asked in the end is no matter here.
        let after = row.recipient.after(Step::Deliver, one.broadcast.severity, 0, self.world().now());
        let after = after.ok().filter(|after| *after != row.recipient)?;
        Some((row.clone(), after))
    }
}

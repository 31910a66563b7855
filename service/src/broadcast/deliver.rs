//! Noting that broadcasts have reached people: their pages were told that these wait for them.
//!
//! When something is sent, thousands of pages are told of it within moments. What is to be noted of them is gathered for as long
//! as nobody notices, and then written together. What a process that dies has not written is noted with the next page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::broadcast::RecipientState;
use domain::event::{EventKind, NewEvent};
use domain::{Actor, BroadcastId, Locale, UserId, VendorId};
use serde_json::json;
use store::{Recipients, Tx};

use super::receive::MyBroadcast;
use crate::error::Result;
use crate::portal::Portal;

/// For how long it is gathered.
const MOMENT: Duration = Duration::from_millis(250);
/// How much of it is written without waiting any longer, and how many people an event names.
const MUCH: usize = 500;

/// What has reached people and is not noted yet.
#[derive(Debug, Default)]
pub(crate) struct Deliveries {
    gathered: Mutex<BTreeSet<(BroadcastId, UserId)>>,
    /// One at a time writes, so that whoever waits for this knows that what was gathered before is written.
    writing: tokio::sync::Mutex<()>,
}

impl Deliveries {
    /// Gathers more; after how long that is to be written, where nobody sees to it yet.
    fn gather(&self, more: impl Iterator<Item = (BroadcastId, UserId)>) -> Option<Duration> {
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        let before = gathered.len();
        gathered.extend(more);
        match gathered.len() {
            after if before < MUCH && MUCH <= after => Some(Duration::ZERO),
            after if before == 0 && 0 < after => Some(MOMENT),
            _ => None,
        }
    }

    /// What was gathered, whom each broadcast reached; nothing is left.
    fn take(&self) -> BTreeMap<BroadcastId, Vec<UserId>> {
        let gathered = std::mem::take(&mut *self.gathered.lock().unwrap_or_else(PoisonError::into_inner));
        let mut reached: BTreeMap<BroadcastId, Vec<UserId>> = BTreeMap::new();
        for (broadcast, user) in gathered {
            reached.entry(broadcast).or_default().push(user);
        }
        reached
    }
}

impl Portal {
    /// Sees to it that what waits for the actor is noted as having reached them: their own, where nothing was noted yet. Nobody
    /// waits for it, and a failure is not the reader's business.
    pub fn note_delivered(&self, actor: &Actor, waiting: &[MyBroadcast]) {
        let is_new = |one: &&MyBroadcast| {
            let row = &one.recipient;
            Some(row.user) == actor.user_id() && row.recipient.state == RecipientState::Pending
        };
        let new = waiting.iter().filter(is_new).map(|one| (one.recipient.broadcast, one.recipient.user));
        let Some(rest) = self.deliveries().gather(new) else { return };
        let portal = self.weakly();
        tokio::spawn(async move {
            tokio::time::sleep(rest).await;
            if let Some(portal) = portal() {
                portal.settle_deliveries().await;
            }
        });
    }

    /// Writes what was gathered until now, for whoever stops the process. What cannot be written is noted with the next page.
    pub async fn settle_deliveries(&self) {
        let _alone = self.deliveries().writing.lock().await;
        let reached = self.deliveries().take();
        if reached.is_empty() {
            return;
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn gather(deliveries: &Deliveries, people: std::ops::Range<u128>) -> Option<Duration> {
        let broadcast = BroadcastId::new(Uuid::from_u128(1));
        deliveries.gather(people.map(|person| (broadcast, UserId::new(Uuid::from_u128(person)))))
    }

    #[test]
    fn what_is_gathered_is_written_after_a_moment_or_once_it_is_much() {
        let deliveries = Deliveries::default();
        assert_eq!(gather(&deliveries, 0..0), None);
        assert_eq!(gather(&deliveries, 0..1), Some(MOMENT));
        assert_eq!(gather(&deliveries, 0..1), None, "a second page of theirs");
        assert_eq!(gather(&deliveries, 1..499), None, "somebody sees to it already");
        assert_eq!(gather(&deliveries, 499..501), Some(Duration::ZERO));
        assert_eq!(gather(&deliveries, 501..2_000), None);
        assert_eq!(deliveries.take().into_values().map(|users| users.len()).collect::<Vec<_>>(), [2_000]);
        assert_eq!(deliveries.take(), BTreeMap::new());
        assert_eq!(gather(&deliveries, 0..700), Some(Duration::ZERO));
    }
}

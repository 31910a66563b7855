//! Appending events.

use domain::Timestamp;
use domain::event::{Event, Hash, NewEvent, link};
use domain::{UserId, VendorId};
use sea_orm::{ActiveValue::NotSet, ConnectionTrait, EntityTrait, Set};
use uuid::Uuid;

use super::seal::head;
use crate::entity::event;
use crate::error::StoreResult;
use crate::tx::Stamp;

/// How many rows go into one statement. Well below the limits of both engines on parameters.
const CHUNK: usize = 500;

/// An event with who and when, not yet in the log.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    at: Timestamp,
    kind: &'static str,
    actor: Option<UserId>,
    subject: Uuid,
    vendor: Option<VendorId>,
    details: String,
}

impl Recorded {
    pub(crate) fn new(stamp: Stamp, event: NewEvent) -> Self {
        let NewEvent { kind, subject, vendor, details } = event;
        let details = if details.is_null() { String::new() } else { details.to_string() };
        Self { at: stamp.at, kind: kind.as_str(), actor: stamp.actor, subject, vendor, details }
    }

    /// Gives it its place behind `previous`.
    fn sealed(&self, seq: i64, previous: Hash) -> Event {
        let Self { at, kind, actor, subject, vendor, details } = self.clone();
        let kind = kind.to_owned();
        let mut event = Event { seq, at, kind, actor, subject, vendor, details, previous, hash: Hash::ZERO };
        event.hash = link(&event);
        event
    }

    fn unsealed_row(&self) -> event::ActiveModel {
        let Self { at, kind, actor, subject, vendor, details } = self.clone();
        event::ActiveModel {
            id: NotSet,
            at: Set(at.as_millis()),
            kind: Set(kind.to_owned()),
            actor_id: Set(actor.map(UserId::uuid)),
            subject_id: Set(subject),
            vendor_id: Set(vendor.map(VendorId::uuid)),
            details: Set(details),
            seq: Set(None),
            previous: Set(None),
            hash: Set(None),
        }
    }
}

/// Appends events that get their numbers and hashes later.
pub(crate) async fn append_unsealed<C: ConnectionTrait>(db: &C, events: &[Recorded]) -> StoreResult<()> {
    for chunk in events.chunks(CHUNK) {
        let rows = chunk.iter().map(Recorded::unsealed_row);
        event::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Appends events with their numbers and hashes. Only for a writer that is alone. The number of the last
/// event, if there is a new one.
pub(crate) async fn append_sealed<C: ConnectionTrait>(
    db: &C,
    events: &[Recorded],
) -> StoreResult<Option<i64>> {
    if events.is_empty() {
        return Ok(None);
    }
    let (mut seq, mut previous) = head(db).await?;
    for chunk in events.chunks(CHUNK) {
        let mut rows = Vec::with_capacity(chunk.len());
        for recorded in chunk {
            seq += 1;
            let event = recorded.sealed(seq, previous);
            previous = event.hash;
            let mut row = recorded.unsealed_row();
            row.seq = Set(Some(event.seq));
            row.previous = Set(Some(event.previous.as_bytes().to_vec()));
            row.hash = Set(Some(event.hash.as_bytes().to_vec()));
            rows.push(row);
        }
        event::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(Some(seq))
}

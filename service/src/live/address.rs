//! From events to envelopes: who may know of each.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Weak};

use domain::event::{Event, EventKind, SubjectKind};
use domain::{BroadcastId, Scope, SpaceId, UserId, VendorId};
use serde::Deserialize;
use store::Db;
use uuid::Uuid;

use super::audience::{Audience, Reached};
use super::envelope::{Addressed, Envelope};
use super::hub::Hub;
use crate::error::Result;

/// Finds out who may know of events.
#[derive(Debug, Default)]
pub(super) struct Addressing {
    /// Whom broadcasts reach that something is still told of. It changes once they are sent only where somebody comes back or
    /// works elsewhere from then on.
    reached: BTreeMap<BroadcastId, Weak<Reached>>,
}

/// Whom a kind of event concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Concern {
    /// Nobody is told of it.
    Nobody,
    /// Those who may read the article.
    Readers,
    /// Those who write articles.
    Writers,
    /// Those whom the broadcast reaches, and those who follow it.
    Recipients,
    /// Those whom it reaches at the vendor whose event it is, and those who follow it.
    RecipientsOfVendor,
    /// One of them, or whoever flagged a passage, and those who follow it.
    OneRecipient,
    /// Those who follow the broadcast. Nothing changes on the pages of whom it reaches.
    Followers,
    /// Whoever's streams it ends.
    Streams,
}

/// What is read of the details of events. They name more.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Details {
    /// Whom it was done to, where that is somebody else than whoever did it.
    #[serde(alias = "raised_by")]
    agent: Option<UserId>,
    /// When the version took effect or was to do so, if it was ever said.
    effective_at: Option<i64>,
}

impl Addressing {
    /// The envelopes of some events, in their order. What nobody is told is left out.
    pub(super) async fn address(&mut self, db: &Db, hub: &Hub, events: &[Event]) -> Result<Vec<Addressed>> {
        let readers = readers(db, events).await?;
        let mut addressed = Vec::new();
        for event in events {
            let Some(kind) = EventKind::parse(&event.kind) else { continue };
            if matches!(kind, EventKind::UserReactivated | EventKind::UserChanged) {
                // What they owe from now on was committed with it. What the hub expected of a broadcast cannot come back: it
                // was used up when the broadcast was sent, which came before.
                self.reached.clear();
            }
            let audience = match concern_of(kind, event) {
                Concern::Nobody => None,
                Concern::Readers => readers.get(&event.subject).cloned().map(Audience::Readers),
                Concern::Writers => Some(Audience::Writers),
                Concern::Recipients => {
                    Some(Audience::Reached(self.reached(db, hub, BroadcastId::new(event.subject)).await?))
                }
                Concern::RecipientsOfVendor => {
                    let scope = event.vendor.map_or(Scope::Nothing, Scope::Vendor);
                    let places = db.recipients(scope).places(BroadcastId::new(event.subject)).await?;
                    Some(Audience::Reached(Arc::new(Reached::of(&places))))
                }
                Concern::OneRecipient => {
                    let people = [event.actor, details(event).agent];
                    Some(Audience::Progress { people, vendor: event.vendor })
                }
                Concern::Followers => Some(Audience::Progress { people: [None, None], vendor: event.vendor }),
                Concern::Streams => Some(Audience::Ended(event.subject)),
            };
            let envelope = Envelope { seq: event.seq, kind, subject: event.subject };
            addressed.extend(audience.map(|audience| Addressed { envelope, at: event.at, audience }));
        }
        self.reached.retain(|_, reached| 0 < reached.strong_count());
        Ok(addressed)
    }

    async fn reached(&mut self, db: &Db, hub: &Hub, broadcast: BroadcastId) -> Result<Arc<Reached>> {
        if let Some(known) = self.reached.get(&broadcast).and_then(Weak::upgrade) {
            return Ok(known);
        }
        let places = match hub.expected(broadcast) {
            Some(places) => places,
            None => db.recipients(Scope::Everything).places(broadcast).await?,
        };
        let reached = Arc::new(Reached::of(&places));
        self.reached.insert(broadcast, Arc::downgrade(&reached));
        Ok(reached)
    }
}

/// The vendors to which the articles of some events are open.
async fn readers(db: &Db, events: &[Event]) -> Result<BTreeMap<Uuid, Arc<[VendorId]>>> {
    let is_read = |event: &&Event| {
        let kind = EventKind::parse(&event.kind);
        kind.is_some_and(|kind| concern_of(kind, event) == Concern::Readers)
    };
    let articles: BTreeSet<Uuid> = events.iter().filter(is_read).map(|event| event.subject).collect();
    let articles: Vec<Uuid> = articles.into_iter().collect();
    let spaces = db.articles(Scope::Everything).spaces_of(&articles).await?;
    let distinct: BTreeSet<SpaceId> = spaces.values().copied().collect();
    let mut vendors: BTreeMap<SpaceId, Arc<[VendorId]>> = BTreeMap::new();
    for space in distinct {
        vendors.insert(space, db.spaces(Scope::Everything).vendors(space).await?.into());
    }
    let open_to = |space: SpaceId| vendors.get(&space).cloned();
    Ok(spaces.into_iter().filter_map(|(article, space)| Some((article.uuid(), open_to(space)?))).collect())
}

/// Whom an event concerns. Readers never heard of a version that was neither in effect nor announced.
fn concern_of(kind: EventKind, event: &Event) -> Concern {
    match concern(kind) {
        Concern::Readers if kind == EventKind::ArticleArchived && details(event).effective_at.is_none() => {
            Concern::Writers
        }
        known => known,
    }
}

/// The same by its kind alone.
fn concern(kind: EventKind) -> Concern {
    use EventKind as K;
    match kind {
        // Who was told that a version comes is told as well that it does not.
        K::ArticleVersionEffective
        | K::ArticleScheduled
        | K::ArticleUnscheduled
        | K::ArticleRecalled
        | K::ArticleExpired
        | K::ArticleArchived => Concern::Readers,
        K::BroadcastSent
        | K::BroadcastDue
        | K::BroadcastReachChanged
        | K::BroadcastClosed
        | K::BroadcastSuperseded
        | K::BroadcastRecalled => Concern::Recipients,
        K::BroadcastDelivered | K::BroadcastRead => Concern::Followers,
        K::BroadcastCheckFailed
        | K::BroadcastCoachingAssigned
        | K::BroadcastCoached
        | K::BroadcastAcknowledged
        | K::BroadcastExempted
        // Whoever flagged a passage hears what becomes of it.
        | K::FlagAccepted
        | K::FlagDeclined
        | K::FlagFixed => Concern::OneRecipient,
        K::FlagRaised => Concern::Writers,
        K::BroadcastReminded => Concern::RecipientsOfVendor,
        // Each of these ends sessions, or changes what somebody may do.
        K::SessionEnded
        | K::SessionRevoked
        | K::UserChanged
        | K::UserDeactivated
        | K::UserPasswordChanged
        | K::UserPasswordReset => Concern::Streams,
        // Whoever is here has the broadcast before them already, and need not ask a second time.
        K::BroadcastAnnounced => Concern::Nobody,
        kind if kind.subject() == SubjectKind::Article => Concern::Writers,
        _ => Concern::Nobody,
    }
}

fn details(event: &Event) -> Details {
    serde_json::from_str(&event.details).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use domain::Timestamp;
    use domain::event::Hash;

    use super::*;

    fn exempted(details: &str) -> Event {
        Event {
            seq: 1,
            at: Timestamp::from_millis(0),
            kind: EventKind::BroadcastExempted.as_str().to_owned(),
            actor: None,
            subject: Uuid::nil(),
            vendor: None,
            details: details.to_owned(),
            previous: Hash::ZERO,
            hash: Hash::ZERO,
        }
    }

    #[test]
    fn only_what_is_told_concerns_anybody() {
        let told = EventKind::ALL.iter().filter(|kind| concern(**kind) != Concern::Nobody);
        let told: BTreeSet<_> = told.map(|kind| kind.subject()).collect();
        let areas = [
            SubjectKind::User,
            SubjectKind::Session,
            SubjectKind::Article,
            SubjectKind::Flag,
            SubjectKind::Broadcast,
        ];
        assert_eq!(told, BTreeSet::from(areas));
    }

    #[test]
    fn nothing_of_a_draft_concerns_readers() {
        for kind in [
            EventKind::ArticleCreated,
            EventKind::ArticleDraftBegun,
            EventKind::ArticleDraftEdited,
            EventKind::ArticleImageAttached,
            EventKind::ArticleSubmitted,
            EventKind::ArticleChangesRequested,
            EventKind::ArticleApproved,
            EventKind::ArticleSeenStale,
        ] {
            assert_eq!(concern(kind), Concern::Writers, "{kind:?}");
        }
    }

    #[test]
    fn readers_hear_that_a_version_is_put_away_if_they_heard_of_it_before() {
        for (details, expected) in [
            (r#"{"number":2,"effective_at":null}"#, Concern::Writers),
            (r#"{"number":2,"effective_at":1000}"#, Concern::Readers),
        ] {
            assert_eq!(concern_of(EventKind::ArticleArchived, &exempted(details)), expected, "{details}");
        }
    }

    #[test]
    fn that_somebody_received_or_opened_it_is_no_news_to_themselves() {
        assert_eq!(concern(EventKind::BroadcastDelivered), Concern::Followers);
        assert_eq!(concern(EventKind::BroadcastRead), Concern::Followers);
        assert_eq!(concern(EventKind::BroadcastAcknowledged), Concern::OneRecipient);
    }

    #[test]
    fn what_is_being_composed_concerns_nobody() {
        for kind in [
            EventKind::BroadcastDraftSaved,
            EventKind::BroadcastDraftDiscarded,
            EventKind::BroadcastDraftSent,
        ] {
            assert_eq!(concern(kind), Concern::Nobody, "{kind:?}");
        }
    }

    #[test]
    fn details_that_are_not_there_or_of_another_kind_are_nothing() {
        for text in ["", "null", "[]", r#"{"agent":3}"#] {
            assert_eq!(details(&exempted(text)).agent, None, "{text}");
        }
        let someone = UserId::new(Uuid::from_u128(7));
        let text = format!(r#"{{"agent":"{someone}","reason":"…"}}"#);
        assert_eq!(details(&exempted(&text)).agent, Some(someone));
        let flagged = format!(r#"{{"article":"…","raised_by":"{someone}","fixed_by":null}}"#);
        assert_eq!(details(&exempted(&flagged)).agent, Some(someone));
    }
}

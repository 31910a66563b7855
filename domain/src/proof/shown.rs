//! Which events of the log a pack shows.

use std::collections::BTreeSet;

use crate::event::{Event, EventKind};
use crate::{ArticleId, BroadcastId, VendorId};

/// Which events of the log a pack shows; of the others it has the links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What it proves.
    pub broadcast: BroadcastId,
    /// The articles that the broadcast is about.
    pub articles: BTreeSet<ArticleId>,
    /// Whose people it is limited to; none for everybody.
    pub vendor: Option<VendorId>,
}

/// What readers see of an article's life. Of its drafts a vendor knows nothing.
const OPEN: [EventKind; 5] = [
    EventKind::ArticleScheduled,
    EventKind::ArticleVersionEffective,
    EventKind::ArticleRecalled,
    EventKind::ArticleExpired,
    EventKind::ArticleSeenStale,
];

impl Shown {
    /// Whether an event is shown: one of the broadcast or of its articles. A vendor's pack shows the client's own and the
    /// vendor's, and of articles what readers see.
    pub fn has(&self, event: &Event) -> bool {
        let is_of_broadcast = event.subject == self.broadcast.uuid();
        let is_of_article = self.articles.contains(&ArticleId::new(event.subject));
        let Some(vendor) = self.vendor else { return is_of_broadcast || is_of_article };
        let is_open = EventKind::parse(&event.kind).is_some_and(|kind| OPEN.contains(&kind));
        event.vendor.is_none_or(|of| of == vendor) && (is_of_broadcast || is_of_article && is_open)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Timestamp;
    use crate::event::Hash;

    fn event(kind: EventKind, subject: u128, vendor: Option<u128>) -> Event {
        Event {
            seq: 1,
            at: Timestamp::from_millis(0),
            kind: kind.as_str().to_owned(),
            actor: None,
            subject: Uuid::from_u128(subject),
            vendor: vendor.map(|id| VendorId::new(Uuid::from_u128(id))),
            details: String::new(),
            previous: Hash::ZERO,
            hash: Hash::ZERO,
        }
    }

    fn shown(vendor: Option<u128>) -> Shown {
        Shown {
            broadcast: BroadcastId::new(Uuid::from_u128(1)),
            articles: [ArticleId::new(Uuid::from_u128(2))].into(),
            vendor: vendor.map(|id| VendorId::new(Uuid::from_u128(id))),
        }
    }

    #[test]
    fn the_client_sees_what_happened_to_the_broadcast_and_its_articles() {
        for (kind, subject, vendor) in [
            (EventKind::BroadcastAcknowledged, 1, Some(7)),
            (EventKind::BroadcastSent, 1, None),
            (EventKind::ArticleDraftEdited, 2, None),
        ] {
            assert!(shown(None).has(&event(kind, subject, vendor)), "{kind:?}");
        }
        assert!(!shown(None).has(&event(EventKind::BroadcastSent, 3, None)));
        assert!(!shown(None).has(&event(EventKind::SessionStarted, 4, Some(7))));
    }

    #[test]
    fn a_vendor_sees_nothing_of_another_and_nothing_of_drafts() {
        let mine = shown(Some(7));
        assert!(mine.has(&event(EventKind::BroadcastAcknowledged, 1, Some(7))));
        assert!(mine.has(&event(EventKind::BroadcastSent, 1, None)));
        assert!(mine.has(&event(EventKind::ArticleVersionEffective, 2, None)));
        assert!(mine.has(&event(EventKind::ArticleSeenStale, 2, Some(7))));
        assert!(!mine.has(&event(EventKind::BroadcastAcknowledged, 1, Some(8))));
        assert!(!mine.has(&event(EventKind::ArticleSeenStale, 2, Some(8))));
        assert!(!mine.has(&event(EventKind::ArticleDraftEdited, 2, None)));
        assert!(!mine.has(&event(EventKind::SessionStarted, 4, Some(7))));
    }
}

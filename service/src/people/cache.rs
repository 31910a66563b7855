//! Who is behind a session's secret, remembered for a moment, so that not every request asks the database.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::Timestamp;
use domain::event::{Event, EventKind};

use super::Principal;

/// How long an answer holds. It bounds how long a session that was ended through another process lives on
/// if the news of it is lost; otherwise the event log clears the cache within moments.
const SECONDS: i64 = 5;
/// How many are remembered at the most.
const CAPACITY: usize = 20_000;

/// Remembers for a moment.
#[derive(Debug, Default)]
pub(crate) struct SessionCache(RwLock<Entries>);

#[derive(Debug, Default)]
struct Entries {
    by_token_hash: BTreeMap<[u8; 32], (Timestamp, Arc<Principal>)>,
    age: u64,
}

/// How often the cache was cleared when an answer began to be looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Age(u64);

impl SessionCache {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// To be asked before the database is: see [`Self::put`].
    pub(crate) fn age(&self) -> Age {
        Age(self.0.read().unwrap_or_else(PoisonError::into_inner).age)
    }

    pub(crate) fn get(&self, token_hash: &[u8; 32], now: Timestamp) -> Option<Arc<Principal>> {
        let entries = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (at, principal) = entries.by_token_hash.get(token_hash)?;
        (0..SECONDS).contains(&now.seconds_since(*at)).then(|| Arc::clone(principal))
    }

    /// Remembers an answer, unless the cache was cleared since the database was asked for it: then it may
    /// tell of a session that has ended meanwhile.
    pub(crate) fn put(&self, age: Age, token_hash: [u8; 32], now: Timestamp, principal: Arc<Principal>) {
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if entries.age != age.0 {
            return;
        }
        if CAPACITY <= entries.by_token_hash.len() {
            entries.by_token_hash.clear();
        }
        entries.by_token_hash.insert(token_hash, (now, principal));
    }

    /// Forgets everything if one of some events may have changed what is remembered. So may one of a kind that is not known: a
    /// newer process has recorded it.
    pub(crate) fn heed(&self, events: &[Event]) {
        let concerns = |event: &Event| EventKind::parse(&event.kind).is_none_or(EventKind::concerns_sessions);
        if events.iter().any(concerns) {
            self.clear();
        }
    }

    pub(crate) fn clear(&self) {
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        entries.by_token_hash.clear();
        entries.age = entries.age.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use domain::event::Hash;
    use uuid::Uuid;

    use super::*;

    fn forgets(kind: &str) -> bool {
        let event = Event {
            seq: 1,
            at: Timestamp::from_millis(0),
            kind: kind.to_owned(),
            actor: None,
            subject: Uuid::nil(),
            vendor: None,
            details: String::new(),
            previous: Hash::ZERO,
            hash: Hash::ZERO,
        };
        let cache = SessionCache::new();
        let before = cache.age();
        cache.heed(&[event]);
        cache.age() != before
    }

    #[test]
    fn it_forgets_what_may_have_changed_and_what_it_does_not_know() {
        for kind in ["session.revoked", "user.changed", "vendor.changed", "user.enchanted"] {
            assert!(forgets(kind), "{kind}");
        }
        for kind in ["broadcast.acknowledged", "broadcast.delivered", "session.started", "article.seen_stale"]
        {
            assert!(!forgets(kind), "{kind}");
        }
    }
}

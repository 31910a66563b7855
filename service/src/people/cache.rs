//! Who is behind a session's secret, remembered for a moment, so that not every request asks the database.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::Timestamp;

use super::Principal;

/// How long an answer holds. It bounds how long a session that was ended through another process lives on
/// if the news of it is lost; otherwise the event log clears the cache at once.
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

    pub(crate) fn clear(&self) {
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        entries.by_token_hash.clear();
        entries.age = entries.age.wrapping_add(1);
    }
}

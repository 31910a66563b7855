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
pub(crate) struct SessionCache(RwLock<BTreeMap<[u8; 32], (Timestamp, Arc<Principal>)>>);

impl SessionCache {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn get(&self, token_hash: &[u8; 32], now: Timestamp) -> Option<Arc<Principal>> {
        let entries = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (at, principal) = entries.get(token_hash)?;
        (0..SECONDS).contains(&now.seconds_since(*at)).then(|| Arc::clone(principal))
    }

    pub(crate) fn put(&self, token_hash: [u8; 32], now: Timestamp, principal: Arc<Principal>) {
        let mut entries = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if CAPACITY <= entries.len() {
            entries.clear();
        }
        entries.insert(token_hash, (now, principal));
    }

    pub(crate) fn clear(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

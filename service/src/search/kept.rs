//! Answers that are kept: many agents type the same first letters.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{Locale, Scope};
use store::Revision;

use super::find::{SearchAsk, SearchView};

/// How many answers are kept.
const MAX: usize = 1_000;
/// The longest key, in bytes.
const MAX_KEY: usize = 600;

/// Answers that hold as long as nothing is recorded: everything in them leaves an event when it changes.
#[derive(Debug, Default)]
pub(super) struct KeptAnswers(Mutex<BTreeMap<String, Arc<SearchView>>>);

impl KeptAnswers {
    /// What an answer depends on: what is recorded, what somebody may see, how they read, what they ask.
    pub(super) fn key(revision: Revision, scope: Scope, locale: Locale, ask: &SearchAsk) -> String {
        format!("{revision:?} {scope:?} {locale:?} {ask:?}")
    }

    pub(super) fn get(&self, key: &str) -> Option<Arc<SearchView>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// A question of unusual length is not kept: nobody else asks it, and it would fill the memory.
    pub(super) fn put(&self, key: String, answer: Arc<SearchView>) {
        if MAX_KEY < key.len() {
            return;
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if MAX <= kept.len() {
            kept.clear();
        }
        kept.insert(key, answer);
    }
}

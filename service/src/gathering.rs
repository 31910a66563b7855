//! Noting together what happens to many people within moments.
//!
//! When something is sent, or takes effect, thousands of pages say so within moments. What is to be noted of them is gathered for
//! as long as nobody notices, and then written together. Nobody waits for it, and that it cannot be written is not the reader's
//! business. Whoever stops the process writes what is left; what one that dies has not written is lost.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::MutexGuard;

use crate::portal::Portal;

/// For how long it is gathered.
const MOMENT: Duration = Duration::from_millis(250);
/// How much of it is written without waiting any longer, and how many people an event names.
pub(crate) const MUCH: usize = 500;

/// What happened and is not noted yet.
#[derive(Debug)]
pub(crate) struct Gathering<T> {
    gathered: Mutex<BTreeSet<T>>,
    /// One at a time writes, so that whoever waits for this knows that what was gathered before is written.
    writing: tokio::sync::Mutex<()>,
}

impl<T> Default for Gathering<T> {
    fn default() -> Self {
        Self { gathered: Mutex::default(), writing: tokio::sync::Mutex::default() }
    }
}

impl<T: Ord> Gathering<T> {
    /// Gathers more; after how long that is to be written, where nobody sees to it yet: see [`Portal::settle_after`].
    pub(crate) fn gather(&self, more: impl IntoIterator<Item = T>) -> Option<Duration> {
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        let before = gathered.len();
        gathered.extend(more);
        match gathered.len() {
            after if before < MUCH && MUCH <= after => Some(Duration::ZERO),
            after if before == 0 && 0 < after => Some(MOMENT),
            _ => None,
        }
    }

    /// What was gathered, and the right to write it; nothing is left.
    pub(crate) async fn take(&self) -> (BTreeSet<T>, MutexGuard<'_, ()>) {
        let alone = self.writing.lock().await;
        let gathered = std::mem::take(&mut *self.gathered.lock().unwrap_or_else(PoisonError::into_inner));
        (gathered, alone)
    }
}

impl Portal {
    /// Writes what was gathered until now, for whoever stops the process.
    pub async fn settle(&self) {
        self.settle_deliveries().await;
        self.settle_stale_views().await;
    }

    /// Sees to it that what was gathered is written after a while, if that is to be seen to.
    pub(crate) fn settle_after(&self, rest: Option<Duration>) {
        let Some(rest) = rest else { return };
        let portal = self.weakly();
        tokio::spawn(async move {
            tokio::time::sleep(rest).await;
            if let Some(portal) = portal() {
                portal.settle().await;
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_gathered_is_written_after_a_moment_or_once_it_is_much() {
        let gathering = Gathering::default();
        assert_eq!(gathering.gather(0..0), None);
        assert_eq!(gathering.gather(0..1), Some(MOMENT));
        assert_eq!(gathering.gather(0..1), None, "a second page of theirs");
        assert_eq!(gathering.gather(1..499), None, "somebody sees to it already");
        assert_eq!(gathering.gather(499..501), Some(Duration::ZERO));
        assert_eq!(gathering.gather(501..2_000), None);
        assert_eq!(gathering.take().await.0, BTreeSet::from_iter(0..2_000));
        assert_eq!(gathering.take().await.0, BTreeSet::new());
        assert_eq!(gathering.gather(0..700), Some(Duration::ZERO));
    }
}

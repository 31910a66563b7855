//! A write under way.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use domain::event::NewEvent;
use domain::{Timestamp, UserId};

use crate::Db;
use crate::event::Recorded;
use crate::job::NewJob;

/// A write under way: everything a [`Db`] can ask, and the right to change rows.
///
/// It is handed to the work by [`crate::Store::write`] and must not outlive it.
#[derive(Clone, Debug)]
pub struct Tx {
    db: Db,
    stamp: Stamp,
    ledger: Arc<Mutex<Ledger>>,
}

/// Who writes, and when: goes into every event of the write.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// Who; none when Palier itself does.
    pub actor: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) events: Vec<Recorded>,
    pub(crate) jobs: Vec<NewJob>,
}

impl Ledger {
    /// What was recorded so far, once.
    pub(crate) fn take(shared: &Mutex<Self>) -> Self {
        std::mem::take(&mut *shared.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Tx {
    pub(crate) fn new(db: Db, stamp: Stamp) -> Self {
        Self { db, stamp, ledger: Arc::default() }
    }

    /// When this write happens.
    pub const fn now(&self) -> Timestamp {
        self.stamp.at
    }

    /// Records what happened. It reaches the log if, and only if, the write is committed.
    pub fn record(&self, event: NewEvent) {
        let recorded = Recorded::new(self.stamp, event);
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner).events.push(recorded);
    }

    /// Asks for work after the commit.
    pub fn enqueue(&self, job: NewJob) {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner).jobs.push(job);
    }

    pub(crate) fn ledger_of(tx: &Self) -> Arc<Mutex<Ledger>> {
        Arc::clone(&tx.ledger)
    }
}

impl Deref for Tx {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

//! What broadcasts keep people from, worked out once. Nothing of it changes once a broadcast is sent, but what its articles
//! are about, and what is known of when it will end.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::event::EventKind;
use domain::{BroadcastId, Scope};
use store::{ContactTypeRow, Revision};

use super::assess::{Reach, reaches};
use crate::error::Result;
use crate::portal::Portal;

/// What changes the reach of a broadcast that was sent, or when it is expected to end.
const MOVES: [EventKind; 10] = [
    EventKind::BroadcastReachChanged,
    EventKind::ContactTypeCreated,
    EventKind::ArticleScheduled,
    EventKind::ArticleUnscheduled,
    EventKind::ArticleVersionEffective,
    EventKind::ArticleRecalled,
    EventKind::ArticleExpired,
    EventKind::ArticleArchived,
    EventKind::BroadcastRecalled,
    EventKind::BroadcastClosed,
];
/// Of how many broadcasts it is kept.
const MAX: usize = 1_000;

/// What is known of broadcasts. Another process's changes are found in the log; whoever changes in this process what an
/// article is about, or what will become of it or of what announces that, says so with [`KnownReaches::forget`] once that is
/// saved.
#[derive(Debug, Default)]
pub(crate) struct KnownReaches {
    state: Mutex<State>,
    /// One at a time looks into the log: hundreds acknowledge at once, and what it found holds for all who waited.
    looking: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    /// Up to which event of the log it holds; none before anything was asked.
    seen: Option<i64>,
    /// Counts how often all was forgotten: what was read before must not be kept after.
    turn: u64,
    /// None for those that bind nobody.
    reaches: BTreeMap<BroadcastId, Option<Reach>>,
    types: Option<(Revision, Arc<[ContactTypeRow]>)>,
}

impl KnownReaches {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What an article is about, or what will become of it, has changed.
    pub(crate) fn forget(&self) {
        self.lock().forget();
    }
}

impl State {
    fn forget(&mut self) {
        self.turn += 1;
        self.reaches.clear();
    }

    /// Those of some broadcasts that are known, and the others.
    fn known(&self, ids: &BTreeSet<BroadcastId>) -> (BTreeMap<BroadcastId, Reach>, Vec<BroadcastId>) {
        let (mut known, mut unknown) = (BTreeMap::new(), Vec::new());
        for id in ids {
            match self.reaches.get(id) {
                Some(Some(reach)) => drop(known.insert(*id, reach.clone())),
                Some(None) => {}
                None => unknown.push(*id),
            }
        }
        (known, unknown)
    }
}

impl Portal {
    /// All contact types, which hold as long as nothing is recorded.
    pub(super) async fn known_contact_types(&self) -> Result<Arc<[ContactTypeRow]>> {
        let revision = self.store().revision();
        if let Some((_, types)) = self.known_reaches().lock().types.as_ref().filter(|(of, _)| *of == revision)
        {
            return Ok(Arc::clone(types));
        }
        let types: Arc<[_]> = self.store().read().contact_types().all().await?.into();
        self.known_reaches().lock().types = Some((revision, Arc::clone(&types)));
        Ok(types)
    }

    /// What some broadcasts keep people from. Those that bind nobody are left out.
    pub(super) async fn reaches_of(
        &self,
        ids: &BTreeSet<BroadcastId>,
    ) -> Result<BTreeMap<BroadcastId, Reach>> {
        self.catch_up().await?;
        let (turn, (mut known, unknown)) = {
            let state = self.known_reaches().lock();
            (state.turn, state.known(ids))
        };
        if unknown.is_empty() {
            return Ok(known);
        }
        let db = self.store().read();
        let broadcasts = db.broadcasts(Scope::Everything).get_many(&unknown).await?;
        let found = reaches(&db, &broadcasts, &self.known_contact_types().await?).await?;
        let mut state = self.known_reaches().lock();
        if MAX < state.reaches.len() {
            state.reaches.clear();
        }
        if state.turn == turn {
            let all = broadcasts.iter().map(|broadcast| (broadcast.id, found.get(&broadcast.id).cloned()));
            state.reaches.extend(all);
        }
        drop(state);
        known.extend(found);
        Ok(known)
    }

    /// Forgets what is not so any more, by what the log holds since it was looked at last.
    async fn catch_up(&self) -> Result<()> {
        let (head, known) = (self.head(), self.known_reaches());
        // At the very first nothing is known, so nothing is wrong.
        let seen = || *known.lock().seen.get_or_insert(head);
        if head <= seen() {
            return Ok(());
        }
        let _alone = known.looking.lock().await;
        let (seen, head) = (seen(), self.head());
        if head <= seen {
            return Ok(());
        }
        let db = self.store().read();
        let has_moved = !db.events(Scope::Everything).of_kinds(&MOVES, (seen, head), 1).await?.is_empty();
        let mut state = known.lock();
        if has_moved {
            state.forget();
        }
        state.seen = state.seen.max(Some(head));
        Ok(())
    }
}

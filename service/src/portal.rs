//! The one struct on which every use case is a method.

use std::future::Future;
use std::sync::Arc;

use domain::{Actor, Permission};
use store::{Stamp, Store, StoreError, Tx};

use crate::broadcast::{Deliveries, SentBroadcasts};
use crate::clearance::KnownReaches;
use crate::error::{Error, Result};
use crate::knowledge::StaleViewings;
use crate::live::Hub;
use crate::people::{Hasher, Limits, SessionCache};
use crate::search::SearchIndex;
use crate::world::World;

/// How often something is composed anew because people came, went or moved before it was written.
const TRIES: usize = 5;

/// The portal: every use case is a method on it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Portal(Arc<Inner>);

/// What the portal must be told.
#[derive(Clone, Debug)]
pub struct PortalSettings {
    /// Where people reach the portal, without a slash at the end. Goes into mailed links.
    pub public_url: String,
}

#[derive(Debug)]
struct Inner {
    store: Store,
    world: World,
    settings: PortalSettings,
    hasher: Hasher,
    limits: Limits,
    sessions: SessionCache,
    search: SearchIndex,
    live: Hub,
    sent: SentBroadcasts,
    deliveries: Deliveries,
    stale_views: StaleViewings,
    reaches: KnownReaches,
}

impl Portal {
    /// A portal on an open database.
    pub fn new(store: Store, world: World, settings: PortalSettings) -> Self {
        let limits = Limits::new(world.clock.clone());
        Self(Arc::new(Inner {
            store,
            world,
            settings,
            hasher: Hasher::new(),
            limits,
            sessions: SessionCache::new(),
            search: SearchIndex::new(),
            live: Hub::new(),
            sent: SentBroadcasts::default(),
            deliveries: Deliveries::default(),
            stale_views: StaleViewings::default(),
            reaches: KnownReaches::default(),
        }))
    }

    /// Gives the portal back while somebody else still holds it: what rests for a while does not keep the database open.
    pub(crate) fn weakly(&self) -> impl Fn() -> Option<Self> + Send + use<> {
        let inner = Arc::downgrade(&self.0);
        move || inner.upgrade().map(Self)
    }

    /// Runs a change: one transaction, with its events and jobs, or nothing at all. There is no other way
    /// to change anything.
    pub(crate) async fn write<T, F, Fut>(&self, actor: &Actor, work: F) -> Result<T>
    where
        F: FnOnce(Tx) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T>> + Send + 'static,
        T: Send + 'static,
    {
        let stamp = Stamp { actor: actor.user_id(), at: self.world().now() };
        self.store().write(stamp, work).await
    }

    /// Does what is composed for the people there are, at the number at which [`store::Population`] stands: again, if some came,
    /// went or moved before it was written.
    pub(crate) async fn for_those_present<T, Fut>(&self, work: impl Fn(i64) -> Fut) -> Result<T>
    where
        Fut: Future<Output = Result<T>>,
    {
        for _ in 0..TRIES {
            match work(self.store().read().population().version().await?).await {
                Err(Error::Store(StoreError::Moved)) => {}
                outcome => return outcome,
            }
        }
        Err(Error::Stale)
    }

    /// The database, for reading.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Time, ids, secrets.
    pub fn world(&self) -> &World {
        &self.0.world
    }

    pub(crate) fn settings(&self) -> &PortalSettings {
        &self.0.settings
    }

    pub(crate) fn hasher(&self) -> &Hasher {
        &self.0.hasher
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn session_cache(&self) -> &SessionCache {
        &self.0.sessions
    }

    pub(crate) fn search_index(&self) -> &SearchIndex {
        &self.0.search
    }

    pub(crate) fn live(&self) -> &Hub {
        &self.0.live
    }

    pub(crate) fn sent_broadcasts(&self) -> &SentBroadcasts {
        &self.0.sent
    }

    pub(crate) fn deliveries(&self) -> &Deliveries {
        &self.0.deliveries
    }

    pub(crate) fn stale_views(&self) -> &StaleViewings {
        &self.0.stale_views
    }

    pub(crate) fn known_reaches(&self) -> &KnownReaches {
        &self.0.reaches
    }

    /// The number of the last event of the log that this process knows of.
    pub fn head(&self) -> i64 {
        *self.store().head().borrow()
    }

    /// Keeps the search index up to date for as long as the process lives. Without it the first search builds the
    /// index, and each search brings it up to date.
    pub async fn follow_for_search(self) {
        self.search_index().follow(self.store().clone()).await;
    }

    /// Follows the event log for as long as the process lives: what another process changed is not answered from this one's
    /// cache, and those who listen are told what happens. Without it they wait.
    pub async fn follow(self) {
        self.live().follow(self.store(), self.session_cache()).await;
    }
}

/// Refuses an actor who lacks a permission.
pub(crate) fn require(actor: &Actor, permission: Permission) -> Result<()> {
    if actor.may(permission) { Ok(()) } else { Err(Error::Forbidden) }
}

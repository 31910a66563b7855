//! Broadcasts as they were sent, read once: what each says and is bound to never changes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::broadcast::{Binding, Broadcast, BroadcastText};
use domain::{ArticleVersionId, BroadcastId, Scope};

use crate::error::{Error, Result};
use crate::portal::Portal;

/// How many are kept.
const MAX: usize = 1_000;

/// A broadcast as it was sent. How far it is by now its recipients know.
#[derive(Debug)]
pub(super) struct Sent {
    /// The broadcast; its state may be another one by now.
    pub(super) broadcast: Broadcast,
    /// Its words in each language.
    pub(super) texts: Vec<(BroadcastId, BroadcastText)>,
    /// What it is bound to, each with the content hash of the new version.
    pub(super) bindings: Vec<(Binding, String)>,
}

/// What was sent, as far as somebody asked for it.
#[derive(Debug, Default)]
pub(crate) struct SentBroadcasts(Mutex<BTreeMap<BroadcastId, Arc<Sent>>>);

impl Portal {
    /// A broadcast as it was sent, for whoever knows already that it reached the one who asks.
    pub(super) async fn sent(&self, id: BroadcastId) -> Result<Arc<Sent>> {
        let lock = || self.sent_broadcasts().0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sent) = lock().get(&id) {
            return Ok(Arc::clone(sent));
        }
        let db = self.store().read();
        let broadcasts = db.broadcasts(Scope::Everything);
        let broadcast = broadcasts.get(id).await?.ok_or(Error::NotFound)?;
        let texts = broadcasts.texts(&[id]).await?;
        let bindings = broadcasts.bindings(id).await?;
        let versions: Vec<_> = bindings.iter().map(|binding| binding.to).collect();
        let hashes = db.articles(Scope::Everything).content_hashes(&versions).await?;
        let hashes: BTreeMap<ArticleVersionId, String> = hashes.into_iter().collect();
        let bound = |binding: Binding| {
            let hash = hashes.get(&binding.to).cloned().ok_or(Error::NotFound)?;
            Ok((binding, hash))
        };
        let bindings = bindings.into_iter().map(bound).collect::<Result<_>>()?;
        let sent = Arc::new(Sent { broadcast, texts, bindings });
        let mut known = lock();
        if MAX <= known.len() {
            known.clear();
        }
        known.insert(id, Arc::clone(&sent));
        Ok(sent)
    }
}

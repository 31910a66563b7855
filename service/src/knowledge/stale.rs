//! Versions that somebody had open when they were no longer in effect.

use std::time::Duration;

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ArticleVersion, VersionState};
use domain::people::Role;
use domain::{
    Actor, ActorKind, ArticleId, ArticleVersionId, ErrorKind, HasKind, Locale, Permission, Scope, TeamId,
    UserId, VendorId,
};
use serde_json::json;
use store::{StaleViews, Tx};

use crate::error::{Error, Result};
use crate::gathering::{Gathering, MUCH};
use crate::portal::{Portal, require};

/// After how long it is tried again to note them while the database is gone.
const AGAIN: Duration = Duration::from_secs(5);

/// Stale views that are not noted yet.
pub(crate) type StaleViewings = Gathering<StaleViewing>;

/// Somebody had a version open that is no longer in effect. In the order of these fields, those of one vendor and one version
/// are together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StaleViewing {
    version: ArticleVersionId,
    vendor: Option<VendorId>,
    user: UserId,
    team: Option<TeamId>,
    article: ArticleId,
    number: i64,
}

impl Portal {
    /// Sees to it that it is noted that the actor had a version open that is no longer in effect. Once for each person and
    /// version, and only of agents: nobody else answers customers from it. Nobody waits until it is written.
    pub async fn note_stale_view(&self, actor: &Actor, id: ArticleVersionId) -> Result<()> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let version = db.articles(actor.scope()).version_by_id(id).await?;
        // Of a draft no reader learns, not even that there is one.
        let version = version.filter(is_readable).ok_or(Error::NotFound)?;
        let ActorKind::User { id: user, role: Role::Agent, place, .. } = actor.kind else { return Ok(()) };
        let is_stale =
            VersionState::PUBLISHED.contains(&version.state) && version.state != VersionState::Effective;
        if !is_stale || db.stale_views(Scope::Everything).has(id, user).await? {
            return Ok(());
        }
        let (article, number) = (version.article, version.number);
        let seen =
            StaleViewing { version: id, vendor: place.vendor, user, team: place.team, article, number };
        self.settle_after(self.stale_views().gather([seen]));
        Ok(())
    }

    /// Writes what was gathered until now.
    pub(crate) async fn settle_stale_views(&self) {
        let (gathered, _alone) = self.stale_views().take().await;
        if gathered.is_empty() {
            return;
        }
        let seen: Vec<_> = gathered.into_iter().collect();
        let (system, kept) = (Actor::system(Locale::default()), seen.clone());
        let written = self.write(&system, move |tx| async move {
            for together in seen.chunk_by(|a, b| (a.version, a.vendor) == (b.version, b.vendor)) {
                for some in together.chunks(MUCH) {
                    note(&tx, some).await?;
                }
            }
            Ok(())
        });
        if let Err(error) = written.await {
            tracing::warn!(%error, "could not note who had a version open that is no longer in effect");
            if error.kind() == ErrorKind::Unavailable {
                // No page says it twice.
                self.stale_views().gather(kept);
                self.settle_after(Some(AGAIN));
            }
        }
    }
}

/// Notes who saw one version and works for one vendor, as one event that tells nobody of another's.
async fn note(tx: &Tx, seen: &[StaleViewing]) -> Result<()> {
    let Some(StaleViewing { version, vendor, article, number, .. }) = seen.first().copied() else {
        return Ok(());
    };
    let viewers: Vec<_> = seen.iter().map(|one| (one.user, one.team)).collect();
    let agents = StaleViews::insert(tx, version, vendor, &viewers).await?;
    if !agents.is_empty() {
        let event = NewEvent::new(EventKind::ArticleSeenStale, article.uuid());
        let details = json!({ "version": version, "number": number, "agents": agents });
        tx.record(event.of_vendor(vendor).with(details));
    }
    Ok(())
}

/// What readers may look up; what was put away before it took effect was never published.
fn is_readable(version: &ArticleVersion) -> bool {
    VersionState::READABLE.contains(&version.state) && version.effective_at.is_some()
}

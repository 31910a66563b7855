//! Versions that somebody had open when they were no longer in effect.

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ArticleVersion, VersionState};
use domain::people::Role;
use domain::{Actor, ActorKind, ArticleVersionId, Permission, Scope};
use serde_json::json;
use store::StaleViews;

use crate::error::{Error, Result};
use crate::portal::{Portal, require};

impl Portal {
    /// Notes that the actor had a version open that is no longer in effect. Once for each person and version, and only of
    /// agents: nobody else answers customers from it.
    pub async fn note_stale_view(&self, actor: &Actor, id: ArticleVersionId) -> Result<()> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let version = db.articles(actor.scope()).version_by_id(id).await?;
        // Of a draft no reader learns, not even that there is one.
        let version = version.filter(is_readable).ok_or(Error::NotFound)?;
        let ActorKind::User { id: me, role: Role::Agent, place, .. } = actor.kind else { return Ok(()) };
        let is_stale =
            VersionState::PUBLISHED.contains(&version.state) && version.state != VersionState::Effective;
        if !is_stale {
            return Ok(());
        }
        let known = db.stale_views(Scope::Everything).of_versions(&[id]).await?;
        if known.iter().any(|(_, user, ..)| *user == me) {
            return Ok(());
        }
        let (article, vendor) = (version.article, place.vendor);
        self.write(actor, move |tx| async move {
            StaleViews::insert(&tx, id, me, (vendor, place.team)).await?;
            let event = NewEvent::new(EventKind::ArticleSeenStale, article.uuid());
            tx.record(event.of_vendor(vendor).with(json!({ "version": id, "number": version.number })));
            Ok(())
        })
        .await
    }
}

/// What readers may look up; what was put away before it took effect was never published.
fn is_readable(version: &ArticleVersion) -> bool {
    VersionState::READABLE.contains(&version.state) && version.effective_at.is_some()
}

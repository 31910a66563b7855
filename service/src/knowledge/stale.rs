//! Versions that somebody had open when they were no longer in effect.

use domain::event::{EventKind, NewEvent};
use domain::knowledge::VersionState;
use domain::{Actor, ArticleVersionId, Permission};
use serde_json::json;
use store::StaleViews;

use crate::error::{Error, Result};
use crate::portal::{Portal, require};

impl Portal {
    /// Notes that the actor had a version open that is no longer in effect. Once for each person and version.
    pub async fn note_stale_view(&self, actor: &Actor, id: ArticleVersionId) -> Result<()> {
        require(actor, Permission::ReadKnowledge)?;
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let (db, scope) = (self.store().read(), actor.scope());
        let version = db.articles(scope).version_by_id(id).await?.ok_or(Error::NotFound)?;
        let is_stale =
            VersionState::PUBLISHED.contains(&version.state) && version.state != VersionState::Effective;
        if !is_stale {
            return Ok(());
        }
        let known = db.stale_views(scope).of_versions(&[id]).await?;
        if known.iter().any(|(_, user, ..)| *user == me) {
            return Ok(());
        }
        let (article, vendor) = (version.article, scope.vendor());
        self.write(actor, move |tx| async move {
            StaleViews::insert(&tx, id, me, vendor).await?;
            let event = NewEvent::new(EventKind::ArticleSeenStale, article.uuid());
            tx.record(event.of_vendor(vendor).with(json!({ "version": id, "number": version.number })));
            Ok(())
        })
        .await
    }
}

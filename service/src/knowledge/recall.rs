//! Recalling a version in effect.

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ArticleVersion, Transition, VersionState};
use domain::{Actor, ArticleId, ArticleVersionId, Locale, Permission, Scope};
use serde::Deserialize;
use serde_json::json;
use store::event::EventSoFar;
use store::{Articles, Population, Tx};

use super::life::{DraftView, after};
use super::publishing::Before;
use crate::broadcast::{read_reason, send_recall};
use crate::error::Result;
use crate::portal::{Portal, require};

/// What the log says of a recall, as far as it is read again.
#[derive(Debug, Deserialize)]
struct Recalled {
    version: ArticleVersionId,
    reason: String,
}

impl Portal {
    /// Withdraws a version in effect as wrong, and says why: nobody works by it any more, whether or not another follows.
    /// Everybody who may read it learns so at once.
    pub async fn recall(&self, actor: &Actor, id: ArticleVersionId, reason: &str) -> Result<()> {
        require(actor, Permission::PublishKnowledge)?;
        self.for_those_present(|present| self.try_recall(actor, id, reason, present)).await?;
        self.known_reaches().forget();
        Ok(())
    }

    async fn try_recall(
        &self,
        actor: &Actor,
        id: ArticleVersionId,
        reason: &str,
        present: i64,
    ) -> Result<()> {
        let DraftView { article, version, .. } = self.draft(actor, id).await?;
        let state = after(&version, Transition::Recall)?;
        let reason = read_reason(reason)?;
        let before = Before::read(&self.store().read(), &version).await?;
        let recall = self.compose_recall(actor, &article, &version, &reason).await?;
        let world = self.world().clone();
        self.write(actor, move |tx| async move {
            Population::hold_at(&tx, present).await?;
            before.must_hold(&tx, &version).await?;
            let after = ArticleVersion { state, ..version.clone() };
            Articles::go(&tx, &version, &after).await?;
            record(&tx, &after, &reason);
            if let Some(recall) = recall {
                send_recall(&tx, &world, recall).await?;
            }
            Ok(())
        })
        .await
    }

    /// Why a version was recalled; none for one that was not. Whoever may read the version may know.
    pub(super) async fn why_recalled(&self, version: &ArticleVersion) -> Result<Option<String>> {
        if version.state != VersionState::Recalled {
            return Ok(None);
        }
        let db = self.store().read();
        let subjects = [version.article.uuid()];
        let kinds = [EventKind::ArticleRecalled];
        let recalls = db.events(Scope::Everything).of_subjects_so_far(&kinds, &subjects).await?;
        let reason = |event: &EventSoFar| {
            let recalled: Recalled = serde_json::from_str(&event.details).ok()?;
            (recalled.version == version.id).then_some(recalled.reason)
        };
        Ok(recalls.iter().find_map(reason))
    }

    /// Whether what was in effect last of an article in one of some languages was recalled.
    pub(super) async fn was_recalled(
        &self,
        actor: &Actor,
        article: ArticleId,
        locales: &[Locale],
    ) -> Result<bool> {
        let db = self.store().read();
        let articles = db.articles(actor.scope());
        for locale in locales {
            let last = articles.last_in_effect(article, *locale).await?;
            if last.is_some_and(|last| last.state == VersionState::Recalled) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn record(tx: &Tx, version: &ArticleVersion, reason: &str) {
    let details = json!({
        "version": version.id,
        "language": version.locale.as_str(),
        "number": version.number,
        "content_hash": version.content_hash,
        "reason": reason,
    });
    tx.record(NewEvent::new(EventKind::ArticleRecalled, version.article.uuid()).with(details));
}

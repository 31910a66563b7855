//! Verifying that an article is still right: who answers for it, by when, and whether readers doubt it.

use std::collections::BTreeMap;

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ArticleVersion, FlagState, Rhythm, Verifiable, Verification};
use domain::{Actor, ArticleId, Fields, Permission, Reason, Scope, Slug, Timestamp};
use serde_json::json;
use store::{Articles, Upkeep};

use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::{Portal, require};

/// How a version in effect is looked after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleUpkeep {
    /// How it stands.
    pub verification: Verification,
    /// How often its article is verified.
    pub rhythm: Rhythm,
    /// Who answers for it, as the actor may know them.
    pub owner: Option<String>,
    /// When somebody verified it last, and who, as the actor may know them.
    pub verified: Option<(Timestamp, Option<String>)>,
    /// Whether the actor may verify it.
    pub may_verify: bool,
}

impl Portal {
    /// Says that an article is still right, and how often somebody has to look: nothing for as often as its significance
    /// asks, or a number of days. By whoever answers for it, or may publish.
    pub async fn verify_article(&self, actor: &Actor, space: &Slug, slug: &Slug, rhythm: &str) -> Result<()> {
        require(actor, Permission::WriteKnowledge)?;
        let (_, article) = self.located(actor, space, slug).await?;
        if !may_verify(actor, &self.upkeep(actor, article.id).await?) {
            return Err(Error::Forbidden);
        }
        let mut fields = Fields::new();
        let days = Reason::NotANumber(1, usize::from(Rhythm::MAX_DAYS));
        let rhythm = fields.read("rhythm", Rhythm::parse(rhythm).ok_or(days));
        let rhythm = fields.verdict(rhythm)?;
        let db = self.store().read();
        if db.articles(actor.scope()).effective_locales(article.id).await?.is_empty() {
            return Err(Error::NotFound);
        }
        let by = actor.user_id();
        self.write(actor, move |tx| async move {
            Articles::verify(&tx, article.id, by, rhythm).await?;
            let event = NewEvent::new(EventKind::ArticleVerified, article.id.uuid());
            tx.record(event.with(json!({ "days": rhythm.stored() })));
            Ok(())
        })
        .await
    }

    /// How a version is looked after; none when it never took effect.
    pub(super) async fn upkeep_of(
        &self,
        actor: &Actor,
        version: &ArticleVersion,
    ) -> Result<Option<ArticleUpkeep>> {
        let Some(effective_at) = version.effective_at else { return Ok(None) };
        let upkeep = self.upkeep(actor, version.article).await?;
        let Upkeep { owner, verified_at, verified_by, rhythm } = upkeep;
        let significance = version.significance;
        let of = Verifiable { effective_at, verified_at, significance, rhythm };
        let db = self.store().read();
        // Whoever said it: all readers of a text are told that it is doubted, and not by whom.
        let said = db.flags(Scope::Everything);
        let waiting = [FlagState::Open, FlagState::Accepted];
        let said = said.of_article(version.article, version.locale, &waiting).await?;
        let people: Vec<_> = [owner, verified_by].into_iter().flatten().collect();
        let names = if actor.scope() == Scope::Everything {
            names_of(&db, actor, &people).await?
        } else {
            BTreeMap::new()
        };
        Ok(Some(ArticleUpkeep {
            verification: of.verification(&said, self.world().now()),
            rhythm,
            owner: owner.and_then(|owner| names.get(&owner).cloned()),
            verified: verified_at.map(|at| (at, verified_by.and_then(|by| names.get(&by).cloned()))),
            may_verify: may_verify(actor, &upkeep),
        }))
    }

    async fn upkeep(&self, actor: &Actor, article: ArticleId) -> Result<Upkeep> {
        let found = self.store().read().articles(actor.scope()).upkeep(&[article]).await?;
        found.get(&article).copied().ok_or(Error::NotFound)
    }
}

/// Whoever answers for an article verifies it, and so does whoever may publish.
fn may_verify(actor: &Actor, upkeep: &Upkeep) -> bool {
    let is_owner = upkeep.owner.is_some() && upkeep.owner == actor.user_id();
    actor.may(Permission::PublishKnowledge) || (is_owner && actor.may(Permission::WriteKnowledge))
}

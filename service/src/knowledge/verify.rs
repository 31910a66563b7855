//! Verifying that an article is still right: who answers for it, by when, and whether readers doubt it.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ArticleVersion, Flag, FlagState, Rhythm, Space, Verifiable, Verification};
use domain::{Actor, ArticleId, Fields, Locale, Permission, Reason, Scope, Slug, Timestamp, fold};
use serde_json::json;
use store::{Articles, Db, KeptVersion, Upkeep};

use super::owner::OwnerChoice;
use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::{Portal, require};

/// Flags that may dispute a text.
const WAITING: [FlagState; 2] = [FlagState::Open, FlagState::Accepted];

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
    /// Who may answer for it, if the actor may choose.
    pub owners: Option<OwnerChoice>,
}

/// A version in effect in the list of what is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationLine {
    /// Where it stands.
    pub space: Space,
    /// Its article's place in addresses.
    pub slug: Slug,
    /// Its language.
    pub locale: Locale,
    /// Its title.
    pub title: String,
    /// How it stands.
    pub verification: Verification,
    /// How many days a verification of it holds.
    pub days: i64,
    /// Who answers for its article, as the actor may know them.
    pub owner: Option<String>,
    /// Whether it waits for the actor: they answer for it, or nobody does.
    pub is_for_me: bool,
}

impl Portal {
    /// Everything in effect in every language, and by when it has to be verified anew: what is due first comes first.
    pub async fn verifications(&self, actor: &Actor) -> Result<Vec<VerificationLine>> {
        require(actor, Permission::WriteKnowledge)?;
        let kept = self.kept_versions(actor).await?;
        self.verification_lines(actor, kept).await
    }

    /// The same for some versions in effect.
    pub(crate) async fn verification_lines(
        &self,
        actor: &Actor,
        kept: Vec<KeptVersion>,
    ) -> Result<Vec<VerificationLine>> {
        let (db, now) = (self.store().read(), self.world().now());
        let said = waiting_flags(&db).await?;
        let spaces = db.spaces(actor.scope()).all().await?;
        let owners: BTreeSet<_> = kept.iter().filter_map(|one| one.upkeep.owner).collect();
        let owners: Vec<_> = owners.into_iter().collect();
        let names = names_of(&db, actor, &owners).await?;
        let line = |one: KeptVersion| {
            let KeptVersion {
                article, space, slug, locale, title, significance, effective_at, upkeep, ..
            } = one;
            let Upkeep { owner, verified_at, verified_by: _, rhythm } = upkeep;
            let flags = said.get(&(article, locale)).map(Vec::as_slice).unwrap_or_default();
            let of = Verifiable { effective_at, verified_at, significance, rhythm };
            Some(VerificationLine {
                space: spaces.iter().find(|known| known.id == space)?.clone(),
                slug,
                locale,
                title,
                verification: of.verification(flags, now),
                days: rhythm.days(significance),
                owner: owner.and_then(|owner| names.get(&owner).cloned()),
                is_for_me: owner.is_none() || owner == actor.user_id(),
            })
        };
        let mut lines: Vec<_> = kept.into_iter().filter_map(line).collect();
        lines.sort_by_cached_key(|line| (line.verification.by, fold(&line.title), line.locale));
        Ok(lines)
    }

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
        let said = said.of_article(version.article, version.locale, &WAITING).await?;
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
            owners: self.owner_choice(actor, owner).await?,
        }))
    }

    async fn upkeep(&self, actor: &Actor, article: ArticleId) -> Result<Upkeep> {
        let found = self.upkeeps(actor, &[article]).await?;
        found.get(&article).copied().ok_or(Error::NotFound)
    }
}

/// What readers say of every text, whoever they are, as long as it may dispute it.
async fn waiting_flags(db: &Db) -> Result<BTreeMap<(ArticleId, Locale), Vec<Flag>>> {
    let mut said: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for flag in db.flags(Scope::Everything).all_in_states(&WAITING).await? {
        said.entry((flag.article, flag.locale)).or_default().push(flag);
    }
    Ok(said)
}

/// Whoever answers for an article verifies it, and so does whoever may publish.
fn may_verify(actor: &Actor, upkeep: &Upkeep) -> bool {
    let is_owner = upkeep.owner.is_some() && upkeep.owner == actor.user_id();
    actor.may(Permission::PublishKnowledge) || (is_owner && actor.may(Permission::WriteKnowledge))
}

//! What joiners read first: the versions in effect that nobody may work without knowing. Not the broadcasts of the past.

use std::collections::BTreeMap;

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{Article, Space};
use domain::people::{Place, Role};
use domain::{Actor, ArticleId, ArticleVersionId, Locale, Permission, Scope, UserId};
use serde_json::json;
use store::{Onboardings, Tx};

use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// How many the list names.
const MAX: usize = 200;

/// A version that the actor has to read before their first contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToReadFirst {
    /// Where it stands.
    pub space: Space,
    /// The article.
    pub article: Article,
    /// Its language.
    pub locale: Locale,
    /// Its title.
    pub title: String,
    /// The number of the version in effect.
    pub number: i64,
    /// The version in effect.
    pub version: ArticleVersionId,
}

impl Portal {
    /// What the actor still has to read before their first contact. What is not in effect any more, or not open to them,
    /// is left out.
    pub async fn to_read_first(&self, actor: &Actor) -> Result<Vec<ToReadFirst>> {
        require(actor, Permission::ReadKnowledge)?;
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let db = self.store().read();
        let given = db.onboardings().of_user(me).await?;
        let (articles, spaces) = (db.articles(actor.scope()), db.spaces(actor.scope()));
        let mut found = Vec::new();
        for one in given.iter().filter(|one| one.acknowledged_at.is_none()).take(MAX) {
            let Some(version) = articles.effective(one.article, one.locale).await? else { continue };
            let Some(article) = articles.by_id(one.article).await? else { continue };
            let Some(space) = spaces.by_id(article.space).await? else { continue };
            let (locale, title, number) = (one.locale, version.title, version.number);
            found.push(ToReadFirst { space, article, locale, title, number, version: version.id });
        }
        found.sort_by_cached_key(|one| (one.space.slug.to_string(), domain::fold(&one.title)));
        Ok(found)
    }

    /// How much the actor still has to read before their first contact.
    pub(crate) async fn count_to_read_first(&self, actor: &Actor) -> Result<u64> {
        require(actor, Permission::ReadKnowledge)?;
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        Ok(self.store().read().articles(actor.scope()).count_to_read_first(me).await?)
    }

    /// Notes that the actor has read a version, as it was shown to them, of an article that they were given to read. Twice is
    /// once. [`Error::Stale`] when another one is in effect by now: nobody gives their word on a text that they have not seen.
    pub async fn acknowledge_first(
        &self,
        actor: &Actor,
        article: ArticleId,
        locale: Locale,
        shown: ArticleVersionId,
    ) -> Result<()> {
        require(actor, Permission::ReadKnowledge)?;
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let db = self.store().read();
        let given = db.onboardings().of_user(me).await?;
        let given = given.iter().find(|one| one.article == article && one.locale == locale);
        let version = db.articles(actor.scope()).effective(article, locale).await?;
        let (given, version) = given.zip(version).ok_or(Error::NotFound)?;
        if given.acknowledged_at.is_some() {
            return Ok(());
        }
        if version.id != shown {
            return Err(Error::Stale);
        }
        let vendor = actor.scope().vendor();
        let details = json!({
            "article": article,
            "version": version.id,
            "language": locale.as_str(),
            "number": version.number,
            "content_hash": version.content_hash,
        });
        let noted = self.write(actor, move |tx| async move {
            Onboardings::acknowledge(&tx, me, article, locale, version.id).await?;
            let event = NewEvent::new(EventKind::UserOnboardedVersion, me.uuid());
            tx.record(event.of_vendor(vendor).with(details));
            Ok(())
        });
        match noted.await {
            // They have pressed twice.
            Err(Error::Stale) => Ok(()),
            noted => noted,
        }
    }
}

/// Gives somebody who joins what has to be known at their vendor, in their language where there is such a version. Only
/// agents handle contacts.
pub(crate) async fn onboard(tx: &Tx, user: UserId, role: Role, place: Place, locale: Locale) -> Result<()> {
    let (Role::Agent, Some(vendor)) = (role, place.vendor) else { return Ok(()) };
    let mut chosen: BTreeMap<ArticleId, (Locale, ArticleVersionId)> = BTreeMap::new();
    for (article, of, version) in tx.articles(Scope::Vendor(vendor)).must_know().await? {
        let one = chosen.entry(article).or_insert((of, version));
        if of == locale {
            *one = (of, version);
        }
    }
    let versions: Vec<_> =
        chosen.into_iter().map(|(article, (of, version))| (article, of, version)).collect();
    Ok(Onboardings::give(tx, user, &versions).await?)
}

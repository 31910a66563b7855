//! What joiners read first: the versions in effect that nobody may work without knowing. Not the broadcasts of the past.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{Article, ArticleVersion, Space};
use domain::people::{Place, Role, User, UserState};
use domain::{Actor, ArticleId, ArticleVersionId, Locale, Permission, Scope, SpaceId, UserId, VendorId};
use serde_json::json;
use store::{Onboardings, Tx, UserFilter};

use crate::broadcast::Crowd;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// How many the list names.
const MAX: usize = 200;

/// A version in effect that nobody may work without knowing.
type MustKnow = (ArticleId, Locale, ArticleVersionId);

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
    let must_know = tx.articles(Scope::Vendor(vendor)).must_know().await?;
    Ok(Onboardings::give(tx, user, &in_language(&must_know, locale)).await?)
}

/// Gives the agents of a vendor to whom a space is opened what has to be known of it.
pub(crate) async fn onboard_vendor(tx: &Tx, space: SpaceId, vendor: VendorId) -> Result<()> {
    let articles = tx.articles(Scope::Vendor(vendor));
    let mut must_know = Vec::new();
    for one in articles.must_know().await? {
        if articles.by_id(one.0).await?.is_some_and(|article| article.space == space) {
            must_know.push(one);
        }
    }
    for agent in agents_of(tx, vendor).await? {
        Onboardings::give(tx, agent.id, &in_language(&must_know, agent.locale)).await?;
    }
    Ok(())
}

/// Gives a version that takes effect to those who came after it was announced, if it has to be known: the agents whom its
/// broadcast means and did not reach. Where it has none, because nobody read the space then, that is everybody who does.
pub(crate) async fn onboard_late(tx: &Tx, version: &ArticleVersion) -> Result<()> {
    let Some(article) = tx.articles(Scope::Everything).by_id(version.article).await? else { return Ok(()) };
    let broadcasts = tx.broadcasts(Scope::Everything);
    let sent = broadcasts.last_to(version.id).await?;
    // What changes nothing for those who work by it is told to nobody.
    if sent.is_none() && !version.significance.outdates() {
        return Ok(());
    }
    let mut reached: BTreeSet<UserId> = BTreeSet::new();
    if let Some(sent) = &sent {
        let beside = broadcasts.beside(&[sent.id]).await?;
        for id in beside.iter().map(|one| one.id).chain([sent.id]) {
            let places = tx.recipients(Scope::Everything).places(id).await?;
            reached.extend(places.into_iter().map(|(user, ..)| user));
        }
    }
    let crowd = Crowd::read(tx).await?;
    for vendor in tx.spaces(Scope::Everything).vendors(article.space).await? {
        let mut must_know = tx.articles(Scope::Vendor(vendor)).must_know().await?;
        must_know.retain(|(of, ..)| *of == version.article);
        let mut late = agents_of(tx, vendor).await?;
        late.retain(|agent| !reached.contains(&agent.id));
        if let Some(sent) = &sent {
            late = crowd.meant(late, &sent.audience);
        }
        for agent in late {
            let mut mine = in_language(&must_know, agent.locale);
            mine.retain(|(.., id)| *id == version.id);
            Onboardings::give(tx, agent.id, &mine).await?;
        }
    }
    Ok(())
}

/// Of each article the version in a language, or in another.
fn in_language(must_know: &[MustKnow], locale: Locale) -> Vec<MustKnow> {
    let mut chosen: BTreeMap<ArticleId, (Locale, ArticleVersionId)> = BTreeMap::new();
    for (article, of, version) in must_know {
        let one = chosen.entry(*article).or_insert((*of, *version));
        if *of == locale {
            *one = (*of, *version);
        }
    }
    chosen.into_iter().map(|(article, (of, version))| (article, of, version)).collect()
}

/// The agents of a vendor who may sign in.
async fn agents_of(tx: &Tx, vendor: VendorId) -> Result<Vec<User>> {
    let filter = UserFilter {
        role: Some(Role::Agent),
        state: Some(UserState::Active),
        vendor: Some(vendor),
        ..UserFilter::default()
    };
    Ok(tx.users(Scope::Everything).all(&filter).await?)
}

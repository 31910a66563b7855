//! Who answers for an article: whoever was chosen, for as long as they are there and may write.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ArticleVersion, VersionState};
use domain::people::{Role, User, UserState};
use domain::{Actor, ArticleId, EmailAddress, Invalid, Permission, Reason, Scope, Slug, UserId, fold};
use serde_json::json;
use store::{Articles, Db, KeptVersion, Tx, Upkeep, UserFilter};

use super::front_matter::split;
use crate::error::Result;
use crate::people::PersonView;
use crate::portal::{Portal, require};

/// Of a version that was in effect.
const ENDED: [VersionState; 3] = [VersionState::Superseded, VersionState::Recalled, VersionState::Expired];

/// Who may answer for an article, for those who may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerChoice {
    /// Who does now.
    pub present: Option<UserId>,
    /// Everybody who may, by name.
    pub people: Vec<(UserId, String)>,
}

impl Portal {
    /// Says who answers for an article from now on: the id of somebody who may write, or nothing for nobody.
    pub async fn choose_owner(&self, actor: &Actor, space: &Slug, slug: &Slug, owner: &str) -> Result<()> {
        require(actor, Permission::WriteKnowledge)?;
        let (_, article) = self.located(actor, space, slug).await?;
        let owner = if owner.is_empty() { None } else { Some(self.possible_owner(actor, owner).await?) };
        self.write(actor, move |tx| async move { give_to(&tx, article.id, owner).await }).await
    }

    async fn possible_owner(&self, actor: &Actor, id: &str) -> Result<UserId> {
        let db = self.store().read();
        let found = match id.parse::<UserId>() {
            Ok(id) => db.users(actor.scope()).get(id).await?,
            Err(_) => None,
        };
        let found = found.filter(User::may_own);
        Ok(found.ok_or_else(|| Invalid::field("owner", Reason::NotAChoice))?.id)
    }

    /// Who may answer for an article; none for an actor who may not choose.
    pub(super) async fn owner_choice(
        &self,
        actor: &Actor,
        present: Option<UserId>,
    ) -> Result<Option<OwnerChoice>> {
        if !actor.may(Permission::WriteKnowledge) {
            return Ok(None);
        }
        let db = self.store().read();
        let mut people = Vec::new();
        for role in Role::ALL.into_iter().filter(|role| role.may(Permission::WriteKnowledge)) {
            let state = Some(UserState::Active);
            let filter = UserFilter { role: Some(role), state, ..UserFilter::default() };
            let users = db.users(actor.scope()).all(&filter).await?;
            people.extend(users.into_iter().map(|user| (user.id, PersonView::of(actor, user).shown_name)));
        }
        people.sort_by_cached_key(|(_, name)| fold(name));
        Ok(Some(OwnerChoice { present, people }))
    }

    /// Everything in effect that is open to the actor, with whoever answers for it now.
    pub(crate) async fn kept_versions(&self, actor: &Actor) -> Result<Vec<KeptVersion>> {
        let db = self.store().read();
        let mut kept = db.articles(actor.scope()).kept_versions().await?;
        let present = present(&db, kept.iter().filter_map(|one| one.upkeep.owner).collect()).await?;
        for one in &mut kept {
            one.upkeep.owner = one.upkeep.owner.filter(|owner| present.contains(owner));
        }
        Ok(kept)
    }

    /// The upkeep of several articles, with whoever answers for them now; what is not open to the actor is left out.
    pub(super) async fn upkeeps(
        &self,
        actor: &Actor,
        ids: &[ArticleId],
    ) -> Result<BTreeMap<ArticleId, Upkeep>> {
        let db = self.store().read();
        let mut found = db.articles(actor.scope()).upkeep(ids).await?;
        let present = present(&db, found.values().filter_map(|one| one.owner).collect()).await?;
        for one in found.values_mut() {
            one.owner = one.owner.filter(|owner| present.contains(owner));
        }
        Ok(found)
    }
}

/// Says who answers for an article from now on. Nothing happens when they do already.
pub(super) async fn give_to(tx: &Tx, article: ArticleId, owner: Option<UserId>) -> Result<()> {
    let known = tx.articles(Scope::Everything).upkeep(&[article]).await?;
    if known.get(&article).is_some_and(|known| known.owner == owner) {
        return Ok(());
    }
    Articles::set_owner(tx, article, owner).await?;
    let event = NewEvent::new(EventKind::ArticleOwnerChosen, article.uuid());
    tx.record(event.with(json!({ "owner": owner })));
    Ok(())
}

/// Gives an article to whom the front matter of a version that takes effect names, unless the one before named them as well: they
/// may have handed it on since. Where nobody is named who may own it, it stays as it was.
pub(super) async fn take_over(tx: &Tx, version: &ArticleVersion) -> Result<()> {
    let Some(owner) = named_in(version) else { return Ok(()) };
    let articles = tx.articles(Scope::Everything);
    let before = articles.version_in(version.article, version.locale, &ENDED).await?;
    if before.as_ref().and_then(named_in).as_ref() == Some(&owner) {
        return Ok(());
    }
    match by_address(tx, &owner).await? {
        Some(owner) => give_to(tx, version.article, Some(owner)).await,
        None => Ok(()),
    }
}

/// What the front matter of a version names as who answers for its article.
pub(super) fn named_in(version: &ArticleVersion) -> Option<String> {
    split(&version.source).0.ok()?.owner
}

/// Who has an address and may answer for articles.
pub(super) async fn by_address(db: &Db, owner: &str) -> Result<Option<UserId>> {
    let Ok(email) = EmailAddress::parse(owner) else { return Ok(None) };
    let found = db.users(Scope::Everything).by_email(&email).await?;
    Ok(found.filter(|(user, _)| user.may_own()).map(|(user, _)| user.id))
}

/// Those of some owners who are there and may write, whoever asks. Nobody answers for what is another's.
async fn present(db: &Db, owners: BTreeSet<UserId>) -> Result<BTreeSet<UserId>> {
    let owners: Vec<_> = owners.into_iter().collect();
    let users = db.users(Scope::Everything).get_many(&owners).await?;
    Ok(users.into_iter().filter(User::may_own).map(|user| user.id).collect())
}

//! Spaces: making one, and opening it to vendors.

use std::collections::BTreeSet;

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{Approval, Space};
use domain::vendor::Vendor;
use domain::{Actor, Checked, Fields, Locale, Permission, Reason, Slug, SpaceId, VendorId};
use store::{Articles, Db, Spaces, StoreError, WrittenText};
use uuid::Uuid;

use super::import::content_hash;
use super::life::record;
use crate::error::{Error, Result};
use crate::notification::onboard_vendor;
use crate::portal::{Portal, require};

/// The most characters of a name and of what a space is about.
const MAX_NAME: usize = 100;
const MAX_ABOUT: usize = 500;

/// What is typed about a space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpaceInput {
    /// Its name in French; its place in addresses follows from it.
    pub name_fr: String,
    /// Its name in English.
    pub name_en: String,
    /// What it is about, in French.
    pub about_fr: String,
    /// What it is about, in English.
    pub about_en: String,
}

/// A space and to whom it is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceDoors {
    /// The space.
    pub space: Space,
    /// The vendors that read it.
    pub open: Vec<Vendor>,
    /// Those that do not.
    pub closed: Vec<Vendor>,
    /// What people brought there and others have still to approve before it is opened at all, by title.
    pub unapproved: Vec<UnapprovedText>,
    /// Stands for those of them that the actor may approve: see [`Portal::approve_brought`].
    pub for_me: String,
}

/// A text that somebody brought into a space that is open to nobody, and that not enough others have approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnapprovedText {
    /// The article's place in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub locale: Locale,
    /// How many more people have to approve it.
    pub missing: usize,
    /// Whether the actor is one who may.
    pub is_for_me: bool,
}

impl Portal {
    /// Adds a space, open to nobody but the client.
    pub async fn create_space(&self, actor: &Actor, input: SpaceInput) -> Result<Slug> {
        require(actor, Permission::PublishKnowledge)?;
        let mut fields = Fields::new();
        let name_fr = fields.read("name_fr", text(&input.name_fr, MAX_NAME));
        let name_en = fields.read("name_en", text(&input.name_en, MAX_NAME));
        let about_fr = fields.read("about_fr", text(&input.about_fr, MAX_ABOUT));
        let about_en = fields.read("about_en", text(&input.about_en, MAX_ABOUT));
        let slug = name_fr.as_deref().map(|name| Slug::of(name).ok_or(Reason::BadCharacter));
        let slug = slug.and_then(|slug| fields.read("name_fr", slug));
        let values = (|| Some((slug?, [name_fr?, name_en?], [about_fr?, about_en?])))();
        let (slug, name, about) = fields.verdict(values)?;
        let space = Space { id: SpaceId::new(self.world().id()), slug: slug.clone(), name, about };
        let made = self.write(actor, move |tx| async move {
            Spaces::insert(&tx, &space).await?;
            tx.record(NewEvent::new(EventKind::SpaceCreated, space.id.uuid()));
            Ok(())
        });
        match made.await {
            Ok(()) => Ok(slug),
            Err(Error::Store(StoreError::Taken(_))) => {
                Err(domain::Invalid::field("name_fr", Reason::Taken).into())
            }
            Err(error) => Err(error),
        }
    }

    /// To whom a space is open.
    pub async fn space_doors(&self, actor: &Actor, slug: &Slug) -> Result<SpaceDoors> {
        require(actor, Permission::PublishKnowledge)?;
        let (db, scope) = (self.store().read(), actor.scope());
        let space = db.spaces(scope).by_slug(slug).await?.ok_or(Error::NotFound)?;
        let readers = db.spaces(scope).vendors(space.id).await?;
        let all = db.vendors(scope).all().await?;
        let (open, closed) = all.into_iter().partition(|vendor| readers.contains(&vendor.id));
        let unapproved =
            if readers.is_empty() { unapproved(&db, actor, space.id).await? } else { Vec::new() };
        let for_me = stands_for(unapproved.iter().filter(|text| may_approve(actor, text)));
        let unapproved = unapproved.into_iter().map(|text| UnapprovedText {
            missing: text.review().missing(),
            is_for_me: may_approve(actor, &text),
            slug: text.slug,
            title: text.title,
            locale: text.locale,
        });
        let unapproved = unapproved.collect();
        Ok(SpaceDoors { space, open, closed, unapproved, for_me })
    }

    /// Opens a space to a vendor, whose people read it from then on; its agents first what has to be known of it. Opened twice,
    /// nothing changes. Nobody alone puts words before agents: before the first vendor reads it, others have approved what
    /// people brought there.
    pub async fn open_space(&self, actor: &Actor, slug: &Slug, vendor: VendorId) -> Result<()> {
        require(actor, Permission::PublishKnowledge)?;
        let (db, scope) = (self.store().read(), actor.scope());
        let space = db.spaces(scope).by_slug(slug).await?.ok_or(Error::NotFound)?;
        db.vendors(scope).get(vendor).await?.ok_or(Error::NotFound)?;
        if db.spaces(scope).vendors(space.id).await?.contains(&vendor) {
            return Ok(());
        }
        let opener = actor.clone();
        self.write(actor, move |tx| async move {
            Spaces::open(&tx, space.id, vendor).await?;
            let is_first = tx.spaces(scope).vendors(space.id).await?.len() == 1;
            if is_first && !unapproved(&tx, &opener, space.id).await?.is_empty() {
                return Err(Error::Unapproved);
            }
            onboard_vendor(&tx, space.id, vendor).await?;
            tx.record(NewEvent::new(EventKind::SpaceOpened, space.id.uuid()).of_vendor(Some(vendor)));
            Ok(())
        })
        .await
    }

    /// Approves all that others brought into a space and that waits for it. [`Error::Stale`] when these are not the very texts
    /// for which [`SpaceDoors::for_me`] stood when the actor was shown them.
    pub async fn approve_brought(&self, actor: &Actor, slug: &Slug, shown: &str) -> Result<()> {
        require(actor, Permission::PublishKnowledge)?;
        let by = actor.user_id().ok_or(Error::Forbidden)?;
        let space = self.store().read().spaces(actor.scope()).by_slug(slug).await?.ok_or(Error::NotFound)?;
        let (approver, world, shown) = (actor.clone(), self.world().clone(), shown.to_owned());
        self.write(actor, move |tx| async move {
            // Nobody opens it meanwhile.
            Spaces::hold(&tx, space.id).await?;
            let mut texts = unapproved(&tx, &approver, space.id).await?;
            texts.retain(|text| may_approve(&approver, text));
            if stands_for(&texts) != shown {
                return Err(Error::Stale);
            }
            let articles = tx.articles(approver.scope());
            for text in &texts {
                let version = articles.version_by_id(text.id).await?.ok_or(Error::NotFound)?;
                let approval = Approval { by, revision: text.revision };
                Articles::approve(&tx, world.id(), text.id, approval).await?;
                record(&tx, EventKind::ArticleApproved, &version);
            }
            Ok(())
        })
        .await
    }
}

/// What people brought into a space that not enough others have approved.
async fn unapproved(db: &Db, actor: &Actor, space: SpaceId) -> Result<Vec<WrittenText>> {
    let mut texts = db.articles(actor.scope()).written_in(space).await?;
    texts.retain(|text| 0 < text.review().missing());
    Ok(texts)
}

/// What stands for some texts. What is in effect does not change under its id.
fn stands_for<'t>(texts: impl IntoIterator<Item = &'t WrittenText>) -> String {
    let ids: BTreeSet<_> = texts.into_iter().map(|text| text.id.uuid()).collect();
    let ids: Vec<u8> = ids.into_iter().flat_map(Uuid::into_bytes).collect();
    content_hash(&ids)
}

fn may_approve(actor: &Actor, text: &WrittenText) -> bool {
    actor.user_id().is_some_and(|me| text.review().may_approve(me, text.revision).is_ok())
}

fn text(typed: &str, most: usize) -> Checked<String> {
    match typed.trim() {
        "" => Err(Reason::Missing),
        typed if most < typed.chars().count() => Err(Reason::TooLong(most)),
        typed if typed.chars().any(char::is_control) => Err(Reason::BadCharacter),
        typed => Ok(typed.to_owned()),
    }
}

//! Spaces: making one, and opening it to vendors.

use domain::event::{EventKind, NewEvent};
use domain::knowledge::Space;
use domain::vendor::Vendor;
use domain::{Actor, Checked, Fields, Permission, Reason, Slug, SpaceId, VendorId};
use store::{Db, Spaces, StoreError};

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
    /// Whether the actor brought texts that are in effect there and that nobody has approved: then somebody else opens it.
    pub has_own_texts: bool,
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
        let has_own_texts = has_own_texts(&db, actor, space.id).await?;
        Ok(SpaceDoors { space, open, closed, has_own_texts })
    }

    /// Opens a space to a vendor, whose people read it from then on; its agents first what has to be known of it. Opened twice,
    /// nothing changes. Nobody alone puts words before agents: who brought texts that nobody has approved leaves it to
    /// somebody else.
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
            if has_own_texts(&tx, &opener, space.id).await? {
                return Err(Error::OwnTexts);
            }
            onboard_vendor(&tx, space.id, vendor).await?;
            tx.record(NewEvent::new(EventKind::SpaceOpened, space.id.uuid()).of_vendor(Some(vendor)));
            Ok(())
        })
        .await
    }
}

/// Whether somebody brought texts that are in effect in a space and that nobody has approved.
async fn has_own_texts(db: &Db, actor: &Actor, space: SpaceId) -> Result<bool> {
    let Some(me) = actor.user_id() else { return Ok(false) };
    Ok(0 < db.articles(actor.scope()).seen_by_nobody_else(space, me).await?)
}

fn text(typed: &str, most: usize) -> Checked<String> {
    match typed.trim() {
        "" => Err(Reason::Missing),
        typed if most < typed.chars().count() => Err(Reason::TooLong(most)),
        typed if typed.chars().any(char::is_control) => Err(Reason::BadCharacter),
        typed => Ok(typed.to_owned()),
    }
}

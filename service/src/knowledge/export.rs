//! Exporting a space as a folder of Markdown, as it was written.

use std::collections::BTreeSet;

use domain::vendor::Vendor;
use domain::{Actor, Locale, Permission, Scope, Slug, VendorId, fold};
use serde::{Deserialize, Serialize};
use store::File;

use super::{ContactTypesFile, ImportFile};
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// What `space.toml` says of a space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpaceFile {
    /// Its name in French.
    pub name_fr: String,
    /// Its name in English.
    pub name_en: String,
    /// What it is about, in French.
    pub about_fr: String,
    /// What it is about, in English.
    pub about_en: String,
    /// The vendors to whom it is opened: their names or, in the demo programme, its keys.
    pub vendors: Vec<String>,
}

impl SpaceFile {
    /// What the file is called.
    pub const NAME: &'static str = "space.toml";

    /// Reads the file.
    pub fn parse(text: &str) -> std::result::Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }
}

impl Portal {
    /// The pages of a space in one language, in the shape in which they can be imported again.
    pub async fn export(&self, actor: &Actor, space: &Slug, locale: Locale) -> Result<Vec<ImportFile>> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let space = db.spaces(actor.scope()).by_slug(space).await?.ok_or(Error::NotFound)?;
        let articles = db.articles(actor.scope());
        let mut files = Vec::new();
        for card in articles.cards(&space, locale).await? {
            let article = articles.by_slug(space.id, &card.slug).await?;
            let version = articles.effective(card.id, locale).await?;
            if let (Some(article), Some(version)) = (article, version) {
                files.push(ImportFile { path: article.path, bytes: version.source.into_bytes() });
            }
        }
        Ok(files)
    }

    /// What `contact-types.toml` says beside pages that name these contact types; none where they name none that there are.
    pub async fn export_contact_types(
        &self,
        actor: &Actor,
        named: &BTreeSet<String>,
    ) -> Result<Option<String>> {
        require(actor, Permission::ReadKnowledge)?;
        ContactTypesFile::of(named, self.store().read().contact_types().all().await?).text()
    }

    /// The images of a space as they were last imported, by their paths beside the folders of languages; each is read
    /// when it is asked for by [`Portal::file`].
    pub async fn export_images(&self, actor: &Actor, space: &Slug) -> Result<Vec<(String, String)>> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let space = db.spaces(actor.scope()).by_slug(space).await?.ok_or(Error::NotFound)?;
        Ok(db.files(actor.scope()).of_space(space.id).await?.into_iter().collect())
    }

    /// An image of a space.
    pub async fn file(&self, actor: &Actor, space: &Slug, hash: &str) -> Result<File> {
        require(actor, Permission::ReadKnowledge)?;
        self.store().file(actor.scope(), space, hash).await?.ok_or(Error::NotFound)
    }

    /// What `space.toml` says of a space, so that it can be made again.
    pub async fn export_about(&self, actor: &Actor, space: &Slug) -> Result<String> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let space = db.spaces(actor.scope()).by_slug(space).await?.ok_or(Error::NotFound)?;
        let mut vendors = Vec::new();
        for vendor in db.vendors(actor.scope()).all().await? {
            let open = db.spaces(Scope::Vendor(vendor.id)).by_slug(&space.slug).await?;
            if open.is_some() {
                vendors.push(vendor.name.to_string());
            }
        }
        let [name_fr, name_en] = space.name;
        let [about_fr, about_en] = space.about;
        let file = SpaceFile { name_fr, name_en, about_fr, about_en, vendors };
        toml::to_string(&file).map_err(|error| Error::Internal(error.to_string()))
    }
}

/// The vendors that a description names, and the names by which no vendor is found.
pub(super) fn vendors_named(names: &[String], known: &[Vendor]) -> (BTreeSet<VendorId>, Vec<String>) {
    let (mut found, mut unknown) = (BTreeSet::new(), Vec::new());
    for name in names {
        match vendor_named(name, known) {
            Some(vendor) => {
                found.insert(vendor);
            }
            None => unknown.push(name.clone()),
        }
    }
    (found, unknown)
}

/// The vendor of a name. Earlier exports wrote its slug instead, which several may share: then it is none.
fn vendor_named(name: &str, known: &[Vendor]) -> Option<VendorId> {
    let key = fold(name);
    if let Some(vendor) = known.iter().find(|vendor| vendor.name.key() == key) {
        return Some(vendor.id);
    }
    let is_so_called =
        |vendor: &&Vendor| Slug::of(vendor.name.as_str()).is_some_and(|slug| slug.as_str() == name);
    let mut so_called = known.iter().filter(is_so_called);
    let vendor = so_called.next()?;
    so_called.next().is_none().then_some(vendor.id)
}

#[cfg(test)]
mod tests {
    use domain::vendor::Standing;
    use domain::{Name, Timestamp};

    use super::*;

    #[test]
    fn a_space_is_opened_to_the_vendors_that_are_meant_and_to_no_other() {
        let vendor = |number: u128, name: &str| Vendor {
            id: VendorId::new(uuid::Uuid::from_u128(number)),
            name: Name::parse(name).unwrap(),
            standing: Standing::Active,
            created_at: Timestamp::from_millis(0),
            version: 1,
        };
        let known = [vendor(1, "Écho & Fils"), vendor(2, "Echo Fils"), vendor(3, "Douro Atendimento")];
        for (name, expected) in [
            ("Echo & fils", Some(1)),
            ("ECHO FILS", Some(2)),
            ("Douro Atendimento", Some(3)),
            ("douro-atendimento", Some(3)),
            ("echo-fils", None),
            ("Douro", None),
        ] {
            let (found, unknown) = vendors_named(&[name.to_owned()], &known);
            let expected: Vec<u128> = expected.into_iter().collect();
            assert_eq!(unknown.is_empty(), !expected.is_empty(), "{name}");
            assert_eq!(
                found.into_iter().map(|id| id.uuid().as_u128()).collect::<Vec<_>>(),
                expected,
                "{name}"
            );
        }
    }
}

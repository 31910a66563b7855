//! Exporting a space as a folder of Markdown, as it was written.

use domain::{Actor, Locale, Permission, Scope, Slug};
use serde::Serialize;

use super::ImportFile;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// The shape of `space.toml`.
#[derive(Serialize)]
struct SpaceFile {
    name_fr: String,
    name_en: String,
    about_fr: String,
    about_en: String,
    vendors: Vec<String>,
}

impl Portal {
    /// The files of a space in one language, in the shape in which they can be imported again.
    pub async fn export(&self, actor: &Actor, space: &Slug, locale: Locale) -> Result<Vec<ImportFile>> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let space = db.spaces(actor.scope()).by_slug(space).await?.ok_or(Error::NotFound)?;
        let articles = db.articles(actor.scope());
        let mut files = Vec::new();
        for card in articles.cards(&space, locale).await? {
            if let Some(version) = articles.effective(card.id, locale).await? {
                files.push(ImportFile {
                    path: format!("{}.md", card.slug),
                    bytes: version.source.into_bytes(),
                });
            }
        }
        Ok(files)
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
                vendors.extend(Slug::of(vendor.name.as_str()).map(|slug| slug.to_string()));
            }
        }
        let [name_fr, name_en] = space.name;
        let [about_fr, about_en] = space.about;
        let file = SpaceFile { name_fr, name_en, about_fr, about_en, vendors };
        toml::to_string(&file).map_err(|error| Error::Internal(error.to_string()))
    }
}

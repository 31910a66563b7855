//! Exporting a space as a folder of Markdown, as it was written.

use domain::{Actor, Locale, Permission, Slug};

use super::ImportFile;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

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
}

//! `palier export`: spaces become folders of Markdown, in the shape in which they are imported.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;
use domain::{Locale, Slug};
use service::{ContactTypesFile, Error, Portal, SpaceFile};

use super::console::Console;
use super::failure::Failure;
use super::say;

/// What to export, and whereto.
#[derive(Debug, Args)]
pub(super) struct Export {
    dir: PathBuf,
    #[arg(long)]
    space: Option<String>,
}

/// Writes `<space>/space.toml`, `<space>/contact-types.toml`, `<space>/<language>/<path>.md`, and the images beside them.
pub(super) async fn run(console: &Console, export: Export) -> Result<(), Failure> {
    let Export { dir, space } = export;
    let portal = console.portal_to_read().await?;
    let known = portal.spaces(&console.operator(), console.t.locale()).await?;
    let mut slugs: Vec<Slug> = known.into_iter().map(|view| view.space.slug).collect();
    if let Some(wanted) = &space {
        slugs.retain(|slug| slug.as_str() == wanted);
        if slugs.is_empty() {
            return Err(Failure::Said(console.t.cli_no_such_space(wanted)));
        }
    }
    for slug in &slugs {
        must_be_empty(console, &dir.join(slug.as_str()))?;
    }
    let mut files = 0;
    for slug in &slugs {
        files += export_space(console, &portal, &dir, slug).await?;
    }
    say::line(&console.t.cli_exported(&console.t.cli_export_files(files), &dir.display().to_string()));
    Ok(())
}

/// Refuses a folder with something in it: what an earlier export left there would be imported again, although it is gone.
fn must_be_empty(console: &Console, folder: &Path) -> Result<(), Failure> {
    let shown = folder.display().to_string();
    match std::fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Said(console.t.cli_export_not_empty(&shown))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::File(shown, error)),
    }
}

async fn export_space(console: &Console, portal: &Portal, dir: &Path, slug: &Slug) -> Result<u64, Failure> {
    let folder = dir.join(slug.as_str());
    let about = portal.export_about(&console.operator(), slug).await?;
    write(&folder.join(SpaceFile::NAME), about.as_bytes())?;
    let mut count = 1;
    let mut named = BTreeSet::new();
    for locale in Locale::ALL {
        let files = match portal.export(&console.operator(), slug, locale).await {
            Err(Error::NotFound) => continue,
            files => files?,
        };
        for file in files {
            named.extend(file.contact_types());
            write(&folder.join(locale.as_str()).join(&file.path), &file.bytes)?;
            count += 1;
        }
    }
    if let Some(text) = portal.export_contact_types(&console.operator(), &named).await? {
        write(&folder.join(ContactTypesFile::NAME), text.as_bytes())?;
        count += 1;
    }
    for (path, hash) in portal.export_images(&console.operator(), slug).await? {
        let image = portal.file(&console.operator(), slug, &hash).await?;
        write(&folder.join(path), &image.bytes)?;
        count += 1;
    }
    Ok(count)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failed = |error| Failure::File(path.display().to_string(), error);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}

//! The folder that is served: collected, compressed, named, then put in place in one go.

use super::{
    Flavour, compress,
    manifest::{Asset, Manifest, hex},
};
use crate::{process, say, setup::npm};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const STATIC: &str = "style/static";

/// A file to serve: its path below the site and its content.
type Source = (String, Vec<u8>);

/// Writes the site, unless it holds exactly this already.
pub fn write(site: &Path, packed: &Path, style: String, flavour: Flavour) -> Result<()> {
    let sources = sources(packed, style, flavour)?;
    let stamp = site.with_extension("stamp");
    let fingerprint = fingerprint(&sources, flavour);
    if fs::read_to_string(&stamp).is_ok_and(|last| last == fingerprint) && is_complete(site) {
        say::note("nothing has changed");
        return Ok(());
    }
    let partial = site.with_extension("partial");
    let manifest = write_files(&partial, sources, flavour)?;
    replace(site, &partial)?;
    fs::write(&stamp, fingerprint)?;
    say::note(&format!("{} is build {}", site.display(), manifest.build_id));
    Ok(())
}

fn sources(packed: &Path, style: String, flavour: Flavour) -> Result<Vec<Source>> {
    let mut sources = files_below(packed)?;
    sources.push(("palier.css".to_owned(), style.into_bytes()));
    if Path::new(STATIC).exists() {
        for (name, content) in files_below(Path::new(STATIC))? {
            let is_long = flavour == Flavour::Small && name.ends_with(".js");
            let content = if is_long { minified(&name)? } else { content };
            sources.push((name, content));
        }
    }
    sources.sort();
    Ok(sources)
}

/// A script of ours, without what is for those who read it.
fn minified(name: &str) -> Result<Vec<u8>> {
    npm::ensure_build_tools()?;
    let mut esbuild = Command::new(npm::ESBUILD);
    esbuild.args(["--minify", "--format=esm", "--log-level=error"]).arg(Path::new(STATIC).join(name));
    Ok(process::answer(&mut esbuild)?.into_bytes())
}

fn files_below(folder: &Path) -> Result<Vec<Source>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("could not list {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
                found.push((name, fs::read(&path)?));
            }
        }
    }
    Ok(found)
}

fn fingerprint(sources: &[Source], flavour: Flavour) -> String {
    let mut hash = Sha256::new();
    hash.update(flavour.name());
    for (name, content) in sources {
        hash.update(name);
        hash.update(Sha256::digest(content));
    }
    hex(&hash.finalize())
}

/// Whether every file that the manifest names is there.
fn is_complete(site: &Path) -> bool {
    let there = |name: &str| ["", ".br", ".gz"].iter().all(|end| site.join(format!("{name}{end}")).exists());
    Manifest::read(site).is_ok_and(|manifest| manifest.files.iter().all(|asset| there(&asset.name)))
}

fn write_files(partial: &Path, sources: Vec<Source>, flavour: Flavour) -> Result<Manifest> {
    if partial.exists() {
        fs::remove_dir_all(partial)?;
    }
    let mut files = Vec::new();
    for (name, content) in sources {
        let path = partial.join(&name);
        fs::create_dir_all(path.parent().unwrap_or(partial))?;
        fs::write(&path, &content)?;
        let (br, gz) = compress::beside(&path, flavour)?;
        files.push((Asset { name, size: content.len() as u64, br, gz }, content));
    }
    let manifest = Manifest::new(files);
    manifest.write(partial)?;
    Ok(manifest)
}

fn replace(site: &Path, partial: &Path) -> Result<()> {
    let old: PathBuf = site.with_extension("old");
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    if site.exists() {
        fs::rename(site, &old)?;
    }
    fs::rename(partial, site)?;
    if old.exists() {
        fs::remove_dir_all(&old)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str) -> Source {
        (name.to_owned(), b"content".to_vec())
    }

    #[test]
    fn a_site_that_lacks_a_compressed_file_is_not_complete() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        write_files(&site, vec![source("palier.js"), source("snippets/a/inline0.js")], Flavour::Fast)
            .unwrap();
        assert!(is_complete(&site));
        fs::remove_file(site.join("snippets/a/inline0.js.br")).unwrap();
        assert!(!is_complete(&site));
    }

    #[test]
    fn a_new_site_replaces_the_old_one_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (site, partial) = (folder.path().join("site"), folder.path().join("site.partial"));
        write_files(&site, vec![source("old.js")], Flavour::Fast).unwrap();
        write_files(&partial, vec![source("new.js")], Flavour::Fast).unwrap();
        replace(&site, &partial).unwrap();
        assert!(site.join("new.js").exists() && !site.join("old.js").exists());
    }
}

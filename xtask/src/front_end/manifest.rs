//! `manifest.json`: the name of this build and the sizes of its files.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{fs, path::Path};

/// The name of the file.
pub const NAME: &str = "manifest.json";

/// What one build consists of.
#[derive(Debug, Serialize, Deserialize, PartialEq, Eq)]
pub struct Manifest {
    /// Names the build in the address of every asset; the same content gives the same name.
    pub build_id: String,
    /// All files, by name; the compressed ones beside them are not listed on their own.
    pub files: Vec<Asset>,
}

/// One file with its sizes in bytes.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Asset {
    /// Path below the site, with slashes.
    pub name: String,
    /// As it is.
    pub size: u64,
    /// As brotli.
    pub br: u64,
    /// As gzip.
    pub gz: u64,
}

impl Manifest {
    /// A manifest of files with their contents.
    pub fn new(mut files: Vec<(Asset, Vec<u8>)>) -> Self {
        files.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
        let contents = files.iter().map(|(asset, content)| (asset.name.as_str(), content.as_slice()));
        let build_id = build_id(contents);
        Self { build_id, files: files.into_iter().map(|(asset, _)| asset).collect() }
    }

    /// Reads the manifest of a site.
    pub fn read(site: &Path) -> Result<Self> {
        let path = site.join(NAME);
        let text = fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
        serde_json::from_slice(&text).with_context(|| format!("{} is damaged", path.display()))
    }

    /// Writes the manifest of a site.
    pub fn write(&self, site: &Path) -> Result<()> {
        Ok(fs::write(site.join(NAME), serde_json::to_string_pretty(self)?)?)
    }
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first 16 digits of a hash over names and contents; lengths keep neighbours apart.
fn build_id<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hash = Sha256::new();
    for (name, content) in files {
        for part in [name.as_bytes(), content] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
    }
    hex(&hash.finalize()).chars().take(16).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &str) -> (Asset, Vec<u8>) {
        let size = content.len() as u64;
        (Asset { name: name.to_owned(), size, br: size, gz: size }, content.into())
    }

    #[test]
    fn the_build_id_does_not_depend_on_the_order_of_files() {
        let one = Manifest::new(vec![file("a.js", "1"), file("b.css", "2")]);
        let other = Manifest::new(vec![file("b.css", "2"), file("a.js", "1")]);
        assert_eq!(one, other);
        assert_eq!(one.build_id.len(), 16);
    }

    #[test]
    fn a_name_cannot_pass_for_content() {
        let one = Manifest::new(vec![file("ab", "c")]);
        let other = Manifest::new(vec![file("a", "bc")]);
        assert_ne!(one.build_id, other.build_id);
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = Manifest::new(vec![file("palier.js", "hydrate()")]);
        manifest.write(folder.path()).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), manifest);
    }
}

//! From the bytes of a file to what can be planned.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::knowledge::{ImageKind, ImportNote, ImportProblem, Significance};
use domain::{Locale, Slug};
use sha2::{Digest, Sha256};
use store::File;

use super::source::{Entry, ImportSource};
use super::text::decode;
use super::{Page, Reader};
use crate::knowledge::flows;
use crate::knowledge::front_matter::{FrontMatter, split};
use crate::knowledge::links::{Found, Shelf, Surroundings, slug_of, stem_of};
use crate::knowledge::render::render_source;

/// A file and what was read of it, or what is wrong with it.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(super) locale: Locale,
    /// Its path in the folder of its language.
    pub(super) path: String,
    /// As the report names it.
    pub(super) shown: String,
    pub(super) notes: Vec<ImportNote>,
    pub(super) draft: Result<Draft, ImportProblem>,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) slug: Slug,
    pub(super) title: String,
    pub(super) source: String,
    pub(super) content_hash: String,
    pub(super) html: String,
    pub(super) significance: Significance,
    pub(super) front: FrontMatter,
}

impl Reading {
    /// What is wrong with the file, if it cannot be read.
    pub(crate) fn problem(&self) -> Option<(&str, &ImportProblem)> {
        Some((&self.shown, self.draft.as_ref().err()?))
    }
}

/// Reads a page.
pub(super) fn read_page(reader: &mut Reader, page: &Page) -> Reading {
    let Page { locale, path, shown, entry } = page;
    let bytes = reader.images().read(entry);
    let mut notes = Vec::new();
    let draft = bytes.and_then(|bytes| draft(reader, page, &bytes, &mut notes));
    Reading { locale: *locale, path: path.clone(), shown: shown.clone(), notes, draft }
}

fn draft(
    reader: &mut Reader,
    page: &Page,
    bytes: &[u8],
    notes: &mut Vec<ImportNote>,
) -> Result<Draft, ImportProblem> {
    let Page { locale, path, shown, entry: _ } = page;
    let (source, remarks) = decode(bytes)?;
    notes.extend(remarks);
    let (front, _) = split(&source);
    let front = front?;
    let significance = match &front.significance {
        None => Significance::Major,
        Some(word) => Significance::parse(word).ok_or_else(|| ImportProblem::Significance(word.clone()))?,
    };
    let slug = slug_of(path).ok_or(ImportProblem::NoName)?;
    let key = (*locale, slug.clone());
    if let Some(other) = reader.seen.get(&key) {
        return Err(ImportProblem::SameAddress { slug: slug.to_string(), other: other.clone() });
    }
    reader.seen.insert(key, shown.clone());
    let (pages, images) = (Arc::clone(&reader.pages), Arc::clone(&reader.images));
    let around = Arc::new(Surroundings::new(reader.space.clone(), *locale, path, pages, images));
    let rendered = render_source(&source, *locale, Some(Arc::clone(&around) as _));
    notes.extend(around.notes());
    let faults = flows::faults(&source, &rendered.html);
    if !faults.is_empty() {
        return Err(ImportProblem::Flows(faults));
    }
    let stem = stem_of(path);
    let name = || stem.rsplit('/').next().unwrap_or(stem).to_owned();
    let title = front.title.as_deref().and_then(title_of);
    let title = title.or_else(|| rendered.title.as_deref().and_then(title_of)).unwrap_or_else(name);
    let content_hash = content_hash(source.as_bytes());
    Ok(Draft { slug, title, content_hash, html: rendered.html, significance, front, source })
}

/// A title on one line, without control characters; none when nothing is left.
pub(crate) fn title_of(text: &str) -> Option<String> {
    let text = text.replace(|letter: char| letter.is_control(), " ");
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn content_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A source, and the images in it, which are read when a page first shows them.
#[derive(Debug)]
pub(super) struct Images {
    source: ImportSource,
    entries: BTreeMap<String, Entry>,
    known: BTreeMap<String, Found>,
    new: Vec<(String, File)>,
}

impl Images {
    /// `there` are those that the space has already.
    pub(super) fn new(source: ImportSource, locale: Option<Locale>, there: BTreeMap<String, String>) -> Self {
        let path = |entry: &Entry| match locale {
            Some(locale) => format!("{}/{}", locale.as_str(), entry.path),
            None => entry.path.clone(),
        };
        let entries: BTreeMap<_, _> =
            source.entries().iter().map(|entry| (path(entry), entry.clone())).collect();
        // What the source brings stands in the place of what is there.
        let known = there.into_iter().filter(|(path, _)| !entries.contains_key(path));
        let known = known.map(|(path, hash)| (path, Found::Hash(hash))).collect();
        Self { source, entries, known, new: Vec::new() }
    }

    /// What is in a file of the source.
    pub(super) fn read(&mut self, entry: &Entry) -> Result<Vec<u8>, ImportProblem> {
        self.source.read(entry)
    }

    /// Those that were read since the last time: their paths in the space.
    pub(super) fn take_new(&mut self) -> Vec<(String, File)> {
        std::mem::take(&mut self.new)
    }

    /// How many bytes were read since the last time.
    pub(super) fn weight(&self) -> usize {
        self.new.iter().map(|(_, file)| file.bytes.len()).sum()
    }

    fn look(&mut self, path: &str) -> Found {
        let Some(entry) = self.entries.get(path).cloned() else { return Found::Missing };
        let Ok(bytes) = self.read(&entry) else { return Found::Odd };
        let Ok(kind) = ImageKind::of(&bytes) else { return Found::Odd };
        let file = File::new(kind.media_type(), bytes);
        let hash = file.hash.clone();
        self.new.push((path.to_owned(), file));
        Found::Hash(hash)
    }
}

impl Shelf for Images {
    fn find(&mut self, path: &str) -> Found {
        if let Some(found) = self.known.get(path) {
            return found.clone();
        }
        let found = self.look(path);
        self.known.insert(path.to_owned(), found.clone());
        found
    }
}

//! Importing Markdown: each file becomes a version of an article in one language.
//!
//! Files are read, rendered and written in batches, so that memory stays flat however many there are. Each batch is
//! one transaction; an import that breaks off and begins again finds the batches before it unchanged.

mod browser;
mod plan;
mod read;
mod source;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use domain::knowledge::{ImportNote, ImportProblem, ImportRefusal, Space};
use domain::{Actor, Locale, Permission, Scope, Slug, UserId};
use serde::{Deserialize, Serialize};
use store::{ContactTypeRow, File, Files, KeptFile, Spaces, StoreError, Tx};

use crate::error::{Error, Result};
use crate::knowledge::front_matter::split;
use crate::knowledge::missing::Missing;
use crate::portal::{Portal, require};
use crate::world::World;

pub(crate) use browser::KIND as IMPORT_JOB;
pub use browser::{ImportView, Upload};
pub use source::{ImportSource, MAX_FILE_MB, MAX_FILES, MAX_TOTAL_MB};

use plan::plan;
use read::{Images, read_page};
pub(crate) use read::{Reading, content_hash, title_of};
use source::{Entry, is_page};

/// How many files are read and written together at the most.
const BATCH: usize = 200;
/// How many bytes of images end a batch.
const MAX_WEIGHT: usize = 32_000_000;

/// A file to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFile {
    /// Its path inside the folder, with `/`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl ImportFile {
    /// The contact types that the front matter of a page names, by their slugs.
    pub fn contact_types(&self) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.bytes);
        split(&text).0.map(|front| front.contact_types).unwrap_or_default()
    }
}

/// What an import did, or would do, file by file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// A row per file, in the order of their paths.
    pub rows: Vec<ImportRow>,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// The file.
    pub path: String,
    /// What became of it.
    pub action: ImportAction,
    /// What was remarkable.
    #[serde(default)]
    pub notes: Vec<ImportNote>,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportAction {
    /// It is a new article, or an article's first version in this language.
    New,
    /// It is an article's next version.
    Changed,
    /// It waits as a draft, because vendors read the space: it is approved and published like any other change.
    Drafted,
    /// It is what is in effect already, or what waits to take effect.
    Unchanged,
    /// It cannot be imported, and why.
    Problem(ImportProblem),
}

/// What to import.
#[derive(Debug)]
pub struct ImportAsk {
    /// Whereto.
    pub space: Slug,
    /// In which language the files are; none where they lie in folders `fr` and `en`.
    pub locale: Option<Locale>,
    /// The files.
    pub source: ImportSource,
    /// Whether only to say what would be done.
    pub is_dry_run: bool,
}

impl ImportReport {
    /// How many files met a fate.
    pub fn count(&self, is: impl Fn(&ImportAction) -> bool) -> usize {
        self.rows.iter().filter(|row| is(&row.action)).count()
    }
}

/// A page to import, and its language.
#[derive(Clone, Debug)]
struct Page {
    locale: Locale,
    /// Its path in the folder of its language.
    path: String,
    /// As the report names it.
    shown: String,
    entry: Entry,
}

impl Portal {
    /// Imports files that are at hand, all in one language: see [`Portal::import_from`].
    pub async fn import(
        &self,
        actor: &Actor,
        space: &Slug,
        locale: Locale,
        files: Vec<ImportFile>,
        is_dry_run: bool,
    ) -> Result<ImportReport> {
        let source = ImportSource::of_files(files);
        let ask = ImportAsk { space: space.clone(), locale: Some(locale), source, is_dry_run };
        let report = self.import_from(actor, ask, |_, _| {}).await?;
        // Files at hand are few.
        Ok(report.unwrap_or_default())
    }

    /// Imports files into a space. Files that cannot be read are reported and left out. Where vendors read, everything that a
    /// person imports becomes a draft, and whatever changes an instruction does. With a dry run nothing is changed. `progress`
    /// is told how many files are done, and of how many.
    ///
    /// Refused as a whole where there are too many or no files, or where nothing says their language.
    pub async fn import_from(
        &self,
        actor: &Actor,
        ask: ImportAsk,
        progress: impl FnMut(usize, usize),
    ) -> Result<std::result::Result<ImportReport, ImportRefusal>> {
        self.import_with(actor, ask, Missing::default(), progress).await
    }

    /// The same, but makes first what is missing for it. With a dry run the report is what it would be if that were there.
    pub async fn import_with(
        &self,
        actor: &Actor,
        ask: ImportAsk,
        missing: Missing,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<std::result::Result<ImportReport, ImportRefusal>> {
        require(actor, Permission::WriteKnowledge)?;
        let ImportAsk { space, locale, source, is_dry_run } = ask;
        let (db, scope) = (self.store().read(), actor.scope());
        let (space, coming) = self.prepare(actor, &space, missing, is_dry_run).await?;
        let pages = match pages_of(&source, locale) {
            Ok(pages) => pages,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let there = db.articles(scope).paths(space.id).await?;
        let there = there.into_iter().map(|(path, locale)| format!("{}/{path}", locale.as_str())).collect();
        let files = db.files(scope).of_space(space.id).await?;
        let mut reader = Reader::new(space.slug.clone(), &pages, source, locale, there, files);
        let importing = Importing {
            world: self.world().clone(),
            scope,
            space,
            coming,
            author: actor.user_id(),
            revision: *self.store().head().borrow(),
        };
        let mut report = ImportReport::default();
        while report.rows.len() < pages.len() {
            progress(report.rows.len(), pages.len());
            let rest = pages.get(report.rows.len()..).unwrap_or_default();
            let (again, batch) = reader.read(rest.iter().take(BATCH).cloned().collect()).await?;
            reader = again;
            let rows = if is_dry_run {
                plan(&db, &importing, batch.readings).await?.0
            } else {
                let batch = match self.keep_images(batch).await {
                    Err(Error::Store(StoreError::Files(why))) => {
                        tracing::error!(why, "an import ended: its images cannot be kept");
                        return Ok(Err(ImportRefusal::NoStorage));
                    }
                    batch => batch?,
                };
                let importing = importing.clone();
                let rows = self
                    .write(actor, move |tx| async move { import_batch(&tx, &importing, batch).await })
                    .await?;
                self.known_reaches().forget();
                rows
            };
            report.rows.extend(rows);
        }
        progress(pages.len(), pages.len());
        report.rows.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Ok(report))
    }
}

/// Who imports, and whereto.
#[derive(Clone, Debug)]
pub(crate) struct Importing {
    pub(crate) world: World,
    pub(crate) scope: Scope,
    pub(crate) space: Space,
    /// Contact types that are not there because it is a dry run.
    pub(crate) coming: Vec<ContactTypeRow>,
    /// Who imports, and so writes the drafts that become of it; none when Palier itself does.
    pub(crate) author: Option<UserId>,
    /// What was recorded until then: see [`store::ClearanceRow::revision`].
    pub(crate) revision: i64,
}

impl Portal {
    /// Keeps the images of a batch, so that a write can name them.
    pub(crate) async fn keep_images(&self, batch: Batch) -> Result<KeptBatch> {
        let Batch { readings, images } = batch;
        let mut kept = Vec::with_capacity(images.len());
        for (path, file) in images {
            kept.push((path, self.store().objects().put(&file).await?));
        }
        Ok(KeptBatch { readings, images: kept })
    }
}

/// Imports what was read, within a write.
pub(crate) async fn import_batch(tx: &Tx, importing: &Importing, batch: KeptBatch) -> Result<Vec<ImportRow>> {
    let KeptBatch { readings, images } = batch;
    // What takes effect depends on whether vendors read the space.
    Spaces::hold(tx, importing.space.id).await?;
    for (path, file) in images {
        Files::put(tx, importing.space.id, &path, &file).await?;
    }
    let (rows, steps) = plan(tx, importing, readings).await?;
    for step in steps {
        plan::apply(tx, importing, step).await?;
    }
    Ok(rows)
}

/// Reads files of a new space, whose folders say their languages.
pub(crate) fn read_all(space: &Slug, files: Vec<(Locale, Vec<ImportFile>)>) -> Batch {
    let in_folders = files.into_iter().flat_map(|(locale, files)| {
        files.into_iter().map(move |file| ImportFile {
            path: format!("{}/{}", locale.as_str(), file.path),
            bytes: file.bytes,
        })
    });
    let source = ImportSource::of_files(in_folders.collect());
    let pages = pages_of(&source, None).unwrap_or_default();
    let mut all = Reader::new(space.clone(), &pages, source, None, BTreeSet::new(), BTreeMap::new());
    let readings = pages.iter().map(|page| read_page(&mut all, page)).collect();
    let images = all.images().take_new();
    Batch { readings, images }
}

/// The pages of a source, by path and language.
fn pages_of(source: &ImportSource, locale: Option<Locale>) -> std::result::Result<Vec<Page>, ImportRefusal> {
    let entries = source.entries().iter().filter(|entry| is_page(&entry.path) || entry.problem.is_some());
    let in_folder = |path: &str| {
        let (folder, path) = path.split_once('/')?;
        Some((Locale::parse(folder)?, path.to_owned()))
    };
    let page = |entry: &Entry| {
        let mut entry = entry.clone();
        let place =
            locale.map_or_else(|| in_folder(&entry.path), |locale| Some((locale, entry.path.clone())));
        let (locale, path) = place.unwrap_or_else(|| {
            entry.problem.get_or_insert(ImportProblem::NoLanguage);
            (Locale::default(), entry.path.clone())
        });
        Page { locale, path, shown: entry.path.clone(), entry }
    };
    let mut pages: Vec<_> = entries.map(page).collect();
    if pages.iter().all(|page| page.entry.problem == Some(ImportProblem::NoLanguage)) {
        let has_pages = source.entries().iter().any(|entry| is_page(&entry.path));
        return Err(if has_pages { ImportRefusal::NoLanguage } else { ImportRefusal::Empty });
    }
    // A text and its translation are imported together, so that one follows the other.
    pages.sort_by(|a, b| (&a.path, a.locale).cmp(&(&b.path, b.locale)));
    Ok(pages)
}

/// Files that were read, to be written together.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    /// The pages.
    pub(crate) readings: Vec<Reading>,
    /// Images that they are the first to show: their paths in the space.
    images: Vec<(String, File)>,
}

/// The same with its images kept.
#[derive(Clone, Debug)]
pub(crate) struct KeptBatch {
    readings: Vec<Reading>,
    images: Vec<(String, KeptFile)>,
}

/// What must be known to read a page.
struct Reader {
    space: Slug,
    pages: Arc<BTreeSet<String>>,
    images: Arc<Mutex<Images>>,
    seen: BTreeMap<(Locale, Slug), String>,
}

impl Reader {
    /// `there` are the pages that the space has already, and `files` its images.
    fn new(
        space: Slug,
        pages: &[Page],
        source: ImportSource,
        locale: Option<Locale>,
        there: BTreeSet<String>,
        files: BTreeMap<String, String>,
    ) -> Self {
        let own = pages.iter().filter(|page| page.entry.problem.is_none());
        let mut all = there;
        all.extend(own.map(|page| format!("{}/{}", page.locale.as_str(), page.path)));
        let images = Images::new(source, locale, files);
        Self { space, pages: Arc::new(all), images: Arc::new(Mutex::new(images)), seen: BTreeMap::new() }
    }

    /// Reads the first of these pages, away from the threads that answer: all, unless their images weigh too much.
    async fn read(mut self, pages: Vec<Page>) -> Result<(Self, Batch)> {
        let work = move || {
            let mut readings = Vec::new();
            for page in &pages {
                readings.push(read_page(&mut self, page));
                if MAX_WEIGHT < self.images().weight() {
                    break;
                }
            }
            let images = self.images().take_new();
            (self, Batch { readings, images })
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))
    }

    fn images(&self) -> std::sync::MutexGuard<'_, Images> {
        self.images.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Importing Markdown: each file becomes a version of an article in one language.

use std::collections::BTreeMap;

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{Article, ArticleVersion, Significance, Space, VersionState};
use domain::{
    Actor, ArticleId, ArticleVersionId, ContactTypeId, EmailAddress, Locale, Permission, Scope, Slug, UserId,
};
use sha2::{Digest, Sha256};
use store::{Articles, ContactTypeRow, Db, NewArticle, Tx};

use super::flows;
use super::front_matter::{FrontMatter, split};
use super::render::{RENDERER, render};
use crate::error::{Error, Result};
use crate::portal::{Portal, require};
use crate::world::World;

/// A file to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFile {
    /// Its path inside the folder, with `/`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What an import did, or would do, file by file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// A row per file, in the order of their paths.
    pub rows: Vec<ImportRow>,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// The file.
    pub path: String,
    /// What became of it.
    pub action: ImportAction,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportAction {
    /// It is a new article, or an article's first version in this language.
    New,
    /// It is an article's next version.
    Changed,
    /// It is what is in effect already.
    Unchanged,
    /// It cannot be read, and why.
    Problem(String),
}

impl ImportReport {
    /// How many files met a fate.
    pub fn count(&self, is: impl Fn(&ImportAction) -> bool) -> usize {
        self.rows.iter().filter(|row| is(&row.action)).count()
    }
}

/// A file and what was read of it, or what is wrong with it.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    path: String,
    draft: std::result::Result<Draft, String>,
}

/// A file that was read.
#[derive(Clone, Debug)]
struct Draft {
    slug: Slug,
    title: String,
    source: String,
    content_hash: String,
    html: String,
    significance: Significance,
    front: FrontMatter,
}

impl Portal {
    /// Imports files into a space in one language. Files that cannot be read are reported and left out; all
    /// others are imported in one transaction. With `is_dry_run` nothing is changed.
    pub async fn import(
        &self,
        actor: &Actor,
        space: &Slug,
        locale: Locale,
        files: Vec<ImportFile>,
        is_dry_run: bool,
    ) -> Result<ImportReport> {
        require(actor, Permission::WriteKnowledge)?;
        let (db, scope) = (self.store().read(), actor.scope());
        let space = db.spaces(scope).by_slug(space).await?.ok_or(Error::NotFound)?;
        let readings = read_files(files, locale, actor.locale);
        let world = self.world().clone();
        if is_dry_run {
            let (report, _) = plan(&db, &world, scope, &space, locale, readings).await?;
            return Ok(report);
        }
        self.write(actor, move |tx| async move {
            import_readings(&tx, &world, scope, &space, locale, readings).await
        })
        .await
    }
}

/// Reads files written in one language, in the order of their paths, for somebody who reads the report in another.
/// No database is needed for it, so it happens before a write.
pub(crate) fn read_files(mut files: Vec<ImportFile>, locale: Locale, reader: Locale) -> Vec<Reading> {
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let mut seen = BTreeMap::new();
    let read = |file: ImportFile| Reading {
        path: file.path.clone(),
        draft: read_file(file, locale, reader, &mut seen),
    };
    files.into_iter().map(read).collect()
}

/// Imports what was read, within a write.
pub(crate) async fn import_readings(
    tx: &Tx,
    world: &World,
    scope: Scope,
    space: &Space,
    locale: Locale,
    readings: Vec<Reading>,
) -> Result<ImportReport> {
    let (report, work) = plan(tx, world, scope, space, locale, readings).await?;
    for step in work {
        apply(tx, step).await?;
    }
    Ok(report)
}

/// Decides what each file is, and what must be done for it.
async fn plan(
    db: &Db,
    world: &World,
    scope: Scope,
    space: &Space,
    locale: Locale,
    readings: Vec<Reading>,
) -> Result<(ImportReport, Vec<Step>)> {
    let planner = Planner { db, world, scope, space, locale, contact_types: db.contact_types().all().await? };
    let mut report = ImportReport::default();
    let mut work = Vec::new();
    for Reading { path, draft } in readings {
        let action = match draft {
            Ok(draft) => planner.plan(draft, &mut work).await?,
            Err(problem) => ImportAction::Problem(problem),
        };
        report.rows.push(ImportRow { path, action });
    }
    Ok((report, work))
}

/// What must be known to say what a file is.
struct Planner<'a> {
    db: &'a Db,
    world: &'a World,
    scope: Scope,
    space: &'a Space,
    locale: Locale,
    contact_types: Vec<ContactTypeRow>,
}

impl Planner<'_> {
    /// Decides what a file is, and puts what must be done for it into `work`.
    async fn plan(&self, draft: Draft, work: &mut Vec<Step>) -> Result<ImportAction> {
        let articles = self.db.articles(self.scope);
        let known = articles.by_slug(self.space.id, &draft.slug).await?;
        let before = match &known {
            Some(article) => articles.effective(article.id, self.locale).await?,
            None => None,
        };
        if before.as_ref().is_some_and(|version| version.content_hash == draft.content_hash) {
            return Ok(ImportAction::Unchanged);
        }
        let contact_types = match self.contact_types_of(&draft) {
            Ok(contact_types) => contact_types,
            Err(problem) => return Ok(ImportAction::Problem(problem)),
        };
        let (new, article) = match known {
            Some(article) => (None, article.id),
            None => {
                let id = ArticleId::new(self.world.id());
                let article = Article { id, space: self.space.id, slug: draft.slug.clone() };
                (Some(NewArticle { article, owner: self.owner_of(&draft).await?, contact_types }), id)
            }
        };
        let now = self.world.now();
        let action = if before.is_some() { ImportAction::Changed } else { ImportAction::New };
        let version = ArticleVersion {
            id: ArticleVersionId::new(self.world.id()),
            article,
            locale: self.locale,
            number: before.map_or(1, |version| version.number + 1),
            state: VersionState::Effective,
            significance: draft.significance,
            title: draft.title,
            source: draft.source,
            content_hash: draft.content_hash,
            html: draft.html,
            renderer: RENDERER,
            effective_at: Some(now),
            created_at: now,
        };
        work.push(Step { new, version });
        Ok(action)
    }

    fn contact_types_of(&self, draft: &Draft) -> std::result::Result<Vec<ContactTypeId>, String> {
        let mut ids = Vec::new();
        for name in &draft.front.contact_types {
            let known = self.contact_types.iter().find(|row| row.slug.as_str() == name);
            let id = known.ok_or_else(|| format!("contact type `{name}` is not known"))?.id;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    async fn owner_of(&self, draft: &Draft) -> Result<Option<UserId>> {
        let Some(Ok(email)) = draft.front.owner.as_deref().map(EmailAddress::parse) else { return Ok(None) };
        Ok(self.db.users(Scope::Everything).by_email(&email).await?.map(|(user, _)| user.id))
    }
}

async fn apply(tx: &Tx, Step { new, version }: Step) -> Result<()> {
    if let Some(new) = new {
        Articles::insert(tx, &new).await?;
        let details = serde_json::json!({ "slug": new.article.slug.as_str() });
        tx.record(NewEvent::new(EventKind::ArticleCreated, new.article.id.uuid()).with(details));
    }
    Articles::insert_effective(tx, &version).await?;
    let details = serde_json::json!({
        "language": version.locale.as_str(),
        "number": version.number,
        "significance": version.significance.as_str(),
        "content_hash": version.content_hash,
    });
    tx.record(NewEvent::new(EventKind::ArticleVersionEffective, version.article.uuid()).with(details));
    Ok(())
}

struct Step {
    new: Option<NewArticle>,
    version: ArticleVersion,
}

impl Reading {
    /// What is wrong with the file, if it cannot be read.
    pub(crate) fn problem(&self) -> Option<(&str, &str)> {
        let problem = self.draft.as_ref().err()?;
        Some((&self.path, problem))
    }
}

/// Reads a file, or says what is wrong with it.
fn read_file(
    file: ImportFile,
    locale: Locale,
    reader: Locale,
    seen: &mut BTreeMap<Slug, String>,
) -> std::result::Result<Draft, String> {
    let ImportFile { path, bytes } = file;
    let source = String::from_utf8(bytes).map_err(|error| {
        format!("not UTF-8: byte {} cannot be read", error.utf8_error().valid_up_to() + 1)
    })?;
    if let Some(at) = source.find('\0') {
        return Err(format!("not a text: byte {} is zero", at + 1));
    }
    let source = source.strip_prefix('\u{feff}').unwrap_or(&source).replace("\r\n", "\n");
    let (front, body) = split(&source);
    let front = front?;
    let significance = match &front.significance {
        None => Significance::Major,
        Some(word) => {
            Significance::parse(word).ok_or_else(|| format!("significance `{word}` is not known"))?
        }
    };
    let stem = path.strip_suffix(".md").unwrap_or(&path);
    let slug = Slug::of(&stem.replace('/', "-")).ok_or("the name has no letter or digit")?;
    if let Some(other) = seen.get(&slug) {
        return Err(format!("has the same address `{slug}` as `{other}`"));
    }
    seen.insert(slug.clone(), path.clone());
    let rendered = render(body, locale);
    let faults = flows::faults(&source, &rendered.html, reader);
    if !faults.is_empty() {
        return Err(faults.join(" "));
    }
    let name = || stem.rsplit('/').next().unwrap_or(stem).to_owned();
    let title = front.title.as_deref().and_then(title_of);
    let title = title.or_else(|| rendered.title.as_deref().and_then(title_of)).unwrap_or_else(name);
    let content_hash = Sha256::digest(source.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Draft { slug, title, content_hash, html: rendered.html, significance, front, source })
}

/// A title on one line, without control characters; none when nothing is left.
fn title_of(text: &str) -> Option<String> {
    let text = text.replace(|letter: char| letter.is_control(), " ");
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

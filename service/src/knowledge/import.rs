//! Importing Markdown: each file becomes a version of an article in one language.

use std::collections::BTreeMap;

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{Article, ArticleVersion, Significance, Space, VersionState};
use domain::{
    Actor, ArticleId, ArticleVersionId, ContactTypeId, EmailAddress, Locale, Permission, Scope, Slug, UserId,
};
use sha2::{Digest, Sha256};
use store::{Articles, NewArticle};

use super::front_matter::{FrontMatter, split};
use super::render::{RENDERER, render};
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

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

/// A file that was read.
struct Draft {
    slug: Slug,
    title: String,
    source: String,
    content_hash: String,
    html: String,
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
        let db = self.store().read();
        let space = db.spaces(actor.scope()).by_slug(space).await?.ok_or(Error::NotFound)?;
        let mut report = ImportReport::default();
        let mut work = Vec::new();
        let mut seen: BTreeMap<Slug, String> = BTreeMap::new();
        for file in files {
            let path = file.path.clone();
            let action = match read_file(file, locale, &mut seen) {
                Ok(draft) => self.plan(actor, &space, locale, draft, &mut work).await?,
                Err(problem) => ImportAction::Problem(problem),
            };
            report.rows.push(ImportRow { path, action });
        }
        report.rows.sort_by(|a, b| a.path.cmp(&b.path));
        if !is_dry_run && !work.is_empty() {
            self.apply(actor, work).await?;
        }
        Ok(report)
    }

    /// Decides what a file is, and puts what must be done for it into `work`.
    async fn plan(
        &self,
        actor: &Actor,
        space: &Space,
        locale: Locale,
        draft: Draft,
        work: &mut Vec<Step>,
    ) -> Result<ImportAction> {
        let db = self.store().read();
        let articles = db.articles(actor.scope());
        let known = articles.by_slug(space.id, &draft.slug).await?;
        let before = match &known {
            Some(article) => articles.effective(article.id, locale).await?,
            None => None,
        };
        if before.as_ref().is_some_and(|version| version.content_hash == draft.content_hash) {
            return Ok(ImportAction::Unchanged);
        }
        let significance = match &draft.front.significance {
            None => Significance::Major,
            Some(word) => match Significance::parse(word) {
                Some(significance) => significance,
                None => return Ok(ImportAction::Problem(format!("significance `{word}` is not known"))),
            },
        };
        let (new, article) = match known {
            Some(article) => (None, article.id),
            None => {
                let new = self.new_article(space, &draft).await?;
                (Some(new.clone()), new.article.id)
            }
        };
        let now = self.world().now();
        let action = if before.is_some() { ImportAction::Changed } else { ImportAction::New };
        let version = ArticleVersion {
            id: ArticleVersionId::new(self.world().id()),
            article,
            locale,
            number: before.map_or(1, |version| version.number + 1),
            state: VersionState::Effective,
            significance,
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

    async fn new_article(&self, space: &Space, draft: &Draft) -> Result<NewArticle> {
        let db = self.store().read();
        let article =
            Article { id: ArticleId::new(self.world().id()), space: space.id, slug: draft.slug.clone() };
        let known = db.contact_types().all().await?;
        let is_named = |slug: &Slug| draft.front.contact_types.iter().any(|name| name == slug.as_str());
        let contact_types: Vec<ContactTypeId> =
            known.into_iter().filter(|row| is_named(&row.slug)).map(|row| row.id).collect();
        let owner: Option<UserId> = match draft.front.owner.as_deref().map(EmailAddress::parse) {
            Some(Ok(email)) => db.users(Scope::Everything).by_email(&email).await?.map(|(user, _)| user.id),
            _ => None,
        };
        Ok(NewArticle { article, owner, contact_types })
    }

    async fn apply(&self, actor: &Actor, work: Vec<Step>) -> Result<()> {
        self.write(actor, move |tx| async move {
            for Step { new, version } in work {
                if let Some(new) = new {
                    Articles::insert(&tx, &new).await?;
                    let details = serde_json::json!({ "slug": new.article.slug.as_str() });
                    tx.record(NewEvent::new(EventKind::ArticleCreated, new.article.id.uuid()).with(details));
                }
                Articles::insert_effective(&tx, &version).await?;
                let details = serde_json::json!({
                    "language": version.locale.as_str(),
                    "number": version.number,
                    "significance": version.significance.as_str(),
                    "content_hash": version.content_hash,
                });
                tx.record(
                    NewEvent::new(EventKind::ArticleVersionEffective, version.article.uuid()).with(details),
                );
            }
            Ok(())
        })
        .await
    }
}

struct Step {
    new: Option<NewArticle>,
    version: ArticleVersion,
}

/// Reads a file, or says what is wrong with it.
fn read_file(
    file: ImportFile,
    locale: Locale,
    seen: &mut BTreeMap<Slug, String>,
) -> std::result::Result<Draft, String> {
    let ImportFile { path, bytes } = file;
    let source = String::from_utf8(bytes).map_err(|error| {
        format!("not UTF-8: byte {} cannot be read", error.utf8_error().valid_up_to() + 1)
    })?;
    let source = source.strip_prefix('\u{feff}').unwrap_or(&source).replace("\r\n", "\n");
    let (front, body) = split(&source);
    let front = front?;
    let stem = path.strip_suffix(".md").unwrap_or(&path);
    let slug = Slug::of(&stem.replace('/', "-")).ok_or("the name has no letter or digit")?;
    if let Some(other) = seen.insert(slug.clone(), path.clone()) {
        return Err(format!("has the same address `{slug}` as `{other}`"));
    }
    let rendered = render(body, locale);
    let name = || stem.rsplit('/').next().unwrap_or(stem).to_owned();
    let title = front.title.clone().or(rendered.title).unwrap_or_else(name);
    let content_hash = Sha256::digest(source.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Draft { slug, title, content_hash, html: rendered.html, front, source })
}

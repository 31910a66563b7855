//! What each file is, and what must be done for it.

use std::collections::BTreeMap;

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{Article, ArticleVersion, ImportNote, ImportProblem, Intended, Life, VersionState};
use domain::{ArticleId, ArticleVersionId, ContactTypeId, Locale, Scope, Slug, UserId};
use store::{Articles, ContactTypeRow, Db, NewArticle, Standing, TrackedVersion, Tx};

use super::read::{Draft, Reading};
use super::{ImportAction, ImportRow, Importing};
use crate::clearance::now_about;
use crate::error::Result;
use crate::knowledge::fixes::fix_flags;
use crate::knowledge::life::{COMING, record};
use crate::knowledge::owner::{by_address, give_to, named_in};
use crate::knowledge::render::RENDERER;
use crate::knowledge::writing::WRITABLE;

/// What must be done for a file.
pub(super) struct Step {
    article: NewArticle,
    /// Whether the article is not there yet.
    is_new: bool,
    way: Way,
    version: ArticleVersion,
}

/// How a version comes in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In effect, in the place of what was.
    InEffect,
    /// As a draft, beside what is in effect.
    Draft,
}

/// Decides what each file is, and what must be done for it. All are in one language.
pub(super) async fn plan(
    db: &Db,
    importing: &Importing,
    mut readings: Vec<Reading>,
) -> Result<(Vec<ImportRow>, Vec<Step>)> {
    let Importing { scope, space, .. } = importing;
    let (mut rows, mut steps) = (Vec::new(), Vec::new());
    let is_read = !db.spaces(Scope::Everything).vendors(space.id).await?.is_empty();
    // New articles of this batch, each with the language in which it came first: the other one is not new.
    let mut added: BTreeMap<Slug, (ArticleId, Locale)> = BTreeMap::new();
    readings.sort_by_key(|reading| reading.locale);
    for readings in readings.chunk_by(|a, b| a.locale == b.locale) {
        let Some(locale) = readings.first().map(|reading| reading.locale) else { continue };
        let drafts = readings.iter().filter_map(|reading| reading.draft.as_ref().ok());
        let slugs: Vec<_> = drafts.map(|draft| draft.slug.clone()).collect();
        let mut contact_types = db.contact_types().all().await?;
        contact_types.extend(importing.coming.iter().cloned());
        let planner = Planner {
            db,
            importing,
            is_read,
            locale,
            contact_types,
            standing: db.articles(*scope).standing(space.id, locale, &slugs).await?,
        };
        for reading in readings {
            let Reading { path, shown, mut notes, draft, locale: _ } = reading.clone();
            let action = match draft {
                Ok(draft) => planner.plan(path, draft, &mut notes, &mut added, &mut steps).await?,
                Err(problem) => ImportAction::Problem(problem),
            };
            rows.push(ImportRow { path: shown, action, notes });
        }
    }
    follow(db, *scope, &mut steps).await?;
    Ok((rows, steps))
}

/// Says of each translation which version of its source it follows: the one that came with it or, lacking that, what is in
/// effect. What takes effect follows nothing that waits. Sources go first, because what is followed must be there.
async fn follow(db: &Db, scope: Scope, steps: &mut [Step]) -> Result<()> {
    let ids: Vec<_> = steps.iter().map(|step| step.version.article).collect();
    let made = |step: &Step| ((step.version.article, step.version.locale), (step.version.id, step.way));
    let made: BTreeMap<_, _> = steps.iter().map(made).collect();
    let tracks = db.articles(scope).tracks(&ids).await?;
    for Step { article, is_new: _, way, version } in steps.iter_mut() {
        let track = tracks.get(&version.article);
        let noted = article.article.source.or(track.map(|(source, _)| *source));
        let Some(source) = noted.filter(|source| *source != version.locale) else { continue };
        let is_live =
            |known: &&TrackedVersion| known.locale == source && known.state == VersionState::Effective;
        let live = track.and_then(|(_, versions)| versions.iter().find(is_live)).map(|known| known.id);
        let came = made.get(&(version.article, source));
        let came = came.filter(|(_, came)| *way == Way::Draft || *came != Way::Draft).map(|(id, _)| *id);
        version.life.follows = came.or(live);
    }
    steps.sort_by_key(|step| step.version.life.follows.is_some());
    Ok(())
}

/// What must be known to say what a file is.
struct Planner<'a> {
    db: &'a Db,
    importing: &'a Importing,
    /// Whether vendors work by what is in the space.
    is_read: bool,
    locale: Locale,
    contact_types: Vec<ContactTypeRow>,
    standing: BTreeMap<Slug, Standing>,
}

impl Planner<'_> {
    /// Decides what a file is, and puts what must be done for it into `steps`.
    async fn plan(
        &self,
        path: String,
        draft: Draft,
        notes: &mut Vec<ImportNote>,
        added: &mut BTreeMap<Slug, (ArticleId, Locale)>,
        steps: &mut Vec<Step>,
    ) -> Result<ImportAction> {
        let known = self.standing.get(&draft.slug);
        let before = known.and_then(|standing| standing.effective.as_ref());
        if before.is_some_and(|version| is_same(version, &draft)) {
            return Ok(ImportAction::Unchanged);
        }
        let contact_types = match self.contact_types_of(&draft) {
            Ok(contact_types) => contact_types,
            Err(problem) => return Ok(ImportAction::Problem(problem)),
        };
        let way = self.way_of(known);
        if way == Way::Draft
            && let Some(action) = self.on_its_way(known, &path, &draft, notes).await?
        {
            return Ok(action);
        }
        let owner = self.owner_of(&draft, before, notes).await?;
        let (article, is_new) = self.article_of(path, draft.slug, added);
        let now = self.importing.world.now();
        let action = match (way, before) {
            (Way::Draft, _) => ImportAction::Drafted,
            (Way::InEffect, Some(_)) => ImportAction::Changed,
            (Way::InEffect, None) => ImportAction::New,
        };
        // What a draft is about, and who answers for that, follows once it is in effect.
        let (state, effective_at, contact_types, owner) = match way {
            Way::Draft => (VersionState::Draft, None, Vec::new(), None),
            Way::InEffect => (VersionState::Effective, Some(now), contact_types, owner),
        };
        let author = self.importing.author.filter(|_| way == Way::Draft);
        let version = ArticleVersion {
            id: ArticleVersionId::new(self.importing.world.id()),
            article: article.id,
            locale: self.locale,
            number: known.map_or(0, |standing| standing.last_number) + 1,
            state,
            significance: draft.significance,
            title: draft.title,
            source: draft.source,
            content_hash: draft.content_hash,
            html: draft.html,
            renderer: RENDERER,
            effective_at,
            created_at: now,
            life: Life { author, published_at: effective_at, ..Life::default() },
        };
        let article = NewArticle { article, owner, contact_types };
        steps.push(Step { article, is_new, way, version });
        Ok(action)
    }

    /// Nobody alone puts words before agents: where vendors read, what a person brings waits for the approval of somebody
    /// else. So does what was in effect before, whoever brings it, because those who worked by it are told of the change.
    fn way_of(&self, known: Option<&Standing>) -> Way {
        let is_by_person = self.importing.author.is_some();
        let was_in_effect = known.is_some_and(|standing| standing.was_in_effect);
        if self.is_read && (is_by_person || was_in_effect) { Way::Draft } else { Way::InEffect }
    }

    /// The article to which a file belongs: one that is there, or came before in another language, or a new one. Whether it is
    /// new.
    fn article_of(
        &self,
        path: String,
        slug: Slug,
        added: &mut BTreeMap<Slug, (ArticleId, Locale)>,
    ) -> (Article, bool) {
        let known = self.standing.get(&slug);
        let known_as = known.map(|standing| (standing.article.id, standing.article.source));
        let added_as = || added.get(&slug).map(|(id, source)| (*id, Some(*source)));
        let there = known_as.or_else(added_as);
        let is_new = there.is_none();
        let (id, source) =
            there.unwrap_or_else(|| (ArticleId::new(self.importing.world.id()), Some(self.locale)));
        if is_new {
            added.insert(slug.clone(), (id, self.locale));
        }
        (Article { id, space: self.importing.space.id, slug, path, source }, is_new)
    }

    /// What a file is whose article has a draft already, or a version that waits to take effect; none where it is to become a
    /// draft.
    async fn on_its_way(
        &self,
        known: Option<&Standing>,
        path: &str,
        draft: &Draft,
        notes: &mut Vec<ImportNote>,
    ) -> Result<Option<ImportAction>> {
        let coming = self.version_in(known, &COMING).await?;
        if coming.is_some_and(|coming| is_same(&coming, draft)) {
            notes.push(ImportNote::Coming);
            return Ok(Some(ImportAction::Unchanged));
        }
        let there = self.version_in(known, &WRITABLE).await?;
        if there.as_ref().is_some_and(|there| !is_same(there, draft)) {
            return Ok(Some(ImportAction::Problem(ImportProblem::DraftThere)));
        }
        notes.push(ImportNote::Draft(intended(known)));
        if let Some(standing) = known.filter(|standing| standing.article.path != path) {
            notes.push(ImportNote::StaysAt(standing.article.path.clone()));
        }
        Ok(there.map(|_| ImportAction::Drafted))
    }

    /// The version that an article has in one of some states.
    async fn version_in(
        &self,
        known: Option<&Standing>,
        states: &[VersionState],
    ) -> Result<Option<ArticleVersion>> {
        let Some(standing) = known else { return Ok(None) };
        let articles = self.db.articles(self.importing.scope);
        Ok(articles.version_in(standing.article.id, self.locale, states).await?)
    }

    fn contact_types_of(&self, draft: &Draft) -> std::result::Result<Vec<ContactTypeId>, ImportProblem> {
        let mut ids = Vec::new();
        for name in &draft.front.contact_types {
            let known = self.contact_types.iter().find(|row| row.slug.as_str() == name);
            let id = known.ok_or_else(|| ImportProblem::ContactType(name.clone()))?.id;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// Whom a file makes answer for its article: whoever it names, unless the version before named them as well. They may
    /// have handed it on since.
    async fn owner_of(
        &self,
        draft: &Draft,
        before: Option<&ArticleVersion>,
        notes: &mut Vec<ImportNote>,
    ) -> Result<Option<UserId>> {
        let Some(owner) = &draft.front.owner else { return Ok(None) };
        let Some(user) = by_address(self.db, owner).await? else {
            notes.push(ImportNote::UnknownOwner(owner.clone()));
            return Ok(None);
        };
        Ok(Some(user).filter(|_| before.and_then(named_in).as_ref() != Some(owner)))
    }
}

/// What a draft of an article is to be once it is published.
fn intended(known: Option<&Standing>) -> Intended {
    match known {
        Some(standing) if standing.effective.is_some() => Intended::Change,
        Some(standing) if standing.was_in_effect => Intended::Return,
        _ => Intended::New,
    }
}

/// Whether a version says and shows the same. An image may have changed beside a text that did not.
fn is_same(version: &ArticleVersion, draft: &Draft) -> bool {
    version.content_hash == draft.content_hash && (version.renderer != RENDERER || version.html == draft.html)
}

/// Does what must be done for a file. A draft changes nothing of an article that is there.
pub(super) async fn apply(tx: &Tx, importing: &Importing, step: Step) -> Result<()> {
    let Step { article, is_new, way, version } = step;
    if is_new {
        add(tx, &article).await?;
    } else if way == Way::InEffect {
        update(tx, &article.article, article.owner).await?;
    }
    match way {
        Way::Draft => begin(tx, importing.author, &version).await,
        Way::InEffect if is_new => take_effect(tx, importing.author, &version).await,
        Way::InEffect => {
            take_effect(tx, importing.author, &version).await?;
            now_about(tx, importing.revision, version.article, &article.contact_types).await?;
            fix_flags(tx, &importing.world, &version).await
        }
    }
}

async fn add(tx: &Tx, new: &NewArticle) -> Result<()> {
    Articles::insert(tx, new).await?;
    let details = serde_json::json!({ "slug": new.article.slug.as_str() });
    tx.record(NewEvent::new(EventKind::ArticleCreated, new.article.id.uuid()).with(details));
    Ok(())
}

async fn begin(tx: &Tx, author: Option<UserId>, version: &ArticleVersion) -> Result<()> {
    Articles::insert_version(tx, version).await?;
    if let Some(author) = author {
        Articles::contribute(tx, version.id, author).await?;
    }
    record(tx, EventKind::ArticleDraftBegun, version);
    Ok(())
}

/// Says anew where an article's file lies and, if the file says so, who answers for it.
async fn update(tx: &Tx, article: &Article, owner: Option<UserId>) -> Result<()> {
    Articles::update(tx, article).await?;
    match owner {
        Some(_) => give_to(tx, article.id, owner).await,
        None => Ok(()),
    }
}

/// Whoever brings a version is noted as having written it: another one lets vendors read it.
async fn take_effect(tx: &Tx, author: Option<UserId>, version: &ArticleVersion) -> Result<()> {
    Articles::insert_effective(tx, version).await?;
    if let Some(author) = author {
        Articles::contribute(tx, version.id, author).await?;
    }
    let details = serde_json::json!({
        "language": version.locale.as_str(),
        "number": version.number,
        "significance": version.significance.as_str(),
        "content_hash": version.content_hash,
    });
    tx.record(NewEvent::new(EventKind::ArticleVersionEffective, version.article.uuid()).with(details));
    Ok(())
}

//! What each file is, and what must be done for it.

use std::collections::BTreeMap;

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{Article, ArticleVersion, ImportNote, ImportProblem, Life, Space, VersionState};
use domain::{ArticleId, ArticleVersionId, ContactTypeId, EmailAddress, Locale, Scope, Slug, UserId};
use store::{Articles, ContactTypeRow, Db, NewArticle, Standing, TrackedVersion, Tx};

use super::read::{Draft, Reading};
use super::{ImportAction, ImportRow};
use crate::error::Result;
use crate::knowledge::flags::fix_flags;
use crate::knowledge::render::RENDERER;
use crate::world::World;

/// What must be done for a file.
pub(super) struct Step {
    article: NewArticle,
    is_new: bool,
    version: ArticleVersion,
}

/// Decides what each file is, and what must be done for it. All are in one language.
pub(super) async fn plan(
    db: &Db,
    world: &World,
    scope: Scope,
    space: &Space,
    mut readings: Vec<Reading>,
) -> Result<(Vec<ImportRow>, Vec<Step>)> {
    let (mut rows, mut steps) = (Vec::new(), Vec::new());
    // New articles of this batch, each with the language in which it came first: the other one is not new.
    let mut added: BTreeMap<Slug, (ArticleId, Locale)> = BTreeMap::new();
    readings.sort_by_key(|reading| reading.locale);
    for readings in readings.chunk_by(|a, b| a.locale == b.locale) {
        let Some(locale) = readings.first().map(|reading| reading.locale) else { continue };
        let drafts = readings.iter().filter_map(|reading| reading.draft.as_ref().ok());
        let slugs: Vec<_> = drafts.map(|draft| draft.slug.clone()).collect();
        let planner = Planner {
            db,
            world,
            space,
            locale,
            contact_types: db.contact_types().all().await?,
            standing: db.articles(scope).standing(space.id, locale, &slugs).await?,
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
    follow(db, scope, &mut steps).await?;
    Ok((rows, steps))
}

/// Says of each translation which version of its source it follows: the one that came with it or, lacking that, what is in
/// effect. Sources go first, because what is followed must be there.
async fn follow(db: &Db, scope: Scope, steps: &mut [Step]) -> Result<()> {
    let versions = || steps.iter().map(|step| &step.version);
    let ids: Vec<_> = versions().map(|version| version.article).collect();
    let made: BTreeMap<_, _> =
        versions().map(|version| ((version.article, version.locale), version.id)).collect();
    let tracks = db.articles(scope).tracks(&ids).await?;
    for Step { article, version, .. } in steps.iter_mut() {
        let track = tracks.get(&version.article);
        let noted = article.article.source.or(track.map(|(source, _)| *source));
        let Some(source) = noted.filter(|source| *source != version.locale) else { continue };
        let is_live =
            |known: &&TrackedVersion| known.locale == source && known.state == VersionState::Effective;
        let live = track.and_then(|(_, versions)| versions.iter().find(is_live)).map(|known| known.id);
        version.life.follows = made.get(&(version.article, source)).copied().or(live);
    }
    steps.sort_by_key(|step| step.version.life.follows.is_some());
    Ok(())
}

/// What must be known to say what a file is.
struct Planner<'a> {
    db: &'a Db,
    world: &'a World,
    space: &'a Space,
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
        let owner = self.owner_of(&draft, notes).await?;
        let known_as = known.map(|standing| (standing.article.id, standing.article.source));
        let added_as = || added.get(&draft.slug).map(|(id, source)| (*id, Some(*source)));
        let there = known_as.or_else(added_as);
        let is_new = there.is_none();
        let (id, source) = there.unwrap_or_else(|| (ArticleId::new(self.world.id()), Some(self.locale)));
        if is_new {
            added.insert(draft.slug.clone(), (id, self.locale));
        }
        let article = Article { id, space: self.space.id, slug: draft.slug, path, source };
        let now = self.world.now();
        let action = if before.is_some() { ImportAction::Changed } else { ImportAction::New };
        let version = ArticleVersion {
            id: ArticleVersionId::new(self.world.id()),
            article: id,
            locale: self.locale,
            number: known.map_or(0, |standing| standing.last_number) + 1,
            state: VersionState::Effective,
            significance: draft.significance,
            title: draft.title,
            source: draft.source,
            content_hash: draft.content_hash,
            html: draft.html,
            renderer: RENDERER,
            effective_at: Some(now),
            created_at: now,
            life: Life { published_at: Some(now), ..Life::default() },
        };
        let article = NewArticle { article, owner, contact_types };
        steps.push(Step { article, is_new, version });
        Ok(action)
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

    async fn owner_of(&self, draft: &Draft, notes: &mut Vec<ImportNote>) -> Result<Option<UserId>> {
        let Some(owner) = &draft.front.owner else { return Ok(None) };
        let found = match EmailAddress::parse(owner) {
            Ok(email) => self.db.users(Scope::Everything).by_email(&email).await?,
            Err(_) => None,
        };
        if found.is_none() {
            notes.push(ImportNote::UnknownOwner(owner.clone()));
        }
        Ok(found.map(|(user, _)| user.id))
    }
}

/// Whether a version says and shows the same. An image may have changed beside a text that did not.
fn is_same(version: &ArticleVersion, draft: &Draft) -> bool {
    version.content_hash == draft.content_hash && (version.renderer != RENDERER || version.html == draft.html)
}

/// Does what must be done for a file.
pub(super) async fn apply(tx: &Tx, step: Step) -> Result<()> {
    let Step { article, is_new, version } = step;
    if is_new {
        Articles::insert(tx, &article).await?;
        let details = serde_json::json!({ "slug": article.article.slug.as_str() });
        tx.record(NewEvent::new(EventKind::ArticleCreated, article.article.id.uuid()).with(details));
    } else {
        Articles::update(tx, &article).await?;
    }
    Articles::insert_effective(tx, &version).await?;
    let details = serde_json::json!({
        "language": version.locale.as_str(),
        "number": version.number,
        "significance": version.significance.as_str(),
        "content_hash": version.content_hash,
    });
    tx.record(NewEvent::new(EventKind::ArticleVersionEffective, version.article.uuid()).with(details));
    if is_new { Ok(()) } else { fix_flags(tx, &version).await }
}

//! Reading.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use domain::knowledge::{Article, ArticleVersion, Flow, Folder, Space, VersionState};
use domain::{Actor, ArticleId, ContactTypeId, Locale, Permission, Slug, Timestamp};
use store::{ArticleCard, ContactTypeRow, PublishedArticle};

use super::flows::{block, flows_at};
use super::links::{Links, Surroundings, addresses, without_dead_links};
use super::render::{RENDERER, render_source};
use super::translation::{Following, texts_of};
use super::verify::ArticleUpkeep;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// A space with its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceView {
    /// The space.
    pub space: Space,
    /// What is in effect in it, by title.
    pub articles: Vec<ArticleCard>,
}

/// A folder of a space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderView {
    /// The space.
    pub space: Space,
    /// The folders in it, by name.
    pub folders: Vec<Folder>,
    /// What is in effect in it, by title.
    pub articles: Vec<ArticleCard>,
    /// Those of them that are translations which their source has left behind.
    pub outdated: BTreeSet<ArticleId>,
}

/// An article as a reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleView {
    /// Where it stands.
    pub space: Space,
    /// Its place in addresses.
    pub slug: Slug,
    /// What is in effect, in the language asked for or, lacking that, in the other.
    pub version: ArticleVersion,
    /// The other languages in which it is in effect.
    pub translations: Vec<Locale>,
    /// What it is about.
    pub contact_types: Vec<ContactTypeRow>,
    /// Where links lead that lead to no article, for those who can mend them.
    pub dead_links: Vec<String>,
    /// Where its file lies in the folder of a language.
    pub path: String,
    /// Others that are about the same, the closest first.
    pub related: Vec<RelatedArticle>,
    /// Who answers for it, and by when it has to be verified anew; none for what is no longer in effect.
    pub upkeep: Option<ArticleUpkeep>,
    /// How it stands to its source, if it is a translation in effect.
    pub following: Option<Following>,
    /// The version that will take its place.
    pub coming: Option<Coming>,
}

/// A version that takes effect at an instant. Readers may read it before beside the one in effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coming {
    /// Its number.
    pub number: i64,
    /// When.
    pub effective_at: Timestamp,
}

/// An article beside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedArticle {
    /// Where it stands.
    pub space: Space,
    /// What is in effect of it.
    pub card: ArticleCard,
    /// Whether that is a translation that its source has left behind.
    pub is_outdated: bool,
}

/// How many related articles are named.
const RELATED: usize = 5;

/// A guided flow as a reader plays it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowView {
    /// Its article.
    pub article: ArticleView,
    /// The flow.
    pub flow: Flow,
    /// The canned replies and transfer rules that it ends in: id and sanitised HTML.
    pub blocks: Vec<(String, String)>,
}

impl Portal {
    /// The spaces that are open to the actor, with their articles.
    pub async fn spaces(&self, actor: &Actor, locale: Locale) -> Result<Vec<SpaceView>> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let mut views = Vec::new();
        for space in db.spaces(actor.scope()).all().await? {
            let articles = db.articles(actor.scope()).cards(&space, locale).await?;
            views.push(SpaceView { space, articles });
        }
        Ok(views)
    }

    /// One space.
    pub async fn space(&self, actor: &Actor, slug: &Slug, locale: Locale) -> Result<SpaceView> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let space = db.spaces(actor.scope()).by_slug(slug).await?.ok_or(Error::NotFound)?;
        let articles = db.articles(actor.scope()).cards(&space, locale).await?;
        Ok(SpaceView { space, articles })
    }

    /// The spaces that are open to the actor, and how many articles are in effect in each.
    pub async fn open_spaces(&self, actor: &Actor) -> Result<Vec<(Space, u64)>> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let mut spaces = Vec::new();
        for space in db.spaces(actor.scope()).all().await? {
            let count = db.articles(actor.scope()).count(space.id).await?;
            spaces.push((space, count));
        }
        Ok(spaces)
    }

    /// What lies in a folder of a space; the empty path is the space itself.
    pub async fn folder(
        &self,
        actor: &Actor,
        slug: &Slug,
        folder: &str,
        locale: Locale,
    ) -> Result<FolderView> {
        let SpaceView { space, articles } = self.space(actor, slug, locale).await?;
        let (folders, articles) = Folder::open(articles, |card| &card.path, folder);
        if folders.is_empty() && articles.is_empty() && !folder.is_empty() {
            return Err(Error::NotFound);
        }
        let texts: Vec<_> = articles.iter().map(|card| (card.id, card.locale)).collect();
        let outdated = self.outdated(actor, &texts).await?;
        Ok(FolderView { space, folders, articles, outdated })
    }

    /// One article, in the language asked for where there is one.
    pub async fn article(
        &self,
        actor: &Actor,
        space: &Slug,
        slug: &Slug,
        locale: Locale,
    ) -> Result<ArticleView> {
        let (space, article) = self.located(actor, space, slug).await?;
        let db = self.store().read();
        let found = db.articles(actor.scope()).published(&[article.id.uuid()]).await?;
        let found = found.into_iter().next();
        let versions = found.as_ref().map(|found| found.versions.as_slice()).unwrap_or_default();
        if !versions.iter().any(|version| version.locale == locale) {
            // What was withdrawn in a reader's language is not read on in another one.
            let only = [locale];
            let locales: &[Locale] = if versions.is_empty() { &Locale::ALL } else { &only };
            if self.was_recalled(actor, article.id, locales).await? {
                return Err(Error::Withdrawn);
            }
        }
        let found = found.filter(|found| !found.versions.is_empty());
        let PublishedArticle { article, contact_types: mine, mut versions } = found.ok_or(Error::NotFound)?;
        let place = versions.iter().position(|version| version.locale == locale).unwrap_or(0);
        let version = versions.swap_remove(place);
        let contact_types = self.contact_types_among(&mine).await?;
        let translations = versions.into_iter().map(|version| version.locale).collect();
        let following = self.following_of(actor, &article, version.locale).await?;
        let (version, dead_links) = self.shown(actor, &space, &article, version).await?;
        let related = self.related(actor, article.id, &mine, locale).await?;
        let upkeep = self.upkeep_of(actor, &version).await?;
        let coming = self.coming(actor, &version).await?;
        let (slug, path) = (article.slug, article.path);
        Ok(ArticleView {
            space,
            slug,
            version,
            translations,
            contact_types,
            dead_links,
            path,
            related,
            upkeep,
            following,
            coming,
        })
    }

    /// The version that will take the place of one in effect.
    async fn coming(&self, actor: &Actor, version: &ArticleVersion) -> Result<Option<Coming>> {
        let db = self.store().read();
        let states = [VersionState::Scheduled];
        let found = db.articles(actor.scope()).version_in(version.article, version.locale, &states).await?;
        Ok(found.and_then(|found| Some(Coming { number: found.number, effective_at: found.effective_at? })))
    }

    /// The articles in open spaces that are about the same.
    async fn related(
        &self,
        actor: &Actor,
        id: ArticleId,
        about: &[ContactTypeId],
        locale: Locale,
    ) -> Result<Vec<RelatedArticle>> {
        if about.is_empty() {
            return Ok(Vec::new());
        }
        let db = self.store().read();
        let cards = db.articles(actor.scope()).related(id, about, locale, RELATED).await?;
        let spaces = db.spaces(actor.scope()).all().await?;
        let outdated = self.outdated(actor, &texts_of(&cards)).await?;
        let placed = cards.into_iter().filter_map(|(id, card)| {
            let space = spaces.iter().find(|space| space.id == id)?.clone();
            Some(RelatedArticle { is_outdated: outdated.contains(&card.id), space, card })
        });
        Ok(placed.collect())
    }

    /// The space and the article at an address, as far as they are open to the actor.
    pub(super) async fn located(&self, actor: &Actor, space: &Slug, slug: &Slug) -> Result<(Space, Article)> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let space = db.spaces(actor.scope()).by_slug(space).await?.ok_or(Error::NotFound)?;
        let article = db.articles(actor.scope()).by_slug(space.id, slug).await?.ok_or(Error::NotFound)?;
        Ok((space, article))
    }

    /// What an article is about, in the order of the tree.
    pub(super) async fn contact_types_of(&self, actor: &Actor, id: ArticleId) -> Result<Vec<ContactTypeRow>> {
        let mine = self.store().read().articles(actor.scope()).contact_types(id).await?;
        self.contact_types_among(&mine).await
    }

    async fn contact_types_among(&self, ids: &[ContactTypeId]) -> Result<Vec<ContactTypeRow>> {
        let mut contact_types = self.store().read().contact_types().all().await?;
        contact_types.retain(|row| ids.contains(&row.id));
        Ok(contact_types)
    }

    /// A guided flow of an article.
    pub async fn flow(
        &self,
        actor: &Actor,
        space: &Slug,
        article: &Slug,
        flow: &str,
        locale: Locale,
    ) -> Result<FlowView> {
        let article = self.article(actor, space, article, locale).await?;
        let links = self.surroundings(actor, &article.space, article.version.locale, &article.path).await?;
        let found = flows_at(&article.version.source, Some(&links));
        let found = found.into_iter().find(|found| found.slug == flow);
        let flow = found.ok_or(Error::NotFound)?;
        let endings: BTreeSet<_> = flow.steps.iter().filter_map(|step| step.ending.clone()).collect();
        let html = &article.version.html;
        let blocks = endings.into_iter().filter_map(|id| Some((block(html, &id)?.to_owned(), id)));
        let blocks = blocks.map(|(html, id)| (id, html)).collect();
        Ok(FlowView { article, flow, blocks })
    }

    /// A version as a reader sees it, and the links in it that lead nowhere, for those who can mend them.
    pub(super) async fn shown(
        &self,
        actor: &Actor,
        space: &Space,
        article: &Article,
        version: ArticleVersion,
    ) -> Result<(ArticleVersion, Vec<String>)> {
        let mut version = self.rendered(actor, space, &article.path, version).await?;
        let mut dead_links = self.take_dead_links(actor, space, &mut version).await?;
        if !actor.may(Permission::WriteKnowledge) {
            dead_links.clear();
        }
        Ok((version, dead_links))
    }

    /// With HTML as today's renderer makes it, also when the version is older than that.
    async fn rendered(
        &self,
        actor: &Actor,
        space: &Space,
        path: &str,
        version: ArticleVersion,
    ) -> Result<ArticleVersion> {
        if version.renderer == RENDERER {
            return Ok(version);
        }
        let links = self.surroundings(actor, space, version.locale, path).await?;
        let html = render_source(&version.source, version.locale, Some(links)).html;
        Ok(ArticleVersion { html, renderer: RENDERER, ..version })
    }

    /// The files around an article, as they are now.
    pub(super) async fn surroundings(
        &self,
        actor: &Actor,
        space: &Space,
        locale: Locale,
        path: &str,
    ) -> Result<Arc<dyn Links>> {
        let (db, scope) = (self.store().read(), actor.scope());
        let pages = db.articles(scope).paths(space.id).await?;
        let pages = pages.into_iter().map(|(path, locale)| format!("{}/{path}", locale.as_str())).collect();
        let shelf: BTreeMap<String, String> = db.files(scope).of_space(space.id).await?;
        let (slug, shelf) = (space.slug.clone(), Arc::new(Mutex::new(shelf)));
        Ok(Arc::new(Surroundings::new(slug, locale, path, Arc::new(pages), shelf)))
    }

    /// Turns links to articles that do not exist into text; where they led.
    async fn take_dead_links(
        &self,
        actor: &Actor,
        space: &Space,
        version: &mut ArticleVersion,
    ) -> Result<Vec<String>> {
        let linked: Vec<_> = addresses(&version.html, &space.slug).into_iter().collect();
        let known = self.store().read().articles(actor.scope()).known(space.id, &linked).await?;
        if known.len() == linked.len() {
            return Ok(Vec::new());
        }
        let (html, dead) = without_dead_links(&version.html, &space.slug, |slug| known.contains(slug));
        version.html = html;
        Ok(dead)
    }
}

/// With HTML as today's renderer makes it, wherever its links lead: for what reads only the words.
pub(crate) fn up_to_date(version: ArticleVersion) -> ArticleVersion {
    if version.renderer == RENDERER {
        return version;
    }
    let html = render_source(&version.source, version.locale, None).html;
    ArticleVersion { html, renderer: RENDERER, ..version }
}

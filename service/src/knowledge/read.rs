//! Reading.

use std::collections::BTreeSet;

use domain::knowledge::{ArticleVersion, Flow, Space};
use domain::{Actor, Locale, Permission, Slug};
use store::{ArticleCard, ContactTypeRow};

use super::flows::{block, flows};
use super::front_matter::split;
use super::render::{RENDERER, render};
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
}

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

    /// One article, in the language asked for where there is one.
    pub async fn article(
        &self,
        actor: &Actor,
        space: &Slug,
        slug: &Slug,
        locale: Locale,
    ) -> Result<ArticleView> {
        require(actor, Permission::ReadKnowledge)?;
        let db = self.store().read();
        let space = db.spaces(actor.scope()).by_slug(space).await?.ok_or(Error::NotFound)?;
        let articles = db.articles(actor.scope());
        let article = articles.by_slug(space.id, slug).await?.ok_or(Error::NotFound)?;
        let mut versions = Vec::new();
        for locale in Locale::ALL {
            versions.extend(articles.effective(article.id, locale).await?);
        }
        let place = versions.iter().position(|version| version.locale == locale).unwrap_or(0);
        if versions.is_empty() {
            return Err(Error::NotFound);
        }
        let version = versions.swap_remove(place);
        let mine = articles.contact_types(article.id).await?;
        let mut contact_types = db.contact_types().all().await?;
        contact_types.retain(|row| mine.contains(&row.id));
        let translations = versions.into_iter().map(|version| version.locale).collect();
        Ok(ArticleView {
            space,
            slug: article.slug,
            version: up_to_date(version),
            translations,
            contact_types,
        })
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
        let found = flows(&article.version.source).into_iter().find(|found| found.slug == flow);
        let flow = found.ok_or(Error::NotFound)?;
        let endings: BTreeSet<_> = flow.steps.iter().filter_map(|step| step.ending.clone()).collect();
        let html = &article.version.html;
        let blocks = endings.into_iter().filter_map(|id| Some((block(html, &id)?.to_owned(), id)));
        let blocks = blocks.map(|(html, id)| (id, html)).collect();
        Ok(FlowView { article, flow, blocks })
    }
}

/// With HTML as today's renderer makes it, also when the version is older than that.
pub(crate) fn up_to_date(version: ArticleVersion) -> ArticleVersion {
    if version.renderer == RENDERER {
        return version;
    }
    let html = render(split(&version.source).1, version.locale).html;
    ArticleVersion { html, renderer: RENDERER, ..version }
}

//! What the pages about knowledge ask of the server.

use domain::Locale;
use domain::knowledge::{Flow, Significance};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};

use crate::ask::InPage;
use crate::error::AppError;
use crate::moment::Moment;
use crate::written::Part;

#[cfg(feature = "ssr")]
use {
    super::around,
    crate::context::{portal, principal},
    crate::people::parse_slug,
    domain::knowledge::Folder,
};

/// A space in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpaceCard {
    /// Its place in addresses.
    pub slug: String,
    /// What it is called.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// How many articles are in it.
    pub articles: u64,
}

/// A folder of a space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderContent {
    /// The space: its slug and name.
    pub space: (String, String),
    /// What the space is about.
    pub about: String,
    /// The folders on the way to this one and itself: paths and names.
    pub way: Vec<(String, String)>,
    /// The folders in it: path, name, how many articles.
    pub folders: Vec<(String, String, u64)>,
    /// Its articles by title.
    pub articles: Vec<ArticleLink>,
}

/// An article in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleLink {
    /// Where.
    pub href: String,
    /// Its title.
    pub title: String,
    /// The language of the title.
    pub locale: Locale,
    /// The number of the version in effect.
    pub number: i64,
    /// Since when it is in effect.
    pub effective: Option<Moment>,
    /// Whether it is a translation that its source has left behind.
    pub is_outdated: bool,
}

/// A translation that its source has left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftBehind {
    /// The language of the source.
    pub source: Locale,
    /// The number of the version of the source that it follows.
    pub follows: Option<i64>,
    /// The number of the version of the source in effect.
    pub now: Option<i64>,
    /// Whether the source was withdrawn as wrong, and nothing has taken its place yet.
    pub is_withdrawn: bool,
}

/// An article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleContent {
    /// Which article.
    pub id: String,
    /// Which version.
    pub version: String,
    /// The space: its slug and name.
    pub space: (String, String),
    /// Where it stands.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The language of the text.
    pub locale: Locale,
    /// Sanitised HTML.
    pub html: String,
    /// The number of the version in effect.
    pub number: i64,
    /// How much that version changed.
    pub significance: Significance,
    /// Since when it is in effect.
    pub effective: Option<Moment>,
    /// The other languages in which there is one.
    pub translations: Vec<Locale>,
    /// Until when it was, if it is no longer.
    pub until: Option<Moment>,
    /// What it is about: slugs and names.
    pub contact_types: Vec<(String, String)>,
    /// Its headings: id, text, level.
    pub headings: Vec<(String, String, u8)>,
    /// Its guided flows.
    pub flows: Vec<FlowStart>,
    /// The folders on the way to it: paths and names.
    pub way: Vec<(String, String)>,
    /// Addresses of links that lead nowhere, for those who can mend them.
    pub dead_links: Vec<String>,
    /// Others that are about the same.
    pub related: Vec<ArticleLink>,
    /// What it follows, if it is a translation that its source has left behind.
    pub left_behind: Option<LeftBehind>,
}

/// An article as its page shows it: what has no controls is written by the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleShown {
    /// Which article.
    pub id: String,
    /// Which version.
    pub version: String,
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// The way to it: words and addresses.
    pub crumbs: Vec<(String, String)>,
    /// The language of the text.
    pub locale: Locale,
    /// Sanitised HTML.
    pub html: String,
    /// Its headings: id, text, level.
    pub headings: Vec<(String, String, u8)>,
    /// Where its versions are compared, up to which ones.
    pub compare: String,
    /// What can be done with it.
    pub actions: Part,
    /// What stands above the text.
    pub head: Part,
    /// What stands below it.
    pub rest: Part,
}

impl InPage for ArticleShown {
    /// The texts stand in the page.
    fn in_page(&self) -> Self {
        let part = Part::default;
        Self { html: String::new(), actions: part(), head: part(), rest: part(), ..self.clone() }
    }
}

/// A guided flow in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowStart {
    /// Its place in addresses.
    pub slug: String,
    /// What it helps to find out.
    pub title: String,
    /// How many steps it has.
    pub steps: u64,
}

/// A guided flow, to be played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlowContent {
    /// Its article.
    pub id: String,
    /// The space: its slug and name.
    pub space: (String, String),
    /// The article: its slug and title.
    pub article: (String, String),
    /// The language of the texts.
    pub locale: Locale,
    /// The flow.
    pub flow: Flow,
    /// What its endings lead to: id and sanitised HTML.
    pub blocks: Vec<(String, String)>,
}

/// The spaces that are open to the reader.
#[server(name = ReadSpaces, endpoint = "spaces", input = GetUrl, output = Postcard)]
pub async fn spaces() -> Result<Vec<SpaceCard>, AppError> {
    let me = principal()?;
    let spaces = portal().open_spaces(&me.actor).await?;
    let card = |(space, articles): (domain::knowledge::Space, u64)| SpaceCard {
        name: space.name_in(me.locale()).to_owned(),
        about: space.about_in(me.locale()).to_owned(),
        slug: space.slug.to_string(),
        articles,
    };
    Ok(spaces.into_iter().map(card).collect())
}

/// The spaces that are open to the reader, as their page shows them.
#[server(name = ReadKnowledge, endpoint = "knowledge", input = GetUrl, output = Postcard)]
pub async fn knowledge() -> Result<Part, AppError> {
    let cards = spaces().await?;
    Ok(Part::of(|| around::spaces(cards)))
}

/// A folder of a space.
#[server(name = ReadFolder, endpoint = "folder", input = GetUrl, output = Postcard)]
pub async fn folder(space: String, folder: String) -> Result<FolderContent, AppError> {
    let me = principal()?;
    let view = portal().folder(&me.actor, &parse_slug(&space)?, &folder, me.locale()).await?;
    let link = |card: service::ArticleCard| {
        let is_outdated = view.outdated.contains(&card.id);
        link_to(&view.space, card, is_outdated, &me)
    };
    Ok(FolderContent {
        articles: view.articles.into_iter().map(link).collect(),
        space: place_of(&view.space, &me),
        about: view.space.about_in(me.locale()).to_owned(),
        way: Folder::way(&format!("{folder}/")),
        folders: view.folders.into_iter().map(|found| (found.path, found.name, found.articles)).collect(),
    })
}

/// One article, in the language asked for or the reader's.
#[server(name = ReadArticle, endpoint = "article", input = GetUrl, output = Postcard)]
pub async fn article(space: String, slug: String, language: String) -> Result<ArticleShown, AppError> {
    let me = principal()?;
    let locale = Locale::parse(&language).unwrap_or(me.locale());
    let (space, slug) = (parse_slug(&space)?, parse_slug(&slug)?);
    match portal().article(&me.actor, &space, &slug, locale).await {
        Ok(view) => Ok(live(view, &me)),
        Err(refused @ (service::Error::NotFound | service::Error::Withdrawn)) => {
            ended(refused, (&space, &slug, locale), &me).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What is in effect.
#[cfg(feature = "ssr")]
fn live(view: service::ArticleView, me: &service::Principal) -> ArticleShown {
    let (upkeep, coming) = (view.upkeep.clone(), view.coming);
    let content = content_of(view, me);
    let parts = [
        Part::of(|| around::actions(&content, me)),
        Part::of(|| around::head(&content, upkeep.as_ref(), coming, me)),
        Part::of(|| around::rest(&content, upkeep.as_ref())),
    ];
    shown(content, parts)
}

/// In place of what is not in effect any more, for those who may write what follows it; anybody else is refused.
#[cfg(feature = "ssr")]
async fn ended(
    refused: service::Error,
    (space, slug, locale): (&domain::Slug, &domain::Slug, Locale),
    me: &service::Principal,
) -> Result<ArticleShown, AppError> {
    let found = match portal().ended(&me.actor, space, slug, locale).await {
        Ok(found) => found,
        Err(service::Error::NotFound | service::Error::Forbidden) => return Err(refused.into()),
        Err(error) => return Err(error.into()),
    };
    let service::VersionView { article, until: _, in_effect: _, why_recalled } = found;
    let state = article.version.state;
    let content = content_of(article, me);
    let parts = [
        Part::of(|| around::next_button(&content.space.0, &content.slug, content.locale)),
        Part::of(|| around::ended(&content, state, why_recalled)),
        Part::default(),
    ];
    // The text stands at the address of its version alone.
    Ok(shown(ArticleContent { html: String::new(), headings: Vec::new(), ..content }, parts))
}

#[cfg(feature = "ssr")]
fn shown(content: ArticleContent, [actions, head, rest]: [Part; 3]) -> ArticleShown {
    let base = format!("/knowledge/{}/{}", content.space.0, content.slug);
    ArticleShown {
        crumbs: super::spaces::way_to(crate::context::words(), &content.space, &content.way),
        compare: format!("{base}/compare?language={}", content.locale.as_str()),
        actions,
        head,
        rest,
        id: content.id,
        version: content.version,
        number: content.number,
        title: content.title,
        locale: content.locale,
        html: content.html,
        headings: content.headings,
    }
}

/// Notes that the reader had a version open that was no longer in effect.
#[server(endpoint = "note_stale_view", output = Postcard)]
pub async fn note_stale_view(version: String) -> Result<(), AppError> {
    let me = principal()?;
    Ok(portal().note_stale_view(&me.actor, crate::people::parse_id(&version)?).await?)
}

/// Says that an article is still right: `rhythm` is in how many days somebody has to look again, or nothing for as its
/// significance asks.
#[server(endpoint = "verify_article", output = Postcard)]
pub async fn verify_article(
    space: String,
    slug: String,
    language: String,
    #[server(default)] rhythm: String,
) -> Result<(), AppError> {
    let (portal, actor) = crate::context::asked()?;
    let (space, slug) = (parse_slug(&space)?, parse_slug(&slug)?);
    portal.verify_article(&actor, &space, &slug, &rhythm).await?;
    back_to(&space, &slug, &language, &actor);
    Ok(())
}

/// Says who answers for an article: the id of somebody who may write, or nothing for nobody.
#[server(endpoint = "choose_owner", output = Postcard)]
pub async fn choose_owner(
    space: String,
    slug: String,
    language: String,
    #[server(default)] owner: String,
) -> Result<(), AppError> {
    let (portal, actor) = crate::context::asked()?;
    let (space, slug) = (parse_slug(&space)?, parse_slug(&slug)?);
    portal.choose_owner(&actor, &space, &slug, &owner).await?;
    back_to(&space, &slug, &language, &actor);
    Ok(())
}

/// Leads back to an article, in the language in which it was read.
#[cfg(feature = "ssr")]
fn back_to(space: &domain::Slug, slug: &domain::Slug, language: &str, actor: &domain::Actor) {
    let locale = Locale::parse(language).unwrap_or(actor.locale);
    leptos_axum::redirect(&format!("/knowledge/{space}/{slug}?language={}", locale.as_str()));
}

/// A guided flow of an article.
#[server(name = ReadFlow, endpoint = "flow", input = GetUrl, output = Postcard)]
pub async fn flow(
    space: String,
    slug: String,
    flow: String,
    language: String,
) -> Result<FlowContent, AppError> {
    let me = principal()?;
    let locale = Locale::parse(&language).unwrap_or(me.locale());
    let (space, slug) = (parse_slug(&space)?, parse_slug(&slug)?);
    let service::FlowView { article, flow, blocks } =
        portal().flow(&me.actor, &space, &slug, &flow, locale).await?;
    Ok(FlowContent {
        id: article.version.article.to_string(),
        space: place_of(&article.space, &me),
        article: (article.slug.to_string(), article.version.title),
        locale: article.version.locale,
        flow,
        blocks,
    })
}

/// An article as its page shows it.
#[cfg(feature = "ssr")]
pub(super) fn content_of(view: service::ArticleView, me: &service::Principal) -> ArticleContent {
    let service::ArticleView {
        space,
        slug,
        version,
        translations,
        contact_types,
        dead_links,
        path,
        related,
        upkeep: _,
        following,
        coming: _,
    } = view;
    ArticleContent {
        id: version.article.to_string(),
        version: version.id.to_string(),
        space: place_of(&space, me),
        slug: slug.to_string(),
        headings: service::headings(&version.html),
        flows: service::flows(&version.source).into_iter().map(flow_start).collect(),
        title: version.title,
        locale: version.locale,
        html: version.html,
        number: version.number,
        significance: version.significance,
        effective: version.effective_at.map(|at| Moment::of(at, me)),
        until: None,
        translations,
        contact_types: contact_types.into_iter().map(|row| named(row, me.locale())).collect(),
        way: Folder::way(&path),
        dead_links,
        related: related.into_iter().map(|other| link_to_related(other, me)).collect(),
        left_behind: following.filter(|found| found.standing.is_outdated()).map(left_behind),
    }
}

#[cfg(feature = "ssr")]
fn left_behind(found: service::Following) -> LeftBehind {
    let service::Following { source, standing: _, follows, now, is_withdrawn } = found;
    LeftBehind { source, follows, now, is_withdrawn }
}

#[cfg(feature = "ssr")]
fn link_to_related(other: service::RelatedArticle, me: &service::Principal) -> ArticleLink {
    let service::RelatedArticle { space, card, is_outdated } = other;
    link_to(&space, card, is_outdated, me)
}

#[cfg(feature = "ssr")]
fn link_to(
    space: &domain::knowledge::Space,
    card: service::ArticleCard,
    is_outdated: bool,
    me: &service::Principal,
) -> ArticleLink {
    ArticleLink {
        href: format!("/knowledge/{}/{}", space.slug, card.slug),
        title: card.title,
        locale: card.locale,
        number: card.number,
        effective: card.effective_at.map(|at| Moment::of(at, me)),
        is_outdated,
    }
}

/// The slug and the name of a space.
#[cfg(feature = "ssr")]
pub(super) fn place_of(space: &domain::knowledge::Space, me: &service::Principal) -> (String, String) {
    (space.slug.to_string(), space.name_in(me.locale()).to_owned())
}

/// The slug and the name of a contact type.
#[cfg(feature = "ssr")]
pub(super) fn named(row: service::ContactTypeRow, locale: Locale) -> (String, String) {
    let [fr, en] = row.name;
    let name = match locale {
        Locale::Fr => fr,
        Locale::En => en,
    };
    (row.slug.to_string(), name)
}

#[cfg(feature = "ssr")]
pub(super) fn flow_start(flow: Flow) -> FlowStart {
    let Flow { slug, title, steps } = flow;
    FlowStart { slug, title, steps: steps.len() as u64 }
}

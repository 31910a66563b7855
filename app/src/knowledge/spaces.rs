//! The spaces and what is in them.

use domain::Permission;
use i18n::Messages;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use ui::{Badge, Crumb, EmptyState, Extent, IconName, LinkButton, Loaded, Page, Tone, t, view};

use super::api::{ArticleLink, FolderContent, ReadFolder, ReadKnowledge};
use crate::ask;
use crate::live::again_on;
use crate::me::may;
use crate::moment::MomentText;
use crate::written::arriving;

/// The spaces that are open to the reader.
#[component]
pub fn KnowledgePage() -> impl IntoView {
    let t = t();
    let list = ask::load_shown(|| ReadKnowledge {});
    view! {
        <Page title=t.knowledge() lead=t.knowledge_lead()>
            {arriving(list)}
        </Page>
    }
}

/// A space, or a folder of it.
#[component]
pub fn SpacePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load(move || ReadFolder {
        space: params.with(|params| params.get("space")).unwrap_or_default(),
        folder: query.with(|query| query.get("folder")).unwrap_or_default(),
    });
    let content = again_on(content, &["article."]);
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <FolderPage content />
        </Loaded>
    }
}

#[component]
fn FolderPage(content: FolderContent) -> impl IntoView {
    let FolderContent { space, about, mut way, folders, articles } = content;
    let (title, lead, crumbs) = match way.pop() {
        None => (space.1.clone(), about, vec![Crumb::link(t().knowledge(), "/knowledge")]),
        Some((_, name)) => (name, String::new(), crumbs(&space, &way)),
    };
    let is_empty = folders.is_empty() && articles.is_empty();
    let doors = format!("/spaces/{}", space.0);
    let actions = move || {
        may(Permission::PublishKnowledge)
            .then(|| view! { <LinkButton href=doors label=t().space_readers_link() icon=IconName::Users /> })
    };
    view! {
        <Page title lead breadcrumbs=crumbs actions>
            {is_empty.then(|| view! { <EmptyState title=t().space_empty() text=t().space_empty_text() /> })}
            <FolderList space=space.0 folders />
            {(!articles.is_empty()).then(|| view! { <ArticleList articles /> })}
        </Page>
    }
}

/// The way to a place in a space.
fn crumbs(space: &(String, String), way: &[(String, String)]) -> Vec<Crumb> {
    way_to(t(), space, way).into_iter().map(|(label, href)| Crumb::link(label, href)).collect()
}

/// The way to a place in a space: words and addresses.
pub(super) fn way_to(
    t: Messages,
    space: &(String, String),
    way: &[(String, String)],
) -> Vec<(String, String)> {
    let (slug, name) = space;
    let spaces =
        [(t.knowledge().to_owned(), "/knowledge".to_owned()), (name.clone(), format!("/knowledge/{slug}"))];
    let folders = way.iter().map(|(path, name)| (name.clone(), folder_address(slug, path)));
    spaces.into_iter().chain(folders).collect()
}

fn folder_address(space: &str, path: &str) -> String {
    let mut query = ParamsMap::new();
    query.insert("folder", path.to_owned());
    format!("/knowledge/{space}{}", query.to_query_string())
}

#[component]
fn FolderList(space: String, folders: Vec<(String, String, u64)>) -> impl IntoView {
    let t = t();
    let items = folders
        .into_iter()
        .map(|(path, name, articles)| {
            view! {
                <li class="link-list__item">
                    <a class="link-list__link" href=folder_address(&space, &path)>{name} " /"</a>
                    <span class="link-list__note">{t.articles_count(articles)}</span>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!items.is_empty()).then(|| view! { <ul class="link-list">{items}</ul> })
}

/// Articles as a list of links.
#[component]
pub(crate) fn ArticleList(articles: Vec<ArticleLink>) -> impl IntoView {
    let items = articles.into_iter().map(|article| view! { <ArticleItem article /> }).collect_view();
    view! { <ul class="link-list">{items}</ul> }
}

#[component]
fn ArticleItem(article: ArticleLink) -> impl IntoView {
    let t = t();
    let ArticleLink { href, title, locale, number, effective, is_outdated } = article;
    let is_foreign = locale != t.locale();
    let lang = is_foreign.then_some(locale.as_str());
    let foreign =
        is_foreign.then(|| view! { <Badge label=t.article_badge_in(t.language_in_text(locale)) /> });
    let since = effective.map(|moment| view! { " · " {t.article_effective()} " " <MomentText moment /> });
    let behind = is_outdated.then(|| view! { <Badge label=t.translation_outdated() tone=Tone::Wait /> });
    view! {
        <li class="link-list__item">
            <a class="link-list__link" href=href lang=lang>{title}</a>
            {foreign}
            {behind}
            <span class="link-list__note">{t.article_version(&number.to_string())} {since}</span>
        </li>
    }
}

//! The spaces and what is in them.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{Card, Crumb, EmptyState, Extent, Loaded, Page, t, view};

use super::api::{ArticleLink, ReadSpace, ReadSpaces, SpaceCard};
use crate::ask;
use crate::moment::MomentText;

/// The spaces that are open to the reader.
#[component]
pub fn KnowledgePage() -> impl IntoView {
    let t = t();
    let list = ask::load(|| ReadSpaces {});
    let empty = move || view! { <EmptyState title=t.knowledge_empty() text=t.knowledge_empty_text() /> };
    view! {
        <Page title=t.knowledge() lead=t.knowledge_lead()>
            <Loaded value=list empty_when=Vec::is_empty empty let:list>
                <div class="columns">{list.into_iter().map(|space| view! { <SpaceTile space /> }).collect_view()}</div>
            </Loaded>
        </Page>
    }
}

#[component]
fn SpaceTile(space: SpaceCard) -> impl IntoView {
    let t = t();
    let SpaceCard { slug, name, about, articles } = space;
    view! {
        <Card title=name href=format!("/knowledge/{slug}")>
            <p>{about}</p>
            <p class="table__note">{t.articles_count(articles.len() as u64)}</p>
        </Card>
    }
}

/// One space.
#[component]
pub fn SpacePage() -> impl IntoView {
    let params = use_params_map();
    let content =
        ask::load(move || ReadSpace { slug: params.with(|params| params.get("space")).unwrap_or_default() });
    view! {
        <Loaded value=content extent=Extent::Page let:space>
            <SpaceContent space />
        </Loaded>
    }
}

#[component]
fn SpaceContent(space: SpaceCard) -> impl IntoView {
    let t = t();
    let SpaceCard { name, about, articles, .. } = space;
    view! {
        <Page title=name lead=about breadcrumbs=vec![Crumb::link(t.knowledge(), "/knowledge")]>
            <ArticleList articles />
        </Page>
    }
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
    let ArticleLink { href, title, locale, number, effective } = article;
    let lang = (locale != t.locale()).then_some(locale.as_str());
    let since = effective.map(|moment| view! { " · " {t.article_effective()} " " <MomentText moment /> });
    view! {
        <li class="link-list__item">
            <a class="link-list__link" href=href lang=lang>{title}</a>
            <span class="link-list__note">{t.article_version(&number.to_string())} {since}</span>
        </li>
    }
}

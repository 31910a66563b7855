//! One article.

use domain::Locale;
use domain::knowledge::Significance;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Alert, ArticleContents, Badge, ContentsItem, Crumb, Extent, Icon, IconName, LinkButton, Loaded, Page,
    SanitisedHtml, Tone, TrustedHtml, t, view,
};

use super::api::{ArticleContent, FlowStart, ReadArticle};
use crate::ask;
use crate::moment::MomentText;

/// One article.
#[component]
pub fn ArticlePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load(move || {
        let get = |key| params.with(|params| params.get(key)).unwrap_or_default();
        let language = query.with(|query| query.get("language")).unwrap_or_default();
        ReadArticle { space: get("space"), slug: get("article"), language }
    });
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Article content />
        </Loaded>
    }
}

/// Goes to the passage that the address names: it was not there yet when the address was opened.
fn go_to_passage() {
    Effect::new(|_| {
        request_animation_frame(|| {
            let hash = window().location().hash().unwrap_or_default();
            if let Some(passage) = hash.get(1..).and_then(|id| document().get_element_by_id(id)) {
                passage.scroll_into_view();
            }
        });
    });
}

#[component]
fn Article(content: ArticleContent) -> impl IntoView {
    let t = t();
    go_to_passage();
    let (space, space_name) = content.space.clone();
    let crumbs = vec![
        Crumb::link(t.knowledge(), "/knowledge"),
        Crumb::link(space_name, format!("/knowledge/{space}")),
    ];
    let translations = translation_links(&content);
    let is_foreign = content.locale != t.locale();
    let lang: Option<ui::Text> = is_foreign.then(|| content.locale.as_str().into());
    let stand_in =
        (is_foreign && !content.translations.contains(&t.locale())).then(|| stand_in(content.locale));
    let headings = content.headings.iter().map(|(id, text, level)| ContentsItem {
        id: id.clone().into(),
        text: text.clone().into(),
        level: *level,
    });
    let headings: Vec<_> = headings.collect();
    let html = SanitisedHtml::from_sanitiser(content.html.clone());
    let flows = (!content.flows.is_empty()).then(|| flow_starts(&content));
    view! {
        <Page title=content.title.clone() breadcrumbs=crumbs actions=move || translations>
            <VersionLine content />
            {stand_in}
            {flows}
            <div class="beside">
                <TrustedHtml html nostrip:lang />
                <ArticleContents items=headings />
            </div>
        </Page>
    }
}

fn stand_in(found: Locale) -> impl IntoView {
    let t = t();
    let language = match found {
        Locale::Fr => t.article_in_fr(),
        Locale::En => t.article_in_en(),
    };
    view! { <Alert tone=Tone::Note title=t.article_only_in(language) /> }
}

fn translation_links(content: &ArticleContent) -> Vec<AnyView> {
    let (space, slug) = (&content.space.0, &content.slug);
    let link = |locale: &Locale| {
        let label = match locale {
            Locale::Fr => t().article_read_in_fr(),
            Locale::En => t().article_read_in_en(),
        };
        let href = format!("/knowledge/{space}/{slug}?language={}", locale.as_str());
        view! { <LinkButton href label icon=IconName::Languages /> }
    };
    content.translations.iter().map(link).collect()
}

fn flow_starts(content: &ArticleContent) -> AnyView {
    let t = t();
    let lang = (content.locale != t.locale()).then_some(content.locale.as_str());
    let base = format!("/knowledge/{}/{}/flow", content.space.0, content.slug);
    let language = content.locale.as_str();
    let links = content
        .flows
        .iter()
        .map(|FlowStart { slug, title, steps }| {
            view! {
                <a class="flow-starts__link" href=format!("{base}/{slug}?language={language}")>
                    <Icon name=IconName::Split />
                    <span lang=lang>{title.clone()}</span>
                    <span class="flow-starts__note">{t.flow_questions(*steps)}</span>
                </a>
            }
        })
        .collect_view();
    view! { <nav class="flow-starts" aria-label=t.article_flows()>{links}</nav> }
}

#[component]
fn VersionLine(content: ArticleContent) -> impl IntoView {
    let t = t();
    let tone = match content.significance {
        Significance::Critical => Tone::Stop,
        Significance::Major => Tone::Wait,
        Significance::Moderate => Tone::Note,
        Significance::Editorial => Tone::Neutral,
    };
    let since = content
        .effective
        .map(|moment| view! { <span>{t.article_effective()} " " <MomentText moment /></span> });
    let about = (!content.contact_types.is_empty()).then(|| content.contact_types.join(", "));
    view! {
        <p class="version-line">
            <span>{t.article_version(&content.number.to_string())}</span>
            {since}
            <Badge label=t.significance(content.significance) tone />
            {about.map(|about| view! { <span>{about}</span> })}
        </p>
    }
}

//! One article.

use domain::knowledge::Significance;
use domain::{Locale, Permission};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Alert, ArticleContents, Badge, Button, ButtonKind, ContentsItem, Extent, HiddenField, Icon, IconName,
    LinkButton, Loaded, Page, PostForm, SanitisedHtml, Section, Tone, TrustedHtml, t, view,
};

use super::api::{ArticleContent, ArticleLink, FlowStart, ReadArticle};
use super::spaces::{ArticleList, crumbs};
use crate::ask;
use crate::me::may;
use crate::moment::{Moment, MomentText};

/// One article.
#[component]
pub fn ArticlePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load_shown(move || {
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
    let crumbs = crumbs(&content.space, &content.way);
    let edit = may(Permission::WriteKnowledge).then(|| edit_button(&content));
    let translations = translation_links(&content);
    let is_foreign = content.locale != t.locale();
    let stand_in =
        (is_foreign && !content.translations.contains(&t.locale())).then(|| stand_in(content.locale));
    let dead_links = (!content.dead_links.is_empty()).then(|| dead_links(&content.dead_links));
    let flows = (!content.flows.is_empty()).then(|| flow_starts(&content));
    let related = (!content.related.is_empty()).then(|| related(content.related.clone()));
    view! {
        <Page title=content.title.clone() breadcrumbs=crumbs actions=move || view! { {edit} {translations} }>
            <VersionLine content=content.clone() />
            {stand_in}
            {dead_links}
            {flows}
            <ArticleText content />
            {related}
        </Page>
    }
}

/// Begins a draft, or opens the one that there is.
fn edit_button(content: &ArticleContent) -> AnyView {
    let (space, slug, language) = (content.space.0.clone(), content.slug.clone(), content.locale.as_str());
    view! {
        <PostForm action="/api/begin_draft">
            <HiddenField name="space" value=space />
            <HiddenField name="slug" value=slug />
            <HiddenField name="language" value=language />
            <Button label=t().draft_edit() icon=IconName::Pencil kind=ButtonKind::Submit />
        </PostForm>
    }
}

/// What else there is about the same.
fn related(articles: Vec<ArticleLink>) -> AnyView {
    view! {
        <Section title=t().article_related()>
            <ArticleList articles />
        </Section>
    }
}

/// The text of an article with its contents list.
#[component]
pub(super) fn ArticleText(content: ArticleContent) -> impl IntoView {
    let lang: Option<ui::Text> = (content.locale != t().locale()).then(|| content.locale.as_str().into());
    let headings = content.headings.into_iter().map(|(id, text, level)| ContentsItem {
        id: id.into(),
        text: text.into(),
        level,
    });
    let headings: Vec<_> = headings.collect();
    let html = SanitisedHtml::from_sanitiser(content.html);
    view! {
        <div class="beside">
            <TrustedHtml html nostrip:lang />
            <ArticleContents items=headings />
        </div>
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

fn dead_links(links: &[String]) -> AnyView {
    let title = t().article_dead_links(links.len() as u64);
    let links = links.join(", ");
    view! { <Alert tone=Tone::Wait title><p>{links}</p></Alert> }
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

/// What stands under the title: which version, since when, how much it changed, what it is about.
#[component]
pub(super) fn VersionLine(content: ArticleContent) -> impl IntoView {
    let t = t();
    let ArticleContent { space, slug, locale, number, significance, effective, until, contact_types, .. } =
        content;
    let verified = content.verify_by.map(|(by, is_past)| {
        if is_past {
            view! { <Badge label=t.article_verify_past(&by) tone=Tone::Wait /> }
        } else {
            view! { <span>{t.article_verified(&by)}</span> }
        }
    });
    let (base, language) = (format!("/knowledge/{}/{slug}", space.0), locale.as_str());
    let history = format!("{base}/versions?language={language}");
    let changes = (1 < number).then(|| {
        let href = format!("{base}/compare?language={language}&from={}&to={number}", number - 1);
        view! { <a href=href>{t.version_changes()}</a> }
    });
    let about = contact_types.into_iter().map(|(slug, name)| {
        view! { <a href=format!("/contact-types/{slug}")>{name}</a> }
    });
    view! {
        <p class="version-line">
            <a href=history>{t.article_version(&number.to_string())}</a>
            {in_effect(effective, until)}
            <Badge label=t.significance(significance) tone=tone_of(significance) />
            {verified}
            {changes}
            {about.collect_view()}
        </p>
    }
}

/// Since when, or from when to when.
fn in_effect(since: Option<Moment>, until: Option<Moment>) -> Option<AnyView> {
    let t = t();
    let since = since?;
    Some(match until {
        None => view! { <span>{t.article_effective()} " " <MomentText moment=since /></span> },
        Some(until) => view! {
            <span>
                {t.version_from_to()} " " <MomentText moment=since /> " " {t.version_to()} " "
                <MomentText moment=until />
            </span>
        },
    })
}

/// How a significance is coloured.
pub(crate) const fn tone_of(significance: Significance) -> Tone {
    match significance {
        Significance::Critical => Tone::Stop,
        Significance::Major => Tone::Wait,
        Significance::Moderate => Tone::Note,
        Significance::Editorial => Tone::Neutral,
    }
}

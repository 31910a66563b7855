//! What stands around the text of an article, and the list of spaces. The server alone writes it.

use domain::{Locale, Permission};
use leptos::prelude::*;
use service::Principal;
use ui::{
    Alert, Button, ButtonKind, Card, EmptyState, HiddenField, Icon, IconName, LinkButton, PostForm, Section,
    Tone, t, view,
};

use super::api::{ArticleContent, ArticleLink, FlowStart, SpaceCard};
use super::article::VersionLine;
use super::spaces::ArticleList;

/// The spaces that are open to somebody.
pub(super) fn spaces(spaces: Vec<SpaceCard>) -> AnyView {
    let t = t();
    if spaces.is_empty() {
        return view! { <EmptyState title=t.knowledge_empty() text=t.knowledge_empty_text() /> };
    }
    let tile = |space: SpaceCard| {
        let SpaceCard { slug, name, about, articles } = space;
        view! {
            <Card title=name href=format!("/knowledge/{slug}")>
                <p>{about}</p>
                <p class="table__note">{t.articles_count(articles)}</p>
            </Card>
        }
    };
    view! { <div class="columns">{spaces.into_iter().map(tile).collect_view()}</div> }
}

/// What can be done with the article, beside its title.
pub(super) fn actions(content: &ArticleContent, me: &Principal) -> impl IntoView {
    let edit = me.actor.may(Permission::WriteKnowledge).then(|| edit_button(content));
    let translations = translation_links(content);
    view! { {edit} {translations} }
}

/// What stands above the text.
pub(super) fn head(content: &ArticleContent) -> impl IntoView {
    let is_foreign = content.locale != t().locale();
    let stand_in =
        (is_foreign && !content.translations.contains(&t().locale())).then(|| stand_in(content.locale));
    let dead_links = (!content.dead_links.is_empty()).then(|| dead_links(&content.dead_links));
    let flows = (!content.flows.is_empty()).then(|| flow_starts(content));
    view! {
        <VersionLine content=content.clone() />
        {stand_in}
        {dead_links}
        {flows}
    }
}

/// What stands below the text.
pub(super) fn rest(content: &ArticleContent) -> impl IntoView {
    (!content.related.is_empty()).then(|| related(content.related.clone()))
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

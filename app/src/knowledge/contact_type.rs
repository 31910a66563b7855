//! One contact type: all that an agent needs for it.

use domain::Locale;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Badge, ButtonSize, ButtonVariant, Column, Crumb, DataTable, DescriptionList, EmptyState, Extent, Fact,
    HeadingLevel, Icon, IconName, LinkButton, Loaded, Page, Passages, Row, SanitisedHtml, Section, Text,
    Tone, row, t, view,
};

use super::contact_type_api::{ContactTypeContent, Counts, Gathered, Group, ReadContactType};
use super::contact_types::CountsText;
use super::spaces::ArticleList;
use crate::ask;
use crate::live::again_on;

/// One contact type.
#[component]
pub fn ContactTypePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load(move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        let language = query.with(|query| query.get("language")).unwrap_or_default();
        ReadContactType { slug, language }
    });
    let content = again_on(content, &["article."]);
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <ContactType content />
        </Loaded>
    }
}

#[component]
fn ContactType(content: ContactTypeContent) -> impl IntoView {
    let t = t();
    let ContactTypeContent { contact_type: (slug, name), above, locale, counts, groups } = content;
    let above = above.into_iter().map(|(slug, name)| Crumb::link(name, format!("/contact-types/{slug}")));
    let mut crumbs =
        vec![Crumb::link(t.knowledge(), "/knowledge"), Crumb::link(t.contact_types(), "/contact-types")];
    crumbs.extend(above);
    let switch = language_switch(&slug, locale);
    let is_empty = groups.is_empty();
    let articles: Vec<_> = groups.iter().flat_map(|group| group.articles.clone()).collect();
    let groups: Vec<_> = groups.into_iter().map(|group| group_section(group, &slug, locale)).collect();
    let nothing = is_empty.then(|| {
        view! { <EmptyState title=t.contact_type_nothing() text=t.contact_type_nothing_text() /> }
    });
    view! {
        <Page title=name lead=t.contact_type_lead() breadcrumbs=crumbs actions=move || switch>
            {nothing}
            {groups}
            <CoverageSection counts articles />
        </Page>
    }
}

fn language_switch(slug: &str, locale: Locale) -> AnyView {
    let (other, label) = match locale {
        Locale::Fr => (Locale::En, t().article_read_in_en()),
        Locale::En => (Locale::Fr, t().article_read_in_fr()),
    };
    let href = format!("/contact-types/{slug}?language={}", other.as_str());
    view! { <LinkButton href label icon=IconName::Languages /> }
}

fn group_section(group: Group, slug: &str, locale: Locale) -> AnyView {
    let t = t();
    let Group { contact_type: (own, name), articles } = group;
    let title = if own == slug { Text::from(t.contact_type_own()) } else { name.into() };
    let lang: Option<Text> = (locale != t.locale()).then(|| locale.as_str().into());
    let flows = flow_links(&articles, locale);
    let replies = passages(&articles, |article| &article.replies, lang.clone());
    let transfers = passages(&articles, |article| &article.transfers, lang);
    let links = articles.into_iter().map(|article| article.link).collect();
    view! {
        <Section title>
            <Part title=t.contact_type_articles()>
                <ArticleList articles=links />
            </Part>
            {flows.map(|flows| view! { <Part title=t.contact_type_flows()>{flows}</Part> })}
            {replies.map(|replies| view! { <Part title=t.contact_type_replies()>{replies}</Part> })}
            {transfers.map(|transfers| view! { <Part title=t.contact_type_transfers()>{transfers}</Part> })}
        </Section>
    }
}

/// A part of what there is for a contact type.
#[component]
fn Part(#[prop(into)] title: Text, children: Children) -> impl IntoView {
    view! { <Section title level=HeadingLevel::Three>{children()}</Section> }
}

fn flow_links(articles: &[Gathered], locale: Locale) -> Option<AnyView> {
    let t = t();
    let links: Vec<_> = articles
        .iter()
        .flat_map(|article| article.flows.iter().map(move |flow| (article, flow)))
        .map(|(article, flow)| {
            let href = format!("{}/flow/{}?language={}", article.base, flow.slug, locale.as_str());
            let note = format!("{} · {}", t.flow_start(), t.flow_questions(flow.steps));
            let lang = (locale != t.locale()).then_some(locale.as_str());
            view! {
                <li>
                    <a class="flow-starts__link" href=href>
                        <Icon name=IconName::Split />
                        <span lang=lang>{flow.title.clone()}</span>
                        <span class="flow-starts__note">{note}</span>
                    </a>
                </li>
            }
        })
        .collect();
    (!links.is_empty()).then(|| view! { <ul class="flow-starts">{links}</ul> })
}

/// The passages of one kind, each under its article; nothing when there are none.
fn passages(articles: &[Gathered], html: fn(&Gathered) -> &String, lang: Option<Text>) -> Option<AnyView> {
    let passages: Vec<_> = articles
        .iter()
        .filter(|article| !html(article).is_empty())
        .map(|article| {
            let (from, href) = (article.link.title.clone(), article.link.href.clone());
            let html = SanitisedHtml::from_sanitiser(html(article).clone());
            view! { <Passages from href html lang=lang.clone() /> }
        })
        .collect();
    (!passages.is_empty()).then(|| view! { <div class="stack">{passages}</div> })
}

#[component]
fn CoverageSection(counts: Vec<Counts>, articles: Vec<Gathered>) -> impl IntoView {
    let t = t();
    let facts = counts
        .into_iter()
        .map(|counts| Fact::new(t.language_name(counts.locale), view! { <CountsText counts /> }))
        .collect();
    let languages = Locale::ALL.map(|locale| Column::text(t.language_name(locale)));
    let columns = std::iter::once(Column::text(t.article())).chain(languages).collect();
    let rows = articles.into_iter().map(coverage_row).collect();
    view! {
        <Section title=t.contact_type_coverage()>
            <DescriptionList items=facts />
            <DataTable caption=t.contact_type_coverage() columns rows />
        </Section>
    }
}

fn coverage_row(article: Gathered) -> Row {
    let t = t();
    let Gathered { link, base, languages, .. } = article;
    let lang = (link.locale != t.locale()).then_some(link.locale.as_str());
    let cell = |locale: Locale| {
        if languages.contains(&locale) {
            let href = format!("{base}?language={}", locale.as_str());
            view! {
                <LinkButton
                    href
                    label=t.contact_type_exists()
                    size=ButtonSize::Small
                    variant=ButtonVariant::Quiet
                    icon=IconName::CircleCheck
                />
            }
        } else {
            view! { <Badge label=t.contact_type_missing() tone=Tone::Wait /> }
        }
    };
    let [fr, en] = Locale::ALL.map(cell);
    row![view! { <a href=link.href lang=lang>{link.title}</a> }, fr, en]
}

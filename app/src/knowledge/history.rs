//! The history of an article.

use domain::Locale;
use domain::knowledge::VersionState;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Badge, ChoiceForm, Column, Crumb, DataTable, Extent, HiddenField, IconName, LinkButton, Loaded, Need,
    Page, Row, Section, Select, SelectOption, Tone, row, t, view,
};

use super::article::tone_of;
use super::version_api::{HistoryContent, ReadHistory, VersionRow};
use crate::ask;
use crate::moment::{Moment, MomentText};
use crate::written::{Part, Written};

/// The history of an article.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load(move || {
        let get = |key| params.with(|params| params.get(key)).unwrap_or_default();
        let language = query.with(|query| query.get("language")).unwrap_or_default();
        ReadHistory { space: get("space"), slug: get("article"), language }
    });
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <History content />
        </Loaded>
    }
}

#[component]
fn History(content: HistoryContent) -> impl IntoView {
    let t = t();
    let crumbs = crumbs(&content);
    let mut links: Vec<_> = content.next.iter().cloned().map(next_link).collect();
    links.extend(draft_links(&content));
    links.extend(translation_links(&content));
    let numbers = content.versions.iter().map(|version| version.number.to_string());
    let numbers: Vec<_> = numbers.take(2).collect();
    let choice = match numbers.as_slice() {
        [last, before] => {
            let (from, to) = (before.clone(), last.clone());
            let content = content.clone();
            Some(view! {
                <Section title=t.compare_choose()>
                    <CompareForm content from to source=false />
                </Section>
            })
        }
        _ => None,
    };
    view! {
        <Page
            title=t.versions_of(&content.title)
            lead=t.versions_lead()
            breadcrumbs=crumbs
            actions=move || links
        >
            <VersionTable content />
            {choice}
        </Page>
    }
}

/// The way to the article, which is part of it.
pub(super) fn crumbs(content: &HistoryContent) -> Vec<Crumb> {
    let base = format!("/knowledge/{}", content.space.0);
    let article = format!("{base}/{}?language={}", content.slug, content.locale.as_str());
    vec![
        Crumb::link(t().knowledge(), "/knowledge"),
        Crumb::link(content.space.1.clone(), base),
        Crumb::link(content.title.clone(), article),
    ]
}

fn next_link(part: Part) -> AnyView {
    view! { <Written part /> }
}

/// For those who write: what a draft changes of any of these versions.
fn draft_links(content: &HistoryContent) -> Vec<AnyView> {
    let link = |(id, number): &(String, i64)| {
        let (href, label) = (format!("/drafts/{id}/changes"), t().compare_draft(&number.to_string()));
        view! { <LinkButton href label icon=IconName::FileDiff /> }
    };
    content.drafts.iter().map(link).collect()
}

fn translation_links(content: &HistoryContent) -> Vec<AnyView> {
    let link = |locale: &Locale| {
        let label = match locale {
            Locale::Fr => t().article_read_in_fr(),
            Locale::En => t().article_read_in_en(),
        };
        let (space, slug) = (&content.space.0, &content.slug);
        let href = format!("/knowledge/{space}/{slug}/versions?language={}", locale.as_str());
        view! { <LinkButton href label icon=IconName::Languages /> }
    };
    content.translations.iter().map(link).collect()
}

#[component]
fn VersionTable(content: HistoryContent) -> impl IntoView {
    let t = t();
    let columns = vec![
        Column::text(t.version_number()),
        Column::text(t.version_significance()),
        Column::text(t.version_state()),
        Column::text(t.version_since()),
        Column::text(t.version_hash()),
        Column::actions(t.version_actions()),
    ];
    let (language, foreign) = (content.locale.as_str(), content.locale != t.locale());
    let base = format!("/knowledge/{}/{}", content.space.0, content.slug);
    let numbers: Vec<_> = content.versions.iter().map(|version| version.number).collect();
    let before = numbers.into_iter().skip(1).map(Some).chain([None]);
    let rows = content.versions.into_iter().zip(before);
    let rows = rows.map(|(version, before)| table_row(version, before, &base, language, foreign)).collect();
    view! { <DataTable caption=t.versions() columns rows /> }
}

fn table_row(
    version: VersionRow,
    before: Option<i64>,
    base: &str,
    language: &'static str,
    foreign: bool,
) -> Row {
    let t = t();
    let VersionRow { number, title, significance, state, since, until, hash } = version;
    let href = format!("{base}/versions/{number}?language={language}");
    let compare = before.map(|before| {
        let href = format!("{base}/compare?language={language}&from={before}&to={number}");
        view! { <a href=href>{t.version_compare_previous(&before.to_string())}</a> }
    });
    let is_in_effect = state == VersionState::Effective;
    let tone = if is_in_effect { Tone::Go } else { Tone::Neutral };
    let row = row![
        view! {
            <a href=href>{t.article_version(&number.to_string())}</a>
            <span class="table__note" lang=foreign.then_some(language)>{title}</span>
        },
        view! { <Badge label=t.significance(significance) tone=tone_of(significance) /> },
        view! { <Badge label=t.version_state_word(state) tone /> },
        view! {
            {since.map(|moment| view! { <MomentText moment /> })}
            {until.map(until_line)}
        },
        view! { <span class="hash">{hash}</span> },
        compare,
    ];
    if is_in_effect { row.highlighted() } else { row }
}

fn until_line(moment: Moment) -> impl IntoView {
    view! {
        <span class="table__note">{t().version_until()} " " <MomentText moment /></span>
    }
}

/// Chooses two versions to compare.
#[component]
pub(super) fn CompareForm(content: HistoryContent, from: String, to: String, source: bool) -> impl IntoView {
    let t = t();
    let HistoryContent { space, slug, locale, versions, .. } = content;
    let options: Vec<_> = versions
        .into_iter()
        .map(|version| {
            let number = version.number.to_string();
            let label = t.compare_option(&number, &version.title);
            SelectOption::new(number, label)
        })
        .collect();
    let view = source.then(|| view! { <HiddenField name="view" value="source" /> });
    let action = format!("/knowledge/{}/{slug}/compare", space.0);
    view! {
        <ChoiceForm action submit=t.compare()>
            <HiddenField name="language" value=locale.as_str() />
            <Select name="from" label=t.compare_from() options=options.clone() value=from need=Need::Unmarked />
            <Select name="to" label=t.compare_to() options value=to need=Need::Unmarked />
            {view}
        </ChoiceForm>
    }
}

//! One version of an article, whether it is in effect or not.

use domain::Permission;
use domain::knowledge::VersionState;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{Alert, Badge, Crumb, Extent, IconName, LinkButton, Loaded, Page, Tone, t, view};

use super::article::{ArticleText, VersionLine};
use super::version_api::{ReadVersion, VersionContent};
use crate::ask;
use crate::live::again_on;
use crate::me::may;
use crate::moment::{Moment, MomentText};
use crate::written::Written;

/// One version of an article.
#[component]
pub fn VersionPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load(move || {
        let get = |key| params.with(|params| params.get(key)).unwrap_or_default();
        let language = query.with(|query| query.get("language")).unwrap_or_default();
        ReadVersion { space: get("space"), slug: get("article"), number: get("number"), language }
    });
    let content = again_on(content, &["article."]);
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Version content />
        </Loaded>
    }
}

#[component]
fn Version(content: VersionContent) -> impl IntoView {
    let t = t();
    let VersionContent { article, state, in_effect, coming, why_recalled, next } = content;
    let (space, slug, language) = (&article.space.0, &article.slug, article.locale.as_str());
    let base = format!("/knowledge/{space}/{slug}");
    let crumbs = vec![
        Crumb::link(t.knowledge(), "/knowledge"),
        Crumb::link(article.space.1.clone(), format!("/knowledge/{space}")),
        Crumb::link(t.article(), format!("{base}?language={language}")),
        Crumb::link(t.versions(), format!("{base}/versions?language={language}")),
    ];
    let language_name = t.language_name(article.locale);
    let notice = (state != VersionState::Effective).then(|| {
        let href = format!("{base}?language={language}");
        match coming {
            Some(at) => coming_notice(article.number, at, in_effect, href),
            None => notice((state, article.number), why_recalled, in_effect, href),
        }
    });
    let may_recall = state == VersionState::Effective && may(Permission::PublishKnowledge);
    let href = format!("/drafts/{}", article.version);
    let actions = move || {
        let recall = may_recall.then(|| view! { <LinkButton href label=t.recall() icon=IconName::Ban /> });
        let next = next.map(|part| view! { <Written part /> });
        view! { {recall} {next} }
    };
    view! {
        <Page title=article.title.clone() breadcrumbs=crumbs actions>
            {notice}
            <div class="cluster">
                <VersionLine content=article.clone() />
                <Badge label=language_name icon=IconName::Languages />
            </div>
            <ArticleText locale=article.locale html=article.html headings=article.headings />
        </Page>
    }
}

/// Says that the version is not in effect, and if it was recalled, that it is wrong and why.
fn notice(
    (state, number): (VersionState, i64),
    why_recalled: Option<String>,
    in_effect: Option<i64>,
    href: String,
) -> AnyView {
    let t = t();
    let number = number.to_string();
    let (title, text) = if state == VersionState::Recalled {
        (t.version_recalled(&number), t.version_recalled_text())
    } else {
        (t.version_not_in_effect(&number), t.version_not_in_effect_text())
    };
    let why = why_recalled.map(|why| view! { <p>{t.version_recalled_why()} " " <q>{why}</q></p> });
    let link = in_effect.map(|number| to_effective(number, href));
    view! {
        <Alert tone=Tone::Stop title>
            <div class="stack">
                <p>{text}</p>
                {why}
                <div class="cluster">{link}</div>
            </div>
        </Alert>
    }
}

/// Says that the version is still to come, and since when it will be in effect.
fn coming_notice(number: i64, at: Moment, in_effect: Option<i64>, href: String) -> AnyView {
    let t = t();
    let link = in_effect.map(|number| to_effective(number, href));
    view! {
        <Alert tone=Tone::Wait title=t.version_coming(&number.to_string())>
            <div class="stack">
                <p>{t.version_coming_on()} " " <MomentText moment=at /></p>
                <p>{t.version_not_in_effect_text()}</p>
                <div class="cluster">{link}</div>
            </div>
        </Alert>
    }
}

fn to_effective(number: i64, href: String) -> AnyView {
    let label = t().version_read_in_effect(&number.to_string());
    view! { <LinkButton href label /> }
}

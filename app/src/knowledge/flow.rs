//! A guided flow, played one question at a time. Where somebody stands is in the address.

use domain::knowledge::{Flow, Step};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::params::ParamsMap;
use ui::{Crumb, Extent, FlowStop, GuidedFlow, Loaded, Page, PageWidth, SanitisedHtml, Text, t, view};

use super::api::{FlowContent, ReadFlow};
use crate::ask;
use crate::live::on_change;

/// The key in the address that holds the steps visited: `1.3.4`.
const STEPS: &str = "steps";

/// A guided flow.
#[component]
pub fn FlowPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load(move || {
        let get = |key| params.with(|params| params.get(key)).unwrap_or_default();
        let language = query.with(|query| query.get("language")).unwrap_or_default();
        ReadFlow { space: get("space"), slug: get("article"), flow: get("flow"), language }
    });
    let article = StoredValue::new(String::new());
    let content = content.again_when(news_of(article));
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Play content article />
        </Loaded>
    }
}

/// Counts what happens to the article that is played, and news that may have been missed. What happens to others is not asked
/// for: with each answer the focus goes to the question.
fn news_of(article: StoredValue<String>) -> Signal<u32> {
    let pulse = RwSignal::new(0_u32);
    on_change(move |kind, subject| {
        if kind.is_empty() || article.with_value(|article| article == subject) {
            pulse.update(|count| *count = count.wrapping_add(1));
        }
    });
    pulse.into()
}

#[component]
fn Play(content: FlowContent, article: StoredValue<String>) -> impl IntoView {
    article.set_value(content.id.clone());
    let t = t();
    let query = use_query_map();
    let (space, space_name) = content.space.clone();
    let href = format!("/knowledge/{space}/{}?language={}", content.article.0, content.locale.as_str());
    let crumbs = vec![
        Crumb::link(t.knowledge(), "/knowledge"),
        Crumb::link(space_name, format!("/knowledge/{space}")),
        Crumb::link(content.article.1.clone(), href),
    ];
    let title = content.flow.title.clone();
    let step = move || at(&content, &query.with(asked));
    view! {
        <Page title lead=t.flow_lead() breadcrumbs=crumbs width=PageWidth::Narrow>
            {step}
        </Page>
    }
}

fn asked(query: &ParamsMap) -> Vec<usize> {
    let steps = query.get(STEPS).unwrap_or_default();
    steps.split('.').filter_map(|number| number.parse().ok()).collect()
}

/// The flow at the end of a path.
fn at(content: &FlowContent, asked: &[usize]) -> AnyView {
    let FlowContent { id: _, space, article, locale, flow, blocks } = content;
    let path = flow.path(asked);
    let here = |path: &[usize]| {
        let steps: Vec<_> = path.iter().map(usize::to_string).collect();
        let (space, article) = (&space.0, &article.0);
        let base = format!("/knowledge/{space}/{article}/flow/{}?language={}", flow.slug, locale.as_str());
        if path.len() < 2 { base } else { format!("{base}&{STEPS}={}", steps.join(".")) }
    };
    let Some(Step { question, html, answers, ending }) = path.last().and_then(|last| flow.step(*last)) else {
        return ().into_any();
    };
    let answers = answers
        .iter()
        .map(|answer| {
            let next: Vec<_> = path.iter().copied().chain([answer.to]).collect();
            (answer.label.clone().into(), here(&next).into())
        })
        .collect();
    let ending = ending.as_ref().and_then(|id| blocks.iter().find(|(known, _)| known == id));
    let ending = ending.map(|(_, html)| SanitisedHtml::from_sanitiser(html.clone()));
    let lang: Option<Text> = (*locale != t().locale()).then(|| locale.as_str().into());
    view! {
        <GuidedFlow
            way=way(flow, &path, here)
            question=question.clone().into()
            help=SanitisedHtml::from_sanitiser(html.clone())
            answers
            ending
            lang
            start=here(&[1])
        />
    }
}

fn way(flow: &Flow, path: &[usize], here: impl Fn(&[usize]) -> String) -> Vec<FlowStop> {
    let stops = path.windows(2).enumerate().filter_map(|(index, pair)| {
        let [from, to] = pair else { return None };
        let step = flow.step(*from)?;
        let answer = step.answers.iter().find(|answer| answer.to == *to)?;
        Some(FlowStop {
            question: step.question.clone().into(),
            answer: answer.label.clone().into(),
            href: here(path.get(..=index)?).into(),
        })
    });
    stops.collect()
}

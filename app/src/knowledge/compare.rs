//! Two versions of an article compared.

use domain::knowledge::{Change, DiffBlock, DiffLine, DiffLines, VersionState};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Alert, Crumb, EmptyState, Extent, Fate, Loaded, Page, RenderedBlock, RenderedDiff, SanitisedHtml,
    Section, SourceDiff, SourceLine, SourceLines, Tab, Tabs, Text, Tone, t, view,
};

use super::history::{CompareForm, crumbs};
use super::version_api::{CompareContent, Difference, HistoryContent, ReadComparison};
use crate::ask;
use crate::moment::MomentText;

/// Two versions of an article compared.
#[component]
pub fn ComparePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load(move || {
        let get = |key| params.with(|params| params.get(key)).unwrap_or_default();
        let asked = |key| query.with(|query| query.get(key)).unwrap_or_default();
        ReadComparison {
            space: get("space"),
            slug: get("article"),
            language: asked("language"),
            from: asked("from"),
            to: asked("to"),
            view: asked("view"),
        }
    });
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Compare content />
        </Loaded>
    }
}

#[component]
fn Compare(content: CompareContent) -> impl IntoView {
    let t = t();
    let CompareContent { history, from, to, difference } = content;
    let language = history.locale.as_str();
    let base = format!("/knowledge/{}/{}", history.space.0, history.slug);
    let mut crumbs = crumbs(&history);
    crumbs.push(Crumb::link(t.versions(), format!("{base}/versions?language={language}")));
    let lead = difference.is_some().then(|| Text::from(t.compare_lead(&from, &to)));
    let is_source = matches!(difference, Some(Difference::Source(..)));
    let result = match difference {
        Some(difference) => {
            let here = format!("{base}/compare?language={language}&from={from}&to={to}");
            let new_title = new_title(&history, &from, &to);
            let lang: Option<Text> = (history.locale != t.locale()).then(|| language.into());
            let here = format!("{here}&");
            let said = new_title.map(|title| view! { <Alert tone=Tone::Note title /> });
            let coming = coming(&history, &to);
            view! {
                {coming}
                {said}
                <DifferenceView difference here nostrip:lang />
            }
        }
        None => view! { <Refusal from=from.clone() to=to.clone() /> },
    };
    view! {
        <Page title=t.compare_title(&history.title) nostrip:lead breadcrumbs=crumbs>
            {result}
            <Section title=t.compare_choose()>
                <CompareForm content=history from to source=is_source />
            </Section>
        </Page>
    }
}

/// Says that the title changed, if it did.
fn new_title(history: &HistoryContent, from: &str, to: &str) -> Option<String> {
    let title = |number: &str| {
        let found = history.versions.iter().find(|version| version.number.to_string() == number);
        found.map(|version| version.title.as_str())
    };
    let (old, new) = (title(from)?, title(to)?);
    (old != new).then(|| t().compare_new_title(old, new))
}

/// Says that the later version is still to come, if it is.
fn coming(history: &HistoryContent, to: &str) -> Option<AnyView> {
    let mut scheduled = history.versions.iter().filter(|version| version.state == VersionState::Scheduled);
    let found = scheduled.find(|version| version.number.to_string() == to)?;
    let (t, at) = (t(), found.since.clone()?);
    Some(view! {
        <Alert tone=Tone::Wait title=t.version_coming(to)>
            <p>{t.version_coming_on()} " " <MomentText moment=at /></p>
            <p>{t.version_coming_until()}</p>
        </Alert>
    })
}

/// Why there is nothing to compare.
#[component]
fn Refusal(from: String, to: String) -> impl IntoView {
    let t = t();
    let said = if from.is_empty() || to.is_empty() {
        None
    } else if from == to {
        Some(Text::from(t.compare_same(&from)))
    } else {
        Some(t.compare_unknown().into())
    };
    said.map(|title| view! { <Alert tone=Tone::Stop title /> })
}

/// What differs, as text or as source.
#[component]
pub(crate) fn DifferenceView(
    /// What differs.
    difference: Difference,
    /// The address of the page, up to where the view is named.
    here: String,
    /// The language of the texts, where it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<Text>,
) -> impl IntoView {
    let t = t();
    let is_source = matches!(difference, Difference::Source(..));
    let tabs = vec![
        Tab::new(t.compare_rendered(), here.clone()).current_if(!is_source),
        Tab::new(t.compare_source(), format!("{here}view=source")).current_if(is_source),
    ];
    let found = match difference {
        Difference::Rendered(blocks) => rendered(blocks, lang),
        Difference::Source(front_matter, parts) => source(front_matter, parts, lang),
    };
    view! {
        <Tabs label=t.compare_view() items=tabs />
        <Section title=t.compare_result()>{found}</Section>
    }
}

/// What differs in a text as readers see it.
pub(crate) fn rendered(blocks: Vec<DiffBlock>, lang: Option<Text>) -> AnyView {
    let t = t();
    if blocks.iter().all(|block| block.change == Some(Change::Same)) {
        return view! { <EmptyState title=t.compare_nothing() text=t.compare_nothing_text() /> };
    }
    let block = |DiffBlock { change, html }| RenderedBlock {
        fate: change.map_or(Fate::Changed, fate),
        html: SanitisedHtml::from_sanitiser(html),
    };
    let blocks = blocks.into_iter().map(block).collect();
    view! { <RenderedDiff blocks lang /> }
}

fn source(front_matter: bool, parts: Vec<DiffLines>, lang: Option<Text>) -> AnyView {
    let t = t();
    let is_same = parts.iter().all(|part| match part {
        DiffLines::Shown(lines) => lines.iter().all(|line| line.change == Change::Same),
        DiffLines::Folded(_) => true,
    });
    if is_same {
        return view! { <EmptyState title=t.compare_identical() /> };
    }
    let lines = |lines: Vec<DiffLine>| lines.into_iter().map(line).collect();
    let parts = parts
        .into_iter()
        .map(|part| match part {
            DiffLines::Shown(shown) => SourceLines::Shown(lines(shown)),
            DiffLines::Folded(folded) => SourceLines::Folded(lines(folded)),
        })
        .collect();
    let said = front_matter.then(|| {
        view! {
            <Alert tone=Tone::Note title=t.compare_front_matter()>
                <p>{t.compare_front_matter_text()}</p>
            </Alert>
        }
    });
    view! {
        {said}
        <SourceDiff parts lang />
    }
}

fn line(line: DiffLine) -> SourceLine {
    let DiffLine { change, old, new, pieces } = line;
    let pieces = pieces.into_iter().map(|(change, text)| (fate(change), Text::from(text))).collect();
    SourceLine { fate: fate(change), old, new, pieces }
}

const fn fate(change: Change) -> Fate {
    match change {
        Change::Same => Fate::Kept,
        Change::Removed => Fate::Removed,
        Change::Added => Fate::Added,
    }
}

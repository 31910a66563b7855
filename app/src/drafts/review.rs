//! What a draft changes of another version of its article: of the one in effect, unless somebody chooses.

use domain::knowledge::VersionState;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Alert, ChoiceForm, Crumb, EmptyState, Extent, HiddenField, Loaded, Need, Page, Section, Select,
    SelectOption, Text, Tone, t, view,
};

use super::api::{DraftDifference, ReadDraftChanges};
use crate::ask;
use crate::knowledge::{Difference, DifferenceView};

/// What a draft changes of another version.
#[component]
pub fn DraftChangesPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load(move || {
        let asked = |key| query.with(|query| query.get(key)).unwrap_or_default();
        ReadDraftChanges {
            id: params.with(|params| params.get("draft")).unwrap_or_default(),
            view: asked("view"),
            with: asked("with"),
        }
    });
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Changes content />
        </Loaded>
    }
}

#[component]
fn Changes(content: DraftDifference) -> impl IntoView {
    let t = t();
    let DraftDifference { id, number, title, locale, others, with, difference } = content;
    let crumbs =
        vec![Crumb::link(t.drafts(), "/drafts"), Crumb::link(title.clone(), format!("/drafts/{id}"))];
    let with = with.map(|with| with.to_string()).unwrap_or_default();
    let lead = difference.is_some().then(|| Text::from(t.compare_lead(&with, &number.to_string())));
    let is_source = matches!(difference, Some(Difference::Source(..)));
    let choice = (!others.is_empty()).then(|| {
        let (id, with) = (id.clone(), with.clone());
        view! { <Others id others chosen=with is_source /> }
    });
    let found = match difference {
        Some(difference) => {
            let here = format!("/drafts/{id}/changes?with={with}&");
            let lang: Option<Text> = (locale != t.locale()).then(|| locale.as_str().into());
            view! { <DifferenceView difference here nostrip:lang /> }
        }
        None if with.is_empty() => view! { <EmptyState title=t.draft_first() text=t.draft_first_text() /> },
        None => view! { <Alert tone=Tone::Stop title=t.compare_unknown() /> },
    };
    view! {
        <Page title=t.compare_title(&title) nostrip:lead breadcrumbs=crumbs>
            {found}
            {choice}
        </Page>
    }
}

/// Chooses the version with which it is compared.
#[component]
fn Others(id: String, others: Vec<(i64, VersionState)>, chosen: String, is_source: bool) -> impl IntoView {
    let t = t();
    let option = |(number, state): (i64, VersionState)| {
        let number = number.to_string();
        let label = t.compare_option(&number, t.draft_state(state));
        SelectOption::new(number, label)
    };
    let options: Vec<_> = others.into_iter().map(option).collect();
    let view = is_source.then(|| view! { <HiddenField name="view" value="source" /> });
    view! {
        <Section title=t.compare_choose_other()>
            <ChoiceForm action=format!("/drafts/{id}/changes") submit=t.compare()>
                <Select name="with" label=t.compare_with() options value=chosen need=Need::Unmarked />
                {view}
            </ChoiceForm>
        </Section>
    }
}

//! What a draft changes of the version in effect.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{Crumb, EmptyState, Extent, Loaded, Page, Text, t, view};

use super::api::{DraftDifference, ReadDraftChanges};
use crate::ask;
use crate::knowledge::DifferenceView;

/// What a draft changes of the version in effect.
#[component]
pub fn DraftChangesPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let content = ask::load(move || ReadDraftChanges {
        id: params.with(|params| params.get("draft")).unwrap_or_default(),
        view: query.with(|query| query.get("view")).unwrap_or_default(),
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
    let DraftDifference { id, title, locale, difference } = content;
    let crumbs =
        vec![Crumb::link(t.drafts(), "/drafts"), Crumb::link(title.clone(), format!("/drafts/{id}"))];
    let lang: Option<Text> = (locale != t.locale()).then(|| locale.as_str().into());
    let found = match difference {
        Some(difference) => {
            let here = format!("/drafts/{id}/changes?");
            view! { <DifferenceView difference here nostrip:lang /> }
        }
        None => view! { <EmptyState title=t.draft_first() text=t.draft_first_text() /> },
    };
    view! { <Page title=t.compare_title(&title) lead=t.draft_changes_lead() breadcrumbs=crumbs>{found}</Page> }
}

//! What was looked for and not found.

use leptos::prelude::*;
use ui::{Column, DataTable, EmptyState, Loaded, Page, row, t, view};

use super::api::{Miss, ReadSearchMisses};
use crate::ask;
use crate::moment::MomentText;

/// What was looked for and not found: for those who write the instructions.
#[component]
pub fn MissesPage() -> impl IntoView {
    let t = t();
    let misses = ask::load(|| ReadSearchMisses {});
    view! {
        <Page title=t.search_misses() lead=t.search_misses_lead()>
            <Loaded value=misses let:misses>
                <MissTable misses />
            </Loaded>
        </Page>
    }
}

#[component]
fn MissTable(misses: Vec<Miss>) -> impl IntoView {
    let t = t();
    let columns = vec![
        Column::text(t.search_miss_query()),
        Column::text(t.search_language()),
        Column::number(t.search_miss_times()),
        Column::text(t.search_miss_last()),
    ];
    let miss = |Miss { query, locale, times, last }| {
        let words = view! { <span lang=locale.as_str()>{query}</span> };
        row![words, t.language_name(locale), t.number(times), view! { <MomentText moment=last /> }]
    };
    let rows = misses.into_iter().map(miss).collect();
    let empty =
        move || view! { <EmptyState title=t.search_misses_empty() text=t.search_misses_empty_text() /> };
    view! { <DataTable caption=t.search_misses() columns rows empty /> }
}

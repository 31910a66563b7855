//! The tree of contact types.

use leptos::prelude::*;
use ui::{Badge, Column, Crumb, DataTable, EmptyState, Loaded, Page, Row, Tone, TreeLink, t, view};

use super::contact_type_api::{ContactTypeRow, Counts, ReadContactTypes};
use crate::ask;
use crate::live::again_on;

/// The tree of contact types.
#[component]
pub fn ContactTypesPage() -> impl IntoView {
    let t = t();
    let rows = again_on(ask::load(|| ReadContactTypes {}), &["article."]);
    let empty =
        move || view! { <EmptyState title=t.contact_types_empty() text=t.contact_types_empty_text() /> };
    view! {
        <Page
            title=t.contact_types()
            lead=t.contact_types_lead()
            breadcrumbs=vec![Crumb::link(t.knowledge(), "/knowledge")]
        >
            <Loaded value=rows empty_when=Vec::is_empty empty let:rows>
                <Tree rows />
            </Loaded>
        </Page>
    }
}

#[component]
fn Tree(rows: Vec<ContactTypeRow>) -> impl IntoView {
    let t = t();
    let languages = rows.first().map(|row| row.counts.as_slice()).unwrap_or_default();
    let languages = languages.iter().map(|counts| Column::text(t.language_name(counts.locale)));
    let columns = std::iter::once(Column::text(t.contact_type())).chain(languages).collect();
    let rows = rows.into_iter().map(table_row).collect();
    view! { <DataTable caption=t.contact_types() columns rows /> }
}

fn table_row(contact_type: ContactTypeRow) -> Row {
    let ContactTypeRow { slug, name, depth, counts } = contact_type;
    let href = format!("/contact-types/{slug}");
    let link = view! { <TreeLink href label=name depth=depth.into() /> };
    let counts = counts.into_iter().map(|counts| view! { <CountsText counts /> });
    Row::new(std::iter::once(link).chain(counts).collect())
}

/// What there is in one language, or that there is nothing.
#[component]
pub(super) fn CountsText(counts: Counts) -> impl IntoView {
    let t = t();
    let Counts { locale: _, articles, flows, replies, transfers } = counts;
    if articles == 0 {
        return view! { <Badge label=t.contact_type_not_covered() tone=Tone::Wait /> };
    }
    let parts = [
        Some(t.articles_count(articles)),
        (0 < flows).then(|| t.flows_count(flows)),
        (0 < replies).then(|| t.replies_count(replies)),
        (0 < transfers).then(|| t.transfers_count(transfers)),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    view! { <span>{parts.join(" · ")}</span> }
}

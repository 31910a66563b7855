//! What one is cleared for, and why not.

use leptos::prelude::*;
use ui::{Badge, Column, DataTable, EmptyState, Loaded, Page, Tone, row, t, view};

use super::api::{ClearanceLine, ClearanceWord, ReadMyClearances};
use crate::ask;
use crate::live::again_on;
use crate::moment::MomentText;

/// What one is cleared for, and why not.
#[component]
pub fn ClearancePage() -> impl IntoView {
    let t = t();
    let lines = again_on(ask::load(|| ReadMyClearances {}), &["broadcast."]);
    view! {
        <Page title=t.clearance() lead=t.clearance_lead()>
            <Loaded value=lines let:lines>
                <Lines lines />
            </Loaded>
        </Page>
    }
}

#[component]
fn Lines(lines: Vec<ClearanceLine>) -> impl IntoView {
    let t = t();
    let mut lines = lines;
    // What is not cleared comes first.
    lines.sort_by_key(|line| line.verdict);
    let columns = vec![
        Column::text(t.clearance_contact_type()),
        Column::text(t.clearance_verdict()),
        Column::text(t.clearance_why()),
    ];
    let rows = lines.into_iter().map(line).collect();
    view! {
        <DataTable caption=t.clearance() columns rows empty=|| {
            view! { <EmptyState title=ui::t().clearance_none() text=ui::t().clearance_none_text() /> }
        } />
    }
}

fn line(line: ClearanceLine) -> ui::Row {
    let t = t();
    let ClearanceLine { contact_type, slug, verdict, until, reasons } = line;
    let (label, tone) = match verdict {
        ClearanceWord::Cleared => (t.clearance_cleared(), Tone::Go),
        ClearanceWord::InGrace => (t.clearance_in_grace(), Tone::Wait),
        ClearanceWord::Supervised => (t.clearance_supervised(), Tone::Note),
        ClearanceWord::Suspended => (t.clearance_suspended(), Tone::Stop),
        ClearanceWord::NotCleared => (t.clearance_not_cleared(), Tone::Stop),
    };
    let until = until.map(|until| view! { <span class="table__note">{t.clearance_until()} " " <MomentText moment=until /></span> });
    let reasons = reasons
        .into_iter()
        .map(|(href, words)| {
            if href.is_empty() {
                view! { <p>{words}</p> }
            } else {
                view! { <p><a href=href>{words}</a></p> }
            }
        })
        .collect_view();
    row![
        view! { <a href=format!("/contact-types/{slug}")>{contact_type}</a> },
        view! {
            <Badge label tone />
            {until}
        },
        view! { <div>{reasons}</div> },
    ]
}

//! The vendors.

use domain::Permission;
use domain::vendor::Standing;
use leptos::prelude::*;
use ui::{ButtonVariant, Column, DataTable, EmptyState, IconName, LinkButton, Loaded, Page, row, t, view};

use super::api::ReadVendors;
use super::standing::StandingBadge;
use super::view::VendorRow;
use crate::ask;
use crate::me::may;

/// The vendors.
#[component]
pub fn VendorsPage() -> impl IntoView {
    let t = t();
    let list = ask::load(|| ReadVendors {});
    view! {
        <Page title=t.vendors() lead=t.vendors_lead() actions=add>
            <Loaded value=list let:rows>
                <VendorTable rows />
            </Loaded>
        </Page>
    }
}

fn add() -> impl IntoView {
    may(Permission::WriteVendors).then(|| {
        view! {
            <LinkButton
                href="/vendors/new"
                label=t().vendor_add()
                icon=IconName::Plus
                variant=ButtonVariant::Primary
            />
        }
    })
}

/// Vendors as a table.
#[component]
fn VendorTable(rows: Vec<VendorRow>) -> impl IntoView {
    let t = t();
    let columns = vec![
        Column::text(t.vendor()),
        Column::text(t.sites()),
        Column::number(t.teams()),
        Column::number(t.people()),
        Column::text(t.standing()),
    ];
    let rows = rows
        .into_iter()
        .map(|VendorRow { id, name, standing, sites, teams, people }| {
            let sites: Vec<_> =
                sites.into_iter().map(|(name, country)| format!("{name}\u{a0}({country})")).collect();
            let row = row![
                view! { <a href=format!("/vendors/{id}")>{name}</a> },
                sites.join(", "),
                t.number(teams),
                t.number(people),
                view! { <StandingBadge standing /> },
            ];
            if standing == Standing::Active { row } else { row.faded() }
        })
        .collect();
    let empty =
        move || view! { <EmptyState title=t.vendors_empty() text=t.vendors_empty_text() action=add /> };
    view! { <DataTable caption=t.vendors() columns rows empty /> }
}

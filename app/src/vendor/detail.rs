//! One vendor: its engagements, sites and teams.

use domain::vendor::Standing;
use domain::{Permission, VendorId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    Column, Crumb, DataTable, DescriptionList, EmptyState, Extent, Fact, Form, FormAction, IconName,
    LinkButton, Loaded, Page, Section, row, t, view,
};

use super::api::{ReadVendor, SetVendorStanding};
use super::standing::{StandingBadge, StandingFields, StandingWords};
use super::view::{ProgrammeCard, SiteRow, TeamRow, VendorDetail};
use crate::ask;
use crate::done::Done;
use crate::me::may;

/// One vendor.
#[component]
pub fn VendorPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("vendor")).unwrap_or_default();
    let set_standing = ask::action::<SetVendorStanding>();
    let detail = ask::load(move || ReadVendor { id: id() }).again_after(set_standing);
    view! {
        <Loaded value=detail extent=Extent::Page let:detail>
            <VendorContent detail set_standing />
        </Loaded>
    }
}

#[component]
fn VendorContent(detail: VendorDetail, set_standing: FormAction) -> impl IntoView {
    let t = t();
    let VendorDetail { id, name, standing, version, people, programmes, sites, teams } = detail;
    let mut facts = vec![
        Fact::new(t.standing(), view! { <StandingBadge standing /> }),
        Fact::new(t.people(), t.people_count(people)),
    ];
    facts.extend(programmes.into_iter().map(programme_fact));
    let site_names = sites.iter().map(|site| (site.id, site.name.clone())).collect();
    let actions = move || {
        may(Permission::WriteVendors).then(
            || view! { <LinkButton href=format!("/vendors/{id}/edit") label=ui::t().vendor_change() /> },
        )
    };
    let done = vec![("added", t.vendor_added().to_owned()), ("changed", t.changes_saved().to_owned())];
    view! {
        <Page title=name breadcrumbs=vec![Crumb::link(t.vendors(), "/vendors")] actions>
            <Done words=done />
            <DescriptionList items=facts />
            <Section title=t.sites() actions=move || add_site(id, standing)>
                <SiteTable sites vendor=id standing />
            </Section>
            <Section title=t.teams()>
                <TeamTable teams site_names />
            </Section>
            {may(Permission::WriteVendors)
                .then(|| view! { <SetStanding id version standing action=set_standing /> })}
        </Page>
    }
}

fn programme_fact(programme: ProgrammeCard) -> Fact {
    let t = t();
    let ProgrammeCard { name, channels, languages } = programme;
    let channels: Vec<_> = channels.into_iter().map(|channel| t.channel(channel)).collect();
    let languages: Vec<_> = languages.into_iter().map(|language| t.language_name(language)).collect();
    let scope = format!("{} · {}", channels.join(", "), languages.join(", "));
    Fact::new(t.programme(), view! { {name} <span class="table__note">{scope}</span> })
}

fn add_site(vendor: VendorId, standing: Standing) -> impl IntoView {
    (standing == Standing::Active && may(Permission::WriteVendors)).then(|| {
        view! {
            <LinkButton href=format!("/vendors/{vendor}/sites/new") label=t().site_add() icon=IconName::Plus />
        }
    })
}

#[component]
fn SiteTable(sites: Vec<SiteRow>, vendor: VendorId, standing: Standing) -> impl IntoView {
    let t = t();
    let columns = vec![
        Column::text(t.site()),
        Column::text(t.country()),
        Column::text(t.site_zone()),
        Column::text(t.transfer_regime()),
        Column::text(t.standing()),
    ];
    let rows = sites
        .into_iter()
        .map(|SiteRow { id, name, country, time_zone, regime, standing, .. }| {
            let row = row![
                view! { <a href=format!("/sites/{id}")>{name}</a> },
                country,
                time_zone.replace('_', " "),
                t.regime(regime),
                view! { <StandingBadge standing /> },
            ];
            if standing == Standing::Active { row } else { row.faded() }
        })
        .collect();
    let empty = move || {
        view! {
            <EmptyState
                title=t.sites_empty()
                text=t.sites_empty_text()
                action=move || add_site(vendor, standing)
            />
        }
    };
    view! { <DataTable caption=t.sites() columns rows empty /> }
}

/// Teams as a table; with the site of each when there is more than one site.
#[component]
pub(super) fn TeamTable(teams: Vec<TeamRow>, site_names: Vec<(domain::SiteId, String)>) -> impl IntoView {
    let t = t();
    let mut columns = vec![Column::text(t.team())];
    if !site_names.is_empty() {
        columns.push(Column::text(t.site()));
    }
    columns.extend([Column::number(t.people()), Column::text(t.standing())]);
    let rows = teams
        .into_iter()
        .map(|TeamRow { id, name, site, standing, people }| {
            let site = site_names.iter().find(|(known, _)| *known == site).map(|(_, name)| name.clone());
            let mut cells = vec![ui::cell(view! { <a href=format!("/teams/{id}")>{name}</a> })];
            cells.extend(site.map(ui::cell));
            cells.extend([ui::cell(t.number(people)), ui::cell(view! { <StandingBadge standing /> })]);
            let row = ui::Row::new(cells);
            if standing == Standing::Active { row } else { row.faded() }
        })
        .collect();
    let empty = move || view! { <EmptyState title=t.teams_empty() text=t.teams_empty_text() /> };
    view! { <DataTable caption=t.teams() columns rows empty /> }
}

#[component]
fn SetStanding(id: VendorId, version: i64, standing: Standing, action: FormAction) -> impl IntoView {
    let t = t();
    let words = StandingWords {
        close: (t.vendor_close(), t.vendor_close_consequence()),
        reopen: (t.vendor_reopen(), t.vendor_reopen_consequence()),
    };
    view! {
        <Form action id="standing">
            <StandingFields id=id.to_string() version standing words />
        </Form>
    }
}

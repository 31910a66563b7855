//! One team and its people.

use domain::{Permission, TeamId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    Column, Crumb, DataTable, DescriptionList, EmptyState, Extent, Fact, Form, FormAction, LinkButton,
    Loaded, Page, Section, t, view,
};

use super::api::{ReadTeam, SetTeamStanding};
use super::standing::{StandingBadge, StandingFields, StandingWords, may_change};
use super::view::TeamDetail;
use crate::ask;
use crate::done::Done;
use crate::me::may;
use crate::people::{PersonRow, person_table_row};

/// One team.
#[component]
pub fn TeamPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("team")).unwrap_or_default();
    let set_standing = ask::action::<SetTeamStanding>();
    let detail = ask::load(move || ReadTeam { id: id() }).again_after(set_standing);
    view! {
        <Loaded value=detail extent=Extent::Page let:detail>
            <TeamContent detail set_standing />
        </Loaded>
    }
}

#[component]
fn TeamContent(detail: TeamDetail, set_standing: FormAction) -> impl IntoView {
    let t = t();
    let TeamDetail { id, name, standing, version, site, vendor, place_standing, people } = detail;
    let facts = vec![
        Fact::new(t.standing(), view! { <StandingBadge standing /> }),
        Fact::new(t.vendor(), vendor.1.clone()),
        Fact::new(t.site(), site.1.clone()),
    ];
    let actions = move || {
        may(Permission::WriteTeams)
            .then(|| view! { <LinkButton href=format!("/teams/{id}/edit") label=ui::t().team_change() /> })
    };
    let done = vec![("added", t.team_added().to_owned()), ("changed", t.changes_saved().to_owned())];
    view! {
        <Page title=name breadcrumbs=crumbs(&site, &vendor) actions>
            <Done words=done />
            <DescriptionList items=facts />
            {may(Permission::ReadUsers)
                .then(|| {
                    view! {
                        <Section title=t.team_people()>
                            <PeopleTable people />
                        </Section>
                    }
                })}
            {(may(Permission::WriteTeams) && may_change(standing, place_standing))
                .then(|| view! { <SetStanding id version standing action=set_standing /> })}
        </Page>
    }
}

/// The way here, for those who may go it.
fn crumbs(site: &(domain::SiteId, String), vendor: &(domain::VendorId, String)) -> Vec<Crumb> {
    if !may(Permission::ReadVendors) {
        return vec![Crumb::link(t().home(), "/")];
    }
    vec![
        Crumb::link(t().vendors(), "/vendors"),
        Crumb::link(vendor.1.clone(), format!("/vendors/{}", vendor.0)),
        Crumb::link(site.1.clone(), format!("/sites/{}", site.0)),
    ]
}

#[component]
fn PeopleTable(people: Vec<PersonRow>) -> impl IntoView {
    let t = t();
    let columns = vec![
        Column::text(t.person_name()),
        Column::text(t.person_role()),
        Column::text(t.person_place()),
        Column::text(t.person_state()),
    ];
    let rows = people.into_iter().map(person_table_row).collect();
    let empty = move || view! { <EmptyState title=t.team_people_empty() /> };
    view! { <DataTable caption=t.team_people() columns rows empty /> }
}

#[component]
fn SetStanding(
    id: TeamId,
    version: i64,
    standing: domain::vendor::Standing,
    action: FormAction,
) -> impl IntoView {
    let t = t();
    let words = StandingWords {
        close: (t.team_close(), t.team_close_consequence()),
        reopen: (t.team_reopen(), t.team_reopen_consequence()),
    };
    view! {
        <Form action id="standing">
            <StandingFields id=id.to_string() version standing words />
        </Form>
    }
}

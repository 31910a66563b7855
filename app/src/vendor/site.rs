//! One site.

use domain::vendor::Standing;
use domain::{Permission, SiteId};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    Crumb, DescriptionList, Extent, Fact, Form, FormAction, IconName, LinkButton, Loaded, Page, Section, t,
    view,
};

use super::api::{ReadSite, SetSiteStanding};
use super::detail::TeamTable;
use super::standing::{StandingBadge, StandingFields, StandingWords, may_change};
use super::view::SiteDetail;
use crate::ask;
use crate::done::Done;
use crate::me::may;

/// One site.
#[component]
pub fn SitePage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("site")).unwrap_or_default();
    let set_standing = ask::action::<SetSiteStanding>();
    let detail = ask::load(move || ReadSite { id: id() }).again_after(set_standing);
    view! {
        <Loaded value=detail extent=Extent::Page let:detail>
            <SiteContent detail set_standing />
        </Loaded>
    }
}

#[component]
fn SiteContent(detail: SiteDetail, set_standing: FormAction) -> impl IntoView {
    let t = t();
    let SiteDetail { site, vendor: (vendor, vendor_name), vendor_standing, teams, .. } = detail;
    let (id, version, standing) = (site.id, site.version, site.standing);
    let is_open = standing == Standing::Active && vendor_standing == Standing::Active;
    let facts = vec![
        Fact::new(t.standing(), view! { <StandingBadge standing /> }),
        Fact::new(t.country(), site.country),
        Fact::new(t.site_zone(), site.time_zone.replace('_', " ")),
        Fact::new(t.transfer_regime(), t.regime(site.regime)),
        Fact::new(t.site_shifts(), site.shifts),
    ];
    let crumbs =
        vec![Crumb::link(t.vendors(), "/vendors"), Crumb::link(vendor_name, format!("/vendors/{vendor}"))];
    let actions = move || {
        may(Permission::WriteVendors)
            .then(|| view! { <LinkButton href=format!("/sites/{id}/edit") label=ui::t().site_change() /> })
    };
    let done = vec![("added", t.site_added().to_owned()), ("changed", t.changes_saved().to_owned())];
    view! {
        <Page title=site.name breadcrumbs=crumbs actions>
            <Done words=done />
            <DescriptionList items=facts />
            <Section title=t.teams() actions=move || add_team(id, is_open)>
                <TeamTable teams site_names=Vec::new() />
            </Section>
            {(may(Permission::WriteVendors) && may_change(standing, vendor_standing))
                .then(|| view! { <SetStanding id version standing action=set_standing /> })}
        </Page>
    }
}

fn add_team(site: SiteId, is_open: bool) -> impl IntoView {
    (is_open && may(Permission::WriteTeams)).then(|| {
        view! { <LinkButton href=format!("/sites/{site}/teams/new") label=t().team_add() icon=IconName::Plus /> }
    })
}

#[component]
fn SetStanding(id: SiteId, version: i64, standing: Standing, action: FormAction) -> impl IntoView {
    let t = t();
    let words = StandingWords {
        close: (t.site_close(), t.site_close_consequence()),
        reopen: (t.site_reopen(), t.site_reopen_consequence()),
    };
    view! {
        <Form action id="standing">
            <StandingFields id=id.to_string() version standing words />
        </Form>
    }
}

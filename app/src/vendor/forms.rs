//! Adding and changing vendors, sites and teams.

use domain::Permission;
use domain::broadcast::{Timetable, WeeklyShifts};
use domain::vendor::TransferRegime;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    Crumb, Extent, FieldWidth, Form, HiddenField, Loaded, Page, PageWidth, RadioGroup, RadioOption, Select,
    SelectOption, SubmitRow, TextField, VersionField, t, view,
};

use super::api::{
    CreateSite, CreateTeam, CreateVendor, ReadSite, ReadSiteChoices, ReadTeam, ReadVendor, UpdateSite,
    UpdateTeam, UpdateVendor,
};
use super::shifts::ShiftTable;
use super::view::{SiteDetail, SiteRow, TeamDetail, VendorDetail};
use crate::ask;
use crate::people::zone_options;
use crate::permitted::Permitted;

/// The value of a parameter of the address.
fn param(key: &'static str) -> impl Fn() -> String + Clone + Send + Sync {
    let params = use_params_map();
    move || params.with(|params| params.get(key)).unwrap_or_default()
}

/// Adding a vendor.
#[component]
pub fn NewVendorPage() -> impl IntoView {
    let t = t();
    let action = ask::action::<CreateVendor>();
    let crumbs = vec![Crumb::link(t.vendors(), "/vendors")];
    view! {
        <Permitted permission=Permission::WriteVendors>
            <Page title=t.vendor_add() breadcrumbs=crumbs width=PageWidth::Narrow>
                <Form action draft_key="vendor-new">
                    <NameField value=String::new() />
                    <SubmitRow label=t.vendor_add() cancel="/vendors" />
                </Form>
            </Page>
        </Permitted>
    }
}

/// Renaming a vendor.
#[component]
pub fn VendorEditPage() -> impl IntoView {
    let id = param("vendor");
    let detail = ask::load(move || ReadVendor { id: id() });
    let action = ask::action::<UpdateVendor>();
    let content = move |VendorDetail { id, name, version, .. }: VendorDetail| {
        let t = ui::t();
        let back = format!("/vendors/{id}");
        let crumbs = vec![Crumb::link(t.vendors(), "/vendors"), Crumb::link(name.clone(), back.clone())];
        view! {
            <Page title=t.vendor_change() breadcrumbs=crumbs width=PageWidth::Narrow>
                <Form action draft_key=back.clone()>
                    <Versioned id=id.to_string() version />
                    <NameField value=name />
                    <SubmitRow label=t.save() cancel=back />
                </Form>
            </Page>
        }
    };
    view! {
        <Permitted permission=Permission::WriteVendors>
            <Loaded value=detail extent=Extent::Page children=content />
        </Permitted>
    }
}

/// Adding a site to a vendor.
#[component]
pub fn NewSitePage() -> impl IntoView {
    let id = param("vendor");
    let asked = id.clone();
    let choices = ask::load(move || ReadSiteChoices { vendor: asked() });
    let action = ask::action::<CreateSite>();
    let content = move |(vendor, zones): (String, Vec<String>)| {
        let t = ui::t();
        let id = id();
        let back = format!("/vendors/{id}");
        let crumbs = vec![Crumb::link(t.vendors(), "/vendors"), Crumb::link(vendor, back.clone())];
        view! {
            <Page title=t.site_add() breadcrumbs=crumbs width=PageWidth::Narrow>
                <Form action draft_key=format!("site-new-{id}")>
                    <HiddenField name="vendor" value=id />
                    <SiteFields zones />
                    <SubmitRow label=t.site_add() cancel=back />
                </Form>
            </Page>
        }
    };
    view! {
        <Permitted permission=Permission::WriteVendors>
            <Loaded value=choices extent=Extent::Page children=content />
        </Permitted>
    }
}

/// Changing a site.
#[component]
pub fn SiteEditPage() -> impl IntoView {
    let id = param("site");
    let detail = ask::load(move || ReadSite { id: id() });
    let action = ask::action::<UpdateSite>();
    let content = move |SiteDetail { site, zones, .. }: SiteDetail| {
        let t = ui::t();
        let (id, version) = (site.id, site.version);
        let back = format!("/sites/{id}");
        let crumbs = vec![Crumb::link(t.vendors(), "/vendors"), Crumb::link(site.name.clone(), back.clone())];
        view! {
            <Page title=t.site_change() breadcrumbs=crumbs width=PageWidth::Narrow>
                <Form action draft_key=back.clone()>
                    <Versioned id=id.to_string() version />
                    <SiteFields zones site />
                    <SubmitRow label=t.save() cancel=back />
                </Form>
            </Page>
        }
    };
    view! {
        <Permitted permission=Permission::WriteVendors>
            <Loaded value=detail extent=Extent::Page children=content />
        </Permitted>
    }
}

/// Adding a team to a site.
#[component]
pub fn NewTeamPage() -> impl IntoView {
    let id = param("site");
    let detail = ask::load(move || ReadSite { id: id() });
    let action = ask::action::<CreateTeam>();
    let content = move |SiteDetail { site, .. }: SiteDetail| {
        let t = ui::t();
        let back = format!("/sites/{}", site.id);
        let crumbs = vec![Crumb::link(t.vendors(), "/vendors"), Crumb::link(site.name, back.clone())];
        view! {
            <Page title=t.team_add() breadcrumbs=crumbs width=PageWidth::Narrow>
                <Form action draft_key=format!("team-new-{}", site.id)>
                    <HiddenField name="site" value=site.id.to_string() />
                    <NameField value=String::new() />
                    <SubmitRow label=t.team_add() cancel=back />
                </Form>
            </Page>
        }
    };
    view! {
        <Permitted permission=Permission::WriteTeams>
            <Loaded value=detail extent=Extent::Page children=content />
        </Permitted>
    }
}

/// Renaming a team.
#[component]
pub fn TeamEditPage() -> impl IntoView {
    let id = param("team");
    let detail = ask::load(move || ReadTeam { id: id() });
    let action = ask::action::<UpdateTeam>();
    let content = move |TeamDetail { id, name, version, .. }: TeamDetail| {
        let t = ui::t();
        let back = format!("/teams/{id}");
        let crumbs = vec![Crumb::link(t.vendors(), "/vendors"), Crumb::link(name.clone(), back.clone())];
        view! {
            <Page title=t.team_change() breadcrumbs=crumbs width=PageWidth::Narrow>
                <Form action draft_key=back.clone()>
                    <Versioned id=id.to_string() version />
                    <NameField value=name />
                    <SubmitRow label=t.save() cancel=back />
                </Form>
            </Page>
        }
    };
    view! {
        <Permitted permission=Permission::WriteTeams>
            <Loaded value=detail extent=Extent::Page children=content />
        </Permitted>
    }
}

#[component]
fn NameField(value: String) -> impl IntoView {
    view! { <TextField name="name" label=t().name() value autocomplete="off" max_length=120u32 /> }
}

/// Which row is changed, and as it was when it was read.
#[component]
fn Versioned(id: String, version: i64) -> impl IntoView {
    view! {
        <HiddenField name="id" value=id />
        <VersionField version />
    }
}

#[component]
fn SiteFields(zones: Vec<String>, #[prop(optional)] site: Option<SiteRow>) -> impl IntoView {
    let t = t();
    let (name, country, zone, regime, timetable) = match site {
        Some(site) => (site.name, site.country, site.time_zone, site.regime.as_str(), site.timetable),
        None => {
            let usual = Timetable::of(&WeeklyShifts::default());
            (String::new(), String::new(), String::new(), "", usual)
        }
    };
    let mut options = zone_options(&zones);
    if zone.is_empty() {
        options.insert(0, SelectOption::new("", ""));
    }
    let regimes = TransferRegime::ALL.map(|regime| RadioOption::new(regime.as_str(), t.regime(regime)));
    view! {
        <NameField value=name />
        <TextField
            name="country"
            label=t.country()
            hint=t.country_hint()
            value=country
            width=FieldWidth::Short
            max_length=2u32
            autocomplete="off"
        />
        <Select name="time_zone" label=t.site_zone() hint=t.site_zone_hint() options value=zone />
        <RadioGroup
            name="transfer_regime"
            legend=t.transfer_regime()
            hint=t.transfer_regime_hint()
            options=regimes.to_vec()
            value=regime
        />
        <ShiftTable timetable />
    }
}

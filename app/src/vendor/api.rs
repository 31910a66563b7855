//! What the pages about vendors ask of the server. Each function only translates.

use domain::broadcast::Timetable;
use domain::{SiteId, TeamId, VendorId};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};

use super::view::{SiteDetail, TeamDetail, VendorDetail, VendorRow};
use crate::error::AppError;

#[cfg(feature = "ssr")]
use {
    super::view::{ProgrammeCard, SiteRow, TeamRow},
    crate::context::{asked, portal, principal},
    crate::people::{parse_id, person_row},
    domain::vendor::Standing,
    service::{SiteInput, TeamInput, VendorInput, VendorSummary},
};

/// The vendors that the reader may see.
#[server(name = ReadVendors, endpoint = "vendors", input = GetUrl, output = Postcard)]
pub async fn vendors() -> Result<Vec<VendorRow>, AppError> {
    let (portal, actor) = asked()?;
    Ok(portal.vendors(&actor).await?.into_iter().map(vendor_row).collect())
}

/// One vendor.
#[server(name = ReadVendor, endpoint = "vendor", input = GetUrl, output = Postcard)]
pub async fn vendor(id: String) -> Result<VendorDetail, AppError> {
    let (portal, actor) = asked()?;
    let view = portal.vendor(&actor, parse_id(&id)?).await?;
    let programme = |row: service::Programme| ProgrammeCard {
        name: row.name,
        channels: row.channels,
        languages: row.languages,
    };
    Ok(VendorDetail {
        id: view.vendor.id,
        name: view.vendor.name.to_string(),
        standing: view.vendor.standing,
        version: view.vendor.version,
        people: view.people,
        programmes: view.programmes.into_iter().map(programme).collect(),
        sites: view.sites.into_iter().map(site_row).collect(),
        teams: view.teams.into_iter().map(team_row).collect(),
    })
}

/// Adds a vendor.
#[server(endpoint = "create_vendor", output = Postcard)]
pub async fn create_vendor(name: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let id = portal.create_vendor(&actor, VendorInput { name }).await?;
    leptos_axum::redirect(&format!("/vendors/{id}?done=added"));
    Ok(())
}

/// Renames a vendor.
#[server(endpoint = "update_vendor", output = Postcard)]
pub async fn update_vendor(id: VendorId, version: i64, name: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.update_vendor(&actor, id, version, VendorInput { name }).await?;
    leptos_axum::redirect(&format!("/vendors/{id}?done=changed"));
    Ok(())
}

/// Closes a vendor or opens it again.
#[server(endpoint = "set_vendor_standing", output = Postcard)]
pub async fn set_vendor_standing(id: VendorId, version: i64, standing: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.set_vendor_standing(&actor, id, version, parse_standing(&standing)?).await?;
    leptos_axum::redirect(&format!("/vendors/{id}?done=changed"));
    Ok(())
}

/// One site.
#[server(name = ReadSite, endpoint = "site", input = GetUrl, output = Postcard)]
pub async fn site(id: String) -> Result<SiteDetail, AppError> {
    let (portal, actor) = asked()?;
    let view = portal.site(&actor, parse_id(&id)?).await?;
    Ok(SiteDetail {
        vendor: (view.vendor.id, view.vendor.name.to_string()),
        vendor_standing: view.vendor.standing,
        site: site_row(view.site),
        teams: view.teams.into_iter().map(team_row).collect(),
        zones: service::time_zones().to_vec(),
    })
}

/// The zones for a new site, and whether there is such a vendor: its name.
#[server(name = ReadSiteChoices, endpoint = "site_choices", input = GetUrl, output = Postcard)]
pub async fn site_choices(vendor: String) -> Result<(String, Vec<String>), AppError> {
    let (portal, actor) = asked()?;
    let view = portal.vendor(&actor, parse_id(&vendor)?).await?;
    Ok((view.vendor.name.to_string(), service::time_zones().to_vec()))
}

/// Adds a site to a vendor.
#[server(endpoint = "create_site", output = Postcard)]
pub async fn create_site(
    vendor: VendorId,
    name: String,
    country: String,
    time_zone: String,
    #[server(default)] transfer_regime: String,
    #[server(default)] shifts: Timetable,
) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let input = SiteInput { name, country, time_zone, transfer_regime, shifts };
    let id = portal.create_site(&actor, vendor, input).await?;
    leptos_axum::redirect(&format!("/sites/{id}?done=added"));
    Ok(())
}

/// Changes a site.
#[server(endpoint = "update_site", output = Postcard)]
pub async fn update_site(
    id: SiteId,
    version: i64,
    name: String,
    country: String,
    time_zone: String,
    #[server(default)] transfer_regime: String,
    #[server(default)] shifts: Timetable,
) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let input = SiteInput { name, country, time_zone, transfer_regime, shifts };
    portal.update_site(&actor, id, version, input).await?;
    leptos_axum::redirect(&format!("/sites/{id}?done=changed"));
    Ok(())
}

/// Closes a site or opens it again.
#[server(endpoint = "set_site_standing", output = Postcard)]
pub async fn set_site_standing(id: SiteId, version: i64, standing: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.set_site_standing(&actor, id, version, parse_standing(&standing)?).await?;
    leptos_axum::redirect(&format!("/sites/{id}?done=changed"));
    Ok(())
}

/// One team.
#[server(name = ReadTeam, endpoint = "team", input = GetUrl, output = Postcard)]
pub async fn team(id: String) -> Result<TeamDetail, AppError> {
    let me = principal()?;
    let portal = portal();
    let view = portal.team(&me.actor, parse_id(&id)?).await?;
    let places = portal.places(&me.actor).await?;
    Ok(TeamDetail {
        id: view.team.id,
        name: view.team.name.to_string(),
        standing: view.team.standing,
        version: view.team.version,
        site: (view.site.id, view.site.name.to_string()),
        vendor: (view.vendor.id, view.vendor.name.to_string()),
        place_standing: of_both(view.site.standing, view.vendor.standing),
        people: view.people.into_iter().map(|person| person_row(person, &places)).collect(),
    })
}

/// Adds a team to a site.
#[server(endpoint = "create_team", output = Postcard)]
pub async fn create_team(site: SiteId, name: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let id = portal.create_team(&actor, site, TeamInput { name }).await?;
    leptos_axum::redirect(&format!("/teams/{id}?done=added"));
    Ok(())
}

/// Renames a team.
#[server(endpoint = "update_team", output = Postcard)]
pub async fn update_team(id: TeamId, version: i64, name: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.update_team(&actor, id, version, TeamInput { name }).await?;
    leptos_axum::redirect(&format!("/teams/{id}?done=changed"));
    Ok(())
}

/// Closes a team or opens it again.
#[server(endpoint = "set_team_standing", output = Postcard)]
pub async fn set_team_standing(id: TeamId, version: i64, standing: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.set_team_standing(&actor, id, version, parse_standing(&standing)?).await?;
    leptos_axum::redirect(&format!("/teams/{id}?done=changed"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn parse_standing(text: &str) -> Result<Standing, AppError> {
    Standing::parse(text).ok_or_else(|| AppError::new(crate::error::Refusal::Invalid))
}

/// Whether a place is in use of which one part lies in the other.
#[cfg(feature = "ssr")]
fn of_both(site: Standing, vendor: Standing) -> Standing {
    if site == Standing::Active { vendor } else { site }
}

#[cfg(feature = "ssr")]
pub(crate) fn vendor_row(summary: VendorSummary) -> VendorRow {
    let VendorSummary { vendor, sites, teams, people } = summary;
    VendorRow {
        id: vendor.id,
        name: vendor.name.to_string(),
        standing: vendor.standing,
        sites: sites
            .into_iter()
            .filter(|site| site.standing == Standing::Active)
            .map(|site| (site.name.to_string(), site.country.as_str().to_owned()))
            .collect(),
        teams: teams as u64,
        people,
    }
}

#[cfg(feature = "ssr")]
fn site_row(site: domain::vendor::Site) -> SiteRow {
    SiteRow {
        shifts: site.shifts.written(crate::context::words().locale()),
        timetable: Timetable::of(&site.shifts),
        id: site.id,
        name: site.name.to_string(),
        country: site.country.as_str().to_owned(),
        time_zone: site.time_zone.as_str().to_owned(),
        regime: site.transfer_regime,
        standing: site.standing,
        version: site.version,
    }
}

#[cfg(feature = "ssr")]
pub(crate) fn team_row(row: service::TeamWithPeople) -> TeamRow {
    TeamRow {
        id: row.team.id,
        name: row.team.name.to_string(),
        site: row.team.site,
        standing: row.team.standing,
        people: u64::try_from(row.people).unwrap_or(0),
    }
}

//! Sites.

use domain::broadcast::Timetable;
use domain::event::{EventKind, NewEvent};
use domain::people::TimeZone;
use domain::vendor::{Country, Site, SiteChange, Standing, TransferRegime, Vendor};
use domain::{Actor, Fields, Name, Permission, Reason, SiteId, VendorId};
use store::{Sites, TeamRow};

use super::{must_be_open, name_taken};
use crate::error::{Error, Result};
use crate::people::is_time_zone;
use crate::portal::{Portal, require};

/// What is typed about a site.
#[derive(Clone, Debug, Default)]
pub struct SiteInput {
    /// What it is called.
    pub name: String,
    /// Where it is: two letters.
    pub country: String,
    /// Its clock.
    pub time_zone: String,
    /// On what ground data goes there.
    pub transfer_regime: String,
    /// When people work there.
    pub shifts: Timetable,
}

/// A site with everything on its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteView {
    /// The site.
    pub site: Site,
    /// Whose.
    pub vendor: Vendor,
    /// Its teams, with the number of their people.
    pub teams: Vec<TeamRow>,
}

impl Portal {
    /// One site.
    pub async fn site(&self, actor: &Actor, id: SiteId) -> Result<SiteView> {
        require(actor, Permission::ReadVendors)?;
        let (db, scope) = (self.store().read(), actor.scope());
        let site = db.sites(scope).get(id).await?.ok_or(Error::NotFound)?;
        let vendor = db.vendors(scope).get(site.vendor).await?.ok_or(Error::NotFound)?;
        let mut teams = db.teams(scope).with_people().await?;
        teams.retain(|row| row.team.site == id);
        Ok(SiteView { site, vendor, teams })
    }

    /// Adds a site to a vendor that is not closed.
    pub async fn create_site(&self, actor: &Actor, vendor: VendorId, input: SiteInput) -> Result<SiteId> {
        require(actor, Permission::WriteVendors)?;
        let SiteChange { name, country, time_zone, transfer_regime, shifts } = read(&input)?;
        self.store().read().vendors(actor.scope()).get(vendor).await?.ok_or(Error::NotFound)?;
        let id = SiteId::new(self.world().id());
        let standing = Standing::Active;
        let version = 1;
        let site = Site { id, vendor, name, country, time_zone, transfer_regime, standing, shifts, version };
        self.write(actor, move |tx| async move {
            must_be_open(&tx, vendor, None).await?;
            Sites::insert(&tx, &site, tx.now()).await.map_err(name_taken)?;
            let details = serde_json::json!({
                "country": site.country.as_str(),
                "transfer_regime": site.transfer_regime.as_str(),
            });
            tx.record(NewEvent::new(EventKind::SiteCreated, id.uuid()).of_vendor(Some(vendor)).with(details));
            Ok(id)
        })
        .await
    }

    /// Changes a site.
    pub async fn update_site(&self, actor: &Actor, id: SiteId, version: i64, input: SiteInput) -> Result<()> {
        require(actor, Permission::WriteVendors)?;
        let change = read(&input)?;
        let before = self.store().read().sites(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        let changed = changed_fields(&before, &change);
        self.write(actor, move |tx| async move {
            Sites::update(&tx, id, version, &change, before.standing).await.map_err(name_taken)?;
            let details = serde_json::json!({
                "fields": changed,
                "country": change.country.as_str(),
                "transfer_regime": change.transfer_regime.as_str(),
            });
            let event = NewEvent::new(EventKind::SiteChanged, id.uuid());
            tx.record(event.of_vendor(Some(before.vendor)).with(details));
            Ok(())
        })
        .await
    }

    /// Closes a site whose teams have no active people, or opens it again.
    pub async fn set_site_standing(
        &self,
        actor: &Actor,
        id: SiteId,
        version: i64,
        standing: Standing,
    ) -> Result<()> {
        require(actor, Permission::WriteVendors)?;
        let scope = actor.scope();
        let before = self.store().read().sites(scope).get(id).await?.ok_or(Error::NotFound)?;
        self.write(actor, move |tx| async move {
            let teams = tx.teams(scope).with_people().await?;
            let is_in_use = teams.iter().any(|row| row.team.site == id && 0 < row.people);
            if standing == Standing::Closed && is_in_use {
                return Err(Error::InUse);
            }
            let Site { vendor, name, country, time_zone, transfer_regime, shifts, .. } = before;
            if standing == Standing::Active {
                must_be_open(&tx, vendor, None).await?;
            }
            let as_it_is = SiteChange { name, country, time_zone, transfer_regime, shifts };
            Sites::update(&tx, id, version, &as_it_is, standing).await?;
            let kind = match standing {
                Standing::Active => EventKind::SiteReopened,
                Standing::Closed => EventKind::SiteClosed,
            };
            tx.record(NewEvent::new(kind, id.uuid()).of_vendor(Some(vendor)));
            Ok(())
        })
        .await
    }
}

fn read(input: &SiteInput) -> Result<SiteChange> {
    let mut fields = Fields::new();
    let name = fields.read("name", Name::parse(&input.name));
    let country = fields.read("country", Country::parse(&input.country));
    let time_zone = fields.read("time_zone", TimeZone::parse(&input.time_zone, is_time_zone));
    let regime = TransferRegime::parse(&input.transfer_regime).ok_or(Reason::NotAChoice);
    let transfer_regime = fields.read("transfer_regime", regime);
    let shifts = input.shifts.read("shifts", &mut fields);
    if let (Some(country), Some(regime)) = (country, transfer_regime)
        && !country.allows(regime)
    {
        fields.refuse("transfer_regime", Reason::RegimeDoesNotFitCountry);
    }
    let values = (|| {
        Some(SiteChange {
            name: name?,
            country: country?,
            time_zone: time_zone?,
            transfer_regime: transfer_regime?,
            shifts: shifts?,
        })
    })();
    Ok(fields.verdict(values)?)
}

fn changed_fields(before: &Site, after: &SiteChange) -> Vec<&'static str> {
    let mut changed = Vec::new();
    let mut note = |field, differs| {
        if differs {
            changed.push(field)
        }
    };
    note("name", before.name != after.name);
    note("country", before.country != after.country);
    note("time_zone", before.time_zone != after.time_zone);
    note("shifts", before.shifts != after.shifts);
    note("transfer_regime", before.transfer_regime != after.transfer_regime);
    changed
}

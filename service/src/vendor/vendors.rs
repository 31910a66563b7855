//! Vendors.

use domain::event::{EventKind, NewEvent};
use domain::people::UserState;
use domain::vendor::{Site, Standing, Vendor};
use domain::{Actor, Fields, Name, Permission, VendorId};
use store::{ProgrammeRow, TeamRow, UserFilter, Vendors};

use super::name_taken;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// What is typed about a vendor.
#[derive(Clone, Debug, Default)]
pub struct VendorInput {
    /// What it is called.
    pub name: String,
}

/// A vendor in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorSummary {
    /// The vendor.
    pub vendor: Vendor,
    /// Its sites.
    pub sites: Vec<Site>,
    /// How many teams in use it has.
    pub teams: usize,
    /// How many active people it has.
    pub people: u64,
}

/// A vendor with everything on its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VendorView {
    /// The vendor.
    pub vendor: Vendor,
    /// Its sites by name.
    pub sites: Vec<Site>,
    /// Its teams by name, with the number of their people.
    pub teams: Vec<TeamRow>,
    /// What it is engaged for.
    pub programmes: Vec<ProgrammeRow>,
    /// How many active people it has.
    pub people: u64,
}

impl Portal {
    /// The vendors that the actor may see, with what stands in a list.
    pub async fn vendors(&self, actor: &Actor) -> Result<Vec<VendorSummary>> {
        require(actor, Permission::ReadVendors)?;
        self.vendor_summaries(actor).await
    }

    pub(crate) async fn vendor_summaries(&self, actor: &Actor) -> Result<Vec<VendorSummary>> {
        let (db, scope) = (self.store().read(), actor.scope());
        let vendors = db.vendors(scope).all().await?;
        let sites = db.sites(scope).all().await?;
        let teams = db.teams(scope).with_people().await?;
        let mut summaries = Vec::with_capacity(vendors.len());
        for vendor in vendors {
            let people = db.users(scope).count(&active_people_of(vendor.id)).await?;
            summaries.push(summary(vendor, people, &sites, &teams));
        }
        Ok(summaries)
    }

    /// One vendor.
    pub async fn vendor(&self, actor: &Actor, id: VendorId) -> Result<VendorView> {
        require(actor, Permission::ReadVendors)?;
        let (db, scope) = (self.store().read(), actor.scope());
        let vendor = db.vendors(scope).get(id).await?.ok_or(Error::NotFound)?;
        let sites = db.sites(scope).of_vendor(id).await?;
        let mut teams = db.teams(scope).with_people().await?;
        teams.retain(|row| row.team.vendor == id);
        let mut programmes = db.programmes(scope).all().await?;
        programmes.retain(|programme| programme.vendor == id);
        let people = db.users(scope).count(&active_people_of(id)).await?;
        Ok(VendorView { vendor, sites, teams, programmes, people })
    }

    /// Adds a vendor.
    pub async fn create_vendor(&self, actor: &Actor, input: VendorInput) -> Result<VendorId> {
        require(actor, Permission::WriteVendors)?;
        let name = read_name(&input)?;
        let id = VendorId::new(self.world().id());
        let created_at = self.world().now();
        let vendor = Vendor { id, name, standing: Standing::Active, created_at, version: 1 };
        self.write(actor, move |tx| async move {
            Vendors::insert(&tx, &vendor).await.map_err(name_taken)?;
            tx.record(NewEvent::new(EventKind::VendorCreated, id.uuid()).of_vendor(Some(id)));
            Ok(id)
        })
        .await
    }

    /// Changes a vendor's name.
    pub async fn update_vendor(
        &self,
        actor: &Actor,
        id: VendorId,
        version: i64,
        input: VendorInput,
    ) -> Result<()> {
        require(actor, Permission::WriteVendors)?;
        let name = read_name(&input)?;
        let before = self.store().read().vendors(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        self.write(actor, move |tx| async move {
            Vendors::update(&tx, id, version, &name, before.standing).await.map_err(name_taken)?;
            let details = serde_json::json!({ "fields": ["name"] });
            tx.record(NewEvent::new(EventKind::VendorChanged, id.uuid()).of_vendor(Some(id)).with(details));
            Ok(())
        })
        .await?;
        self.session_cache().clear();
        Ok(())
    }

    /// Closes a vendor that has no active people left, or opens it again.
    pub async fn set_vendor_standing(
        &self,
        actor: &Actor,
        id: VendorId,
        version: i64,
        standing: Standing,
    ) -> Result<()> {
        require(actor, Permission::WriteVendors)?;
        let scope = actor.scope();
        let before = self.store().read().vendors(scope).get(id).await?.ok_or(Error::NotFound)?;
        self.write(actor, move |tx| async move {
            if standing == Standing::Closed && 0 < tx.users(scope).count(&active_people_of(id)).await? {
                return Err(Error::InUse);
            }
            Vendors::update(&tx, id, version, &before.name, standing).await?;
            let kind = match standing {
                Standing::Active => EventKind::VendorReopened,
                Standing::Closed => EventKind::VendorClosed,
            };
            tx.record(NewEvent::new(kind, id.uuid()).of_vendor(Some(id)));
            Ok(())
        })
        .await
    }
}

fn summary(vendor: Vendor, people: u64, sites: &[Site], teams: &[TeamRow]) -> VendorSummary {
    let is_mine = |row: &&TeamRow| row.team.vendor == vendor.id && row.team.standing == Standing::Active;
    VendorSummary {
        sites: sites.iter().filter(|site| site.vendor == vendor.id).cloned().collect(),
        teams: teams.iter().filter(is_mine).count(),
        people,
        vendor,
    }
}

fn active_people_of(vendor: VendorId) -> UserFilter {
    UserFilter { vendor: Some(vendor), state: Some(UserState::Active), ..UserFilter::default() }
}

fn read_name(input: &VendorInput) -> Result<Name> {
    let mut fields = Fields::new();
    let name = fields.read("name", Name::parse(&input.name));
    Ok(fields.verdict(name)?)
}

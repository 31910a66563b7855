//! The names of the places that somebody may know.

use domain::people::Place;
use domain::vendor::{Site, Standing, Team, Vendor};
use domain::{Actor, TeamId, VendorId};

use crate::error::Result;
use crate::portal::Portal;

/// The names of the vendors, sites and teams of an actor's scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    vendors: Vec<Vendor>,
    sites: Vec<Site>,
    teams: Vec<Team>,
}

impl Portal {
    /// The places of the actor's scope.
    pub async fn places(&self, actor: &Actor) -> Result<Places> {
        let (db, scope) = (self.store().read(), actor.scope());
        Ok(Places {
            vendors: db.vendors(scope).all().await?,
            sites: db.sites(scope).all().await?,
            teams: db.teams(scope).all().await?,
        })
    }
}

impl Places {
    /// Vendor, site and team, as far as there are any in the scope.
    pub fn name(&self, place: Place) -> Option<String> {
        let vendor = self.vendors.iter().find(|vendor| Some(vendor.id) == place.vendor);
        let site = self.sites.iter().find(|site| Some(site.id) == place.site);
        let team = self.teams.iter().find(|team| Some(team.id) == place.team);
        let names = [vendor.map(|it| &it.name), site.map(|it| &it.name), team.map(|it| &it.name)];
        let names: Vec<_> = names.into_iter().flatten().map(domain::Name::as_str).collect();
        (!names.is_empty()).then(|| names.join(" · "))
    }

    /// The vendors by name.
    pub fn vendors(&self) -> Vec<(VendorId, String)> {
        self.vendors.iter().map(|vendor| (vendor.id, vendor.name.to_string())).collect()
    }

    /// The teams in use, each with where it is; with its vendor for those who see several.
    pub fn teams(&self, actor: &Actor) -> Vec<(TeamId, String)> {
        let sees_several = actor.scope().vendor().is_none();
        let named = |team: &Team| {
            let vendor = sees_several.then_some(team.vendor);
            let name = self.name(Place { vendor, site: Some(team.site), team: Some(team.id) });
            (team.id, name.unwrap_or_default())
        };
        let active = self.teams.iter().filter(|team| team.standing == Standing::Active);
        let mut teams: Vec<_> = active.map(named).collect();
        teams.sort_by_cached_key(|(_, name)| domain::fold(name));
        teams
    }
}

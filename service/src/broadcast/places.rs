//! The figures of a broadcast by vendor, by site and by team.

use domain::broadcast::{Broadcast, Window, shown_parts};
use domain::vendor::{Site, Team, Vendor};
use domain::{Scope, SiteId, TeamId, VendorId};
use store::{Db, Progress};

use super::board::{applied, counted, times};
use crate::error::Result;

/// The figures of a vendor, a site or a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardGroup {
    /// Which.
    pub place: BoardPlace,
    /// What it is called.
    pub name: String,
    /// Its figures; none where it has too few people, or those of others could be worked out from them.
    pub window: Option<Window>,
    /// How many say that they had applied what is withdrawn; none of anything else, or where the figures are hidden.
    pub applied: Option<u64>,
    /// How many of those who are counted had the old version open after it was replaced; none where the figures are hidden.
    pub stale_views: Option<u64>,
}

/// A vendor, or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BoardPlace {
    /// All of it.
    Vendor(VendorId),
    /// One of its sites.
    Site(SiteId),
    /// One of the teams there.
    Team(TeamId),
}

impl BoardPlace {
    /// How deep it lies: 0 for a vendor, 1 for a site, 2 for a team.
    pub const fn level(self) -> u8 {
        match self {
            Self::Vendor(_) => 0,
            Self::Site(_) => 1,
            Self::Team(_) => 2,
        }
    }

    fn has(self, row: &Progress) -> bool {
        match self {
            Self::Vendor(vendor) => row.vendor == vendor,
            Self::Site(site) => row.site == site,
            Self::Team(team) => row.team == team,
        }
    }
}

/// The vendors in scope, each with its sites, and those with their teams.
pub(super) struct Floor {
    branches: Vec<Branch>,
    pub(super) sites: Vec<Site>,
    pub(super) teams: Vec<Team>,
}

/// A place, and those that it consists of.
struct Branch {
    place: BoardPlace,
    name: String,
    parts: Vec<Branch>,
}

impl Floor {
    /// Those in a scope.
    pub(super) async fn of(db: &Db, scope: Scope) -> Result<Self> {
        let (vendors, sites, teams) =
            (db.vendors(scope).all().await?, db.sites(scope).all().await?, db.teams(scope).all().await?);
        let branches = vendors.iter().map(|vendor| of_vendor(vendor, &sites, &teams)).collect();
        Ok(Self { branches, sites, teams })
    }

    /// Each vendor with its sites and their teams, and what they are called.
    pub(super) fn places(&self) -> impl Iterator<Item = (BoardPlace, &str)> {
        let mut places = Vec::new();
        walk(&self.branches, &mut places);
        places.into_iter()
    }

    /// The figures of every place that a broadcast reached: each vendor, its sites, their teams; with those of its recipients
    /// who saw the old version when it was replaced.
    pub(super) fn groups(
        &self,
        broadcast: &Broadcast,
        rows: &[Progress],
        stale: &[Progress],
    ) -> Vec<BoardGroup> {
        let mut groups = Vec::new();
        let rows: Vec<_> = rows.iter().collect();
        add(&mut groups, broadcast, &self.branches, (&rows, stale), Whole::Shown);
        groups
    }
}

fn of_vendor(vendor: &Vendor, sites: &[Site], teams: &[Team]) -> Branch {
    let mine = sites.iter().filter(|site| site.vendor == vendor.id);
    Branch {
        place: BoardPlace::Vendor(vendor.id),
        name: vendor.name.to_string(),
        parts: mine.map(|site| of_site(site, teams)).collect(),
    }
}

fn of_site(site: &Site, teams: &[Team]) -> Branch {
    let mine = teams.iter().filter(|team| team.site == site.id);
    let of_team = |team: &Team| Branch {
        place: BoardPlace::Team(team.id),
        name: team.name.to_string(),
        parts: Vec::new(),
    };
    Branch {
        place: BoardPlace::Site(site.id),
        name: site.name.to_string(),
        parts: mine.map(of_team).collect(),
    }
}

fn walk<'f>(branches: &'f [Branch], places: &mut Vec<(BoardPlace, &'f str)>) {
    for branch in branches {
        places.push((branch.place, branch.name.as_str()));
        walk(&branch.parts, places);
    }
}

/// Whether the figures are shown of what some places are parts of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Shown,
    /// Then those of its parts are not either, of which it is the sum.
    Hidden,
}

fn add(
    groups: &mut Vec<BoardGroup>,
    broadcast: &Broadcast,
    branches: &[Branch],
    (rows, stale): (&[&Progress], &[Progress]),
    whole: Whole,
) {
    let mine = |branch: &Branch| rows.iter().copied().filter(|row| branch.place.has(row)).collect::<Vec<_>>();
    let mut reached: Vec<_> = branches.iter().map(|branch| (branch, mine(branch))).collect();
    reached.retain(|(_, rows)| !rows.is_empty());
    let populations: Vec<_> =
        reached.iter().map(|(_, rows)| rows.iter().filter(|row| row.is_counted).count()).collect();
    for ((branch, rows), is_shown) in reached.into_iter().zip(shown_parts(&populations)) {
        let is_shown = is_shown && whole == Whole::Shown;
        let window = is_shown.then(|| times(broadcast, &rows).window());
        let applied = if is_shown { applied(broadcast, &rows) } else { None };
        let stale_views = is_shown.then(|| counted(stale.iter().filter(|row| branch.place.has(row))));
        let (place, name) = (branch.place, branch.name.clone());
        groups.push(BoardGroup { place, name, window, applied, stale_views });
        let whole = if is_shown { Whole::Shown } else { Whole::Hidden };
        add(groups, broadcast, &branch.parts, (&rows, stale), whole);
    }
}

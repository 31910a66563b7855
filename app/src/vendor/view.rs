//! Vendors, sites and teams as pages show them.

use domain::broadcast::Timetable;
use domain::knowledge::Channel;
use domain::vendor::{Standing, TransferRegime};
use domain::{Locale, SiteId, TeamId, VendorId};
use serde::{Deserialize, Serialize};

use crate::people::PersonRow;

/// A vendor in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorRow {
    /// Which.
    pub id: VendorId,
    /// What it is called.
    pub name: String,
    /// Whether it is in use.
    pub standing: Standing,
    /// Its sites with their countries.
    pub sites: Vec<(String, String)>,
    /// How many teams.
    pub teams: u64,
    /// How many active people.
    pub people: u64,
}

/// A site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteRow {
    /// Which.
    pub id: SiteId,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub country: String,
    /// Its clock.
    pub time_zone: String,
    /// On what ground data goes there.
    pub regime: TransferRegime,
    /// When people work there, as the reader writes it.
    pub shifts: String,
    /// The same as a table, for the form.
    pub timetable: Timetable,
    /// Whether it is in use.
    pub standing: Standing,
    /// For optimistic locking.
    pub version: i64,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    /// Which.
    pub id: TeamId,
    /// What it is called.
    pub name: String,
    /// Where.
    pub site: SiteId,
    /// Whether it is in use.
    pub standing: Standing,
    /// How many active people.
    pub people: u64,
}

/// An engagement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeCard {
    /// What it is called.
    pub name: String,
    /// On which channels.
    pub channels: Vec<Channel>,
    /// In which languages.
    pub languages: Vec<Locale>,
}

/// One vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorDetail {
    /// Which.
    pub id: VendorId,
    /// What it is called.
    pub name: String,
    /// Whether it is in use.
    pub standing: Standing,
    /// For optimistic locking.
    pub version: i64,
    /// How many active people.
    pub people: u64,
    /// Its engagements.
    pub programmes: Vec<ProgrammeCard>,
    /// Its sites.
    pub sites: Vec<SiteRow>,
    /// Its teams.
    pub teams: Vec<TeamRow>,
}

/// One site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteDetail {
    /// The site.
    pub site: SiteRow,
    /// Whose.
    pub vendor: (VendorId, String),
    /// Whether that vendor is in use.
    pub vendor_standing: Standing,
    /// Its teams.
    pub teams: Vec<TeamRow>,
    /// The zones, for the form.
    pub zones: Vec<String>,
}

/// One team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamDetail {
    /// Which.
    pub id: TeamId,
    /// What it is called.
    pub name: String,
    /// Whether it is in use.
    pub standing: Standing,
    /// For optimistic locking.
    pub version: i64,
    /// Where.
    pub site: (SiteId, String),
    /// Whose.
    pub vendor: (VendorId, String),
    /// Whether that site and that vendor are in use.
    pub place_standing: Standing,
    /// Its people, as far as the reader may see them.
    pub people: Vec<PersonRow>,
}

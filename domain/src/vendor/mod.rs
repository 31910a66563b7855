//! Vendors, their sites and teams.

mod country;
mod site;
mod team;

use serde::{Deserialize, Serialize};

use crate::{Name, Timestamp, VendorId};

pub use country::Country;
pub use site::{Site, SiteChange, TransferRegime};
pub use team::Team;

/// Whether a vendor, site or team is in use. Nothing is deleted: what happened there stays readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In use.
    Active,
    /// Closed; can be opened again.
    Closed,
}

impl Standing {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Closed => "closed",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Closed].into_iter().find(|standing| standing.as_str() == text)
    }
}

/// A contact-centre company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vendor {
    /// Which.
    pub id: VendorId,
    /// What it is called.
    pub name: Name,
    /// Whether the client works with it.
    pub standing: Standing,
    /// When it was added.
    pub created_at: Timestamp,
    /// For optimistic locking.
    pub version: i64,
}

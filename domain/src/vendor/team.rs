//! A group of agents at a site.

use super::Standing;
use crate::{Name, SiteId, TeamId, VendorId};

/// A group of agents at a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Which.
    pub id: TeamId,
    /// Whose.
    pub vendor: VendorId,
    /// Where.
    pub site: SiteId,
    /// What it is called.
    pub name: Name,
    /// Whether it is in use.
    pub standing: Standing,
    /// For optimistic locking.
    pub version: i64,
}

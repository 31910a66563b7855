//! The client, its vendors, their sites and teams.

mod client;
mod sites;
mod teams;
mod vendors;

pub use client::{Client, Clients};
pub use sites::Sites;
pub use teams::{TeamRow, Teams};
pub use vendors::Vendors;

use domain::vendor::Standing;
use domain::{Checked, Name};

use crate::error::{StoreError, StoreResult};

/// Reads a stored name, which was checked when it was written.
pub(crate) fn stored<T>(what: &str, value: Checked<T>) -> StoreResult<T> {
    value.map_err(|reason| StoreError::corrupt(format!("{what}: {reason:?}")))
}

pub(crate) fn stored_name(text: &str) -> StoreResult<Name> {
    stored("name", Name::parse(text))
}

pub(crate) fn stored_standing(text: &str) -> StoreResult<Standing> {
    Standing::parse(text).ok_or_else(|| StoreError::corrupt(format!("standing `{text}`")))
}

/// An update with the version in its condition changed one row, or the row was changed meanwhile.
pub(crate) fn exactly_one(rows_affected: u64) -> StoreResult<()> {
    if rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale) }
}

//! Vendors, their sites and teams: looking at them and administering them.

mod places;
mod sites;
mod teams;
mod vendors;

pub use places::Places;
pub use sites::{SiteInput, SiteView};
pub use teams::{TeamInput, TeamView};
pub use vendors::{VendorInput, VendorSummary, VendorView};

use domain::people::Place;
use domain::{Invalid, Reason, SiteId, VendorId};
use store::{Db, StoreError};

use crate::error::{Error, Result};
use crate::people::closed_part;

fn name_taken(error: StoreError) -> Error {
    match error {
        StoreError::Taken(_) => Invalid::field("name", Reason::Taken).into(),
        error => error.into(),
    }
}

/// Refuses to open something, or to add it open, at a vendor or a site that is closed.
async fn must_be_open(db: &Db, vendor: VendorId, site: Option<SiteId>) -> Result<()> {
    let place = Place { vendor: Some(vendor), site, team: None };
    if closed_part(db, place).await?.is_some() { Err(Error::Closed) } else { Ok(()) }
}

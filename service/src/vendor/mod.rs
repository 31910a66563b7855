//! Vendors, their sites and teams: looking at them and administering them.

mod places;
mod sites;
mod teams;
mod vendors;

pub use places::Places;
pub use sites::{SiteInput, SiteView};
pub use teams::{TeamInput, TeamView};
pub use vendors::{VendorInput, VendorSummary, VendorView};

use domain::{Invalid, Reason};
use store::StoreError;

use crate::error::Error;

fn name_taken(error: StoreError) -> Error {
    match error {
        StoreError::Taken(_) => Invalid::field("name", Reason::Taken).into(),
        error => error.into(),
    }
}

//! Vendors, their sites and teams.

mod api;
mod forms;
mod site;
mod standing;
mod team;
mod vendor;
mod vendors;
mod view;

pub use forms::{NewSitePage, NewTeamPage, NewVendorPage, SiteEditPage, TeamEditPage, VendorEditPage};
pub use site::SitePage;
pub use team::TeamPage;
pub use vendor::VendorPage;
pub use vendors::VendorsPage;

pub(crate) use vendors::VendorTable;
pub(crate) use view::{TeamRow, VendorRow};

#[cfg(feature = "ssr")]
pub(crate) use api::{team_row, vendor_row};

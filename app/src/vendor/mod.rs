//! Vendors, their sites and teams.

mod api;
mod detail;
mod forms;
mod shifts;
mod site;
mod standing;
mod team;
mod vendors;
mod view;

pub use detail::VendorPage;
pub use forms::{NewSitePage, NewTeamPage, NewVendorPage, SiteEditPage, TeamEditPage, VendorEditPage};
pub use site::SitePage;
pub use team::TeamPage;
pub use vendors::VendorsPage;

#[cfg(feature = "ssr")]
pub(crate) use {
    api::{team_row, vendor_row},
    view::{TeamRow, VendorRow},
};

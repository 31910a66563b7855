//! Signing in, one's own profile, and the people of the portal.

mod api;
mod forgot_password;
mod form;
mod list;
mod password;
mod person;
mod preferences;
mod reset_password;
mod sessions;
mod sign_in;
mod view;

pub use forgot_password::ForgotPasswordPage;
pub use form::{NewPersonPage, PersonEditPage};
pub use list::PeoplePage;
pub use password::PasswordPage;
pub use person::PersonPage;
pub use preferences::ProfilePage;
pub use reset_password::ResetPasswordPage;
pub use sessions::SessionsPage;
pub use sign_in::SignInPage;

pub(crate) use list::person_row as person_table_row;
pub(crate) use view::{PersonRow, zone_options};

#[cfg(feature = "ssr")]
pub(crate) use api::{parse_id, parse_slug, person_row};

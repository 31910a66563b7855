//! People: signing in and out, sessions, passwords, profiles, administration.

mod administer;
mod cache;
mod enrol;
mod hasher;
mod limits;
mod list;
mod password;
mod preferences;
mod reset;
mod session;
mod sign_in;
mod time_zone;
mod view;

pub(crate) use administer::{closed_part, new_user_row};
pub(crate) use cache::SessionCache;
pub(crate) use hasher::Hasher;
pub(crate) use limits::Limits;
pub(crate) use view::names_of;

pub use administer::UserInput;
pub use enrol::NewPerson;
pub use list::UserQuery;
pub use password::PasswordChange;
pub use preferences::PreferencesInput;
pub use reset::PasswordResetAsk;
pub use session::{Principal, SessionView};
pub use sign_in::{SignIn, SignedIn};
pub use time_zone::{is_time_zone, time_zones};
pub use view::PersonView;

//! People, their sessions, and the links with which they set passwords.

mod password_resets;
mod population;
mod sessions;
mod users;

pub use password_resets::{PasswordResetRow, PasswordResets};
pub use population::Population;
pub use sessions::{NewSession, SessionUser, Sessions};
pub use users::{UserFilter, UserOrder, Users};

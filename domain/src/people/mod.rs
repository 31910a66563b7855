//! People: roles, users, passwords, sessions.

mod password;
mod role;
mod session;
mod user;

pub use crate::access::Place;
pub use password::Password;
pub use role::Role;
pub use session::{Session, SessionState};
pub use user::{NewUser, Theme, TimeZone, User, UserChange, UserState, pseudonym};

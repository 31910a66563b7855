//! Palier's types, rules and policy.
//!
//! Invariants:
//! - Pure: no async, no clock, no randomness, no I/O, no database, no HTTP, no Leptos. What a rule needs of
//!   the world is an argument.
//! - Compiles to WebAssembly, so that forms can check in the browser what the server will check again.
//! - Text from outside becomes a type here once (`EmailAddress::parse`) and is trusted from then on.
//! - An area has the same name in every crate: `people`, `vendor`, `knowledge`, `broadcast`,
//!   `event`, `notification`, `proof`.

mod access;
pub mod broadcast;
pub mod clearance;
mod error;
pub mod event;
mod field;
mod id;
pub mod knowledge;
mod locale;
pub mod notification;
pub mod people;
pub mod proof;
mod text;
mod time;
pub mod vendor;

pub use access::{Actor, ActorKind, Permission, Scope, TokenScope};
pub use error::{ErrorKind, HasKind};
pub use field::{Checked, FieldError, Fields, Invalid, Reason};
pub use id::*;
pub use locale::Locale;
pub use text::{EmailAddress, Name, Slug, fold};
pub use time::Timestamp;

//! What happens, told to browsers while it happens.
//!
//! A hub in each process follows the event log, finds out once for each event who may know of it, and tells all streams
//! at once. A stream lets through what its reader may know. Browsers are told that something happened, and to what; the
//! rest they ask for, so that what they may see is decided where it always is.

mod address;
mod audience;
mod envelope;
mod hub;
mod listen;

pub(crate) use hub::Hub;

pub use envelope::Envelope;
pub use listen::{Heard, Listening};

//! The event log: appending, sealing, reading, verifying.

mod append;
mod read;
mod seal;
mod verify;

pub use read::{EventFilter, EventSoFar, Events};
pub use verify::ChainReport;

pub(crate) use append::{Recorded, append_sealed, append_unsealed};
pub(crate) use seal::{Sealed, head, seal, seal_alone};
pub(crate) use verify::verify;

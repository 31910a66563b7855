//! Flags: raising one, judging them, hearing what became of them.

mod api;
mod decide;
mod mine;
mod raise;
#[cfg(feature = "ssr")]
mod shown;
mod triage;

pub use decide::FlagPage;
pub use mine::MyFlagsPage;
pub use raise::RaiseFlagPage;
pub use triage::FlagsPage;

#[cfg(feature = "ssr")]
pub(crate) use shown::{answered, facts};

//! Search: an index of everything in effect, and questions asked of it in the words that people type.
//!
//! The index is derived: it lives in the memory of each process, is built from the database when the process
//! starts, and follows the event log from there. Losing it loses nothing.

mod best;
mod document;
mod expand;
mod find;
mod index;
mod kept;
mod misses;
mod passage;
mod question;
mod readable;
mod words;

pub(crate) use index::SearchIndex;

pub use find::{Reach, SearchAsk, SearchHit, SearchView};
pub use passage::Run;

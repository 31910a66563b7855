//! Search: the field on top of every page, the palette, the page of results, and what was not found.
//!
//! Only the field is in the main file; the rest is an area of its own (`app/src/area.rs`).

mod api;
mod field;
mod misses;
mod page;
mod palette;
mod shown;

pub use misses::MissesPage;
pub use page::SearchPage;
pub use palette::Palette;

pub(crate) use field::HeaderSearch;

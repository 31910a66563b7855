//! Looking for something: the field in the top bar, the palette over the page, the page of results.

mod facets;
mod field;
mod form;
mod palette;
mod pause;
mod results;

pub use facets::*;
pub use field::*;
pub use form::*;
pub use palette::*;
pub use results::*;

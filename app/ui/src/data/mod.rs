//! Facts: tables, lists, figures.

mod avatar;
mod description_list;
mod pagination;
mod stat;
mod table;
mod time_text;
mod tree_link;

pub use avatar::*;
pub use description_list::*;
pub use pagination::*;
pub use stat::*;
pub use table::*;
pub use time_text::*;
pub use tree_link::*;

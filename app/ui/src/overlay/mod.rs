//! What lies over the page, and what is only heard.

mod covered;
mod dialog;
mod live_region;
mod sign_in_again;

pub use covered::*;
pub use dialog::*;
pub use live_region::*;
pub use sign_in_again::*;

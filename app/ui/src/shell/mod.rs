//! What stands around every page.

mod app_frame;
mod bare_frame;
mod brand;
mod nav;
mod switches;
mod user_menu;

pub use app_frame::*;
pub use bare_frame::*;
pub use brand::*;
pub use nav::*;
pub use switches::*;
pub use user_menu::*;

pub(crate) use switches::address;

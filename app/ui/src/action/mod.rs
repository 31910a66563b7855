//! Things to press.

mod button;
mod confirm_button;
mod copy_button;
mod link_button;
mod menu;
mod variant;

pub use button::*;
pub use confirm_button::*;
pub use copy_button::*;
pub use link_button::*;
pub use menu::*;
pub use variant::*;

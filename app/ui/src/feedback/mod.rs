//! What the page says about itself: states, notices, refusals.

mod alert;
mod badge;
mod empty_state;
mod error_panel;
mod flash;
mod load;
mod loaded;
mod progress;
mod skeleton;
mod stairs;
mod tone;

pub use alert::*;
pub use badge::*;
pub use empty_state::*;
pub use error_panel::*;
pub use flash::*;
pub use load::*;
pub use loaded::*;
pub use progress::*;
pub use skeleton::*;
pub use stairs::*;
pub use tone::*;

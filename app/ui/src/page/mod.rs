//! The parts of a page.

mod breadcrumbs;
mod card;
#[expect(clippy::module_inception, reason = "the component is called Page")]
mod page;
mod section;
mod tabs;
mod toolbar;

pub use breadcrumbs::*;
pub use card::*;
pub use page::*;
pub use section::*;
pub use tabs::*;
pub use toolbar::*;

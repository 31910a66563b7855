//! What is being written: the list of it, writing, reviewing, publishing.

mod api;
mod begin;
mod consequences;
mod decide;
mod edit;
mod fixes;
mod image;
mod list;
mod review;
mod snippets;
mod space;
mod translate;
mod translations;
mod version;

pub use begin::NewArticlePage;
pub use list::DraftsPage;
pub use review::DraftChangesPage;
pub use space::{NewSpacePage, SpaceDoorsPage};
pub use translate::TranslatePage;
pub use translations::TranslationsPage;
pub use version::DraftPage;

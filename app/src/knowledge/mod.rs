//! Knowledge: spaces, their articles and versions, contact types.

mod api;
#[cfg(feature = "ssr")]
mod around;
mod article;
mod compare;
mod contact_type;
mod contact_type_api;
mod contact_types;
mod flow;
mod history;
mod import;
mod import_api;
mod place;
mod spaces;
mod verification;
mod version;
mod version_api;

pub use article::ArticlePage;
pub use compare::ComparePage;
pub use contact_type::ContactTypePage;
pub use contact_types::ContactTypesPage;
pub use flow::FlowPage;
pub use history::HistoryPage;
pub use import::{ImportPage, ImportsPage};
#[cfg(feature = "ssr")]
pub use import_api::MAX_UPLOAD_MB;
pub use spaces::{KnowledgePage, SpacePage};
pub use verification::VerificationPage;
pub use version::VersionPage;

pub(crate) use api::ReadSpaces;
pub(crate) use article::tone_of;
pub(crate) use compare::{DifferenceView, rendered as rendered_difference};
pub(crate) use version_api::Difference;
#[cfg(feature = "ssr")]
pub(crate) use {
    api::ArticleLink,
    around::{mend_button, next_button},
    spaces::ArticleList,
    verification::written::tone_of as tone_of_verification,
    version_api::difference_of,
};

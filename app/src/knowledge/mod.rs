//! Knowledge: spaces and their articles.

mod api;
mod article;
mod flow;
mod import;
mod import_api;
mod spaces;

pub use article::ArticlePage;
pub use flow::FlowPage;
pub use import::{ImportPage, ImportsPage};
#[cfg(feature = "ssr")]
pub use import_api::MAX_UPLOAD_MB;
pub use spaces::{KnowledgePage, SpacePage};

pub(crate) use api::ArticleLink;
pub(crate) use spaces::ArticleList;

//! Knowledge: spaces and their articles.

mod api;
mod article;
mod flow;
mod spaces;

pub use article::ArticlePage;
pub use flow::FlowPage;
pub use spaces::{KnowledgePage, SpacePage};

pub(crate) use api::ArticleLink;
pub(crate) use spaces::ArticleList;

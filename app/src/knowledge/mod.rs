//! Knowledge: spaces and their articles.

mod api;
mod article;
mod spaces;

pub use article::ArticlePage;
pub use spaces::{KnowledgePage, SpacePage};

pub(crate) use api::ArticleLink;
pub(crate) use spaces::ArticleList;

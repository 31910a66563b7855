//! Knowledge: spaces, articles, their versions, and what they are about.

mod article;
mod channel;
mod significance;

pub use article::{Article, ArticleVersion, Space, VersionState};
pub use channel::Channel;
pub use significance::Significance;

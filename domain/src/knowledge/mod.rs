//! Knowledge: spaces, articles, their versions, and what they are about.

mod article;
mod channel;
mod compare;
mod flow;
mod folder;
mod import;
mod lifecycle;
mod significance;

pub use article::{Article, ArticleVersion, Space, VersionState};
pub use channel::Channel;
pub use compare::{Change, DiffBlock, DiffLine, DiffLines};
pub use flow::{Choice, Flow, FlowFault, Step};
pub use folder::Folder;
pub use import::{ImportNote, ImportProblem, ImportRefusal};
pub use lifecycle::{
    Approval, Effect, Life, LifeRefusal, MAX_REASON, MIN_REASON, NotApprover, NotThen, Review, Transition,
    verify_by,
};
pub use significance::Significance;

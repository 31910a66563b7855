//! Knowledge: spaces, articles, their versions, and what they are about.

mod article;
mod channel;
mod compare;
mod flag;
mod flow;
mod folder;
mod image;
mod import;
mod lifecycle;
mod merge;
mod significance;
mod translation;
mod verification;

pub use article::{Article, ArticleVersion, Space, VersionState};
pub use channel::Channel;
pub use compare::{Change, DiffBlock, DiffLine, DiffLines};
pub use flag::{
    Fix, Flag, FlagKind, FlagState, FlagStep, MAX_FLAG_TEXT, MAX_PASSAGE, MIN_ANSWER, TimeToContentFix,
    occurs,
};
pub use flow::{Choice, Flow, FlowFault, Step};
pub use folder::Folder;
pub use image::{ImageFault, ImageKind, MAX_IMAGE_BYTES, MAX_IMAGE_MB, MAX_MEGAPIXELS};
pub use import::{ImportNote, ImportProblem, ImportRefusal, Intended};
pub use lifecycle::{
    Approval, Effect, Life, LifeRefusal, MAX_REASON, MIN_REASON, NotApprover, NotThen, Review, Transition,
};
pub use merge::{Theirs, merged};
pub use significance::Significance;
pub use translation::{OtherText, Rendition, SourceVersion, TextChange, Translation, keeping_up, standing};
pub use verification::{Rhythm, Verifiable, Verification, VerificationStatus};

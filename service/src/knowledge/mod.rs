//! Knowledge: Markdown into HTML, folders into articles and back, reading.

mod blocks;
mod compare;
mod contact_types;
mod export;
mod flows;
mod front_matter;
mod html;
mod import;
mod raw_html;
mod read;
mod render;
mod versions;

pub(crate) use import::{Reading, import_readings, read_files};

pub use contact_types::{ContactTypeGroup, ContactTypeNode, ContactTypeView, Coverage, GatheredArticle};
pub use flows::flows;
pub use import::{ImportAction, ImportFile, ImportReport, ImportRow};
pub use read::{ArticleView, FlowView, SpaceView};
pub use render::{Rendered, headings, render};
pub use versions::{Compared, Comparison, ComparisonView, HistoryEntry, HistoryView, VersionView};

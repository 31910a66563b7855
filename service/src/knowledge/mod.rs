//! Knowledge: Markdown into HTML, folders into articles and back, reading.

mod blocks;
mod export;
mod flows;
mod front_matter;
mod import;
mod raw_html;
mod read;
mod render;

pub(crate) use import::{Reading, import_readings, read_files};
pub(crate) use read::up_to_date;

pub use flows::flows;
pub use import::{ImportAction, ImportFile, ImportReport, ImportRow};
pub use read::{ArticleView, FlowView, SpaceView};
pub use render::{Rendered, headings, render};

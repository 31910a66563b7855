//! Knowledge: Markdown into HTML, folders into articles and back, reading.

mod blocks;
mod export;
mod front_matter;
mod import;
mod read;
mod render;

pub use import::{ImportAction, ImportFile, ImportReport, ImportRow};
pub use read::{ArticleView, SpaceView};
pub use render::{Rendered, render};

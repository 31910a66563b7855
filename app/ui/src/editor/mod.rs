//! Writing Markdown: a text field with a toolbar, a menu of blocks behind a slash, and what it will look like beside it.

mod caret;
mod intake;
mod markdown_editor;
mod slash_menu;
mod snippet;

pub use intake::FileIntake;
pub use markdown_editor::*;
pub use snippet::*;

//! Writing Markdown: a text field with a toolbar, a menu of blocks behind a slash, and what it will look like beside it.

mod caret;
mod markdown_editor;
mod slash_menu;
mod snippet;

pub use markdown_editor::*;
pub use snippet::*;

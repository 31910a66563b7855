//! Reading an article.

mod contents;
mod trusted_html;

pub use contents::*;
pub use trusted_html::*;

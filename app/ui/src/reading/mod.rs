//! Reading an article.

mod contents;
mod guided_flow;
mod trusted_html;

pub use contents::*;
pub use guided_flow::*;
pub use trusted_html::*;

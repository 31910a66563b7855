//! Reading an article.

mod compare;
mod contents;
mod gathered;
mod guided_flow;
mod trusted_html;
mod written;

pub use compare::*;
pub use contents::*;
pub use gathered::*;
pub use guided_flow::*;
pub use trusted_html::*;
pub use written::*;

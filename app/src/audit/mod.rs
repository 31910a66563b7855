//! The audit log.

mod api;
mod page;

pub use page::AuditPage;

#[cfg(feature = "ssr")]
pub use api::{AuditAsk, query_of};

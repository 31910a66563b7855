//! Palier's pages, routes and server functions.
//!
//! Invariants:
//! - A page is a sentence of components from `ui`; raw HTML with a meaning of its own lives there.
//! - A server function only translates: it takes the portal and the actor from the context, calls one use
//!   case, and turns the answer into plain values. Whether something is allowed is never decided here.
//! - The same render on both sides: no clock, no chance, no browser API while rendering. Times arrive as
//!   text, taken apart on the server for the reader's zone.
//! - No text: every word comes from `i18n`.

mod area;
mod ask;
mod audit;
mod broadcasts;
#[cfg(feature = "ssr")]
mod context;
mod document;
mod done;
mod drafts;
mod error;
mod flags;
mod frame;
mod gallery;
mod home;
mod knowledge;
mod live;
mod me;
mod moment;
mod notifications;
mod people;
mod permitted;
mod reasons;
mod routes;
mod search;
mod vendor;
mod written;

pub use area::preload;
#[cfg(feature = "ssr")]
pub use audit::{AuditAsk, query_of as audit_query};
#[cfg(feature = "ssr")]
pub use context::{Cookies, Demo, Services, Visitor, device_label};
pub use document::App;
#[cfg(feature = "ssr")]
pub use document::shell;
#[cfg(feature = "ssr")]
pub use error::status;
pub use error::{AppError, Refusal};
#[cfg(feature = "ssr")]
pub use knowledge::MAX_UPLOAD_MB;
pub use routes::{Access, PAGES, access_of, local_path};
#[cfg(feature = "ssr")]
pub use ui::Typed;

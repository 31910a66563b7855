//! The binary `palier`: settings, boot, HTTP, jobs, command line.
//!
//! Invariants:
//! - Commands and handlers translate; what they do is a use case of `service`.
//! - The only crate that opens a port, reads the environment or writes to a terminal.
//! - Who may do what is decided in the use cases. The guard in front of pages only knows who asks, and
//!   sends those who are not signed in to the sign-in page.
//! - Log lines are English and carry no personal data: no address, no name, no path with an id.
//! - Deliberately absent: HTML (but for the pages that must work when nothing else does), SQL, rules.

pub mod boot;
mod cli;
pub mod config;
mod demo;
mod limits;
mod listen;
mod logs;
mod memory;
mod web;

pub use cli::{StartFailure, main};
pub use demo::files as demo_files;
pub use web::{page_paths, plain_paths};

//! The store on SQLite and on PostgreSQL.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, also in its helpers and in the work that it writes"
)]

mod atomicity;
mod backup;
mod cancellation;
mod chain;
mod common;
mod damage;
mod files;
mod immutability;
mod jobs;
mod killed;
mod knowledge;
mod locking;
mod migrations;
mod nodes;
mod objects;
mod order;
mod plans;
mod scopes;
mod search;
mod sessions;
mod users;

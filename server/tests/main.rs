//! What the server promises: over HTTP, on the command line, and when it is killed.
//!
//! One program, because linking the whole portal takes longer than running these.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly"
)]

mod api;
mod assets;
mod audit_export;
mod bad_input;
mod broadcasts;
mod commands;
mod ended;
mod flags;
mod guard;
mod headers;
mod health;
mod images;
mod importing;
mod kept;
mod kill;
mod listening;
mod live;
mod matrix;
mod preferences;
mod proof;
mod sign_in;
mod stopping;
mod support;
mod unwritable;

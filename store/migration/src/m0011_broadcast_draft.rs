//! Broadcasts that are being composed.

use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step =
    Step { name: "m0011_broadcast_draft", up: &[Act::Run(UP)], down: &[Act::Run(DOWN)] };

const UP: &[&str] = &[
    // Beside what was sent: a draft lacks what a broadcast has to have, and no list, figure or vendor comes across it there.
    "CREATE TABLE broadcast_draft (
        id {uuid} PRIMARY KEY,
        title text NOT NULL,
        answers text NOT NULL,
        saved_by {uuid} REFERENCES user_account (id),
        saved_at bigint NOT NULL,
        version bigint NOT NULL
    )",
];

const DOWN: &[&str] = &["DROP TABLE IF EXISTS broadcast_draft"];

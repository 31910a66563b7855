//! Since when a broadcast has reached those who came to it, or back to it, after it was sent.

use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step =
    Step { name: "m0016_reached_since", up: &[Act::Run(UP)], down: &[Act::Run(DOWN)] };

const UP: &[&str] = &[
    // None where it reached them with the sending.
    "ALTER TABLE recipient ADD COLUMN reached_since bigint",
];

const DOWN: &[&str] = &["ALTER TABLE recipient DROP COLUMN reached_since"];

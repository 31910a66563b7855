//! Since when a broadcast has reached those who came to it, or back to it, after it was sent.

use crate::dialect::Guard;
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0016_reached_since",
    up: &[Act::Run(UP), Act::Guard(GUARDS)],
    down: &[Act::Unguard(GUARDS), Act::Run(DOWN)],
};

const UP: &[&str] = &[
    // None where it reached them with the sending.
    "ALTER TABLE recipient ADD COLUMN reached_since bigint",
];

const DOWN: &[&str] = &["ALTER TABLE recipient DROP COLUMN reached_since"];

/// What windows are computed from.
const GUARDS: &[Guard] = &[Guard {
    name: "reached_since_is_kept",
    table: "recipient",
    on: "UPDATE",
    when: "OLD.acknowledged_at IS NOT NULL AND NEW.reached_since {differs} OLD.reached_since",
    says: "since when it reached whoever has acknowledged is kept",
}];

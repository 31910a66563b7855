//! Whoever acknowledges a recall says whether they had applied what is withdrawn. The record of it is what proves it; here
//! it can be counted.

use crate::dialect::Guard;
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0018_recall_answer",
    up: &[Act::Run(UP), Act::Guard(GUARDS)],
    down: &[Act::Unguard(GUARDS), Act::Run(DOWN)],
};

const UP: &[&str] = &[
    // None of anything else, and of recalls that were acknowledged before this was asked.
    "ALTER TABLE recipient ADD COLUMN recall_answer text CHECK (recall_answer IN ('yes', 'no'))",
];

const DOWN: &[&str] = &["ALTER TABLE recipient DROP COLUMN recall_answer"];

const GUARDS: &[Guard] = &[Guard {
    name: "recall_answer_is_kept",
    table: "recipient",
    on: "UPDATE",
    when: "OLD.recall_answer IS NOT NULL AND NEW.recall_answer {differs} OLD.recall_answer",
    says: "what a recipient has said is kept",
}];

//! What was asked of the author of a version is kept once the version is approved, and who wrote it from the first word on.

use crate::dialect::Guard;
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step =
    Step { name: "m0015_review", up: &[Act::Guard(GUARDS)], down: &[Act::Unguard(GUARDS)] };

const GUARDS: &[Guard] = &[
    Guard {
        name: "article_version_keeps_its_review_note",
        table: "article_version",
        on: "UPDATE",
        when: "OLD.state NOT IN ('draft', 'in_review', 'changes_requested') \
               AND NEW.review_note {differs} OLD.review_note",
        says: "an approved version is immutable",
    },
    // Somebody else's name in the place of the author's would let the author approve.
    Guard {
        name: "article_contributor_is_immutable",
        table: "article_contributor",
        on: "UPDATE",
        when: "TRUE",
        says: "who contributed is kept",
    },
];

//! What was asked of the author of a version is kept once the version is approved.

use crate::dialect::Guard;
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step =
    Step { name: "m0015_review_note", up: &[Act::Guard(GUARDS)], down: &[Act::Unguard(GUARDS)] };

const GUARDS: &[Guard] = &[Guard {
    name: "article_version_keeps_its_review_note",
    table: "article_version",
    on: "UPDATE",
    when: "OLD.state NOT IN ('draft', 'in_review', 'changes_requested') \
           AND NEW.review_note {differs} OLD.review_note",
    says: "an approved version is immutable",
}];

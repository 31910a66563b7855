//! Coaching: that somebody who failed the check of a broadcast again went through it with their lead.

use crate::dialect::{Guard, ReplaceGuard};
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0012_coaching",
    up: &[Act::Run(UP), Act::Guard(GUARDS), Act::GuardReplace(REPLACE_GUARDS)],
    down: &[Act::Run(DOWN), Act::Forget(GUARDS)],
};

const UP: &[&str] = &[
    // That it was given. Who waits for it is read off the failed checks of the recipients.
    "CREATE TABLE coaching (
        id {uuid} PRIMARY KEY,
        broadcast_id {uuid} NOT NULL,
        user_id {uuid} NOT NULL,
        vendor_id {uuid} NOT NULL REFERENCES vendor (id),
        team_id {uuid} NOT NULL REFERENCES team (id),
        given_by {uuid} NOT NULL REFERENCES user_account (id),
        given_at bigint NOT NULL,
        UNIQUE (broadcast_id, user_id),
        FOREIGN KEY (broadcast_id, user_id) REFERENCES recipient (broadcast_id, user_id)
    )",
];

const DOWN: &[&str] = &["DROP TABLE IF EXISTS coaching"];

const GUARDS: &[Guard] = &[
    Guard {
        name: "coaching_is_append_only",
        table: "coaching",
        on: "DELETE",
        when: "TRUE",
        says: "that somebody was coached is kept",
    },
    Guard {
        name: "coaching_is_immutable",
        table: "coaching",
        on: "UPDATE",
        when: "TRUE",
        says: "that somebody was coached is not rewritten",
    },
];

const REPLACE_GUARDS: &[ReplaceGuard] = &[ReplaceGuard {
    name: "coaching_is_not_replaced",
    table: "coaching",
    when: "kept.id = NEW.id OR kept.broadcast_id = NEW.broadcast_id AND kept.user_id = NEW.user_id",
    // In the words of the engine, because this also answers a plain insert in its place.
    says: "UNIQUE constraint failed: that somebody was coached is kept",
}];

//! What was sent, approved and acknowledged is kept on every way round: what a broadcast said, how far somebody had come who
//! has acknowledged it, and whatever SQLite takes out as being in the way.

use crate::dialect::{Guard, ReplaceGuard};
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0020_kept",
    up: &[
        Act::Run(MOVED),
        Act::UnguardReplace(BEFORE),
        Act::GuardReplace(REPLACE_GUARDS),
        Act::Guard(GUARDS),
    ],
    down: &[Act::Unguard(GUARDS), Act::UnguardReplace(REPLACE_GUARDS), Act::GuardReplace(BEFORE)],
};

/// Who changed teams at their site took nothing along until now: no lead saw what they owe.
const MOVED: &[&str] = &["UPDATE recipient
    SET team_id = (SELECT team_id FROM user_account WHERE user_account.id = recipient.user_id)
    WHERE acknowledged_at IS NULL AND ended_at IS NULL AND EXISTS (
        SELECT 1 FROM user_account WHERE user_account.id = recipient.user_id AND user_account.vendor_id = recipient.vendor_id
            AND user_account.site_id = recipient.site_id AND user_account.team_id <> recipient.team_id)"];

const GUARDS: &[Guard] = &[
    Guard {
        name: "broadcast_text_is_kept",
        table: "broadcast_text",
        on: "DELETE",
        when: "TRUE",
        says: "a broadcast that was sent is not rewritten",
    },
    Guard {
        name: "broadcast_binding_is_kept",
        table: "broadcast_binding",
        on: "DELETE",
        when: "TRUE",
        says: "a broadcast that was sent is not rewritten",
    },
    // A broadcast is live from its first row on. What it says and what it is about are written before those whom it reaches.
    Guard {
        name: "broadcast_text_is_not_added",
        table: "broadcast_text",
        on: "INSERT",
        when: "EXISTS (SELECT 1 FROM recipient WHERE recipient.broadcast_id = NEW.broadcast_id)",
        says: "a broadcast that was sent is not rewritten",
    },
    Guard {
        name: "broadcast_binding_is_not_added",
        table: "broadcast_binding",
        on: "INSERT",
        when: "EXISTS (SELECT 1 FROM recipient WHERE recipient.broadcast_id = NEW.broadcast_id)",
        says: "a broadcast that was sent is not rewritten",
    },
    Guard {
        name: "broadcast_keeps_its_origin",
        table: "broadcast",
        on: "UPDATE",
        when: "OLD.state NOT IN ('draft', 'scheduled') AND (NEW.id {differs} OLD.id \
                   OR NEW.author_id {differs} OLD.author_id OR NEW.created_at {differs} OLD.created_at \
                   OR OLD.ended_at IS NOT NULL AND NEW.ended_at {differs} OLD.ended_at)",
        says: "a broadcast that was sent is not rewritten",
    },
    // Reminders are still counted, and somebody may still be exempted.
    Guard {
        name: "recipient_stays_acknowledged",
        table: "recipient",
        on: "UPDATE",
        when: "OLD.acknowledged_at IS NOT NULL AND (NEW.state {differs} OLD.state \
                   OR NEW.delivered_at {differs} OLD.delivered_at OR NEW.opened_at {differs} OLD.opened_at \
                   OR NEW.read_at {differs} OLD.read_at OR NEW.check_passed_at {differs} OLD.check_passed_at \
                   OR NEW.failed_checks {differs} OLD.failed_checks OR NEW.due_at {differs} OLD.due_at \
                   OR NEW.grace_until {differs} OLD.grace_until OR NEW.site_id {differs} OLD.site_id \
                   OR NEW.team_id {differs} OLD.team_id)",
        says: "what a recipient has done is kept",
    },
    // What was closed for somebody may be open again, what was superseded or recalled may not.
    Guard {
        name: "recipient_keeps_how_it_ended",
        table: "recipient",
        on: "UPDATE",
        when: "OLD.ended_by IS NOT NULL AND NEW.ended_by IS NOT NULL AND NEW.ended_by <> OLD.ended_by",
        says: "what a recipient has done is kept",
    },
];

// In the words of the engine, because these also answer plain inserts in its place.
const REPLACE_GUARDS: &[ReplaceGuard] = &[
    ReplaceGuard {
        name: "article_version_is_not_replaced",
        table: "article_version",
        when: "kept.state NOT IN ('draft', 'in_review', 'changes_requested') AND (kept.id = NEW.id \
               OR kept.rowid = NEW.rowid OR kept.article_id = NEW.article_id AND kept.locale = NEW.locale \
               AND (kept.number = NEW.number OR kept.state = 'effective' AND NEW.state = 'effective' \
                   OR kept.state IN ('approved', 'scheduled') AND NEW.state IN ('approved', 'scheduled')))",
        says: "UNIQUE constraint failed: an approved version is kept",
    },
    ReplaceGuard {
        name: "broadcast_is_not_replaced",
        table: "broadcast",
        when: "kept.state <> 'draft' AND (kept.id = NEW.id OR kept.rowid = NEW.rowid)",
        says: "UNIQUE constraint failed: a broadcast that was sent is kept",
    },
    ReplaceGuard {
        name: "broadcast_text_is_not_replaced",
        table: "broadcast_text",
        when: "kept.rowid = NEW.rowid OR kept.broadcast_id = NEW.broadcast_id AND kept.locale = NEW.locale",
        says: "UNIQUE constraint failed: a broadcast that was sent is not rewritten",
    },
    ReplaceGuard {
        name: "broadcast_binding_is_not_replaced",
        table: "broadcast_binding",
        when: "kept.rowid = NEW.rowid OR kept.broadcast_id = NEW.broadcast_id AND kept.locale = NEW.locale \
               AND kept.article_id = NEW.article_id",
        says: "UNIQUE constraint failed: a broadcast that was sent is not rewritten",
    },
    // An upsert is asked as well, before it is known to be one: what may be open again has to pass, as in `m0014_owed_again`.
    ReplaceGuard {
        name: "recipient_is_not_replaced",
        table: "recipient",
        when: "kept.rowid = NEW.rowid OR kept.broadcast_id = NEW.broadcast_id AND kept.user_id = NEW.user_id \
               AND NOT (kept.ended_at IS NOT NULL AND kept.ended_by = 'closed' AND kept.acknowledged_at IS NULL \
                   AND NEW.ended_at IS NULL)",
        says: "UNIQUE constraint failed: what a recipient has done is kept",
    },
    // Their keys are guarded where they come from.
    ReplaceGuard {
        name: "acknowledgement_row_is_not_replaced",
        table: "acknowledgement",
        when: "kept.rowid = NEW.rowid",
        says: "UNIQUE constraint failed: an acknowledgement is kept",
    },
    ReplaceGuard {
        name: "coaching_row_is_not_replaced",
        table: "coaching",
        when: "kept.rowid = NEW.rowid",
        says: "UNIQUE constraint failed: that somebody was coached is kept",
    },
    ReplaceGuard {
        name: "article_approval_row_is_not_replaced",
        table: "article_approval",
        when: "kept.rowid = NEW.rowid",
        says: "UNIQUE constraint failed: an approval is kept",
    },
    ReplaceGuard {
        name: "article_contributor_row_is_not_replaced",
        table: "article_contributor",
        when: "kept.rowid = NEW.rowid",
        says: "UNIQUE constraint failed: who contributed is kept",
    },
    ReplaceGuard {
        name: "flag_row_is_not_replaced",
        table: "flag",
        when: "kept.rowid = NEW.rowid",
        says: "UNIQUE constraint failed: a flag is kept",
    },
];

/// As in `m0001_house`.
const BEFORE: &[ReplaceGuard] = &[ReplaceGuard {
    name: "article_version_is_not_replaced",
    table: "article_version",
    when: "kept.state NOT IN ('draft', 'in_review', 'changes_requested') AND (kept.id = NEW.id \
           OR kept.article_id = NEW.article_id AND kept.locale = NEW.locale \
           AND (kept.number = NEW.number OR kept.state = 'effective' AND NEW.state = 'effective'))",
    says: "UNIQUE constraint failed: an approved version is kept",
}];

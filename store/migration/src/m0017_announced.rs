//! People are told of more: that a broadcast is there, and what becomes of the versions that they write or approve.

use crate::dialect::Guard;
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0017_announced",
    up: &[Act::Run(UP), Act::Forget(GUARDS), Act::Run(IN_ITS_PLACE), Act::Guard(GUARDS)],
    down: &[Act::Run(DOWN), Act::Forget(GUARDS), Act::Run(IN_ITS_PLACE), Act::Guard(GUARDS)],
};

/// SQLite cannot change the CHECK of a table, so both engines get the table anew.
const UP: &[&str] = &[
    "CREATE TABLE notification_anew (
        id {uuid} PRIMARY KEY,
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        kind text NOT NULL CHECK (kind IN ('reminder', 'late', 'recalled', 'coaching', 'flag_declined', 'flag_fixed',
            'announced', 'draft_submitted', 'draft_sent_back', 'draft_approved')),
        subject_id {uuid} NOT NULL,
        level text NOT NULL,
        broadcast_id {uuid} REFERENCES broadcast (id),
        severity text CHECK (severity IN ('info', 'standard', 'major', 'critical', 'recall')),
        title text NOT NULL,
        params text NOT NULL,
        created_at bigint NOT NULL,
        read_at bigint,
        mailed_at bigint,
        UNIQUE (user_id, kind, subject_id, level),
        CHECK ((kind IN ('flag_declined', 'flag_fixed', 'draft_submitted', 'draft_sent_back', 'draft_approved'))
            = (broadcast_id IS NULL)),
        CHECK ((broadcast_id IS NULL) = (severity IS NULL))
    )",
    "INSERT INTO notification_anew (id, user_id, kind, subject_id, level, broadcast_id, severity, title, params,
            created_at, read_at, mailed_at)
        SELECT id, user_id, kind, subject_id, level, broadcast_id, severity, title, params, created_at, read_at, mailed_at
        FROM notification",
];

/// As in `m0013_flag_fix`. What else was told has no place there.
const DOWN: &[&str] = &[
    "CREATE TABLE notification_anew (
        id {uuid} PRIMARY KEY,
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        kind text NOT NULL CHECK (kind IN ('reminder', 'late', 'recalled', 'coaching', 'flag_declined', 'flag_fixed')),
        subject_id {uuid} NOT NULL,
        level text NOT NULL,
        broadcast_id {uuid} REFERENCES broadcast (id),
        severity text CHECK (severity IN ('info', 'standard', 'major', 'critical', 'recall')),
        title text NOT NULL,
        params text NOT NULL,
        created_at bigint NOT NULL,
        read_at bigint,
        mailed_at bigint,
        UNIQUE (user_id, kind, subject_id, level),
        CHECK ((kind IN ('flag_declined', 'flag_fixed')) = (broadcast_id IS NULL)),
        CHECK ((broadcast_id IS NULL) = (severity IS NULL))
    )",
    "INSERT INTO notification_anew (id, user_id, kind, subject_id, level, broadcast_id, severity, title, params,
            created_at, read_at, mailed_at)
        SELECT id, user_id, kind, subject_id, level, broadcast_id, severity, title, params, created_at, read_at, mailed_at
        FROM notification
        WHERE kind IN ('reminder', 'late', 'recalled', 'coaching', 'flag_declined', 'flag_fixed')",
];

const IN_ITS_PLACE: &[&str] = &[
    "DROP TABLE notification",
    "ALTER TABLE notification_anew RENAME TO notification",
    "CREATE INDEX notification_user ON notification (user_id, created_at)",
    "CREATE INDEX notification_unread ON notification (user_id) WHERE read_at IS NULL",
    "CREATE INDEX notification_open ON notification (broadcast_id) WHERE read_at IS NULL",
];

/// They went with the table.
const GUARDS: &[Guard] = &[
    Guard {
        name: "notification_is_kept",
        table: "notification",
        on: "DELETE",
        when: "TRUE",
        says: "what somebody was told is kept",
    },
    Guard {
        name: "notification_is_not_rewritten",
        table: "notification",
        on: "UPDATE",
        when: "NEW.user_id {differs} OLD.user_id OR NEW.kind {differs} OLD.kind \
               OR NEW.subject_id {differs} OLD.subject_id OR NEW.level {differs} OLD.level \
               OR NEW.params {differs} OLD.params OR NEW.created_at {differs} OLD.created_at \
               OR OLD.read_at IS NOT NULL AND NEW.read_at {differs} OLD.read_at",
        says: "what somebody was told is not rewritten",
    },
];

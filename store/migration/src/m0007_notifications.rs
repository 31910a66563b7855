//! What people are told, which letters they want, and what joiners read first.

use crate::dialect::Guard;
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0007_notifications",
    up: &[Act::Run(UP), Act::Guard(GUARDS)],
    down: &[Act::Run(DOWN), Act::Forget(GUARDS)],
};

const UP: &[&str] = &[
    // The key makes what is done twice tell nothing twice.
    "CREATE TABLE notification (
        id {uuid} PRIMARY KEY,
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        kind text NOT NULL CHECK (kind IN ('reminder', 'late', 'recalled')),
        subject_id {uuid} NOT NULL,
        level text NOT NULL,
        broadcast_id {uuid} REFERENCES broadcast (id),
        severity text NOT NULL CHECK (severity IN ('info', 'standard', 'major', 'critical', 'recall')),
        title text NOT NULL,
        params text NOT NULL,
        created_at bigint NOT NULL,
        read_at bigint,
        mailed_at bigint,
        UNIQUE (user_id, kind, subject_id, level)
    )",
    "CREATE INDEX notification_user ON notification (user_id, created_at)",
    "CREATE INDEX notification_unread ON notification (user_id) WHERE read_at IS NULL",
    // Who has no row has the usual.
    "CREATE TABLE notification_setting (
        user_id {uuid} PRIMARY KEY REFERENCES user_account (id),
        mail text NOT NULL CHECK (mail IN ('usual', 'immediate', 'digest', 'none')),
        digest_hour bigint NOT NULL CHECK (digest_hour BETWEEN 0 AND 23),
        digest_day text
    )",
    "CREATE TABLE onboarding (
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        article_id {uuid} NOT NULL REFERENCES article (id),
        locale text NOT NULL CHECK (locale IN ('fr', 'en')),
        version_id {uuid} NOT NULL REFERENCES article_version (id),
        given_at bigint NOT NULL,
        acknowledged_at bigint,
        PRIMARY KEY (user_id, article_id, locale)
    )",
];

const DOWN: &[&str] = &[
    "DROP TABLE IF EXISTS onboarding",
    "DROP TABLE IF EXISTS notification_setting",
    "DROP TABLE IF EXISTS notification",
];

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
    Guard {
        name: "onboarding_is_kept",
        table: "onboarding",
        on: "DELETE",
        when: "TRUE",
        says: "what somebody was given to read is kept",
    },
    // A word is given once for a version, and with another one it is to be given anew.
    Guard {
        name: "onboarding_is_not_rewritten",
        table: "onboarding",
        on: "UPDATE",
        when: "NEW.user_id {differs} OLD.user_id OR NEW.article_id {differs} OLD.article_id \
               OR NEW.locale {differs} OLD.locale \
               OR OLD.acknowledged_at IS NOT NULL AND NEW.version_id = OLD.version_id \
                   AND (NEW.acknowledged_at {differs} OLD.acknowledged_at OR NEW.given_at {differs} OLD.given_at) \
               OR OLD.acknowledged_at IS NOT NULL AND NEW.version_id <> OLD.version_id \
                   AND NEW.acknowledged_at IS NOT NULL",
        says: "what somebody has read is kept",
    },
];

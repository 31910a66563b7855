//! Broadcasts: what is told to whom, who has read and acknowledged it, and who may handle what.

use crate::dialect::{Guard, ReplaceGuard};
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0005_broadcast",
    up: &[Act::Run(UP), Act::Guard(GUARDS), Act::GuardReplace(REPLACE_GUARDS)],
    down: &[Act::Run(DOWN), Act::Forget(GUARDS)],
};

const UP: &[&str] = &[
    // What whoever sent a draft back wants changed.
    "ALTER TABLE article_version ADD COLUMN review_note text NOT NULL DEFAULT ''",
    // When people work there, in the site's own time: deadlines are counted in it.
    "ALTER TABLE site ADD COLUMN shifts text NOT NULL DEFAULT 'mon-sat 08:00-20:00'",
    "CREATE TABLE broadcast (
        id {uuid} PRIMARY KEY,
        state text NOT NULL CHECK (state IN ('draft', 'scheduled', 'live', 'closed', 'superseded', 'recalled')),
        severity text NOT NULL CHECK (severity IN ('info', 'standard', 'major', 'critical', 'recall')),
        audience text NOT NULL,
        author_id {uuid} REFERENCES user_account (id),
        created_at bigint NOT NULL,
        published_at bigint,
        effective_at bigint,
        ended_at bigint,
        version bigint NOT NULL,
        CHECK ((state IN ('draft', 'scheduled')) = (published_at IS NULL))
    )",
    "CREATE INDEX broadcast_state ON broadcast (state, published_at)",
    "CREATE TABLE broadcast_text (
        broadcast_id {uuid} NOT NULL REFERENCES broadcast (id),
        locale text NOT NULL CHECK (locale IN ('fr', 'en')),
        title text NOT NULL,
        summary text NOT NULL,
        items text NOT NULL,
        PRIMARY KEY (broadcast_id, locale)
    )",
    "CREATE TABLE broadcast_binding (
        broadcast_id {uuid} NOT NULL REFERENCES broadcast (id),
        article_id {uuid} NOT NULL REFERENCES article (id),
        locale text NOT NULL CHECK (locale IN ('fr', 'en')),
        from_version_id {uuid} REFERENCES article_version (id),
        to_version_id {uuid} NOT NULL REFERENCES article_version (id),
        PRIMARY KEY (broadcast_id, article_id, locale)
    )",
    "CREATE INDEX broadcast_binding_article ON broadcast_binding (article_id, locale)",
    // Whom a broadcast reaches, with the place where they worked then: figures of the past do not move with people.
    "CREATE TABLE recipient (
        broadcast_id {uuid} NOT NULL REFERENCES broadcast (id),
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        vendor_id {uuid} NOT NULL REFERENCES vendor (id),
        site_id {uuid} NOT NULL REFERENCES site (id),
        team_id {uuid} NOT NULL REFERENCES team (id),
        state text NOT NULL CHECK (state IN ('pending', 'delivered', 'opened', 'read', 'check_passed', 'acknowledged')),
        delivered_at bigint,
        opened_at bigint,
        read_at bigint,
        check_passed_at bigint,
        acknowledged_at bigint,
        failed_checks bigint NOT NULL DEFAULT 0,
        due_at bigint,
        grace_until bigint,
        reminded bigint NOT NULL DEFAULT 0,
        exempt_reason text,
        exempt_until bigint,
        ended_at bigint,
        ended_by text CHECK (ended_by IN ('closed', 'superseded', 'recalled')),
        PRIMARY KEY (broadcast_id, user_id),
        CHECK ((ended_at IS NULL) = (ended_by IS NULL))
    )",
    "CREATE INDEX recipient_user ON recipient (user_id, broadcast_id)",
    "CREATE INDEX recipient_open ON recipient (user_id) WHERE acknowledged_at IS NULL AND ended_at IS NULL",
    "CREATE INDEX recipient_vendor ON recipient (vendor_id, broadcast_id)",
    "CREATE TABLE acknowledgement (
        id {uuid} PRIMARY KEY,
        broadcast_id {uuid} NOT NULL REFERENCES broadcast (id),
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        vendor_id {uuid} NOT NULL REFERENCES vendor (id),
        record text NOT NULL,
        acknowledged_at bigint NOT NULL,
        UNIQUE (broadcast_id, user_id)
    )",
    "CREATE INDEX acknowledgement_user ON acknowledgement (user_id, acknowledged_at)",
    // Somebody had an article open that was no longer in effect.
    "CREATE TABLE stale_view (
        version_id {uuid} NOT NULL REFERENCES article_version (id),
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        vendor_id {uuid} REFERENCES vendor (id),
        first_at bigint NOT NULL,
        PRIMARY KEY (version_id, user_id)
    )",
    // What deviates, or once did, from being cleared. No channel or language stands for all of them, and the contact
    // type of zeros for all contact types.
    "CREATE TABLE clearance (
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        contact_type_id {uuid} NOT NULL,
        channel text NOT NULL,
        language text NOT NULL,
        vendor_id {uuid} REFERENCES vendor (id),
        verdict text NOT NULL,
        reasons text NOT NULL,
        evaluated_at bigint NOT NULL,
        valid_until bigint,
        revision bigint NOT NULL,
        PRIMARY KEY (user_id, contact_type_id, channel, language)
    )",
    "CREATE INDEX clearance_vendor ON clearance (vendor_id, verdict)",
    "CREATE TABLE api_token (
        id {uuid} PRIMARY KEY,
        name text NOT NULL,
        token_hash {bytes} NOT NULL UNIQUE,
        scopes text NOT NULL,
        vendor_id {uuid} REFERENCES vendor (id),
        created_at bigint NOT NULL,
        created_by {uuid} REFERENCES user_account (id),
        last_used_at bigint,
        revoked_at bigint
    )",
];

const DOWN: &[&str] = &[
    "DROP TABLE IF EXISTS api_token",
    "DROP TABLE IF EXISTS clearance",
    "DROP TABLE IF EXISTS stale_view",
    "DROP TABLE IF EXISTS acknowledgement",
    "DROP TABLE IF EXISTS recipient",
    "DROP TABLE IF EXISTS broadcast_binding",
    "DROP TABLE IF EXISTS broadcast_text",
    "DROP TABLE IF EXISTS broadcast",
    "ALTER TABLE site DROP COLUMN shifts",
    "ALTER TABLE article_version DROP COLUMN review_note",
];

const GUARDS: &[Guard] = &[
    Guard {
        name: "acknowledgement_is_append_only",
        table: "acknowledgement",
        on: "DELETE",
        when: "TRUE",
        says: "an acknowledgement is kept",
    },
    Guard {
        name: "acknowledgement_is_immutable",
        table: "acknowledgement",
        on: "UPDATE",
        when: "TRUE",
        says: "an acknowledgement is immutable",
    },
    Guard {
        name: "broadcast_is_kept",
        table: "broadcast",
        on: "DELETE",
        when: "OLD.state <> 'draft'",
        says: "a broadcast that was sent is kept",
    },
    // The same walk as `BroadcastState::after`, and what was sent is not rewritten.
    Guard {
        name: "broadcast_walks_its_way",
        table: "broadcast",
        on: "UPDATE",
        when: "OLD.state <> NEW.state AND NOT (\
                   OLD.state = 'draft' AND NEW.state IN ('scheduled', 'live') \
                   OR OLD.state = 'scheduled' AND NEW.state IN ('draft', 'live', 'superseded') \
                   OR OLD.state = 'live' AND NEW.state IN ('closed', 'superseded', 'recalled')) \
               OR OLD.state NOT IN ('draft', 'scheduled') AND (NEW.severity {differs} OLD.severity \
                   OR NEW.audience {differs} OLD.audience OR NEW.published_at {differs} OLD.published_at \
                   OR NEW.effective_at {differs} OLD.effective_at)",
        says: "a broadcast that was sent is not rewritten",
    },
    Guard {
        name: "recipient_is_kept",
        table: "recipient",
        on: "DELETE",
        when: "TRUE",
        says: "a recipient is kept",
    },
    Guard {
        name: "recipient_goes_forward",
        table: "recipient",
        on: "UPDATE",
        when: "OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at {differs} OLD.acknowledged_at \
               OR OLD.ended_at IS NOT NULL AND NEW.ended_at {differs} OLD.ended_at \
               OR NEW.user_id {differs} OLD.user_id OR NEW.broadcast_id {differs} OLD.broadcast_id \
               OR NEW.vendor_id {differs} OLD.vendor_id",
        says: "what a recipient has done is kept",
    },
    // Written once, with their broadcast.
    Guard {
        name: "broadcast_text_is_immutable",
        table: "broadcast_text",
        on: "UPDATE",
        when: "TRUE",
        says: "a broadcast that was sent is not rewritten",
    },
    Guard {
        name: "broadcast_binding_is_immutable",
        table: "broadcast_binding",
        on: "UPDATE",
        when: "TRUE",
        says: "a broadcast that was sent is not rewritten",
    },
];

const REPLACE_GUARDS: &[ReplaceGuard] = &[ReplaceGuard {
    name: "acknowledgement_is_not_replaced",
    table: "acknowledgement",
    when: "kept.id = NEW.id OR kept.broadcast_id = NEW.broadcast_id AND kept.user_id = NEW.user_id",
    // In the words of the engine, because this also answers a plain insert in its place.
    says: "UNIQUE constraint failed: an acknowledgement is kept",
}];

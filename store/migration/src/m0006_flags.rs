//! Flags: what readers say of a passage. When an article was verified, by whom, and how often that is due.

use crate::dialect::{Guard, ReplaceGuard};
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0006_flags",
    up: &[Act::Run(UP), Act::Guard(GUARDS), Act::GuardReplace(REPLACE_GUARDS)],
    down: &[Act::Run(DOWN), Act::Forget(GUARDS)],
};

const UP: &[&str] = &[
    "ALTER TABLE article ADD COLUMN verified_at bigint",
    "ALTER TABLE article ADD COLUMN verified_by {uuid} REFERENCES user_account (id)",
    // Nothing where its significance decides.
    "ALTER TABLE article ADD COLUMN verify_days bigint",
    "CREATE TABLE flag (
        id {uuid} PRIMARY KEY,
        article_id {uuid} NOT NULL REFERENCES article (id),
        version_id {uuid} NOT NULL REFERENCES article_version (id),
        locale text NOT NULL CHECK (locale IN ('fr', 'en')),
        passage text NOT NULL,
        note text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('unclear', 'wrong', 'missing', 'outdated')),
        state text NOT NULL CHECK (state IN ('open', 'accepted', 'fixed', 'declined')),
        raised_by {uuid} NOT NULL REFERENCES user_account (id),
        vendor_id {uuid} REFERENCES vendor (id),
        raised_at bigint NOT NULL,
        decided_by {uuid} REFERENCES user_account (id),
        decided_at bigint,
        answer text NOT NULL DEFAULT '',
        fixed_by_version_id {uuid} REFERENCES article_version (id),
        fixed_at bigint,
        CHECK ((state = 'open') = (decided_at IS NULL)),
        CHECK ((state = 'fixed') = (fixed_at IS NOT NULL)),
        CHECK ((fixed_at IS NULL) = (fixed_by_version_id IS NULL))
    )",
    "CREATE INDEX flag_state ON flag (state, raised_at)",
    "CREATE INDEX flag_article ON flag (article_id, locale, state)",
    "CREATE INDEX flag_user ON flag (raised_by, raised_at)",
    "CREATE INDEX flag_vendor ON flag (vendor_id, raised_at)",
];

const DOWN: &[&str] = &[
    "DROP TABLE IF EXISTS flag",
    "ALTER TABLE article DROP COLUMN verify_days",
    "ALTER TABLE article DROP COLUMN verified_by",
    "ALTER TABLE article DROP COLUMN verified_at",
];

const GUARDS: &[Guard] = &[
    Guard { name: "flag_is_kept", table: "flag", on: "DELETE", when: "TRUE", says: "a flag is kept" },
    Guard {
        name: "flag_is_as_it_was_raised",
        table: "flag",
        on: "UPDATE",
        when: "NEW.id {differs} OLD.id OR NEW.article_id {differs} OLD.article_id \
               OR NEW.version_id {differs} OLD.version_id OR NEW.locale {differs} OLD.locale \
               OR NEW.passage {differs} OLD.passage OR NEW.note {differs} OLD.note OR NEW.kind {differs} OLD.kind \
               OR NEW.raised_by {differs} OLD.raised_by OR NEW.vendor_id {differs} OLD.vendor_id \
               OR NEW.raised_at {differs} OLD.raised_at",
        says: "what was flagged is not rewritten",
    },
    // The same walk as `FlagState::after`.
    Guard {
        name: "flag_walks_its_way",
        table: "flag",
        on: "UPDATE",
        when: "OLD.state IN ('fixed', 'declined') OR OLD.state <> NEW.state AND NOT (\
                   OLD.state = 'open' AND NEW.state IN ('accepted', 'declined') \
                   OR OLD.state = 'accepted' AND NEW.state IN ('declined', 'fixed'))",
        says: "a flag does not go that way",
    },
];

const REPLACE_GUARDS: &[ReplaceGuard] = &[ReplaceGuard {
    name: "flag_is_not_replaced",
    table: "flag",
    when: "kept.id = NEW.id",
    // In the words of the engine, because this also answers a plain insert in its place.
    says: "UNIQUE constraint failed: a flag is kept",
}];

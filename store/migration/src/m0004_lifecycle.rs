//! The life of versions: drafts with their authors, approvals, when a version takes effect and ends.

use crate::dialect::{Guard, ReplaceGuard};
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0004_lifecycle",
    up: &[
        Act::Run(UP),
        Act::Guard(GUARDS_OF_VERSIONS),
        Act::Guard(GUARDS),
        Act::GuardReplace(REPLACE_GUARDS),
    ],
    down: &[
        Act::Unguard(GUARDS_OF_VERSIONS),
        Act::Run(DOWN),
        Act::Forget(GUARDS_OF_VERSIONS),
        Act::Forget(GUARDS),
    ],
};

const UP: &[&str] = &[
    // Counts the edits of a draft: what was approved, and what an editor began from.
    "ALTER TABLE article_version ADD COLUMN revision bigint NOT NULL DEFAULT 1",
    "ALTER TABLE article_version ADD COLUMN author_id {uuid} REFERENCES user_account (id)",
    "ALTER TABLE article_version ADD COLUMN change_reason text NOT NULL DEFAULT ''",
    "ALTER TABLE article_version ADD COLUMN published_at bigint",
    "ALTER TABLE article_version ADD COLUMN ends_at bigint",
    "CREATE UNIQUE INDEX article_version_draft ON article_version (article_id, locale)
        WHERE state IN ('draft', 'in_review', 'changes_requested')",
    "CREATE UNIQUE INDEX article_version_coming ON article_version (article_id, locale)
        WHERE state IN ('approved', 'scheduled')",
    "CREATE INDEX article_version_due ON article_version (effective_at) WHERE state = 'scheduled'",
    "CREATE INDEX article_version_ends ON article_version (ends_at) WHERE state = 'effective' AND ends_at IS NOT NULL",
    "CREATE TABLE article_contributor (
        version_id {uuid} NOT NULL REFERENCES article_version (id),
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        first_at bigint NOT NULL,
        PRIMARY KEY (version_id, user_id)
    )",
    "CREATE TABLE article_approval (
        id {uuid} PRIMARY KEY,
        version_id {uuid} NOT NULL REFERENCES article_version (id),
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        revision bigint NOT NULL,
        approved_at bigint NOT NULL,
        UNIQUE (version_id, user_id, revision)
    )",
];

const DOWN: &[&str] = &[
    "DROP TABLE IF EXISTS article_approval",
    "DROP TABLE IF EXISTS article_contributor",
    "DROP INDEX IF EXISTS article_version_ends",
    "DROP INDEX IF EXISTS article_version_due",
    "DROP INDEX IF EXISTS article_version_coming",
    "DROP INDEX IF EXISTS article_version_draft",
    "ALTER TABLE article_version DROP COLUMN ends_at",
    "ALTER TABLE article_version DROP COLUMN published_at",
    "ALTER TABLE article_version DROP COLUMN change_reason",
    "ALTER TABLE article_version DROP COLUMN author_id",
    "ALTER TABLE article_version DROP COLUMN revision",
];

/// Of a table that stays when the others go.
const GUARDS_OF_VERSIONS: &[Guard] = &[
    Guard {
        name: "article_version_life_is_immutable",
        table: "article_version",
        on: "UPDATE",
        when: "OLD.state NOT IN ('draft', 'in_review', 'changes_requested') AND (\
                   NEW.revision {differs} OLD.revision OR NEW.author_id {differs} OLD.author_id \
                   OR NEW.change_reason {differs} OLD.change_reason \
                   OR NEW.published_at {differs} OLD.published_at AND OLD.published_at IS NOT NULL \
                   OR NEW.ends_at {differs} OLD.ends_at AND OLD.state NOT IN ('approved', 'scheduled'))",
        says: "an approved version is immutable",
    },
    // The same walk as `VersionState::after`.
    Guard {
        name: "article_version_walks_its_way",
        table: "article_version",
        on: "UPDATE",
        when: "OLD.state <> NEW.state AND NOT (\
                   OLD.state IN ('draft', 'changes_requested') AND NEW.state IN ('draft', 'in_review', 'archived') \
                   OR OLD.state = 'in_review' AND NEW.state IN ('changes_requested', 'approved', 'archived') \
                   OR OLD.state = 'approved' AND NEW.state IN ('scheduled', 'effective', 'archived') \
                   OR OLD.state = 'scheduled' AND NEW.state IN ('approved', 'effective', 'archived') \
                   OR OLD.state = 'effective' AND NEW.state IN ('superseded', 'recalled', 'expired', 'archived'))",
        says: "a version does not go that way",
    },
];

const GUARDS: &[Guard] = &[
    Guard {
        name: "article_approval_is_append_only",
        table: "article_approval",
        on: "DELETE",
        when: "TRUE",
        says: "an approval is kept",
    },
    Guard {
        name: "article_approval_is_immutable",
        table: "article_approval",
        on: "UPDATE",
        when: "TRUE",
        says: "an approval is immutable",
    },
    Guard {
        name: "article_contributor_is_kept",
        table: "article_contributor",
        on: "DELETE",
        when: "TRUE",
        says: "who contributed is kept",
    },
];

const REPLACE_GUARDS: &[ReplaceGuard] = &[ReplaceGuard {
    name: "article_approval_is_not_replaced",
    table: "article_approval",
    when: "kept.id = NEW.id OR kept.version_id = NEW.version_id AND kept.user_id = NEW.user_id \
           AND kept.revision = NEW.revision",
    // In the words of the engine, because this also answers a plain insert in its place.
    says: "UNIQUE constraint failed: an approval is kept",
}];

//! The house: people, vendors, the event log, jobs, and knowledge as far as it can be read.

use crate::dialect::{Guard, ReplaceGuard};
use crate::step::{Act, Step};

/// See the module.
pub(crate) const STEP: Step = Step {
    name: "m0001_house",
    up: &[Act::Run(UP), Act::Guard(GUARDS), Act::GuardReplace(REPLACE_GUARDS)],
    down: &[Act::Run(DOWN), Act::Forget(GUARDS)],
};

const UP: &[&str] = &[
    "CREATE TABLE client (
        id bigint PRIMARY KEY CHECK (id = 1),
        name text NOT NULL,
        about_fr text NOT NULL,
        about_en text NOT NULL,
        version bigint NOT NULL
    )",
    "CREATE TABLE vendor (
        id {uuid} PRIMARY KEY,
        name text NOT NULL,
        name_key {key} NOT NULL UNIQUE,
        standing text NOT NULL CHECK (standing IN ('active', 'closed')),
        created_at bigint NOT NULL,
        version bigint NOT NULL
    )",
    "CREATE TABLE site (
        id {uuid} PRIMARY KEY,
        vendor_id {uuid} NOT NULL REFERENCES vendor (id),
        name text NOT NULL,
        name_key {key} NOT NULL,
        country text NOT NULL CHECK (length(country) = 2),
        time_zone text NOT NULL,
        transfer_regime text NOT NULL CHECK (transfer_regime IN ('eu', 'adequate', 'scc')),
        standing text NOT NULL CHECK (standing IN ('active', 'closed')),
        created_at bigint NOT NULL,
        version bigint NOT NULL,
        UNIQUE (vendor_id, name_key),
        UNIQUE (id, vendor_id)
    )",
    "CREATE TABLE team (
        id {uuid} PRIMARY KEY,
        vendor_id {uuid} NOT NULL REFERENCES vendor (id),
        site_id {uuid} NOT NULL,
        name text NOT NULL,
        name_key {key} NOT NULL,
        standing text NOT NULL CHECK (standing IN ('active', 'closed')),
        created_at bigint NOT NULL,
        version bigint NOT NULL,
        UNIQUE (site_id, name_key),
        UNIQUE (id, site_id, vendor_id),
        FOREIGN KEY (site_id, vendor_id) REFERENCES site (id, vendor_id)
    )",
    "CREATE INDEX team_vendor ON team (vendor_id, name_key)",
    // The composite keys make it impossible to put somebody into another vendor's team.
    "CREATE TABLE user_account (
        id {uuid} PRIMARY KEY,
        email {key} NOT NULL UNIQUE,
        name text NOT NULL,
        name_key {key} NOT NULL,
        role text NOT NULL CHECK (role IN ('agent', 'team_lead', 'vendor_referent', 'author', 'referent', 'manager', 'admin')),
        vendor_id {uuid} REFERENCES vendor (id),
        site_id {uuid},
        team_id {uuid},
        locale text NOT NULL CHECK (locale IN ('fr', 'en')),
        time_zone text NOT NULL,
        theme text NOT NULL CHECK (theme IN ('system', 'light', 'dark')),
        state text NOT NULL CHECK (state IN ('active', 'deactivated')),
        password_hash text,
        created_at bigint NOT NULL,
        version bigint NOT NULL,
        CHECK ((role IN ('agent', 'team_lead', 'vendor_referent')) = (vendor_id IS NOT NULL)),
        CHECK ((role IN ('agent', 'team_lead')) = (team_id IS NOT NULL)),
        CHECK ((team_id IS NULL) = (site_id IS NULL)),
        FOREIGN KEY (team_id, site_id, vendor_id) REFERENCES team (id, site_id, vendor_id)
    )",
    "CREATE INDEX user_account_name ON user_account (name_key, id)",
    "CREATE INDEX user_account_created ON user_account (created_at, id)",
    "CREATE INDEX user_account_vendor ON user_account (vendor_id, name_key, id)",
    "CREATE INDEX user_account_team ON user_account (team_id, name_key, id)",
    "CREATE TABLE session (
        id {uuid} PRIMARY KEY,
        token_hash {bytes} NOT NULL UNIQUE,
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        device text NOT NULL,
        created_at bigint NOT NULL,
        last_seen_at bigint NOT NULL,
        revoked_at bigint
    )",
    "CREATE INDEX session_owner ON session (user_id, last_seen_at)",
    "CREATE TABLE password_reset (
        id {uuid} PRIMARY KEY,
        token_hash {bytes} NOT NULL UNIQUE,
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        created_at bigint NOT NULL,
        expires_at bigint NOT NULL,
        used_at bigint
    )",
    "CREATE INDEX password_reset_user ON password_reset (user_id, created_at)",
    "CREATE TABLE programme (
        id {uuid} PRIMARY KEY,
        vendor_id {uuid} NOT NULL REFERENCES vendor (id),
        name {key} NOT NULL,
        channels text NOT NULL,
        languages text NOT NULL,
        created_at bigint NOT NULL,
        version bigint NOT NULL,
        UNIQUE (vendor_id, name)
    )",
    // Only a restore defers the check: it knows no order of parents before children.
    "CREATE TABLE contact_type (
        id {uuid} PRIMARY KEY,
        parent_id {uuid} REFERENCES contact_type (id) DEFERRABLE INITIALLY IMMEDIATE,
        slug {key} NOT NULL UNIQUE,
        name_fr text NOT NULL,
        name_en text NOT NULL,
        position bigint NOT NULL,
        version bigint NOT NULL
    )",
    "CREATE TABLE space (
        id {uuid} PRIMARY KEY,
        slug {key} NOT NULL UNIQUE,
        name_fr text NOT NULL,
        name_en text NOT NULL,
        about_fr text NOT NULL,
        about_en text NOT NULL,
        created_at bigint NOT NULL,
        version bigint NOT NULL
    )",
    "CREATE TABLE space_vendor (
        space_id {uuid} NOT NULL REFERENCES space (id),
        vendor_id {uuid} NOT NULL REFERENCES vendor (id),
        opened_at bigint NOT NULL,
        PRIMARY KEY (space_id, vendor_id)
    )",
    "CREATE INDEX space_vendor_vendor ON space_vendor (vendor_id, space_id)",
    "CREATE TABLE article (
        id {uuid} PRIMARY KEY,
        space_id {uuid} NOT NULL REFERENCES space (id),
        slug {key} NOT NULL,
        owner_id {uuid} REFERENCES user_account (id),
        created_at bigint NOT NULL,
        version bigint NOT NULL,
        UNIQUE (space_id, slug)
    )",
    "CREATE TABLE article_contact_type (
        article_id {uuid} NOT NULL REFERENCES article (id),
        contact_type_id {uuid} NOT NULL REFERENCES contact_type (id),
        PRIMARY KEY (article_id, contact_type_id)
    )",
    "CREATE TABLE article_version (
        id {uuid} PRIMARY KEY,
        article_id {uuid} NOT NULL REFERENCES article (id),
        locale text NOT NULL CHECK (locale IN ('fr', 'en')),
        number bigint NOT NULL CHECK (1 <= number),
        state text NOT NULL CHECK (state IN ('draft', 'in_review', 'changes_requested', 'approved', 'scheduled',
            'effective', 'superseded', 'recalled', 'expired', 'archived')),
        significance text NOT NULL CHECK (significance IN ('editorial', 'moderate', 'major', 'critical')),
        title text NOT NULL,
        source text NOT NULL,
        content_hash text NOT NULL,
        html text NOT NULL,
        renderer bigint NOT NULL,
        effective_at bigint,
        created_at bigint NOT NULL,
        UNIQUE (article_id, locale, number)
    )",
    "CREATE UNIQUE INDEX article_version_effective ON article_version (article_id, locale) WHERE state = 'effective'",
    "CREATE TABLE event (
        id {serial},
        at bigint NOT NULL,
        kind text NOT NULL,
        actor_id {uuid},
        subject_id {uuid} NOT NULL,
        vendor_id {uuid},
        details text NOT NULL,
        seq bigint UNIQUE CHECK (1 <= seq),
        previous {bytes},
        hash {bytes},
        CHECK ((seq IS NULL) = (hash IS NULL) AND (seq IS NULL) = (previous IS NULL))
    )",
    "CREATE INDEX event_unsealed ON event (id) WHERE seq IS NULL",
    "CREATE INDEX event_vendor ON event (vendor_id, seq)",
    "CREATE INDEX event_subject ON event (subject_id, seq)",
    "CREATE INDEX event_actor ON event (actor_id, seq)",
    "CREATE TABLE event_cursor (
        consumer text PRIMARY KEY,
        seq bigint NOT NULL
    )",
    "CREATE TABLE job (
        id {uuid} PRIMARY KEY,
        kind text NOT NULL,
        payload text NOT NULL,
        run_at bigint NOT NULL,
        attempts bigint NOT NULL,
        locked_until bigint,
        failed_at bigint,
        last_error text,
        created_at bigint NOT NULL
    )",
    "CREATE INDEX job_ready ON job (run_at) WHERE failed_at IS NULL",
];

const DOWN: &[&str] = &[
    "DROP TABLE IF EXISTS job",
    "DROP TABLE IF EXISTS event_cursor",
    "DROP TABLE IF EXISTS event",
    "DROP TABLE IF EXISTS article_version",
    "DROP TABLE IF EXISTS article_contact_type",
    "DROP TABLE IF EXISTS article",
    "DROP TABLE IF EXISTS space_vendor",
    "DROP TABLE IF EXISTS space",
    "DROP TABLE IF EXISTS contact_type",
    "DROP TABLE IF EXISTS programme",
    "DROP TABLE IF EXISTS password_reset",
    "DROP TABLE IF EXISTS session",
    "DROP TABLE IF EXISTS user_account",
    "DROP TABLE IF EXISTS team",
    "DROP TABLE IF EXISTS site",
    "DROP TABLE IF EXISTS vendor",
    "DROP TABLE IF EXISTS client",
];

const GUARDS: &[Guard] = &[
    Guard {
        name: "event_is_append_only",
        table: "event",
        on: "DELETE",
        when: "TRUE",
        says: "the event log is append-only",
    },
    Guard {
        name: "event_is_immutable",
        table: "event",
        on: "UPDATE",
        when: "OLD.seq IS NOT NULL OR NEW.seq IS NULL OR NEW.id {differs} OLD.id OR NEW.at {differs} OLD.at \
               OR NEW.kind {differs} OLD.kind OR NEW.actor_id {differs} OLD.actor_id \
               OR NEW.subject_id {differs} OLD.subject_id OR NEW.vendor_id {differs} OLD.vendor_id \
               OR NEW.details {differs} OLD.details",
        says: "a recorded event is immutable",
    },
    Guard {
        name: "article_version_is_kept",
        table: "article_version",
        on: "DELETE",
        when: "OLD.state NOT IN ('draft', 'in_review', 'changes_requested')",
        says: "an approved version is kept",
    },
    Guard {
        name: "article_version_is_immutable",
        table: "article_version",
        on: "UPDATE",
        when: "OLD.state NOT IN ('draft', 'in_review', 'changes_requested') AND (\
               NEW.state IN ('draft', 'in_review', 'changes_requested') \
               OR NEW.id {differs} OLD.id OR NEW.article_id {differs} OLD.article_id \
               OR NEW.locale {differs} OLD.locale OR NEW.number {differs} OLD.number \
               OR NEW.significance {differs} OLD.significance OR NEW.title {differs} OLD.title \
               OR NEW.source {differs} OLD.source OR NEW.content_hash {differs} OLD.content_hash \
               OR NEW.created_at {differs} OLD.created_at \
               OR NEW.html {differs} OLD.html AND NEW.renderer <= OLD.renderer \
               OR NEW.effective_at {differs} OLD.effective_at AND OLD.state NOT IN ('approved', 'scheduled'))",
        says: "an approved version is immutable",
    },
];

const REPLACE_GUARDS: &[ReplaceGuard] = &[
    ReplaceGuard {
        name: "event_is_not_replaced",
        table: "event",
        when: "kept.id = NEW.id OR kept.seq = NEW.seq",
        says: "the event log is append-only",
    },
    ReplaceGuard {
        name: "article_version_is_not_replaced",
        table: "article_version",
        when: "kept.state NOT IN ('draft', 'in_review', 'changes_requested') AND (kept.id = NEW.id \
               OR kept.article_id = NEW.article_id AND kept.locale = NEW.locale \
               AND (kept.number = NEW.number OR kept.state = 'effective' AND NEW.state = 'effective'))",
        // In the words of the engine, because this also answers a plain insert in its place.
        says: "UNIQUE constraint failed: an approved version is kept",
    },
];

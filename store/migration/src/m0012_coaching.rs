//! Coaching: who went through a broadcast with somebody who failed its check again; and that their lead is told so.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect::{Guard, ReplaceGuard, run};

/// See the module.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0012_coaching"
    }
}

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

/// What people can be told, before and from now on.
const KINDS_BEFORE: &str = "'reminder', 'late', 'recalled'";
const KINDS: &str = "'reminder', 'late', 'recalled', 'coaching'";

/// Those that stand in front of the table from `m0007_notifications` on.
const NOTIFICATION_GUARDS: &[Guard] = &[
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

const TELL_POSTGRES: &[&str] = &[
    "DELETE FROM notification WHERE kind NOT IN ({kinds})",
    "ALTER TABLE notification DROP CONSTRAINT notification_kind_check",
    "ALTER TABLE notification ADD CONSTRAINT notification_kind_check CHECK (kind IN ({kinds}))",
];

/// SQLite changes no CHECK of a table that is there.
const TELL_SQLITE: &[&str] = &[
    "CREATE TABLE notification_anew (
        id {uuid} PRIMARY KEY,
        user_id {uuid} NOT NULL REFERENCES user_account (id),
        kind text NOT NULL CHECK (kind IN ({kinds})),
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
    "INSERT INTO notification_anew SELECT * FROM notification WHERE kind IN ({kinds})",
    "DROP TABLE notification",
    "ALTER TABLE notification_anew RENAME TO notification",
    "CREATE INDEX notification_user ON notification (user_id, created_at)",
    "CREATE INDEX notification_unread ON notification (user_id) WHERE read_at IS NULL",
];

/// Lets people be told what is of some kinds. What is of another is gone.
async fn tell_kinds(manager: &SchemaManager<'_>, kinds: &str) -> Result<(), DbErr> {
    for guard in NOTIFICATION_GUARDS {
        guard.drop_from_kept_table(manager).await?;
    }
    let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
    let statements = if is_postgres { TELL_POSTGRES } else { TELL_SQLITE };
    for statement in statements {
        run(manager, &[statement.replace("{kinds}", kinds).as_str()]).await?;
    }
    for guard in NOTIFICATION_GUARDS {
        guard.create(manager).await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await?;
        for guard in GUARDS {
            guard.create(manager).await?;
        }
        for guard in REPLACE_GUARDS {
            guard.create(manager).await?;
        }
        tell_kinds(manager, KINDS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        tell_kinds(manager, KINDS_BEFORE).await?;
        run(manager, DOWN).await?;
        for guard in GUARDS {
            guard.drop(manager).await?;
        }
        Ok(())
    }
}

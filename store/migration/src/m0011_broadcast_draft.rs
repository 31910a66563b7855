//! Broadcasts that are being composed.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// See the module.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0011_broadcast_draft"
    }
}

const UP: &[&str] = &[
    // Beside what was sent: a draft lacks what a broadcast has to have, and no list, figure or vendor comes across it there.
    "CREATE TABLE broadcast_draft (
        id {uuid} PRIMARY KEY,
        title text NOT NULL,
        answers text NOT NULL,
        saved_by {uuid} REFERENCES user_account (id),
        saved_at bigint NOT NULL,
        version bigint NOT NULL
    )",
];

const DOWN: &[&str] = &["DROP TABLE IF EXISTS broadcast_draft"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, DOWN).await
    }
}

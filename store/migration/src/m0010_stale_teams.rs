//! Stale views by team: who follows a team sees those of its people alone.

use sea_orm_migration::prelude::*;

use crate::dialect::run;

/// See the module.
#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0010_stale_teams"
    }
}

const UP: &[&str] = &[
    // Where they worked then: figures of the past do not move with people.
    "ALTER TABLE stale_view ADD COLUMN team_id {uuid} REFERENCES team (id)",
    // What was counted before goes to where people work now.
    "UPDATE stale_view SET team_id = (SELECT user_account.team_id FROM user_account WHERE user_account.id = stale_view.user_id)",
];

const DOWN: &[&str] = &["ALTER TABLE stale_view DROP COLUMN team_id"];

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

//! A step of the schema: what it does on the way up and on the way down.

use sea_orm_migration::prelude::*;

use crate::dialect::{Guard, ReplaceGuard, run};

/// One migration. It is done as a whole or not at all.
pub(crate) struct Step {
    /// By which databases remember it: the name of its file.
    pub(crate) name: &'static str,
    /// What it does, in order.
    pub(crate) up: &'static [Act],
    /// What undoes it, in order.
    pub(crate) down: &'static [Act],
}

/// One thing that a step does.
pub(crate) enum Act {
    /// Runs statements.
    Run(&'static [&'static str]),
    /// Runs statements where a table lacks a column, which a way down may have left there.
    RunWithoutColumn {
        /// The table.
        table: &'static str,
        /// Its column.
        column: &'static str,
        /// What is run.
        statements: &'static [&'static str],
    },
    /// Puts guards up.
    Guard(&'static [Guard]),
    /// Puts guards up that only SQLite needs.
    GuardReplace(&'static [ReplaceGuard]),
    /// Takes guards down from tables that stay.
    Unguard(&'static [Guard]),
    /// Takes guards down, from tables that stay, that only SQLite has.
    UnguardReplace(&'static [ReplaceGuard]),
    /// Drops what is left of guards whose tables are gone.
    Forget(&'static [Guard]),
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Step {
    /// On SQLite too: a schema that a killed process left half made would never open again.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for act in self.up {
            act.perform(manager).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for act in self.down {
            act.perform(manager).await?;
        }
        Ok(())
    }
}

impl Act {
    async fn perform(&self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        match *self {
            Self::Run(statements) => run(manager, statements).await?,
            Self::RunWithoutColumn { table, column, statements } => {
                if !manager.has_column(table, column).await? {
                    run(manager, statements).await?;
                }
            }
            Self::Guard(guards) => {
                for guard in guards {
                    guard.create(manager).await?;
                }
            }
            Self::GuardReplace(guards) => {
                for guard in guards {
                    guard.create(manager).await?;
                }
            }
            Self::Unguard(guards) => {
                for guard in guards {
                    guard.drop_from_kept_table(manager).await?;
                }
            }
            Self::UnguardReplace(guards) => {
                for guard in guards {
                    guard.drop_from_kept_table(manager).await?;
                }
            }
            Self::Forget(guards) => {
                for guard in guards {
                    guard.drop(manager).await?;
                }
            }
        }
        Ok(())
    }
}

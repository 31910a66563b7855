//! Palier's database schema, up and down, for SQLite and PostgreSQL.
//!
//! Invariants:
//! - The two engines have the same tables, columns, constraints and triggers. What differs is only the
//!   spelling, and that only in [`dialect`].
//! - Instants are milliseconds since the epoch as `bigint`; ids are UUIDs; states are words with a CHECK.
//! - A migration that has shipped is never edited; a new one follows it.

mod dialect;
mod m0001_house;
mod m0002_files;
mod m0003_search;
mod m0004_lifecycle;
mod m0005_broadcast;
mod m0006_flags;
mod m0007_notifications;
mod m0008_translations;
mod m0009_objects;
mod m0010_stale_teams;
mod m0011_broadcast_draft;
mod m0012_coaching;

use sea_orm_migration::prelude::{MigrationTrait, async_trait};

pub use sea_orm_migration::MigratorTrait;

/// The text of the migrations. Databases for tests are cloned from a template, which is made anew when this
/// changes.
pub const SOURCES: &[&str] = &[
    include_str!("dialect.rs"),
    include_str!("m0001_house.rs"),
    include_str!("m0002_files.rs"),
    include_str!("m0003_search.rs"),
    include_str!("m0004_lifecycle.rs"),
    include_str!("m0005_broadcast.rs"),
    include_str!("m0006_flags.rs"),
    include_str!("m0007_notifications.rs"),
    include_str!("m0008_translations.rs"),
    include_str!("m0009_objects.rs"),
    include_str!("m0010_stale_teams.rs"),
    include_str!("m0011_broadcast_draft.rs"),
    include_str!("m0012_coaching.rs"),
];

/// All migrations, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_house::Migration),
            Box::new(m0002_files::Migration),
            Box::new(m0003_search::Migration),
            Box::new(m0004_lifecycle::Migration),
            Box::new(m0005_broadcast::Migration),
            Box::new(m0006_flags::Migration),
            Box::new(m0007_notifications::Migration),
            Box::new(m0008_translations::Migration),
            Box::new(m0009_objects::Migration),
            Box::new(m0010_stale_teams::Migration),
            Box::new(m0011_broadcast_draft::Migration),
            Box::new(m0012_coaching::Migration),
        ]
    }
}

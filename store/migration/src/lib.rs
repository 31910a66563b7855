//! Palier's database schema, up and down, for SQLite and PostgreSQL.
//!
//! Invariants:
//! - The two engines have the same tables, columns, constraints and triggers. What differs is only the
//!   spelling, and that only in [`dialect`].
//! - Instants are milliseconds since the epoch as `bigint`; ids are UUIDs; states are words with a CHECK.
//! - A migration is a [`step::Step`]: what it says to the database on the way up and on the way down, as data.
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
mod m0013_flag_fix;
mod m0014_owed_again;
mod m0015_review;
mod m0016_reached_since;
mod m0017_announced;
mod m0018_recall_answer;
mod m0019_lanes;
mod m0020_kept;
mod m0021_beside;
mod m0022_population;
mod step;

use sea_orm_migration::prelude::{MigrationTrait, async_trait};

use crate::step::Step;

pub use sea_orm_migration::MigratorTrait;

/// The text of the migrations. Databases for tests are cloned from a template, which is made anew when this
/// changes.
pub const SOURCES: &[&str] = &[
    include_str!("dialect.rs"),
    include_str!("step.rs"),
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
    include_str!("m0013_flag_fix.rs"),
    include_str!("m0014_owed_again.rs"),
    include_str!("m0015_review.rs"),
    include_str!("m0016_reached_since.rs"),
    include_str!("m0017_announced.rs"),
    include_str!("m0018_recall_answer.rs"),
    include_str!("m0019_lanes.rs"),
    include_str!("m0020_kept.rs"),
    include_str!("m0021_beside.rs"),
    include_str!("m0022_population.rs"),
];

/// All steps, in order.
const STEPS: [Step; 22] = [
    m0001_house::STEP,
    m0002_files::STEP,
    m0003_search::STEP,
    m0004_lifecycle::STEP,
    m0005_broadcast::STEP,
    m0006_flags::STEP,
    m0007_notifications::STEP,
    m0008_translations::STEP,
    m0009_objects::STEP,
    m0010_stale_teams::STEP,
    m0011_broadcast_draft::STEP,
    m0012_coaching::STEP,
    m0013_flag_fix::STEP,
    m0014_owed_again::STEP,
    m0015_review::STEP,
    m0016_reached_since::STEP,
    m0017_announced::STEP,
    m0018_recall_answer::STEP,
    m0019_lanes::STEP,
    m0020_kept::STEP,
    m0021_beside::STEP,
    m0022_population::STEP,
];

/// All migrations, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        STEPS.into_iter().map(|step| Box::new(step) as Box<dyn MigrationTrait>).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_remember_each_step_by_the_name_of_its_file() {
        let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        assert!(names.is_sorted());
        let sources = include_str!("lib.rs");
        for name in names {
            assert!(sources.contains(&format!("\nmod {name};\n")), "{name}");
            assert!(sources.contains(&format!("\n    include_str!(\"{name}.rs\"),\n")), "{name}");
            assert!(sources.contains(&format!("\n    {name}::STEP,\n")), "{name}");
        }
    }
}

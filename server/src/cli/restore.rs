//! `palier restore`: fills an empty database from a backup.

use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use super::say;

/// Wherefrom.
#[derive(Debug, Args)]
pub(super) struct Restore {
    file: PathBuf,
}

/// Fills the database, or leaves it as it was.
pub(super) async fn run(console: &Console, restore: Restore) -> Result<(), Failure> {
    let Restore { file } = restore;
    // Before a database is made where there is none: the name may be mistyped.
    std::fs::File::open(&file).map_err(|error| Failure::File(file.display().to_string(), error))?;
    let portal = console.portal_to_write().await?;
    let summary = portal.store().restore(&file).await;
    let summary = summary.map_err(|error| Failure::of_backup(&file, error))?;
    portal.store().clone().close().await;
    let rows: u64 = summary.rows.values().sum();
    let (t, events) = (console.t, u64::try_from(summary.events).unwrap_or_default());
    say::line(&t.cli_restored(&t.number(rows), &t.number(events), &summary.head.to_string()));
    Ok(())
}

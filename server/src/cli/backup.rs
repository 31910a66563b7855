//! `palier backup`: everything into one file, also while a server runs.

use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::failure::Failure;
use super::say;

/// Whereto.
#[derive(Debug, Args)]
pub(super) struct Backup {
    file: PathBuf,
    #[arg(long)]
    force: bool,
}

/// Writes the file.
pub(super) async fn run(console: &Console, backup: Backup) -> Result<(), Failure> {
    let Backup { file, force } = backup;
    let portal = console.portal_to_read().await?;
    let summary =
        if force { portal.store().backup_over(&file).await } else { portal.store().backup(&file).await };
    let summary = summary.map_err(|error| Failure::of_backup(&file, error))?;
    let rows: u64 = summary.rows.values().sum();
    let (t, events) = (console.t, u64::try_from(summary.events).unwrap_or_default());
    let path = file.display().to_string();
    if !summary.lost.is_empty() {
        say::line(&t.cli_backup_lost(&summary.lost.join(", ")));
    }
    say::line(&t.cli_backed_up(&path, &t.number(rows), &t.number(events), &summary.head.to_string()));
    Ok(())
}

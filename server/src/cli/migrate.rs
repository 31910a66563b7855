//! `palier migrate`: brings the tables up to date.

use super::console::Console;
use super::failure::Failure;
use super::say;

/// Opening the database for writing does it.
pub(super) async fn run(console: &Console) -> Result<(), Failure> {
    let portal = console.portal_to_write().await?;
    portal.store().clone().close().await;
    say::line(console.t.cli_migrated());
    Ok(())
}

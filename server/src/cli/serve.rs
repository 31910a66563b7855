//! `palier serve`: the portal.

use super::console::Console;
use super::failure::Failure;
use super::say;
use crate::boot::{self, Running};
use crate::{limits, logs};

/// Serves until it is told to stop.
pub(super) async fn run(console: &Console) -> Result<(), Failure> {
    logs::start(&console.settings().log).map_err(Failure::Said)?;
    limits::raise();
    let stopping = boot::stop_signal().map_err(|error| Failure::Said(error.to_string()))?;
    let running: Running = boot::start(console.settings()).await?;
    say::line(&console.t.cli_listening(&format!("http://{}", running.address())));
    stopping.await;
    running.stop().await;
    Ok(())
}

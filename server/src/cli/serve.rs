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
    if console.settings().demo.enabled && console.settings().http.is_open_to_others() {
        tracing::warn!(
            "demo mode: others reach the portal, and the sign-in page offers the accounts to everybody"
        );
    }
    let stopping = boot::stop_signal().map_err(|error| Failure::Said(error.to_string()))?;
    let running: Running = boot::start(console.settings()).await?;
    say::line(&console.t.cli_listening(&format!("http://{}", running.address())));
    stopping.await;
    running.stop().await;
    Ok(())
}

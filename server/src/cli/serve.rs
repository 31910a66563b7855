//! `palier serve`: the portal.

use super::console::Console;
use super::failure::Failure;
use super::say;
use crate::boot::{self, StopSignal};
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
    let mut signal = StopSignal::listen().map_err(|error| Failure::Said(error.to_string()))?;
    // It may wait for another process that brings the tables up to date.
    let Some(started) = signal.unless_heard(boot::start(console.settings())).await else { return Ok(()) };
    let running = started?;
    say::line(&console.t.cli_listening(&format!("http://{}", running.address())));
    signal.heard().await;
    signal.unless_heard_again(running.stop()).await;
    Ok(())
}

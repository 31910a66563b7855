//! `palier worker`: jobs apart from the server that answers people.

use service::JobRunner;
use tokio::sync::watch;

use super::console::Console;
use super::failure::{Failure, is_held};
use super::say;
use crate::boot::{self, StopSignal};
use crate::logs;

/// Does jobs until it is told to stop.
pub(super) async fn run(console: &Console) -> Result<(), Failure> {
    logs::start(&console.settings().log).map_err(Failure::Said)?;
    let mut signal = StopSignal::listen().map_err(|error| Failure::Said(error.to_string()))?;
    let Some(opened) = signal.unless_heard(console.portal_to_write()).await else { return Ok(()) };
    let portal = match opened {
        Err(Failure::Store(error)) if is_held(&error) => {
            return Err(Failure::Said(console.t.cli_worker_held().to_owned()));
        }
        opened => opened?,
    };
    let mailer = console.settings().mail.mailer()?;
    let (stop, stopped) = watch::channel(false);
    let runner = tokio::spawn(JobRunner::new(portal.clone(), mailer).run(stopped));
    say::line(console.t.cli_worker_ready());
    signal.heard().await;
    stop.send_replace(true);
    let ending = async {
        boot::end_of(runner).await;
        portal.store().clone().close().await;
    };
    signal.unless_heard_again(ending).await;
    Ok(())
}

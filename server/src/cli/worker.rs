//! `palier worker`: jobs apart from the server that answers people.

use service::JobRunner;
use tokio::sync::watch;

use super::console::Console;
use super::failure::{Failure, is_held};
use super::say;
use crate::{boot, logs};

/// Does jobs until it is told to stop.
pub(super) async fn run(console: &Console) -> Result<(), Failure> {
    logs::start(&console.settings().log).map_err(Failure::Said)?;
    let stopping = boot::stop_signal().map_err(|error| Failure::Said(error.to_string()))?;
    let portal = match console.portal_to_write().await {
        Err(Failure::Store(error)) if is_held(&error) => {
            return Err(Failure::Said(console.t.cli_worker_held().to_owned()));
        }
        portal => portal?,
    };
    let mailer = console.settings().mail.mailer()?;
    let (stop, stopped) = watch::channel(false);
    let runner = tokio::spawn(JobRunner::new(portal.clone(), mailer).run(stopped));
    say::line(console.t.cli_worker_ready());
    stopping.await;
    stop.send_replace(true);
    if let Err(error) = runner.await {
        tracing::error!(%error, "the job runner ended badly");
    }
    portal.store().clone().close().await;
    Ok(())
}

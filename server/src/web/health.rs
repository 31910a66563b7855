//! Whether the portal lives, and whether it can do its work.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use service::Store;

use super::Web;

/// How often the database is asked.
const EVERY: Duration = Duration::from_secs(1);

/// Whether the database answered when it was last asked. While it does not, requests are refused at once
/// instead of each waiting for a connection; work that nobody could save is not begun.
#[derive(Clone, Debug)]
pub(crate) struct Health(Arc<AtomicBool>);

impl Health {
    /// Well until somebody finds out otherwise.
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicBool::new(true)))
    }

    /// Whether the database answered when it was last asked.
    pub(crate) fn is_well(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Asks the database now.
    pub(crate) async fn ask(&self, store: &Store) -> bool {
        let verdict = store.check().await;
        let is_well = verdict.is_ok();
        if self.0.swap(is_well, Ordering::Relaxed) != is_well {
            match verdict {
                Ok(()) => tracing::info!("the database answers again"),
                Err(error) => tracing::error!(%error, "the database does not answer"),
            }
        }
        is_well
    }

    /// Asks it again and again.
    pub(crate) async fn follow(self, store: Store) {
        loop {
            tokio::time::sleep(EVERY).await;
            self.ask(&store).await;
        }
    }
}

/// `GET /livez`: the process answers.
pub(super) async fn live() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the process can do its work.
pub(super) async fn ready(State(web): State<Web>) -> Response {
    answer(web.health().ask(web.portal().store()).await)
}

/// The answer to a question about health.
pub(super) fn answer(is_well: bool) -> Response {
    if is_well {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
    }
}

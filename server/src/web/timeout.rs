//! No request may take for ever. This looks after its body, but for [files](super::upload), which have come before, and the
//! head of its answer; a layer of tower-http ends an answer whose body stalls.

use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::Web;
use super::asker::Asker;
use super::refusal::Refusal;

/// Gives up, readably, when the time is over.
pub(super) async fn limit(
    State(web): State<Web>,
    Extension(asker): Extension<Asker>,
    request: Request,
    next: Next,
) -> Response {
    let answer = tokio::time::timeout(web.http().request_timeout(), next.run(request)).await;
    answer.unwrap_or_else(|_| {
        tracing::warn!(reference = asker.reference, "a request took too long");
        asker.refuse(Refusal::TooSlow)
    })
}

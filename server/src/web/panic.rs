//! A defect in one request costs that request, and nothing else.

use std::panic::AssertUnwindSafe;

use axum::Extension;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use domain::ErrorKind;
use futures::FutureExt;

use super::asker::Asker;

/// Answers readably when what is inside panics.
pub(super) async fn catch(Extension(asker): Extension<Asker>, request: Request, next: Next) -> Response {
    let outcome = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    outcome.unwrap_or_else(|_| {
        tracing::error!(reference = asker.reference, "a request ended in a panic");
        asker.refuse(ErrorKind::Internal.into())
    })
}

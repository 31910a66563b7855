//! Server functions answer every failure with 500; the failure itself knows its kind.

use app::AppError;
use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{StatusCode, header};

use super::asker::Asker;
use super::refusal::Refusal;

/// A failure is a few codes.
const MAX_BYTES: usize = 64 * 1024;

/// Gives a failed server function the status of its kind, and a reference if it is a defect of ours.
pub(super) async fn name_failures(
    Extension(asker): Extension<Asker>,
    request: Request,
    next: Next,
) -> Response {
    let is_function = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    if !is_function || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, MAX_BYTES).await.unwrap_or_default();
    let is_said = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == AppError::MEDIA_TYPE);
    let Some(mut error) = AppError::from_bytes(&bytes).filter(|_| is_said) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    let kind = error.kind();
    parts.status = Refusal::from(kind).status();
    parts.headers.remove(header::CONTENT_LENGTH);
    if kind.is_ours() && error.reference.is_none() {
        tracing::error!(reference = asker.reference, kind = kind.as_str(), "a server function failed");
        error.reference = Some(asker.reference);
    }
    Response::from_parts(parts, Body::from(error.to_bytes()))
}

//! Reads bodies whole, up to a limit: forms and arguments are small, and a half-read one is of no use.

use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::ErrorKind;
use futures::StreamExt;
use http::{HeaderMap, Method, header};
use tokio::time::timeout;

use super::Web;
use super::asker::{Asker, text_of};
use super::refusal::Refusal;
use super::text::is_readable;
use super::upload::Received;

/// How much of a body that is refused is still taken in, so that the browser gets to read the answer.
const DRAINED: usize = 16 * 1024 * 1024;

/// Refuses bodies that are too large or not text. Files were [received](super::upload) before.
pub(super) async fn read(
    State(web): State<Web>,
    Extension(asker): Extension<Asker>,
    request: Request,
    next: Next,
) -> Response {
    let is_received = request.extensions().get::<Received>().is_some();
    if is_received || matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // The time limit of the request ends before its silence does.
    match collect(body, web.http().body_limit_bytes, web.http().request_timeout()).await {
        Ok(None) => asker.refuse(ErrorKind::TooLarge.into()),
        Ok(Some(bytes)) if is_text(&parts.headers, &bytes) => {
            next.run(Request::from_parts(parts, Body::from(bytes))).await
        }
        Ok(Some(_)) => asker.refuse(Refusal::Unreadable),
        Err(refusal) => asker.refuse(refusal),
    }
}

/// The body; none when it is larger than that. Given up once nothing of it has come for so long.
pub(super) async fn collect(body: Body, limit: usize, silence: Duration) -> Result<Option<Bytes>, Refusal> {
    let mut body = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    while let Some(piece) = timeout(silence, body.next()).await.map_err(|_| Refusal::TooSlow)? {
        let piece = piece.map_err(|_| Refusal::Unreadable)?;
        length += piece.len();
        if length <= limit {
            bytes.extend_from_slice(&piece);
        } else {
            bytes = Vec::new();
            if DRAINED.max(limit) < length {
                break;
            }
        }
    }
    Ok((length <= limit).then(|| bytes.into()))
}

/// Whether a body that says it is text is.
fn is_text(headers: &HeaderMap, bytes: &[u8]) -> bool {
    let content_type = text_of(headers, header::CONTENT_TYPE);
    if content_type.starts_with("application/x-www-form-urlencoded") {
        is_readable(bytes)
    } else if content_type.contains("json") || content_type.starts_with("text/") {
        std::str::from_utf8(bytes).is_ok()
    } else {
        true
    }
}

//! Requests are text, and text is UTF-8 without NUL (which PostgreSQL could not store).

use axum::Extension;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header;
use percent_encoding::percent_decode;

use super::asker::Asker;
use super::refusal::Refusal;

/// Refuses a path, a query or cookies that are not text.
pub(super) async fn require_readable(
    Extension(asker): Extension<Asker>,
    request: Request,
    next: Next,
) -> Response {
    let uri = request.uri();
    let has_path = uri.path_and_query().is_some();
    let is_readable = has_path
        && is_readable(uri.path().as_bytes())
        && is_readable(uri.query().unwrap_or_default().as_bytes())
        && request.headers().get_all(header::COOKIE).iter().all(|value| is_readable(value.as_bytes()));
    if is_readable { next.run(request).await } else { asker.refuse(Refusal::Unreadable) }
}

/// Whether percent-encoded bytes are text.
pub(super) fn is_readable(encoded: &[u8]) -> bool {
    percent_decode(encoded).decode_utf8().is_ok_and(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_utf8_and_nul_are_not_text() {
        assert!(is_readable(b"/people?q=%C3%A9t%C3%A9&x=100%"));
        assert!(!is_readable(b"/people/%FF"));
        assert!(!is_readable(b"q=%C3"));
        assert!(!is_readable(b"q=a%00b"));
        assert!(!is_readable(&[0xff]));
    }
}

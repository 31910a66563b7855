//! `GET /assets/{build}/{file}`: the front end. The address names the build, so it never changes.

use std::borrow::Cow;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::ErrorKind;
use http::{HeaderMap, HeaderValue, header};

use super::asker::Asker;
use super::headers::PartOfDocument;
use super::{Site, Web};

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// Compressed forms that were made when the front end was built, the smaller first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// The file, in the smallest form that the browser reads.
pub(super) async fn serve(
    State(web): State<Web>,
    Path((build, name)): Path<(String, String)>,
    Extension(asker): Extension<Asker>,
    headers: HeaderMap,
) -> Response {
    let site = web.site().filter(|site| site.build_id() == build);
    let found = site.and_then(|site| find(site, &name, &headers));
    match found {
        Some((content, encoding)) => answer(&name, content, encoding),
        None => asker.refuse(ErrorKind::NotFound.into()),
    }
}

fn find(site: &Site, name: &str, headers: &HeaderMap) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
    let accepted =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (encoding, end) in ENCODINGS {
        if accepts(accepted, encoding)
            && let Some(content) = site.file(&format!("{name}{end}"))
        {
            return Some((content, Some(encoding)));
        }
    }
    site.file(name).map(|content| (content, None))
}

/// Whether a list of encodings names one and does not refuse it (RFC 9110, section 12.5.3).
pub(super) fn accepts(list: &str, encoding: &str) -> bool {
    list.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding))
            && !parts
                .any(|part| matches!(part.replace(' ', "").as_str(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn answer(name: &str, content: Cow<'static, [u8]>, encoding: Option<&'static str>) -> Response {
    let bytes = match content {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(name)));
    headers.insert(header::CACHE_CONTROL, FOR_EVER);
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if matches!(name.rsplit_once('.'), Some((_, "css" | "js" | "wasm"))) {
        response.extensions_mut().insert(PartOfDocument);
    }
    response
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, end)| end) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_counts_unless_it_is_refused() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("gzip", "br"));
        assert!(!accepts("", "br"));
    }
}

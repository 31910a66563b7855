//! Pages that are kept: made once, and sent again until something is recorded.
//!
//! Everything that changes goes through one write path and leaves an event in one log. So a page that shows nothing
//! but what is recorded depends on the log, on who reads, and on the address, and is the same until one of them
//! changes. It is kept for its reader alone, compressed, and for a minute at the most.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::Visitor;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use brotli::enc::BrotliEncoderParams;
use domain::people::Theme;
use domain::{Permission, UserId};
use flate2::Compression;
use flate2::write::GzEncoder;
use http::{HeaderValue, Method, StatusCode, header};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use service::Principal;
use sha2::{Digest, Sha256};
use store::Revision;

use super::Web;
use super::asker::text_of;
use super::assets::accepts;

/// The most bytes to keep, all pages together.
const CAPACITY: u64 = 16 * 1024 * 1024;
/// About how large a page is.
const TYPICAL: usize = 10 * 1024;
/// A larger page is not kept.
const MAX_BYTES: usize = 512 * 1024;
/// How long a page is kept at the most: a bound, should the news of an event of another process be lost.
const LONGEST: Duration = Duration::from_secs(60);

/// The pages that are kept.
#[derive(Debug)]
pub(crate) struct KeptPages(Cache<Key, Arc<Page>, Bytewise>);

/// For whom a page was made, and what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    reader: UserId,
    address: String,
    theme: &'static str,
    nav_is_narrow: bool,
    packing: Packing,
}

/// How a page is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Packing {
    Brotli,
    Gzip,
    Plain,
}

#[derive(Debug)]
struct Page {
    revision: Revision,
    made: Instant,
    /// The reader as the page knew them: their role and place decide what it shows.
    reader: Arc<Principal>,
    policy: HeaderValue,
    body: Bytes,
    packing: Packing,
}

#[derive(Clone, Debug)]
struct Bytewise;

impl Weighter<Key, Arc<Page>> for Bytewise {
    fn weight(&self, key: &Key, page: &Arc<Page>) -> u64 {
        (size_of::<Key>() + size_of::<Page>() + key.address.len() + page.body.len()) as u64
    }
}

impl KeptPages {
    pub(super) fn new() -> Self {
        let count = usize::try_from(CAPACITY).unwrap_or(usize::MAX) / TYPICAL;
        Self(Cache::with_weighter(count, CAPACITY, Bytewise))
    }
}

/// Sends a page that is kept, or makes it and keeps it.
pub(super) async fn keep(State(web): State<Web>, request: Request, next: Next) -> Response {
    let Some((key, reader)) = key_of(&request) else { return next.run(request).await };
    let revision = web.portal().store().revision();
    if let Some(page) = web.kept_pages().0.get(&key)
        && page.revision == revision
        && page.made.elapsed() < LONGEST
        && page.reader == reader
    {
        count("kept");
        return page.response();
    }
    count("made");
    let made = Instant::now();
    let response = next.run(request).await;
    if !is_worth_keeping(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(html) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let policy = parts.headers.get(header::CONTENT_SECURITY_POLICY).and_then(|value| value.to_str().ok());
    let page = policy.and_then(|policy| Page::new(revision, made, reader, policy, &html, key.packing));
    let Some(page) = page else { return Response::from_parts(parts, Body::from(html)) };
    let page = Arc::new(page);
    // What was recorded while it was made may be in it or not.
    if web.portal().store().revision() == revision && page.body.len() < MAX_BYTES {
        web.kept_pages().0.insert(key, Arc::clone(&page));
    }
    page.response()
}

/// Counts pages that could be kept, by whether they were.
fn count(how: &'static str) {
    metrics::counter!("pages_total", "how" => how).increment(1);
}

/// Whether the answer may be kept, and for whom.
fn key_of(request: &Request) -> Option<(Key, Arc<Principal>)> {
    let extensions = request.extensions();
    let (pattern, visitor) = (extensions.get::<MatchedPath>()?, extensions.get::<Visitor>()?);
    let reader = visitor.principal.as_ref()?;
    if *request.method() != Method::GET || !shows_only_what_is_recorded(pattern.as_str(), reader) {
        return None;
    }
    let key = Key {
        reader: reader.user.id,
        address: request.uri().path_and_query()?.as_str().to_owned(),
        theme: Theme::as_str(visitor.theme),
        nav_is_narrow: visitor.nav_is_narrow,
        packing: Packing::accepted(text_of(request.headers(), header::ACCEPT_ENCODING)),
    };
    Some((key, Arc::clone(reader)))
}

/// Whether a page shows nothing but what leaves events when it changes. Those who look after the portal see on their
/// first page how many jobs wait, which changes without.
fn shows_only_what_is_recorded(pattern: &str, reader: &Principal) -> bool {
    match pattern {
        "/" => !reader.actor.may(Permission::ReadAudit),
        _ => ["/knowledge", "/contact-types"].iter().any(|area| {
            pattern.strip_prefix(area).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }),
    }
}

fn is_worth_keeping(response: &Response) -> bool {
    let headers = response.headers();
    response.status() == StatusCode::OK
        && !headers.contains_key(header::SET_COOKIE)
        && headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

impl Page {
    fn new(
        revision: Revision,
        made: Instant,
        reader: Arc<Principal>,
        policy: &str,
        html: &[u8],
        packing: Packing,
    ) -> Option<Self> {
        let html = std::str::from_utf8(html).ok()?;
        let (html, policy) = by_hash(html, policy)?;
        let body = packing.pack(html).ok()?;
        let policy = HeaderValue::try_from(policy).ok()?;
        Some(Self { revision, made, reader, policy, body: body.into(), packing })
    }

    fn response(&self) -> Response {
        let mut response = Body::from(self.body.clone()).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(header::CONTENT_SECURITY_POLICY, self.policy.clone());
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding, cookie"));
        if let Some(name) = self.packing.name() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        response
    }
}

impl Packing {
    /// The best one that a browser says it can undo.
    fn accepted(encodings: &str) -> Self {
        let is_accepted = |packing: &Self| packing.name().is_some_and(|name| accepts(encodings, name));
        [Self::Brotli, Self::Gzip].into_iter().find(is_accepted).unwrap_or(Self::Plain)
    }

    const fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Plain => None,
        }
    }

    /// Both take about as long: at 6 of 11 brotli is a twentieth smaller.
    fn pack(self, html: String) -> std::io::Result<Vec<u8>> {
        let mut packed = Vec::with_capacity(html.len() / 4);
        match self {
            Self::Plain => return Ok(html.into_bytes()),
            Self::Brotli => {
                let how = BrotliEncoderParams { quality: 6, size_hint: html.len(), ..Default::default() };
                brotli::BrotliCompress(&mut html.as_bytes(), &mut packed, &how)?;
            }
            Self::Gzip => {
                let mut encoder = GzEncoder::new(&mut packed, Compression::best());
                std::io::Write::write_all(&mut encoder, html.as_bytes())?;
                encoder.finish()?;
            }
        }
        Ok(packed)
    }
}

/// A nonce must not be sent twice. So a page that may be names its scripts by what is in them (CSP level 3,
/// section 6.7.3.3) instead.
fn by_hash(html: &str, policy: &str) -> Option<(String, String)> {
    let nonce = policy.split_once("'nonce-")?.1.split_once('\'')?.0;
    let mut hashes = String::new();
    for script in html.split("<script").skip(1) {
        let (_, content) = script.split_once("</script>")?.0.split_once('>')?;
        if !content.is_empty() {
            let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(content));
            hashes.push_str(&format!("'sha256-{hash}' "));
        }
    }
    let html = html.replace(&format!(" nonce=\"{nonce}\""), "");
    let policy = policy.replace(&format!("'nonce-{nonce}' "), &hashes);
    Some((html, policy))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_named_by_what_is_in_them() {
        let html = r#"<p>x</p><script type="module" nonce="N1">alert(1)</script><script nonce="N1" src="/a.js"></script>"#;
        let (html, policy) = by_hash(html, "default-src 'self'; script-src 'self' 'nonce-N1' 'x'").unwrap();
        assert_eq!(html, r#"<p>x</p><script type="module">alert(1)</script><script src="/a.js"></script>"#);
        assert_eq!(
            policy,
            "default-src 'self'; script-src 'self' 'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=' 'x'"
        );
        assert_eq!(by_hash("<script>", "script-src 'self'"), None);
    }
}

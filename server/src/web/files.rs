//! `GET /files/{space}/{hash}`: an image of an article. The address names what is in it, so it never changes.

use app::Visitor;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::{ErrorKind, Slug};
use http::{HeaderValue, header};

use super::Web;
use super::asker::Asker;
use super::problem::refusal_of;

/// An SVG opened by itself is a document and could run scripts: this forbids it everything.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
);
/// For this browser only: not everybody may see it.
const FOR_LONG: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");

/// The image, for those to whom the space is open.
pub(super) async fn serve(
    State(web): State<Web>,
    Path((space, hash)): Path<(String, String)>,
    Extension(visitor): Extension<Visitor>,
    Extension(asker): Extension<Asker>,
) -> Response {
    let Some(principal) = visitor.principal else { return asker.refuse(ErrorKind::Unauthenticated.into()) };
    let Ok(space) = Slug::parse(&space) else { return asker.refuse(ErrorKind::NotFound.into()) };
    let file = match web.portal().file(&principal.actor, &space, &hash).await {
        Ok(file) => file,
        Err(error) => return asker.refuse(refusal_of(&error, &asker.reference)),
    };
    let mut response = Body::from(file.bytes).into_response();
    let headers = response.headers_mut();
    if let Ok(kind) = HeaderValue::try_from(file.media_type) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    headers.insert(header::CACHE_CONTROL, FOR_LONG);
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}

//! A number for every request, by which a person's question finds the line in the log.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderValue;

use super::asker::Asker;
use super::{Site, Web};

/// The header that carries it, to pages and back to the browser.
const HEADER: &str = "x-request-id";

/// Numbers the request and notes how its asker wants to be answered.
pub(super) async fn give(State(web): State<Web>, request: Request, next: Next) -> Response {
    let reference = reference(&web);
    let stylesheet = web.site().map(Site::build_id).map(|build| format!("/assets/{build}/palier.css"));
    let (mut parts, body) = request.into_parts();
    let asker = Asker::of(&parts, reference.clone(), stylesheet);
    parts.extensions.insert(asker);
    let value = HeaderValue::try_from(reference).ok();
    // Overwritten, not kept: what a client sends is not a number of ours.
    parts.headers.remove(HEADER);
    if let Some(value) = value.clone() {
        parts.headers.insert(HEADER, value);
    }
    let mut response = next.run(Request::from_parts(parts, body)).await;
    if let Some(value) = value {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// The random end of a new id: short enough to be read out on the telephone.
fn reference(web: &Web) -> String {
    let id = web.portal().world().id().simple().to_string();
    id.get(20..).unwrap_or(&id).to_owned()
}

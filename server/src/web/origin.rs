//! Requests that change something come from our own pages, or from no page at all.

use axum::Extension;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use tower_http::csrf::{CsrfLayer, ProtectionError};

use super::Web;
use super::asker::Asker;
use super::refusal::Refusal;

/// Refuses what a browser sends from another origin (`Sec-Fetch-Site`, `Origin`).
pub(super) fn layer(web: &Web) -> CsrfLayer {
    // The public address is known to be an origin; without it, only the browser's own word counts.
    CsrfLayer::new().add_trusted_origin(web.origin()).unwrap_or_default()
}

/// Puts words to the bare refusal of the layer.
pub(super) async fn explain(Extension(asker): Extension<Asker>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.extensions().get::<ProtectionError>().is_some() {
        return asker.refuse(Refusal::ForeignOrigin);
    }
    response
}

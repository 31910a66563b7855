//! The API for other systems: JSON, by token, described by itself (OpenAPI 3.1).
//!
//! A session means nothing here, so that no page of somebody else can ask in its name; a token means nothing anywhere
//! else. Every failure is told as problem details (RFC 9457).

mod caller;
mod clearances;
mod kept;
mod openapi;
mod parameters;
mod words;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{MethodRouter, any, get};

use super::asker::Asker;
use super::refusal::Refusal;
use super::{Web, pages, text, timeout};

/// Everything below `/api/v1`.
pub(super) fn router(web: &Web) -> Router {
    let routes =
        routes().into_iter().fold(Router::new(), |router, (path, handler)| router.route(path, handler));
    routes
        .method_not_allowed_fallback(pages::no_such_method)
        .with_state(web.clone())
        .layer(from_fn(text::require_readable))
        .layer(from_fn_with_state(web.clone(), timeout::limit))
}

/// The routes, each with its pattern.
pub(super) fn routes() -> [(&'static str, MethodRouter<Web>); 4] {
    [
        ("/api/v1/clearances", get(clearances::list)),
        ("/api/v1/clearances/changes", get(clearances::changes)),
        ("/api/v1/openapi.json", get(openapi::document)),
        ("/api/v1/{*rest}", any(no_such_resource)),
    ]
}

/// The API has nothing at this address.
async fn no_such_resource(axum::Extension(asker): axum::Extension<Asker>) -> Response {
    asker.refuse(Refusal::NoSuchResource)
}

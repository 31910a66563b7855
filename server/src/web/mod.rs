//! HTTP. Handlers translate; layers know only requests and answers.
//!
//! From outside in: reference, access log and figures, headers, compression, panics; then for pages and
//! server functions: origin, files, time limit, body, who asks. Assets and health need none of the latter. The API
//! for other systems has its own way to know who asks, and never looks at cookies for it.

mod access_log;
mod answer;
mod api;
mod asker;
mod assets;
mod audit_export;
mod body;
mod cookies;
mod figures;
mod files;
mod functions;
mod guard;
mod headers;
mod health;
mod image_upload;
mod import_upload;
mod kept;
mod live;
mod network;
mod notification;
mod obsolescence_export;
mod origin;
mod pages;
mod panic;
mod preferences;
mod problem;
mod proof;
mod reference;
mod refusal;
mod site;
mod state;
mod text;
mod timeout;
mod typed;
mod upload;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{MethodRouter, any, get, post};
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::timeout::ResponseBodyTimeoutLayer;

pub(crate) use figures::{router as metrics_router, upkeep as metrics_upkeep};
pub(crate) use health::Health;
pub use pages::page_paths;
pub(crate) use site::Site;
pub(crate) use state::Web;

/// Answers smaller than this are sent as they are.
const COMPRESS_ABOVE: u64 = 1024;

/// Everything that answers on the portal's own listener.
pub(crate) fn router(web: Web) -> Router {
    let outer =
        outer_routes().into_iter().fold(Router::new(), |router, (path, handler)| router.route(path, handler));
    let outer = outer
        .method_not_allowed_fallback(pages::no_such_method)
        .with_state(web.clone())
        .layer(from_fn(text::require_readable));
    inner(&web)
        .merge(api::router(&web))
        .merge(outer)
        .layer(compression())
        // What has no end is never compressed, and has no room for it: there are thousands at once.
        .merge(guarded(streams(&web), &web))
        .layer(from_fn(panic::catch))
        .layer(from_fn_with_state(web.clone(), headers::add))
        .layer(from_fn(access_log::write))
        .layer(from_fn_with_state(web, reference::give))
}

/// Pages, server functions and plain forms: everything for which it matters who asks.
fn inner(web: &Web) -> Router {
    let plain =
        plain_routes().into_iter().fold(Router::new(), |router, (path, handler)| router.route(path, handler));
    let plain = plain.fallback(pages::not_found).with_state(web.clone());
    let pages = pages::router(web)
        .merge(plain)
        .method_not_allowed_fallback(pages::no_such_method)
        .layer(ResponseBodyTimeoutLayer::new(web.http().request_timeout()));
    guarded(pages, web)
}

/// The same with everything that is looked at before somebody is answered.
fn guarded(router: Router, web: &Web) -> Router {
    router
        .layer(from_fn(functions::name_failures))
        .layer(from_fn_with_state(web.clone(), kept::keep))
        .layer(from_fn_with_state(web.clone(), typed::keep))
        .layer(from_fn_with_state(web.clone(), guard::identify))
        .layer(from_fn_with_state(web.clone(), body::read))
        .layer(from_fn_with_state(web.clone(), timeout::limit))
        .layer(from_fn_with_state(web.clone(), upload::receive))
        .layer(from_fn(text::require_readable))
        .layer(origin::layer(web))
        .layer(from_fn(origin::explain))
}

/// What has no end: it may last, and be silent, longer than other answers.
fn streams(web: &Web) -> Router {
    Router::new()
        .route(live::PATH, get(live::follow))
        .method_not_allowed_fallback(pages::no_such_method)
        .with_state(web.clone())
}

/// What is neither a page nor a server function, and has an end.
fn plain_routes() -> [(&'static str, MethodRouter<Web>); 10] {
    [
        ("/preferences/language", post(preferences::language)),
        ("/preferences/theme", post(preferences::theme)),
        ("/audit/export", get(audit_export::export)),
        ("/obsolescence/export", get(obsolescence_export::export)),
        ("/broadcasts/{broadcast}/proof", get(proof::export)),
        ("/files/{space}/{hash}", get(files::serve)),
        ("/notifications/{notification}", get(notification::follow)),
        (image_upload::PATH, post(image_upload::upload).layer(DefaultBodyLimit::disable())),
        (import_upload::PATH, post(import_upload::upload).layer(DefaultBodyLimit::disable())),
        ("/api/{*rest}", any(pages::no_such_function)),
    ]
}

/// What answers everybody alike.
fn outer_routes() -> [(&'static str, MethodRouter<Web>); 3] {
    [
        ("/livez", get(health::live)),
        ("/readyz", get(health::ready)),
        ("/assets/{build}/{*file}", get(assets::serve)),
    ]
}

/// The patterns of what is neither a page nor a server function, for the test that walks every route.
pub fn plain_paths() -> impl Iterator<Item = &'static str> {
    let routes = plain_routes().into_iter().chain(api::routes()).chain(outer_routes());
    routes.map(|(path, _)| path).chain([live::PATH])
}

/// Fast rather than thorough: pages are made anew for everybody. Assets come compressed.
fn compression() -> CompressionLayer<impl Predicate> {
    let worth_it = SizeAbove::new(COMPRESS_ABOVE).and(NotForContentType::IMAGES).and(NotForContentType::SSE);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth_it)
}

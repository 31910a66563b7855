//! Pages and server functions: what `app` is.

use std::sync::OnceLock;

use app::{Visitor, access_of};
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::ErrorKind;
use http::request::Parts;
use http::{Method, StatusCode, Uri};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list, render_app_async_with_context};

use super::Web;
use super::asker::{Asker, Shape};
use super::refusal::Refusal;
use super::typed;

/// A route for every page and every server function.
pub(super) fn router(web: &Web) -> Router {
    let routes = routes().clone();
    let (options, shell_options) = (web.options().clone(), web.options().clone());
    let context = context(web);
    Router::new()
        .leptos_routes_with_context(&options, routes, context, move || app::shell(shell_options.clone()))
        .with_state(options)
}

/// All but the one for any other address, which [`not_found`] answers. Listed once in a process: while Leptos walks the pages for it, it keeps the data of *every* page from
/// loading, also of pages that another portal of the process is rendering, and those would wait for ever.
fn routes() -> &'static Vec<AxumRouteListing> {
    static ROUTES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();
    ROUTES.get_or_init(|| {
        let mut routes = generate_route_list(app::App);
        routes.retain(|route| !route.path().contains('*'));
        routes
    })
}

/// The patterns of the pages that the router has, for the test that compares them with the table of access.
pub fn page_paths() -> impl Iterator<Item = &'static str> {
    routes().iter().map(AxumRouteListing::path)
}

/// What every page and every server function finds: the services, who asks, and what they typed before.
fn context(web: &Web) -> impl Fn() + Clone + Send + Sync + 'static {
    let web = web.clone();
    move || {
        if let Some(parts) = use_context::<Parts>() {
            if let Some(visitor) = parts.extensions.get::<Visitor>() {
                provide_context(visitor.clone());
            }
            if let Some(typed) = typed::of_page(&web, &parts) {
                provide_context(typed);
            }
        }
        provide_context(web.services().clone());
    }
}

/// There is no such page, but there may be one without the slash at the end.
pub(super) async fn not_found(State(web): State<Web>, request: Request) -> Response {
    let asker = request.extensions().get::<Asker>().cloned();
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD);
    if is_page && let Some(page) = without_slash(request.uri()) {
        return Redirect::permanent(&page).into_response();
    }
    match asker {
        Some(asker) if !is_page || asker.shape != Shape::Page => asker.refuse(ErrorKind::NotFound.into()),
        _ => render_not_found(&web, request).await,
    }
}

/// The page that is meant by an address with slashes at its end. One slash alone stands in front: two would lead to
/// another host.
fn without_slash(uri: &Uri) -> Option<String> {
    let path = uri.path();
    let page = format!("/{}", path.trim_matches('/'));
    let is_meant = path != "/" && path.ends_with('/') && access_of(&page).is_some();
    is_meant.then(|| match uri.query() {
        Some(query) => format!("{page}?{query}"),
        None => page,
    })
}

async fn render_not_found(web: &Web, request: Request) -> Response {
    let options = web.options().clone();
    let render = render_app_async_with_context(context(web), move || app::shell(options.clone()));
    let mut response = render(request).await;
    if response.status().is_success() {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// There is no such server function, and no such resource.
pub(super) async fn no_such_function(axum::Extension(asker): axum::Extension<Asker>) -> Response {
    asker.refuse(ErrorKind::NotFound.into())
}

/// The address exists, but not for this method.
pub(super) async fn no_such_method(axum::Extension(asker): axum::Extension<Asker>) -> Response {
    asker.refuse(Refusal::NoSuchMethod)
}

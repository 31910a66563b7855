//! Finds out who asks, and sends those who are not signed in to the sign-in page before anything is
//! rendered. What somebody may do is decided by the use cases.

use std::sync::Arc;

use app::{Access, Visitor, access_of};
use axum::Extension;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::ErrorKind;
use domain::people::Theme;
use http::request::Parts;
use http::{Method, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use service::{Principal, Secret};

use super::asker::{Asker, locale_of, text_of};
use super::network::client_of;
use super::problem::refusal_of;
use super::refusal::Refusal;
use super::{Web, cookies, live, pages};

/// Notes who asks, or answers in the page's place.
pub(super) async fn identify(
    State(web): State<Web>,
    Extension(mut asker): Extension<Asker>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let principal = match who(&web, &parts, &asker.reference).await {
        Ok(principal) => principal,
        Err(refusal) => return asker.refuse(refusal),
    };
    let visitor = visitor(&web, &parts, principal);
    asker.locale = visitor.locale;
    let is_signed_in = visitor.principal.is_some();
    parts.extensions.insert(visitor);
    parts.extensions.insert(asker);
    let access = page_access(&parts);
    let sign_in = sign_in_address(&parts);
    let request = Request::from_parts(parts, body);
    match access {
        Some(Access::Demo) if web.services().demo.is_none() => pages::not_found(State(web), request).await,
        Some(Access::SignedIn | Access::Needs(_)) if !is_signed_in => Redirect::to(&sign_in).into_response(),
        _ => next.run(request).await,
    }
}

/// Who asks, if they are signed in; refused while that cannot be known.
pub(super) async fn who(
    web: &Web,
    parts: &Parts,
    reference: &str,
) -> Result<Option<Arc<Principal>>, Refusal> {
    if !web.health().is_well() {
        return Err(ErrorKind::Unavailable.into());
    }
    principal(web, parts).await.map_err(|error| refusal_of(&error, reference))
}

async fn principal(web: &Web, parts: &Parts) -> service::Result<Option<Arc<Principal>>> {
    let cookie = cookies::value(&parts.headers, web.services().cookies.session_name());
    match cookie.and_then(Secret::parse) {
        // Nobody touches anything: the browser comes back to its stream by itself.
        Some(secret) if parts.uri.path() == live::PATH => web.portal().principal_of_browser(&secret).await,
        Some(secret) => web.portal().principal(&secret).await,
        None => Ok(None),
    }
}

fn visitor(web: &Web, parts: &Parts, principal: Option<Arc<Principal>>) -> Visitor {
    let headers = &parts.headers;
    let theme = cookies::value(headers, cookies::THEME).and_then(Theme::parse).unwrap_or_default();
    Visitor {
        locale: principal.as_ref().map_or_else(|| locale_of(headers), |principal| principal.locale()),
        theme: principal.as_ref().map_or(theme, |principal| principal.theme()),
        nav_is_narrow: cookies::value(headers, cookies::NAV) == Some("narrow"),
        network: client_of(parts, web.http().trusted_proxies),
        device: app::device_label(text_of(headers, header::USER_AGENT)),
        principal,
    }
}

/// Who may open the page that is asked for, if it is a page.
fn page_access(parts: &Parts) -> Option<Access> {
    let is_page = matches!(parts.method, Method::GET | Method::HEAD);
    if is_page { access_of(parts.uri.path()) } else { None }
}

/// The sign-in page, with the way back.
fn sign_in_address(parts: &Parts) -> String {
    let mut asked = parts.uri.path().to_owned();
    // That somebody was signed out is not to be said again once they are in.
    let query = parts.uri.query().unwrap_or_default().split('&');
    let query = query.filter(|pair| !pair.starts_with("__err=") && !pair.starts_with("__path="));
    let query = query.collect::<Vec<_>>().join("&");
    if !query.is_empty() {
        asked = format!("{asked}?{query}");
    }
    if asked == "/" {
        return "/sign-in".to_owned();
    }
    format!("/sign-in?next={}", utf8_percent_encode(&asked, NON_ALPHANUMERIC))
}

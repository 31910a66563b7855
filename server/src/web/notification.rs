//! `GET /notifications/{notification}`: leads to where what somebody was told is dealt with, and notes that they have read it.
//!
//! It is a link, so that it works without scripts and in a tab of its own. It changes nothing but that, for its owner alone, and
//! only for somebody who goes there: another site cannot do it in their stead, and neither can a browser that loads ahead.

use app::Visitor;
use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{ErrorKind, NotificationId};
use http::header::HeaderName;
use http::{HeaderMap, Method};

use super::Web;
use super::asker::{Asker, text_of};
use super::problem::refusal_of;

/// Where whoever is not taken to have followed the link finds everything.
const LIST: &str = "/notifications";

/// Goes where it is dealt with.
pub(super) async fn follow(
    State(web): State<Web>,
    Path(notification): Path<String>,
    Extension(visitor): Extension<Visitor>,
    Extension(asker): Extension<Asker>,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let Some(reader) = visitor.principal else { return asker.refuse(ErrorKind::Unauthenticated.into()) };
    let Ok(id) = notification.parse::<NotificationId>() else {
        return asker.refuse(ErrorKind::NotFound.into());
    };
    if !is_followed(&method, &headers) {
        return Redirect::to(LIST).into_response();
    }
    match web.portal().follow_notification(&reader.actor, id).await {
        Ok(path) => Redirect::to(&path).into_response(),
        Err(error) => asker.refuse(refusal_of(&error, &asker.reference)),
    }
}

/// Whether somebody goes there, from a page of the portal or by its address. Browsers that say nothing of it are believed.
fn is_followed(method: &Method, headers: &HeaderMap) -> bool {
    let said = |name| text_of(headers, HeaderName::from_static(name));
    *method == Method::GET
        && said("sec-purpose").is_empty()
        && matches!(said("sec-fetch-site"), "" | "none" | "same-origin")
}

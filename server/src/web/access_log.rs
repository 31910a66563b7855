//! A line and a figure per request, without personal data: the pattern of the route, not the path.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::Method;

use super::asker::Asker;

/// Notes what was asked and how it was answered.
pub(super) async fn write(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let method = method_name(request.method());
    let route = route_name(request.extensions().get::<MatchedPath>());
    let reference =
        request.extensions().get::<Asker>().map(|asker| asker.reference.clone()).unwrap_or_default();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), start.elapsed());
    let ms = (took.as_secs_f64() * 100_000.0).round() / 100.0;
    if 500 <= status {
        tracing::warn!(target: "palier::access", method, route, status, ms, reference, "answered");
    } else {
        tracing::info!(target: "palier::access", method, route, status, ms, reference, "answered");
    }
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    let [method, route, _] = labels;
    metrics::histogram!("http_request_duration_seconds", &[method, route]).record(took.as_secs_f64());
    response
}

/// Methods that nobody uses are counted as one, so that nobody can fill the memory with inventions.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// The pattern of the route. The number behind a server function's name, which changes with every build, is
/// left out.
fn route_name(matched: Option<&MatchedPath>) -> String {
    let Some(matched) = matched else { return "none".to_owned() };
    match matched.as_str().strip_prefix("/api/") {
        Some(name) => format!("/api/{}", name.trim_end_matches(|c: char| c.is_ascii_digit())),
        None => matched.as_str().to_owned(),
    }
}

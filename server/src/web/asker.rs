//! How whoever asks wants a refusal to be told: in what language, in what shape, under what reference.

use app::AppError;
use axum::response::Response;
use domain::{FieldError, Locale};
use http::request::Parts;
use http::{HeaderMap, header};

use super::refusal::Refusal;
use super::{answer, cookies};

/// How whoever asks wants a refusal to be told. Every request carries one.
#[derive(Clone, Debug)]
pub(super) struct Asker {
    /// In what language.
    pub(super) locale: Locale,
    /// In what shape.
    pub(super) shape: Shape,
    /// By what number the log knows the request.
    pub(super) reference: String,
    /// Where the style of pages lies.
    pub(super) stylesheet: Option<String>,
}

/// In what shape to tell a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A page, for people.
    Page,
    /// As server functions tell it to the page that called them.
    Function,
    /// Problem details (RFC 9457), for programs.
    Problem,
}

impl Asker {
    /// From what the request says of itself.
    pub(super) fn of(parts: &Parts, reference: String, stylesheet: Option<String>) -> Self {
        let locale = locale_of(&parts.headers);
        Self { locale, shape: shape_of(parts.uri.path(), &parts.headers), reference, stylesheet }
    }

    /// Tells a refusal.
    pub(super) fn refuse(&self, refusal: Refusal) -> Response {
        self.refuse_naming(refusal, Vec::new())
    }

    /// Tells a refusal, and what exactly is at fault.
    pub(super) fn refuse_naming(&self, refusal: Refusal, faults: Vec<String>) -> Response {
        answer::tell(self, refusal, faults)
    }

    /// Names the parameters of a question of another system at fault.
    pub(super) fn refuse_parameters(&self, faults: &[FieldError]) -> Response {
        answer::tell_parameters(self, faults)
    }
}

/// The language of somebody of whom nothing else is known.
pub(super) fn locale_of(headers: &HeaderMap) -> Locale {
    let chosen = cookies::value(headers, cookies::LOCALE).and_then(Locale::parse);
    chosen.unwrap_or_else(|| Locale::negotiate(text_of(headers, header::ACCEPT_LANGUAGE)))
}

fn shape_of(path: &str, headers: &HeaderMap) -> Shape {
    let accepts = text_of(headers, header::ACCEPT);
    if path.starts_with("/api/v1/") || path == "/api/v1" || accepts.contains("application/problem+json") {
        Shape::Problem
    } else if accepts.contains("text/html") {
        Shape::Page
    } else if path.starts_with("/api/") || accepts.contains(AppError::MEDIA_TYPE) {
        Shape::Function
    } else if accepts.contains("json") || accepts.contains("text/event-stream") {
        Shape::Problem
    } else {
        Shape::Page
    }
}

/// A header as text; empty when it is missing or unreadable.
pub(super) fn text_of(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_shape(path: &str, accept: &'static str, expected: Shape) {
        let headers = HeaderMap::from_iter([(header::ACCEPT, http::HeaderValue::from_static(accept))]);
        assert_eq!(shape_of(path, &headers), expected, "{path} {accept}");
    }

    #[test]
    fn people_get_pages_and_programs_get_problems() {
        check_shape("/people", "text/html,application/xhtml+xml", Shape::Page);
        check_shape("/people", "*/*", Shape::Page);
        check_shape("/people", "application/json", Shape::Problem);
        check_shape("/live", "text/event-stream", Shape::Problem);
        check_shape("/api/v1/people", "text/html", Shape::Problem);
        check_shape("/api/create_team1", "application/json", Shape::Function);
        check_shape("/api/create_team1", "text/html", Shape::Page);
        check_shape("/drafts/0199/images", AppError::MEDIA_TYPE, Shape::Function);
        check_shape("/drafts/0199/images", "text/html", Shape::Page);
    }
}

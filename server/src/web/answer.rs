//! Telling a refusal. The page is made here, because it must work when nothing else does.

use app::AppError;
use axum::response::{Html, IntoResponse, Response};
use domain::{ErrorKind, FieldError};
use http::{HeaderValue, header};
use i18n::Messages;

use super::asker::{Asker, Shape};
use super::problem::Problem;
use super::refusal::Refusal;

/// A refusal in the shape and language of whoever asked, with whatever is at fault.
pub(super) fn tell(asker: &Asker, refusal: Refusal, faults: Vec<String>) -> Response {
    let t = Messages::of(asker.locale);
    let mut text = vec![refusal.text(t)];
    text.extend(faults);
    let response = match asker.shape {
        Shape::Page => Html(page(asker, refusal, &text, t)).into_response(),
        Shape::Problem => Problem::of(refusal, text.join(" "), t, &asker.reference).into_response(),
        Shape::Function => function_error(asker, refusal),
    };
    dressed(response, asker, refusal)
}

/// Names the parameters of a question at fault, and what to put there.
pub(super) fn tell_parameters(asker: &Asker, faults: &[FieldError]) -> Response {
    let (t, refusal) = (Messages::of(asker.locale), Refusal::Parameters);
    let problem = Problem::of(refusal, refusal.text(t), t, &asker.reference).naming(faults, t);
    dressed(problem.into_response(), asker, refusal)
}

/// With what every refusal carries.
fn dressed(mut response: Response, asker: &Asker, refusal: Refusal) -> Response {
    *response.status_mut() = refusal.status();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept, accept-language, cookie"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(asker.locale.as_str()));
    if let Some(seconds) = refusal.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// As a server function would say it.
fn function_error(asker: &Asker, refusal: Refusal) -> Response {
    let said = match refusal.nearest_kind() {
        ErrorKind::Unauthenticated => app::Refusal::Unauthenticated,
        ErrorKind::Forbidden => app::Refusal::Forbidden,
        ErrorKind::NotFound => app::Refusal::NotFound,
        ErrorKind::Conflict => app::Refusal::Stale,
        ErrorKind::Invalid => app::Refusal::Invalid,
        ErrorKind::TooLarge => app::Refusal::TooLarge,
        ErrorKind::TooMany => app::Refusal::TooMany(refusal.retry_after().unwrap_or_default()),
        ErrorKind::Unavailable => app::Refusal::Unavailable,
        ErrorKind::Internal => app::Refusal::Internal,
    };
    let error = AppError { reference: Some(asker.reference.clone()), ..AppError::new(said) };
    ([(header::CONTENT_TYPE, AppError::MEDIA_TYPE)], error.to_bytes()).into_response()
}

fn page(asker: &Asker, refusal: Refusal, text: &[String], t: Messages) -> String {
    let links = asker.stylesheet.as_deref().map(links).unwrap_or_default();
    let language = asker.locale.as_str();
    let (product, title, home) = (t.product(), escape(refusal.title(t)), t.http_go_home());
    let text: String = text.iter().map(|line| format!("<p>{}</p>", escape(line))).collect();
    let reference = escape(&t.http_reference(&asker.reference));
    format!(
        "<!DOCTYPE html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title} · {product}</title>{links}</head>\
         <body><div class=\"bare\"><header class=\"bare__top\"><a class=\"frame__brand\" href=\"/\">{product}</a></header>\
         <main class=\"bare__main\" id=\"main\"><h1>{title}</h1>{text}\
         <p class=\"panel__reference\">{reference}</p>\
         <p><a class=\"button button--secondary\" href=\"/\"><span class=\"button__label\">{home}</span></a></p>\
         </main></div></body></html>"
    )
}

/// The style of pages, and the icon that lies beside it: browsers ask for one anyway.
fn links(stylesheet: &str) -> String {
    let icon = stylesheet.replace("palier.css", "icon.svg");
    format!(
        "<link rel=\"stylesheet\" href=\"{stylesheet}\">\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"{icon}\">"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

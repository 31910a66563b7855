//! What was typed into a form that was refused and whose browser runs no scripts.
//!
//! The answer to such a form leads back to its page. What was typed waits here for that, under a secret in the address,
//! for the person whose session sent it: also when the session is over and they sign in first. In memory, so another
//! node does not have it; passwords are never kept.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use app::{Typed, Visitor};
use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use domain::{Timestamp, UserId};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, header};
use service::Secret;

use super::asker::{Asker, Shape, text_of};
use super::refusal::Refusal;
use super::{Web, cookies};

/// The name in the address.
const KEY: &str = "__typed";
/// The most bytes to keep, all forms together; the oldest go first.
const CAPACITY: usize = 8 * 1024 * 1024;
/// How long to keep them.
const SECONDS: i64 = 30 * 60;
/// What fields are called that hold a password, or the secret of a link that sets one.
const SECRETS: [&str; 5] = ["password", "current", "new", "again", "secret"];

/// The forms that wait.
#[derive(Debug, Default)]
pub(crate) struct TypedForms(Mutex<VecDeque<Waiting>>);

#[derive(Debug)]
struct Waiting {
    key: [u8; 32],
    owner: Option<UserId>,
    at: Timestamp,
    size: usize,
    typed: Typed,
}

impl TypedForms {
    fn put(&self, new: Waiting) {
        let mut forms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        forms.push_back(new);
        let mut size: usize = forms.iter().map(|form| form.size).sum();
        while CAPACITY < size {
            let Some(oldest) = forms.pop_front() else { break };
            size -= oldest.size;
        }
    }

    fn get(&self, key: [u8; 32], owner: Option<UserId>, now: Timestamp) -> Option<Typed> {
        let mut forms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        forms.retain(|form| now.seconds_since(form.at) < SECONDS);
        let mine = forms.iter().find(|form| form.key == key && form.owner == owner);
        mine.map(|form| form.typed.clone())
    }
}

/// Keeps what was typed when the form is refused.
pub(super) async fn keep(
    State(web): State<Web>,
    Extension(asker): Extension<Asker>,
    request: Request,
    next: Next,
) -> Response {
    if !is_plain_form(&request, &asker) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let (address, headers) = (parts.uri.path().to_owned(), parts.headers.clone());
    // It was read whole before.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return asker.refuse(Refusal::Unreadable) };
    let mut response = next.run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    if let Some(way_back) = way_back(&response) {
        let secret = web.portal().world().secret();
        let answers = answers(&bytes);
        let owner = owner(&web, &headers).await;
        web.typed_forms().put(Waiting {
            key: secret.hash(),
            owner,
            at: web.portal().world().now(),
            size: bytes.len() + address.len(),
            typed: Typed { address, answers },
        });
        if let Ok(location) = HeaderValue::from_str(&format!("{way_back}&{KEY}={}", secret.expose())) {
            response.headers_mut().insert(header::LOCATION, location);
        }
    }
    response
}

/// What was typed into the form to which a page leads back.
pub(super) fn of_page(web: &Web, parts: &Parts) -> Option<Typed> {
    let query = parts.uri.query().unwrap_or_default();
    let (_, key) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == KEY)?;
    let visitor = parts.extensions.get::<Visitor>();
    let owner = visitor.and_then(|visitor| visitor.principal.as_ref()).map(|principal| principal.user.id);
    web.typed_forms().get(Secret::parse(&key)?.hash(), owner, web.portal().world().now())
}

fn is_plain_form(request: &Request, asker: &Asker) -> bool {
    *request.method() == Method::POST
        && asker.shape == Shape::Page
        && request.uri().path().starts_with("/api/")
        && text_of(request.headers(), header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded")
}

/// Where a refused form leads.
fn way_back(response: &Response) -> Option<String> {
    let location = response.headers().get(header::LOCATION)?.to_str().ok()?;
    (response.status().is_redirection() && location.contains("__err=")).then(|| location.to_owned())
}

/// Whose session sent it, also when that is over.
async fn owner(web: &Web, headers: &HeaderMap) -> Option<UserId> {
    let secret = cookies::value(headers, web.services().cookies.session_name()).and_then(Secret::parse)?;
    web.portal().session_owner(&secret).await.ok().flatten()
}

fn answers(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body)
        .filter(|(name, _)| !SECRETS.contains(&name.as_ref()))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_kept() {
        let kept = answers(b"email=a%40b.example&password=secret");
        assert_eq!(kept, [("email".to_owned(), "a@b.example".to_owned())]);
        assert_eq!(answers(b"current=secret&new=other&again=others"), []);
        assert_eq!(answers(b"secret=0123&new=other&again=others"), []);
    }

    #[test]
    fn only_the_owner_gets_what_was_typed_and_not_for_ever() {
        let forms = TypedForms::default();
        let owner = |number| Some(UserId::new(uuid::Uuid::from_u128(number)));
        let (at, typed) =
            (Timestamp::from_millis(0), Typed { address: "/api/x".to_owned(), answers: Vec::new() });
        forms.put(Waiting { key: [1; 32], owner: owner(1), at, size: 1, typed: typed.clone() });
        assert_eq!(forms.get([1; 32], owner(1), at), Some(typed));
        assert_eq!(forms.get([1; 32], owner(2), at), None);
        assert_eq!(forms.get([1; 32], None, at), None);
        assert_eq!(forms.get([1; 32], owner(1), at.plus_seconds(SECONDS)), None);
    }

    #[test]
    fn the_oldest_go_when_there_is_no_more_room() {
        let forms = TypedForms::default();
        for key in 0..3 {
            let typed = Typed { address: String::new(), answers: Vec::new() };
            let at = Timestamp::from_millis(0);
            forms.put(Waiting { key: [key; 32], owner: None, at, size: CAPACITY / 2, typed });
        }
        let kept = |key| forms.get([key; 32], None, Timestamp::from_millis(0)).is_some();
        assert_eq!([kept(0), kept(1), kept(2)], [false, true, true]);
    }
}

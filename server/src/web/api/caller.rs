//! Who asks: the token in `Authorization: Bearer …` (RFC 6750).

use axum::Extension;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use domain::{Actor, ErrorKind, Invalid};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use service::Error;

use super::super::Web;
use super::super::asker::{Asker, text_of};
use super::super::network::client_of;
use super::super::problem::refusal_of;
use super::super::refusal::Refusal;

/// What is asked for when nothing was sent.
const NO_TOKEN: &str = "Bearer realm=\"palier\"";
/// What is said of a token that does not work.
const WRONG_TOKEN: &str = "Bearer realm=\"palier\", error=\"invalid_token\"";
/// What is said of a token that is not for this.
const NO_SCOPE: &str = "Bearer realm=\"palier\", error=\"insufficient_scope\", scope=\"clearances:read\"";

/// Another system that asks, by a token that works.
#[derive(Debug)]
pub(super) struct Caller {
    /// As whom it acts.
    pub(super) actor: Actor,
    asker: Asker,
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let asker = Extension::<Asker>::from_request_parts(parts, web).await;
        let Extension(asker) = asker.map_err(IntoResponse::into_response)?;
        if !web.health().is_well() {
            return Err(asker.refuse(ErrorKind::Unavailable.into()));
        }
        let Some(token) = bearer(&parts.headers) else {
            return Err(challenge(asker.refuse(Refusal::NoToken), NO_TOKEN));
        };
        let network = client_of(parts, web.http().trusted_proxies);
        match web.portal().token_actor(token, network, asker.locale).await {
            Ok(actor) => Ok(Self { actor, asker }),
            Err(Error::Unauthenticated) => Err(challenge(asker.refuse(Refusal::NoToken), WRONG_TOKEN)),
            Err(error) => Err(asker.refuse(refusal_of(&error, &asker.reference))),
        }
    }
}

impl Caller {
    /// Tells why a use case did not do what was asked.
    pub(super) fn refuse(&self, error: &Error) -> Response {
        match error {
            Error::Forbidden => challenge(self.asker.refuse(Refusal::NoScope), NO_SCOPE),
            Error::NotFound => self.asker.refuse(Refusal::NoSuchAgent),
            Error::NoSuchPlace => self.asker.refuse(Refusal::NoSuchPlace),
            Error::Invalid(Invalid(faults)) => self.asker.refuse_parameters(faults),
            error => self.asker.refuse(refusal_of(error, &self.asker.reference)),
        }
    }
}

/// The token that was sent. The word before it may be of any case (RFC 9110, section 11.1).
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = text_of(headers, header::AUTHORIZATION).split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn challenge(mut response: Response, challenge: &'static str) -> Response {
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &'static str, expected: Option<&str>) {
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_static(header))]);
        assert_eq!(bearer(&headers), expected, "{header}");
    }

    #[test]
    fn only_a_bearer_token_is_one() {
        check("Bearer pal_1", Some("pal_1"));
        check("bearer  pal_1 ", Some("pal_1"));
        check("Basic cGFsXzE=", None);
        check("Bearer", None);
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}

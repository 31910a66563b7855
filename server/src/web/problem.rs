//! Problem details for programs (RFC 9457).

use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::{FieldError, HasKind};
use http::{HeaderValue, header};
use i18n::Messages;
use serde::Serialize;
use utoipa::ToSchema;

use super::refusal::Refusal;

/// What went wrong, for programs (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem {
    /// Names the kind of problem.
    #[schema(example = "urn:palier:problem:parameters")]
    r#type: String,
    /// What happened, in a few words, in the language that `Accept-Language` asks for.
    title: String,
    /// The status, again.
    status: u16,
    /// How to mend it.
    detail: String,
    /// By what number the log of the portal knows it.
    reference: String,
    /// The parameters at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ParameterFault>,
}

/// A parameter at fault.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ParameterFault {
    /// Its name.
    #[schema(example = "channel")]
    parameter: String,
    /// What to put there.
    detail: String,
}

impl Problem {
    /// A refusal in words.
    pub(super) fn of(refusal: Refusal, detail: String, t: Messages, reference: &str) -> Self {
        Self {
            r#type: format!("urn:palier:problem:{}", refusal.code()),
            title: refusal.title(t).to_owned(),
            status: refusal.status().as_u16(),
            detail,
            reference: reference.to_owned(),
            errors: Vec::new(),
        }
    }

    /// The same, naming the parameters at fault.
    pub(super) fn naming(self, faults: &[FieldError], t: Messages) -> Self {
        let fault = |FieldError { field, reason }: &FieldError| ParameterFault {
            parameter: field.clone(),
            detail: t.reason(reason),
        };
        Self { errors: faults.iter().map(fault).collect(), ..self }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Json(self).into_response();
        let content_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, content_type);
        response
    }
}

/// What a failure of a use case becomes. Ours are logged, once, under the reference that the asker is told.
pub(super) fn refusal_of<E: HasKind + std::fmt::Display>(error: &E, reference: &str) -> Refusal {
    let kind = error.kind();
    if kind.is_ours() {
        tracing::error!(reference, kind = kind.as_str(), %error, "a request failed");
    }
    Refusal::Kind(kind)
}

//! Why a server function did not do what was asked. Travels as codes; the words are made where it is shown.
//! Without scripts it travels in an address, which anybody can write: [`AppError::of_address`] lets no text of it
//! reach a page.

use domain::knowledge::LifeRefusal;
use domain::{ErrorKind, FieldError};
use i18n::Messages;
use leptos::server_fn::codec::PostcardEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::{Bytes, ContentType};
use serde::{Deserialize, Serialize};
use ui::{FieldProblem, FormProblem, ProblemKind};

use crate::reasons;

/// How many hexadecimal digits a reference has: the last of an id.
const REFERENCE_DIGITS: usize = 12;

/// Why a server function did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError {
    /// What happened.
    pub refusal: Refusal,
    /// The fields at fault.
    pub fields: Vec<FieldError>,
    /// What to quote when the fault is ours.
    pub reference: Option<String>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Nobody is signed in any more.
    Unauthenticated,
    /// The role does not allow it.
    Forbidden,
    /// It does not exist for this person.
    NotFound,
    /// The instruction was recalled.
    Withdrawn,
    /// Somebody else changed it meanwhile.
    Stale,
    /// Unknown address or wrong password.
    BadCredentials,
    /// The link does not work any more.
    BadLink,
    /// One's own access cannot be taken away.
    OwnAccess,
    /// What people brought there is not approved by others.
    Unapproved,
    /// It is still in use.
    InUse,
    /// The place is closed.
    Closed,
    /// A version does not allow it.
    Life(LifeRefusal),
    /// The broadcast binds nobody any more.
    BroadcastEnded,
    /// It has to be read first.
    BroadcastNotRead,
    /// Its check has to be passed first.
    BroadcastCheck,
    /// Too many tries: wait so many seconds.
    TooMany(u64),
    /// See the fields.
    Invalid,
    /// Too much was sent.
    TooLarge,
    /// The database is away.
    Unavailable,
    /// A defect of ours.
    Internal,
    /// The server did not answer.
    Network,
}

impl AppError {
    /// The media type in which it travels.
    pub const MEDIA_TYPE: &str = PostcardEncoding::CONTENT_TYPE;

    /// As it travels.
    pub fn to_bytes(&self) -> Bytes {
        self.ser()
    }

    /// As it travelled; none where it is something else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// A refusal without fields.
    pub const fn new(refusal: Refusal) -> Self {
        Self { refusal, fields: Vec::new(), reference: None }
    }

    /// What is believed of it when it stands in an address: codes, and a reference that looks like ours, but no words.
    #[must_use]
    pub fn of_address(self) -> Self {
        let Self { refusal, fields, reference } = self;
        let without_words =
            |FieldError { field, reason }: FieldError| FieldError { field, reason: reason.without_words() };
        let is_ours = |digits: &String| {
            digits.len() == REFERENCE_DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        };
        Self {
            refusal,
            fields: fields.into_iter().map(without_words).collect(),
            reference: reference.filter(is_ours),
        }
    }

    /// The words for it.
    pub fn message(&self, t: Messages) -> String {
        match self.refusal {
            Refusal::TooMany(seconds) => t.problem_too_many(seconds),
            Refusal::Unauthenticated => t.problem_unauthenticated().to_owned(),
            Refusal::Forbidden => t.problem_forbidden().to_owned(),
            Refusal::NotFound => t.problem_not_found().to_owned(),
            Refusal::Withdrawn => t.problem_withdrawn().to_owned(),
            Refusal::Stale => t.problem_stale().to_owned(),
            Refusal::BadCredentials => t.problem_bad_credentials().to_owned(),
            Refusal::BadLink => t.problem_bad_link().to_owned(),
            Refusal::OwnAccess => t.problem_own_access().to_owned(),
            Refusal::Unapproved => t.problem_unapproved().to_owned(),
            Refusal::InUse => t.problem_in_use().to_owned(),
            Refusal::Closed => t.problem_closed().to_owned(),
            Refusal::Life(refusal) => reasons::life_refusal(t, refusal).to_owned(),
            Refusal::BroadcastEnded => t.problem_broadcast_ended().to_owned(),
            Refusal::BroadcastNotRead => t.problem_broadcast_not_read().to_owned(),
            Refusal::BroadcastCheck => t.problem_broadcast_check().to_owned(),
            Refusal::Invalid => t.problem_invalid().to_owned(),
            Refusal::TooLarge => t.problem_too_large().to_owned(),
            Refusal::Unavailable => t.problem_unavailable().to_owned(),
            Refusal::Internal => t.problem_internal().to_owned(),
            Refusal::Network => t.problem_network().to_owned(),
        }
    }

    /// The kind, from which status and log level derive.
    pub const fn kind(&self) -> ErrorKind {
        match self.refusal {
            Refusal::Unauthenticated => ErrorKind::Unauthenticated,
            Refusal::Forbidden => ErrorKind::Forbidden,
            Refusal::NotFound | Refusal::Withdrawn => ErrorKind::NotFound,
            Refusal::Stale
            | Refusal::OwnAccess
            | Refusal::Unapproved
            | Refusal::InUse
            | Refusal::Closed
            | Refusal::Life(_)
            | Refusal::BroadcastEnded
            | Refusal::BroadcastNotRead
            | Refusal::BroadcastCheck => ErrorKind::Conflict,
            Refusal::BadCredentials | Refusal::BadLink | Refusal::Invalid => ErrorKind::Invalid,
            Refusal::TooLarge => ErrorKind::TooLarge,
            Refusal::TooMany(_) => ErrorKind::TooMany,
            Refusal::Unavailable | Refusal::Network => ErrorKind::Unavailable,
            Refusal::Internal => ErrorKind::Internal,
        }
    }
}

impl From<AppError> for FormProblem {
    fn from(error: AppError) -> Self {
        let t = ui::t();
        let message = error.message(t);
        let kind = match error.refusal {
            Refusal::Unauthenticated => ProblemKind::SignedOut,
            Refusal::Forbidden => ProblemKind::Forbidden,
            Refusal::NotFound => ProblemKind::NotFound,
            Refusal::Unavailable | Refusal::Internal | Refusal::Network => ProblemKind::Failed,
            _ => ProblemKind::Refused,
        };
        let words = |FieldError { field, reason }: FieldError| FieldProblem {
            name: field,
            message: reasons::reason(t, &reason),
        };
        Self {
            kind,
            message,
            fields: error.fields.into_iter().map(words).collect(),
            reference: error.reference,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = PostcardEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_)
            | ServerFnErrorErr::Response(_)
            | ServerFnErrorErr::Deserialization(_) => Self::new(Refusal::Network),
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::new(Refusal::Invalid),
            _ => Self::new(Refusal::Internal),
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind().as_str())
    }
}

#[cfg(feature = "ssr")]
mod from_service {
    use domain::HasKind;
    use domain::broadcast::RecipientRefusal;
    use http::{Method, StatusCode, header, request::Parts};
    use leptos::prelude::use_context;
    use leptos_axum::ResponseOptions;

    use super::{AppError, ErrorKind, REFERENCE_DIGITS, Refusal};

    impl From<service::Error> for AppError {
        fn from(error: service::Error) -> Self {
            let kind = error.kind();
            let mut answer = Self::new(match &error {
                service::Error::Withdrawn => Refusal::Withdrawn,
                service::Error::Stale => Refusal::Stale,
                service::Error::BadCredentials => Refusal::BadCredentials,
                service::Error::BadLink => Refusal::BadLink,
                service::Error::OwnAccess => Refusal::OwnAccess,
                service::Error::Unapproved => Refusal::Unapproved,
                service::Error::InUse => Refusal::InUse,
                service::Error::Closed => Refusal::Closed,
                service::Error::Life(refusal) => Refusal::Life(*refusal),
                service::Error::Recipient(RecipientRefusal::Ended(_)) => Refusal::BroadcastEnded,
                service::Error::Recipient(RecipientRefusal::NotRead) => Refusal::BroadcastNotRead,
                service::Error::Recipient(_) => Refusal::BroadcastCheck,
                service::Error::TooMany(seconds) => Refusal::TooMany(*seconds),
                _ => refusal_of(kind),
            });
            if let service::Error::Invalid(invalid) = &error {
                answer.fields.clone_from(&invalid.0);
            }
            if kind.is_ours() {
                let reference = crate::context::portal().world().id().simple().to_string();
                let last = reference.len().saturating_sub(REFERENCE_DIGITS);
                tracing::error!(reference, kind = kind.as_str(), error = %error, "a request failed");
                answer.reference = reference.get(last..).map(str::to_owned);
            }
            set_status(kind);
            answer
        }
    }

    const fn refusal_of(kind: ErrorKind) -> Refusal {
        match kind {
            ErrorKind::Unauthenticated => Refusal::Unauthenticated,
            ErrorKind::Forbidden => Refusal::Forbidden,
            ErrorKind::NotFound => Refusal::NotFound,
            ErrorKind::Conflict => Refusal::Stale,
            ErrorKind::Invalid => Refusal::Invalid,
            ErrorKind::TooLarge => Refusal::TooLarge,
            ErrorKind::TooMany => Refusal::TooMany(60),
            ErrorKind::Unavailable => Refusal::Unavailable,
            ErrorKind::Internal => Refusal::Internal,
        }
    }

    /// The status of the answer, unless it is a plain form post: that is answered by going back to the form.
    fn set_status(kind: ErrorKind) {
        let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) else {
            return;
        };
        let accepts =
            parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if parts.method == Method::POST && accepts.contains("text/html") {
            return;
        }
        // That the role does not allow the page outweighs whatever else a part of it was refused for; the
        // parts answer in no order.
        let is_forbidden = response.0.read().is_ok_and(|parts| parts.status == Some(StatusCode::FORBIDDEN));
        if !is_forbidden {
            response.set_status(status(kind));
        }
    }

    /// The status for a kind of failure.
    pub const fn status(kind: ErrorKind) -> StatusCode {
        match kind {
            ErrorKind::Unauthenticated => StatusCode::UNAUTHORIZED,
            ErrorKind::Forbidden => StatusCode::FORBIDDEN,
            ErrorKind::NotFound => StatusCode::NOT_FOUND,
            ErrorKind::Conflict => StatusCode::CONFLICT,
            ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            ErrorKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ErrorKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            ErrorKind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

#[cfg(feature = "ssr")]
pub use from_service::status;

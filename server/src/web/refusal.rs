//! Why a request is refused. The one place that knows status codes, together with the table of kinds in
//! `app`.

use domain::ErrorKind;
use domain::knowledge::MAX_IMAGE_MB;
use http::StatusCode;
use i18n::Messages;

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// A use case says so.
    Kind(ErrorKind),
    /// The request is not written as requests are: broken UTF-8, for the most part.
    Unreadable,
    /// The request comes from a page of somebody else.
    ForeignOrigin,
    /// There is something at this address, but not for this method.
    NoSuchMethod,
    /// An image is much too large.
    LargeImage,
    /// It took too long.
    TooSlow,
    /// Another system asks without a token that works.
    NoToken,
    /// Its token does not allow it.
    NoScope,
    /// It asks for an agent who does not exist, or not for its token.
    NoSuchAgent,
    /// The API has nothing at this address.
    NoSuchResource,
    /// It follows changes from a place that the log does not have.
    NoSuchPlace,
    /// Parameters cannot be read, or say what there is not.
    Parameters,
}

impl From<ErrorKind> for Refusal {
    fn from(kind: ErrorKind) -> Self {
        Self::Kind(kind)
    }
}

impl Refusal {
    /// The status to answer with.
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::Kind(kind) => app::status(kind),
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::NoSuchMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::LargeImage => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::GATEWAY_TIMEOUT,
            Self::NoToken => StatusCode::UNAUTHORIZED,
            Self::NoScope => StatusCode::FORBIDDEN,
            Self::NoSuchAgent | Self::NoSuchResource => StatusCode::NOT_FOUND,
            Self::NoSuchPlace => StatusCode::GONE,
            Self::Parameters => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// The word for machines.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.as_str(),
            Self::Unreadable => "unreadable",
            Self::ForeignOrigin => "foreign_origin",
            Self::NoSuchMethod => "no_such_method",
            Self::LargeImage => ErrorKind::TooLarge.as_str(),
            Self::TooSlow => "too_slow",
            Self::NoToken => "no_token",
            Self::NoScope => "no_scope",
            Self::NoSuchAgent | Self::NoSuchResource => ErrorKind::NotFound.as_str(),
            Self::NoSuchPlace => "no_such_place",
            Self::Parameters => "parameters",
        }
    }

    /// The kind that comes nearest, for server functions.
    pub(super) const fn nearest_kind(self) -> ErrorKind {
        match self {
            Self::Kind(kind) => kind,
            Self::Unreadable | Self::Parameters => ErrorKind::Invalid,
            Self::ForeignOrigin | Self::NoScope => ErrorKind::Forbidden,
            Self::NoSuchMethod | Self::NoSuchAgent | Self::NoSuchResource => ErrorKind::NotFound,
            Self::NoSuchPlace => ErrorKind::Conflict,
            Self::LargeImage => ErrorKind::TooLarge,
            Self::TooSlow => ErrorKind::Unavailable,
            Self::NoToken => ErrorKind::Unauthenticated,
        }
    }

    /// What happened, in a few words.
    pub(super) const fn title(self, t: Messages) -> &'static str {
        match self {
            Self::Kind(ErrorKind::Unauthenticated) => t.http_title_unauthenticated(),
            Self::Kind(ErrorKind::Forbidden) => t.http_title_forbidden(),
            Self::Kind(ErrorKind::NotFound) | Self::NoSuchAgent | Self::NoSuchResource => {
                t.http_title_not_found()
            }
            Self::Kind(ErrorKind::Conflict) => t.http_title_conflict(),
            Self::Kind(ErrorKind::Invalid) => t.http_title_invalid(),
            Self::Kind(ErrorKind::TooLarge) | Self::LargeImage => t.http_title_too_large(),
            Self::Kind(ErrorKind::TooMany) => t.http_title_too_many(),
            Self::Kind(ErrorKind::Unavailable) => t.http_title_unavailable(),
            Self::Kind(ErrorKind::Internal) => t.http_title_internal(),
            Self::Unreadable => t.http_title_unreadable(),
            Self::ForeignOrigin => t.http_title_foreign_origin(),
            Self::NoSuchMethod => t.http_title_no_such_method(),
            Self::TooSlow => t.http_title_too_slow(),
            Self::NoToken => t.http_title_no_token(),
            Self::NoScope => t.http_title_no_scope(),
            Self::NoSuchPlace => t.http_title_no_such_place(),
            Self::Parameters => t.http_title_parameters(),
        }
    }

    /// What happened and how to mend it.
    pub(super) fn text(self, t: Messages) -> String {
        let text = match self {
            Self::Kind(ErrorKind::Unauthenticated) => t.problem_unauthenticated(),
            Self::Kind(ErrorKind::Forbidden) => t.problem_forbidden(),
            Self::Kind(ErrorKind::NotFound) => t.problem_not_found(),
            Self::Kind(ErrorKind::Conflict) => t.problem_stale(),
            Self::Kind(ErrorKind::Invalid) => t.problem_invalid(),
            Self::Kind(ErrorKind::TooLarge) => t.problem_too_large(),
            Self::Kind(ErrorKind::TooMany) => return t.problem_too_many(RETRY_AFTER_TOO_MANY),
            Self::LargeImage => return t.image_too_large(MAX_IMAGE_MB),
            Self::Kind(ErrorKind::Unavailable) => t.problem_unavailable(),
            Self::Kind(ErrorKind::Internal) => t.problem_internal(),
            Self::Unreadable => t.http_text_unreadable(),
            Self::ForeignOrigin => t.http_text_foreign_origin(),
            Self::NoSuchMethod => t.http_text_no_such_method(),
            Self::TooSlow => t.http_text_too_slow(),
            Self::NoToken => t.http_text_no_token(),
            Self::NoScope => t.http_text_no_scope(),
            Self::NoSuchAgent => t.http_text_no_such_agent(),
            Self::NoSuchResource => t.http_text_no_such_resource(),
            Self::NoSuchPlace => t.http_text_no_such_place(),
            Self::Parameters => t.http_text_parameters(),
        };
        text.to_owned()
    }

    /// After how many seconds it may go better.
    pub(super) const fn retry_after(self) -> Option<u64> {
        match self {
            Self::Kind(ErrorKind::Unavailable) | Self::TooSlow => Some(5),
            Self::Kind(ErrorKind::TooMany) => Some(RETRY_AFTER_TOO_MANY),
            _ => None,
        }
    }
}

const RETRY_AFTER_TOO_MANY: u64 = 60;

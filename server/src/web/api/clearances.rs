//! `GET /api/v1/clearances` and `GET /api/v1/clearances/changes`: who may be sent which contact, and how that changes.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::Timestamp;
use domain::clearance::{Ground, Verdict};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use serde::Serialize;
use service::{
    ChangeWords, ClearanceChange, ClearanceChanges, ClearanceEntry, ClearancePage, ClearanceWords,
};
use utoipa::ToSchema;

use super::super::Web;
use super::super::problem::Problem;
use super::caller::Caller;
use super::kept::Basis;
use super::parameters::Parameters;
use super::words::{ChannelWord, LanguageWord};

/// What may be said in a question for clearances.
pub(super) const LIST: [&str; 7] = ["agent", "contact_type", "channel", "language", "at", "after", "limit"];
/// What may be said in a question for changes.
pub(super) const CHANGES: [&str; 4] = ["after", "channel", "language", "limit"];

/// Kept by nobody on the way, and by whoever asked only to ask whether it still holds: a change takes effect at once, and
/// nobody who is not cleared may be sent a contact because an answer was allowed to be old.
const CACHE_CONTROL: &str = "private, no-cache";

/// Clearances, by agent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ClearanceList {
    /// For each agent and each contact type that has none below it.
    clearances: Vec<Clearance>,
    /// Ask with this as `after` for the agents behind; none behind the last.
    next: Option<String>,
    /// The number of the last event that the portal had recorded. Follow the changes from that of the first page.
    revision: i64,
}

/// What an agent may handle.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Clearance {
    /// The agent's id.
    #[schema(format = "uuid")]
    agent: String,
    /// The slug of the contact type.
    #[schema(example = "late-parcel")]
    contact_type: String,
    /// The channel that was asked for. Without one the clearance is for all of them together: what keeps from one counts.
    #[schema(value_type = Option<ChannelWord>)]
    channel: Option<String>,
    /// The language that was asked for; the same.
    #[schema(value_type = Option<LanguageWord>)]
    language: Option<String>,
    /// What may be done.
    verdict: VerdictWords,
    /// Why it is not more, all of it.
    reasons: Vec<ReasonWords>,
    /// For which instant it was worked out.
    #[schema(format = "date-time")]
    evaluated_at: String,
    /// The next instant at which it can change by itself; none for never. Ask again then.
    #[schema(format = "date-time")]
    valid_until: Option<String>,
    /// The number of the last event that the portal had recorded. Absent in changes, where `seq` says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<i64>,
}

/// What may be done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VerdictWords {
    /// In a word.
    word: VerdictWord,
    /// Whether a contact may be sent: for systems that need to know no more.
    may_handle: bool,
    /// Until when, where that is known.
    #[schema(format = "date-time")]
    until: Option<String>,
}

/// A verdict in a word.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum VerdictWord {
    /// The contact may be sent.
    Cleared,
    /// It may, until an instant.
    ClearedInGrace,
    /// It may, under supervision.
    Supervised,
    /// Not for now.
    Suspended,
    /// Not at all.
    NotCleared,
}

/// Why somebody is not cleared, or not without more.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReasonWords {
    /// In a word.
    reason: ReasonWord,
    /// The broadcast that is not acknowledged.
    #[schema(format = "uuid")]
    #[serde(skip_serializing_if = "Option::is_none")]
    broadcast: Option<String>,
    /// The competence that is not certified.
    #[schema(format = "uuid")]
    #[serde(skip_serializing_if = "Option::is_none")]
    competence: Option<String>,
    /// Why somebody was suspended.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    /// By when the broadcast has to be acknowledged.
    #[schema(format = "date-time")]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

/// A reason in a word.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum ReasonWord {
    /// Agent or contract are not active.
    NotActive,
    /// No open stage of the site holds the contact.
    OutsideStage,
    /// A required competence is not certified.
    NotCertified,
    /// A broadcast in effect is not acknowledged.
    NotAcknowledged,
    /// Somebody suspended the agent.
    Suspended,
    /// Contacts are observed.
    Supervised,
    /// A broadcast in effect has to be acknowledged soon.
    InGrace,
}

/// What changed clearances, in order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangeList {
    /// The changes. There may be none although there are more to come: see `is_complete`.
    changes: Vec<Change>,
    /// Ask with this as `after` for what comes behind.
    #[schema(example = "1042")]
    next: String,
    /// Whether that is all by now. If not, ask on at once.
    is_complete: bool,
}

/// Something that may have changed clearances of an agent.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Change {
    /// The number of the event: 1, 2, 3 and so on in the one log of the portal.
    seq: i64,
    /// What happened.
    #[schema(example = "broadcast.sent")]
    kind: String,
    /// When.
    #[schema(format = "date-time")]
    at: String,
    /// The agent's id.
    #[schema(format = "uuid")]
    agent: String,
    /// The slugs of the contact types that it is about; none for all.
    contact_types: Option<Vec<String>>,
    /// The agent's clearances for them as they are by now: put them in the place of those you have. None at all when the
    /// person is no agent any more, or none for this token: forget those you have.
    clearances: Vec<Clearance>,
}

/// Answers for agents, contact types, a channel and a language.
#[utoipa::path(
    get,
    path = "/api/v1/clearances",
    operation_id = "list_clearances",
    tag = "clearances",
    summary = "Who may be sent which contact",
    description = "For one agent or for all of them, page by page. What is not named is all of it. The answer carries an \
        `ETag`: send it as `If-None-Match` and get 304 while the answer still holds. Do not keep an answer without \
        asking: a clearance can end at any moment.",
    params(
        ("agent" = Option<String>, Query, description = "The agent's id.", format = "uuid"),
        ("contact_type" = Option<String>, Query, description = "A contact type, by slug or id. Answered for those that \
            have none below them, of it and everything below it.", example = json!("late-parcel")),
        ("channel" = Option<String>, Query, description = "A channel. Without it: all of them together.",
            example = json!("voice")),
        ("language" = Option<String>, Query, description = "A language. Without it: all of them together.",
            example = json!("fr")),
        ("at" = Option<String>, Query, description = "At which instant (RFC 3339), also in the past. Without it: now.",
            format = "date-time", example = json!("2026-11-23T08:00:00Z")),
        ("after" = Option<String>, Query, description = "The `next` of the page before.", format = "uuid"),
        ("limit" = Option<u32>, Query, description = "How many agents at the most: 1 to 200, else 50.", minimum = 1,
            maximum = 200),
        ("if-none-match" = Option<String>, Header, description = "The `ETag` of an answer that you keep."),
    ),
    responses(
        (status = 200, description = "The clearances.", body = ClearanceList,
            headers(("etag" = String, description = "For `If-None-Match`.")),
            example = json!({
                "clearances": [{
                    "agent": "01934f6e-2b7c-7a10-9c7e-3f1f0a5f5f11",
                    "contact_type": "late-parcel",
                    "channel": "voice",
                    "language": null,
                    "verdict": { "word": "cleared_in_grace", "may_handle": true, "until": "2026-11-23T19:00:00Z" },
                    "reasons": [{
                        "reason": "in_grace",
                        "broadcast": "01934f70-11aa-7cc0-8e1e-000000000001",
                        "until": "2026-11-23T19:00:00Z"
                    }],
                    "evaluated_at": "2026-11-23T08:00:00Z",
                    "valid_until": "2026-11-23T19:00:00Z",
                    "revision": 1042
                }],
                "next": null,
                "revision": 1042
            })),
        (status = 304, description = "The answer that you keep still holds.",
            headers(("etag" = String, description = "The one of yours that holds."))),
        (status = 401, description = "No token that works.", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "The token lacks the scope.", body = Problem,
            content_type = "application/problem+json"),
        (status = 404, description = "There is no such agent, or not for this token.", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "Parameters are not right; `errors` names each.", body = Problem,
            content_type = "application/problem+json",
            example = json!({
                "type": "urn:palier:problem:parameters",
                "title": "Some parameters are not right",
                "status": 422,
                "detail": "“errors” says which, and what to put there.",
                "reference": "5f1f0a5f5f11",
                "errors": [{
                    "parameter": "channel",
                    "detail": "Choose one of: voice, chat, email, social, back_office."
                }]
            })),
        (status = 429, description = "Too many wrong tokens from this address. See `Retry-After`.", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "The database is away. See `Retry-After`.", body = Problem,
            content_type = "application/problem+json"),
    ),
    security(("token" = ["clearances:read"]))
)]
pub(super) async fn list(State(web): State<Web>, caller: Caller, headers: HeaderMap, uri: Uri) -> Response {
    let mut given = Parameters::of(&uri, &LIST);
    let words = clearance_words(&mut given);
    let ask = match given.verdict(web.portal().read_clearance_ask(&caller.actor, words).await) {
        Ok(ask) => ask,
        Err(error) => return caller.refuse(&error),
    };
    let (basis, is_fixed) = (Basis::of(web.portal(), &caller.actor, &ask), ask.at.is_some());
    if let Some(tag) = basis.kept(&headers) {
        return tagged(StatusCode::NOT_MODIFIED.into_response(), Some(tag));
    }
    match web.portal().clearances(&caller.actor, ask).await {
        Ok(page) => {
            // What is asked of one instant does not change as time goes by.
            let until = page.entries.iter().filter_map(|entry| entry.clearance.valid_until).min();
            let tag = basis.tag(until.filter(|_| !is_fixed));
            tagged(Json(ClearanceList::of(page)).into_response(), tag)
        }
        Err(error) => caller.refuse(&error),
    }
}

fn clearance_words(given: &mut Parameters) -> ClearanceWords {
    ClearanceWords {
        agent: given.take("agent"),
        contact_type: given.take("contact_type"),
        channel: given.take("channel"),
        language: given.take("language"),
        at: given.take("at"),
        after: given.take("after"),
        limit: given.take("limit"),
    }
}

/// Answers with what changed.
#[utoipa::path(
    get,
    path = "/api/v1/clearances/changes",
    operation_id = "list_clearance_changes",
    tag = "clearances",
    summary = "What changes clearances, in order",
    description = "Read all pages of `/api/v1/clearances`, begin here with the `revision` of the first of them, then ask \
        with `next` again and again: every second, or at once while `is_complete` is false. Nothing is left out and \
        nothing comes out of order. When nothing is new the answer costs next to nothing. A clearance also changes by itself at \
        its `valid_until`, which is no change here unless a broadcast came due: ask for it again then. Answered 410, read \
        all pages of `/api/v1/clearances` anew: a backup was restored, and the log is not the one that you followed.",
    params(
        ("after" = Option<String>, Query, description = "The `next` of the answer before, or a `revision`. Without it: \
            from the beginning.", example = json!("1042")),
        ("channel" = Option<String>, Query, description = "Answer for this channel; see `/api/v1/clearances`."),
        ("language" = Option<String>, Query, description = "Answer for this language; see `/api/v1/clearances`."),
        ("limit" = Option<u32>, Query, description = "How many changes at the most: 1 to 200, else 50.", minimum = 1,
            maximum = 200),
    ),
    responses(
        (status = 200, description = "The changes.", body = ChangeList,
            example = json!({
                "changes": [{
                    "seq": 1041,
                    "kind": "broadcast.acknowledged",
                    "at": "2026-11-23T08:05:00Z",
                    "agent": "01934f6e-2b7c-7a10-9c7e-3f1f0a5f5f11",
                    "contact_types": ["late-parcel"],
                    "clearances": [{
                        "agent": "01934f6e-2b7c-7a10-9c7e-3f1f0a5f5f11",
                        "contact_type": "late-parcel",
                        "channel": null,
                        "language": null,
                        "verdict": { "word": "cleared", "may_handle": true, "until": null },
                        "reasons": [],
                        "evaluated_at": "2026-11-23T08:05:01Z",
                        "valid_until": null
                    }]
                }],
                "next": "1042",
                "is_complete": true
            })),
        (status = 401, description = "No token that works.", body = Problem,
            content_type = "application/problem+json"),
        (status = 403, description = "The token lacks the scope.", body = Problem,
            content_type = "application/problem+json"),
        (status = 410, description = "The log does not have the place that `after` gives.", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "Parameters are not right; `errors` names each.", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong tokens from this address. See `Retry-After`.", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "The database is away. See `Retry-After`.", body = Problem,
            content_type = "application/problem+json"),
    ),
    security(("token" = ["clearances:read"]))
)]
pub(super) async fn changes(State(web): State<Web>, caller: Caller, uri: Uri) -> Response {
    let mut given = Parameters::of(&uri, &CHANGES);
    let words = ChangeWords {
        after: given.take("after"),
        channel: given.take("channel"),
        language: given.take("language"),
        limit: given.take("limit"),
    };
    let ask = match given.verdict(web.portal().read_change_ask(&caller.actor, words)) {
        Ok(ask) => ask,
        Err(error) => return caller.refuse(&error),
    };
    match web.portal().clearance_changes(&caller.actor, ask).await {
        Ok(changes) => tagged(Json(ChangeList::of(changes)).into_response(), None),
        Err(error) => caller.refuse(&error),
    }
}

/// An answer with how long it may be kept, and by what tag.
fn tagged(mut response: Response, tag: Option<HeaderValue>) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(CACHE_CONTROL));
    headers.insert(header::VARY, HeaderValue::from_static("authorization"));
    if let Some(tag) = tag {
        headers.insert(header::ETAG, tag);
    }
    response
}

impl ClearanceList {
    fn of(page: ClearancePage) -> Self {
        let ClearancePage { entries, next, revision } = page;
        let clearances = entries.into_iter().map(|entry| Clearance::of(entry, Some(revision))).collect();
        Self { clearances, next: next.map(|agent| agent.to_string()), revision }
    }
}

impl ChangeList {
    fn of(changes: ClearanceChanges) -> Self {
        let ClearanceChanges { changes, next, is_complete } = changes;
        Self { changes: changes.into_iter().map(Change::of).collect(), next: next.to_string(), is_complete }
    }
}

impl Change {
    fn of(change: ClearanceChange) -> Self {
        let ClearanceChange { seq, kind, at, agent, contact_types, clearances } = change;
        let slugs =
            |types: Vec<service::ContactTypeRow>| types.into_iter().map(|row| row.slug.to_string()).collect();
        Self {
            seq,
            kind,
            at: instant(at),
            agent: agent.to_string(),
            contact_types: contact_types.map(slugs),
            clearances: clearances.into_iter().map(|entry| Clearance::of(entry, None)).collect(),
        }
    }
}

impl Clearance {
    fn of(entry: ClearanceEntry, revision: Option<i64>) -> Self {
        let ClearanceEntry { agent, contact_type, channel, language, clearance } = entry;
        let domain::clearance::Clearance { verdict, reasons, evaluated_at, valid_until } = clearance;
        Self {
            agent: agent.to_string(),
            contact_type: contact_type.slug.to_string(),
            channel: channel.map(|channel| channel.as_str().to_owned()),
            language: language.map(|language| language.as_str().to_owned()),
            verdict: VerdictWords::of(verdict),
            reasons: reasons.into_iter().map(ReasonWords::of).collect(),
            evaluated_at: instant(evaluated_at),
            valid_until: valid_until.map(instant),
            revision,
        }
    }
}

impl VerdictWords {
    fn of(verdict: Verdict) -> Self {
        let (word, until) = match verdict {
            Verdict::Cleared => (VerdictWord::Cleared, None),
            Verdict::ClearedInGrace { until } => (VerdictWord::ClearedInGrace, Some(until)),
            Verdict::Supervised { until } => (VerdictWord::Supervised, until),
            Verdict::Suspended => (VerdictWord::Suspended, None),
            Verdict::NotCleared => (VerdictWord::NotCleared, None),
        };
        Self { word, may_handle: verdict.may_handle(), until: until.map(instant) }
    }
}

impl ReasonWords {
    fn of(ground: Ground) -> Self {
        let bare = |reason| Self { reason, broadcast: None, competence: None, why: None, until: None };
        match ground {
            Ground::NotActive => bare(ReasonWord::NotActive),
            Ground::OutsideStage => bare(ReasonWord::OutsideStage),
            Ground::NotCertified { competence } => {
                Self { competence: Some(competence.to_string()), ..bare(ReasonWord::NotCertified) }
            }
            Ground::NotAcknowledged { broadcast } => {
                Self { broadcast: Some(broadcast.to_string()), ..bare(ReasonWord::NotAcknowledged) }
            }
            Ground::Suspended { why } => Self { why: Some(why), ..bare(ReasonWord::Suspended) },
            Ground::Supervised => bare(ReasonWord::Supervised),
            Ground::InGrace { broadcast, until } => Self {
                broadcast: Some(broadcast.to_string()),
                until: Some(instant(until)),
                ..bare(ReasonWord::InGrace)
            },
        }
    }
}

/// An instant as RFC 3339 says.
fn instant(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_millis()).map(|at| at.to_string()).unwrap_or_default()
}

//! What the page of the audit log asks of the server.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::moment::Moment;

/// What of the log is asked for, as it stands in the address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditAsk {
    /// What it happened to.
    pub area: String,
    /// The first day, as `2026-11-23`, in the reader's zone.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Who did it: an id.
    pub actor: String,
    /// To what: an id.
    pub subject: String,
    /// Behind this number.
    pub after: String,
    /// In front of this number.
    pub before: String,
}

/// A page of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditList {
    /// The events, the latest first.
    pub rows: Vec<AuditRow>,
    /// The page before.
    pub previous: Option<i64>,
    /// The page behind.
    pub next: Option<i64>,
}

/// An event in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// Who.
    pub who: Who,
    /// What: the stored word.
    pub kind: String,
    /// To what, if that has a name for the reader.
    pub subject: Option<String>,
    /// What else, as names and values.
    pub details: Vec<(String, String)>,
    /// The first digits of its hash.
    pub hash: String,
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Who {
    /// Palier itself.
    System,
    /// Somebody the reader may not know.
    Other,
    /// Somebody: id and name.
    Person(String, String),
}

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainVerdict {
    /// How many events follow each other as they should.
    pub verified: u64,
    /// The hash of the last of them.
    pub head: String,
    /// Where the chain breaks: the number, and how in words for the expert.
    pub broken: Option<(i64, String)>,
    /// How many events wait for their number.
    pub unsealed: u64,
}

/// A page of the log.
#[server(name = ReadAuditLog, endpoint = "audit_log", input = GetUrl, output = Postcard)]
pub async fn audit_log(ask: AuditAsk) -> Result<AuditList, AppError> {
    use service::{AuditQuery, Cursor};
    let me = crate::context::principal()?;
    let cursor = match (ask.after.parse(), ask.before.parse()) {
        (Ok(seq), _) => Cursor::After(seq),
        (_, Ok(seq)) => Cursor::Before(seq),
        _ => Cursor::Start,
    };
    let query = AuditQuery { filter: filter_of(&ask, &me)?, cursor, limit: 50 };
    let page = crate::context::portal().audit_log(&me.actor, query).await?;
    Ok(AuditList {
        rows: page.rows.into_iter().map(|entry| row_of(entry, &me)).collect(),
        previous: page.previous,
        next: page.next,
    })
}

/// Walks the chain.
#[server(endpoint = "verify_audit_log", output = Postcard)]
pub async fn verify_audit_log() -> Result<ChainVerdict, AppError> {
    let (portal, actor) = crate::context::asked()?;
    let report = portal.verify_audit_log(&actor).await?;
    Ok(ChainVerdict {
        verified: u64::try_from(report.verified).unwrap_or(0),
        head: report.head.to_string(),
        broken: report.broken.map(|broken| (report.verified + 1, broken.to_string())),
        unsealed: report.unsealed,
    })
}

/// What is asked for as a filter. Also for the export.
#[cfg(feature = "ssr")]
pub fn filter_of(ask: &AuditAsk, reader: &service::Principal) -> Result<service::EventFilter, AppError> {
    use domain::event::SubjectKind;
    use domain::{Fields, Reason};
    let mut fields = Fields::new();
    let from = fields.read("from", day_start(&ask.from, reader, 0).ok_or(Reason::NotADate));
    let until = fields.read("until", day_start(&ask.until, reader, 1).ok_or(Reason::NotADate));
    let days = (|| Some((from?, until?)))();
    let (from, until) = fields.verdict(days).map_err(service::Error::from)?;
    Ok(service::EventFilter {
        area: SubjectKind::parse(&ask.area),
        actor: ask.actor.parse().ok(),
        subject: ask.subject.parse::<domain::UserId>().ok().map(domain::UserId::uuid),
        vendor: None,
        from,
        until,
    })
}

/// The instant at which a day begins in the reader's zone, so many days later; nothing for no day, `None` for
/// what is not a day.
#[cfg(feature = "ssr")]
fn day_start(text: &str, reader: &service::Principal, days: i32) -> Option<Option<domain::Timestamp>> {
    use jiff::ToSpan;
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    let day: jiff::civil::Date = text.parse().ok()?;
    let day = day.checked_add(days.days()).ok()?;
    let zone = jiff::tz::TimeZone::get(reader.time_zone().as_str()).unwrap_or(jiff::tz::TimeZone::UTC);
    let start = day.to_zoned_datetime(zone).ok()?.timestamp();
    Some(Some(domain::Timestamp::from_millis(start.as_millisecond())))
}

#[cfg(feature = "ssr")]
fn row_of(entry: service::AuditEntry, reader: &service::Principal) -> AuditRow {
    let service::AuditEntry { event, actor_name, subject_name } = entry;
    let who = match (event.actor, actor_name) {
        (None, _) => Who::System,
        (Some(_), None) => Who::Other,
        (Some(id), Some(name)) => Who::Person(id.to_string(), name),
    };
    AuditRow {
        seq: event.seq,
        at: Moment::of(event.at, reader),
        who,
        kind: event.kind,
        subject: subject_name,
        details: details_of(&event.details),
        hash: event.hash.to_string().chars().take(12).collect(),
    }
}

/// Flat JSON as names and values.
#[cfg(feature = "ssr")]
fn details_of(json: &str) -> Vec<(String, String)> {
    let Ok(serde_json::Value::Object(map)) = serde_json::from_str(json) else { return Vec::new() };
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        serde_json::Value::Array(items) => {
            items.iter().filter_map(|item| item.as_str()).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    };
    map.into_iter().map(|(name, value)| (name, text(value))).collect()
}

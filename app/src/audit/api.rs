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
    /// Whether to walk the chain as well: anything but nothing.
    pub verify: String,
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
    /// What a walk along the chain found, if one was asked for.
    pub verdict: Option<ChainVerdict>,
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

/// What a walk along the chain found, as far as the reader may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChainVerdict {
    /// For whoever sees all of the log.
    All(WholeChain),
    /// For others: it breaks nowhere.
    Intact,
    /// For others: it breaks at this event of theirs or before it; with none, behind the last of theirs.
    Broken(Option<i64>),
}

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WholeChain {
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
    let me = crate::context::principal()?;
    let query = query_of(&ask, &me)?;
    let page = crate::context::portal().audit_log(&me.actor, query).await?;
    let verdict = if ask.verify.is_empty() { None } else { Some(verdict(&me.actor).await?) };
    Ok(AuditList {
        rows: page.rows.into_iter().map(|entry| row_of(entry, &me)).collect(),
        previous: page.previous,
        next: page.next,
        verdict,
    })
}

/// Walks the chain.
#[cfg(feature = "ssr")]
async fn verdict(actor: &domain::Actor) -> Result<ChainVerdict, AppError> {
    Ok(match crate::context::portal().audit_verdict(actor).await? {
        service::ChainVerdict::All(report) => ChainVerdict::All(WholeChain {
            verified: u64::try_from(report.verified).unwrap_or(0),
            head: report.head.to_string(),
            broken: report.broken.map(|broken| (report.verified + 1, broken.to_string())),
            unsealed: report.unsealed,
        }),
        service::ChainVerdict::Intact => ChainVerdict::Intact,
        service::ChainVerdict::Broken(at) => ChainVerdict::Broken(at),
    })
}

/// What is asked for as a query: whatever is wrong with it is refused by name, since leaving it out would show more
/// than was asked for. Also for the export.
#[cfg(feature = "ssr")]
pub fn query_of(ask: &AuditAsk, reader: &service::Principal) -> Result<service::AuditQuery, AppError> {
    use domain::event::SubjectKind;
    use domain::{Fields, Reason, UserId};
    use jiff::ToSpan;
    let zone = jiff::tz::TimeZone::get(reader.time_zone().as_str()).unwrap_or(jiff::tz::TimeZone::UTC);
    let id = |text: &str| text.parse::<UserId>().ok();
    let number = |text: &str| text.parse::<i64>().ok();
    let mut fields = Fields::new();
    let area = fields.read("area", given(&ask.area, SubjectKind::parse, Reason::NotAChoice));
    let from = fields.read("from", given(&ask.from, day, Reason::NotADate));
    let until = fields.read("until", given(&ask.until, day, Reason::NotADate));
    let actor = fields.read("actor", given(&ask.actor, id, Reason::NotFromALink));
    let subject = fields.read("subject", given(&ask.subject, id, Reason::NotFromALink));
    let after = fields.read("after", given(&ask.after, number, Reason::NotFromALink));
    let before = fields.read("before", given(&ask.before, number, Reason::NotFromALink));
    let query = (|| {
        let filter = service::EventFilter {
            area: area?,
            actor: actor?,
            subject: subject?.map(UserId::uuid),
            vendor: None,
            from: from?.map(|day| start_of(day, &zone)),
            until: until?.map(|day| start_of(day.saturating_add(1.day()), &zone)),
        };
        Some(service::AuditQuery { filter, cursor: cursor_of(after?, before?), limit: 50 })
    })();
    Ok(fields.verdict(query).map_err(service::Error::from)?)
}

/// Nothing for a part that is left out.
#[cfg(feature = "ssr")]
fn given<T>(
    text: &str,
    read: impl FnOnce(&str) -> Option<T>,
    reason: domain::Reason,
) -> domain::Checked<Option<T>> {
    match text.trim() {
        "" => Ok(None),
        text => read(text).map(Some).ok_or(reason),
    }
}

#[cfg(feature = "ssr")]
fn day(text: &str) -> Option<jiff::civil::Date> {
    text.parse().ok()
}

/// The instant at which a day begins. The calendar goes a little further than time, which then ends there.
#[cfg(feature = "ssr")]
fn start_of(day: jiff::civil::Date, zone: &jiff::tz::TimeZone) -> domain::Timestamp {
    let end = if day.year() < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    let start = day.to_zoned_datetime(zone.clone()).map_or(end, |start| start.timestamp());
    domain::Timestamp::from_millis(start.as_millisecond())
}

#[cfg(feature = "ssr")]
const fn cursor_of(after: Option<i64>, before: Option<i64>) -> service::Cursor<i64> {
    match (after, before) {
        (Some(seq), _) => service::Cursor::After(seq),
        (None, Some(seq)) => service::Cursor::Before(seq),
        (None, None) => service::Cursor::Start,
    }
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

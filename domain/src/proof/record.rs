//! An acknowledgement beside its event.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::fault::{ProofFault, list, optional, same};
use super::pack::{ACKNOWLEDGEMENTS, ProofAcknowledgement, ProofBroadcast, ProofRecipient};
use crate::broadcast::{Binding, RecallAnswer, Severity};
use crate::event::{Event, Hash};
use crate::{ArticleId, ArticleVersionId, BroadcastId, Locale, Timestamp, UserId};

/// The people whom a broadcast reached.
pub(super) type Recipients = BTreeMap<UserId, ProofRecipient>;

/// The record of an acknowledgement, as far as it matters here.
#[derive(Deserialize)]
struct Record {
    agent: UserId,
    broadcast: BroadcastId,
    severity: String,
    acked_at: Timestamp,
    versions: Vec<RecordVersion>,
    /// Only a recall asks for it, and earlier ones did not.
    recall_answer: Option<RecallAnswer>,
}

#[derive(Deserialize)]
struct RecordVersion {
    article: ArticleId,
    locale: Locale,
    to: ArticleVersionId,
    content_hash: Hash,
}

/// An acknowledgement is the one that its event holds, of this broadcast, by somebody whom it reached, after it was sent.
pub(super) fn check_record(
    broadcast: &ProofBroadcast,
    recipients: &Recipients,
    event: &Event,
    (line, given): (u64, ProofAcknowledgement),
) -> Result<(), ProofFault> {
    let ProofAcknowledgement { seq: _, agent, vendor, record } = given;
    let at = Some(line);
    same(ACKNOWLEDGEMENTS, at, "record", &event.details, &record)?;
    same(ACKNOWLEDGEMENTS, at, "agent", optional(event.actor), agent.to_string())?;
    same(ACKNOWLEDGEMENTS, at, "vendor", optional(event.vendor), vendor.to_string())?;
    let unreadable = |error: serde_json::Error| ProofFault::Unreadable {
        file: ACKNOWLEDGEMENTS.to_owned(),
        line,
        why: error.to_string(),
    };
    let record: Record = serde_json::from_str(&record).map_err(unreadable)?;
    same(ACKNOWLEDGEMENTS, at, "record.agent", agent, record.agent)?;
    same(ACKNOWLEDGEMENTS, at, "record.broadcast", broadcast.id, record.broadcast)?;
    same(ACKNOWLEDGEMENTS, at, "record.severity", broadcast.severity.as_str(), record.severity.as_str())?;
    let said = record.recall_answer.map(RecallAnswer::as_str);
    let asked = said.filter(|_| broadcast.severity == Severity::Recall);
    same(ACKNOWLEDGEMENTS, at, "record.recall_answer", optional(asked), optional(said))?;
    let person = recipients.get(&agent).ok_or(ProofFault::NotARecipient { line, agent })?;
    same(ACKNOWLEDGEMENTS, at, "vendor", person.vendor, vendor)?;
    check_record_versions(broadcast, &record, line)?;
    if broadcast.published_at.is_some_and(|sent| record.acked_at < sent) {
        return Err(ProofFault::TooEarly { line, agent });
    }
    Ok(())
}

/// A record names the versions that the broadcast is about, and what was in them.
fn check_record_versions(broadcast: &ProofBroadcast, record: &Record, line: u64) -> Result<(), ProofFault> {
    let of_binding = |Binding { article, locale, from: _, to }: &Binding| {
        let hash = broadcast.versions.iter().find(|version| version.id == *to);
        let hash = optional(hash.map(|version| version.content_hash));
        format!("{article} {} {to} {hash}", locale.as_str())
    };
    let of_record = |RecordVersion { article, locale, to, content_hash }: &RecordVersion| {
        format!("{article} {} {to} {content_hash}", locale.as_str())
    };
    let expected: BTreeSet<_> = broadcast.bindings.iter().map(of_binding).collect();
    let found: BTreeSet<_> = record.versions.iter().map(of_record).collect();
    same(ACKNOWLEDGEMENTS, Some(line), "record.versions", list(&expected), list(&found))
}

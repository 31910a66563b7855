//! An acknowledgement beside its event.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::fault::{ProofFault, list, optional, same};
use super::pack::{ACKNOWLEDGEMENTS, ProofAcknowledgement, ProofBroadcast, ProofRecipient};
use crate::broadcast::{Binding, RecallAnswer, Severity, language_for};
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
    locale: Locale,
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

/// A record names the versions that the broadcast is about in the language in which the agent read it, and what was in them.
/// Earlier ones name those of every language.
fn check_record_versions(broadcast: &ProofBroadcast, record: &Record, line: u64) -> Result<(), ProofFault> {
    let of_binding = |Binding { article, locale, from: _, to }: &Binding| {
        let hash = broadcast.versions.iter().find(|version| version.id == *to);
        let hash = optional(hash.map(|version| version.content_hash));
        format!("{article} {} {to} {hash}", locale.as_str())
    };
    let of_record = |RecordVersion { article, locale, to, content_hash }: &RecordVersion| {
        format!("{article} {} {to} {content_hash}", locale.as_str())
    };
    let language = language_for(record.locale, broadcast.texts.iter().map(|text| text.locale));
    let read = broadcast.bindings.iter().filter(|binding| Some(binding.locale) == language);
    let read: BTreeSet<_> = read.map(of_binding).collect();
    let all: BTreeSet<_> = broadcast.bindings.iter().map(of_binding).collect();
    let found: BTreeSet<_> = record.versions.iter().map(of_record).collect();
    let expected = if found == all { all } else { read };
    same(ACKNOWLEDGEMENTS, Some(line), "record.versions", list(&expected), list(&found))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::sample::{broadcast, id};
    use super::*;
    use crate::proof::ProofText;

    #[test]
    fn a_record_names_what_was_read_in_its_language() {
        let mut both = broadcast();
        let (french, said) = (both.bindings[0], both.texts[0].clone());
        both.texts.insert(0, ProofText { locale: Locale::En, ..said });
        both.bindings.push(Binding { locale: Locale::En, ..french });
        let hash = both.versions.iter().find(|one| one.id == french.to).unwrap().content_hash;
        let (article, to) = (french.article, french.to);
        let version =
            |locale: &&str| json!({ "article": article, "locale": locale, "to": to, "content_hash": hash });
        let check = |reader: &str, named: &[&str]| {
            let record = json!({
                "agent": id(11),
                "broadcast": id(1),
                "severity": "critical",
                "acked_at": 3,
                "locale": reader,
                "versions": named.iter().map(version).collect::<Vec<_>>(),
            });
            check_record_versions(&both, &serde_json::from_value(record).unwrap(), 1).is_ok()
        };
        for (reader, other) in [("fr", "en"), ("en", "fr")] {
            assert!(check(reader, &[reader]));
            assert!(check(reader, &[other, reader]), "as earlier records do");
            assert!(!check(reader, &[other]) && !check(reader, &[]));
        }
    }
}

//! A walk along the chain of a pack.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::chain_line::ChainLine;
use super::fault::{ProofFault, list, optional, same};
use super::pack::{BROADCAST, CHAIN, MANIFEST, Manifest, ProofBroadcast, ProofSeal};
use crate::event::{Event, EventKind, Hash, Verifier};
use crate::{ArticleVersionId, BroadcastId, Timestamp};

/// What was found along the chain.
#[derive(Default)]
pub(super) struct Walk {
    /// How many events.
    pub(super) events: u64,
    /// The lines that show an event, with its number.
    pub(super) shown: Vec<(u64, i64)>,
    /// The first event: the sending.
    pub(super) sent: Option<Event>,
    /// The last event, if it is shown.
    pub(super) last: Option<Event>,
    /// The acknowledgements that are shown, by their numbers.
    pub(super) acknowledged: BTreeMap<i64, Event>,
    /// The event whose hash was kept elsewhere.
    pub(super) known: Option<i64>,
}

/// What the event of the sending says, as far as it matters here.
#[derive(Deserialize)]
struct Sending {
    severity: String,
    effective_at: Option<Timestamp>,
    versions: BTreeSet<ArticleVersionId>,
    /// Said where everybody who is shown the event may know of it, and by none of the first.
    beside: Option<BroadcastId>,
}

impl Walk {
    /// Where the chain begins: with the sending, behind whatever was before it.
    pub(super) fn begin(&mut self, manifest: &Manifest, first: &ChainLine) -> Result<Verifier, ProofFault> {
        let ChainLine::Full(sent) = first else { return Err(ProofFault::NotSent) };
        if !is_about(sent, manifest.broadcast, EventKind::BroadcastSent) {
            return Err(ProofFault::NotSent);
        }
        same(MANIFEST, None, "first_seq", sent.seq, manifest.first_seq)?;
        self.sent = Some(sent.clone());
        Ok(Verifier::behind(sent.seq.saturating_sub(1), sent.previous))
    }

    pub(super) fn take(
        &mut self,
        broadcast: BroadcastId,
        (line, event): (u64, ChainLine),
        head: Option<Hash>,
    ) {
        self.events += 1;
        if head == Some(event.hash()) {
            self.known = Some(event.seq());
        }
        self.last = match event {
            ChainLine::Full(event) => {
                self.shown.push((line, event.seq));
                if is_about(&event, broadcast, EventKind::BroadcastAcknowledged) {
                    self.acknowledged.insert(event.seq, event.clone());
                }
                Some(event)
            }
            ChainLine::Redacted(_) => None,
        };
    }

    /// What was recorded while the pack was written is not shown, but for what seals it.
    pub(super) fn check_later(&self, seal: &ProofSeal, last: i64) -> Result<(), ProofFault> {
        match self.shown.iter().find(|(_, seq)| seal.until < *seq && *seq < last) {
            Some((line, seq)) => Err(ProofFault::ShownLater { line: *line, seq: *seq }),
            None => Ok(()),
        }
    }
}

/// The broadcast is the one that was sent.
pub(super) fn check_sending(
    manifest: &Manifest,
    broadcast: &ProofBroadcast,
    sent: &Event,
) -> Result<(), ProofFault> {
    let sending: Sending = details(sent, 1)?;
    same(BROADCAST, None, "severity", sending.severity.as_str(), broadcast.severity.as_str())?;
    let millis = |at: Option<Timestamp>| optional(at.map(Timestamp::as_millis));
    same(BROADCAST, None, "effective_at", millis(sending.effective_at), millis(broadcast.effective_at))?;
    // Where that reaches nobody of theirs, because they came later, a vendor's pack does not say it.
    let is_silent = manifest.vendor.is_some() && broadcast.beside.is_none();
    if let Some(beside) = sending.beside.filter(|_| !is_silent) {
        same(BROADCAST, None, "beside", beside.to_string(), optional(broadcast.beside))?;
    }
    let to: BTreeSet<_> = broadcast.bindings.iter().map(|binding| binding.to).collect();
    same(BROADCAST, None, "bindings", list(&sending.versions), list(&to))
}

/// The chain ends with the event that seals this pack; what it says.
pub(super) fn check_end(manifest: &Manifest, last: &Event) -> Result<ProofSeal, ProofFault> {
    if !is_about(last, manifest.broadcast, EventKind::BroadcastProofSealed) {
        return Err(ProofFault::NotSealed);
    }
    let line = last.seq.saturating_sub(manifest.first_seq).saturating_add(1);
    let seal: ProofSeal = details(last, u64::try_from(line).unwrap_or_default())?;
    same(MANIFEST, None, "pack", seal.pack, manifest.pack)?;
    same(MANIFEST, None, "format", seal.format, manifest.format)?;
    same(MANIFEST, None, "made_at", last.at.as_millis(), manifest.made_at.as_millis())?;
    same(MANIFEST, None, "made_by", optional(last.actor), optional(manifest.made_by))?;
    same(MANIFEST, None, "vendor", optional(last.vendor), optional(manifest.vendor))?;
    Ok(seal)
}

fn is_about(event: &Event, broadcast: BroadcastId, kind: EventKind) -> bool {
    event.kind == kind.as_str() && event.subject == broadcast.uuid()
}

/// Reads what an event says. `line` is where it stands in the chain.
fn details<T: for<'de> Deserialize<'de>>(event: &Event, line: u64) -> Result<T, ProofFault> {
    serde_json::from_str(&event.details).map_err(|error| ProofFault::Unreadable {
        file: CHAIN.to_owned(),
        line,
        why: error.to_string(),
    })
}

//! Exporting what proves a broadcast.

use std::collections::BTreeMap;
use std::io::{Seek, Write};
use std::time::Duration;

use domain::event::{Event, EventKind, NewEvent, RedactedEvent, SubjectKind, Verifier};
use domain::people::pseudonym;
use domain::proof::{
    ACKNOWLEDGEMENTS, BROADCAST, CHAIN, ChainLine, FORMAT, MANIFEST, Manifest, PRODUCT, ProofAcknowledgement,
    ProofRecipient, ProofSeal, README, RECIPIENTS, Shown, version_file,
};
use domain::{Actor, BroadcastId, Locale, Permission, Scope, UserId, VendorId};
use i18n::Messages;
use serde::Deserialize;
use serde_json::json;
use store::event::EventFilter;
use store::{RecipientRow, StoreError};
use uuid::Uuid;

use super::pack::Pack;
use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::{Portal, require};

/// How many rows are read at a time, so that memory stays flat.
const CHUNK: usize = 500;
/// How long to wait until what was recorded has its number.
const PATIENCE: Duration = Duration::from_secs(20);

impl Portal {
    /// Writes a pack that proves a broadcast; what it says of itself. The client's side gets all of it, with agents by
    /// their pseudonyms, for it is made to be handed on. A vendor's referent gets what is the vendor's own, with names; of
    /// the rest of the log the pack then has the links alone.
    ///
    /// Two events are recorded: one where the pack ends to tell, and one that seals it with the hashes of its files.
    pub async fn export_proof<W>(&self, actor: &Actor, id: BroadcastId, writer: W) -> Result<Manifest>
    where
        W: Write + Seek + Send,
    {
        require(actor, Permission::FollowBroadcasts)?;
        let vendor = whose(actor)?;
        let db = self.store().read();
        let broadcast = db.broadcasts(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        if broadcast.published_at.is_none() {
            return Err(Error::NotFound);
        }
        let export = Export { portal: self, actor, broadcast: id, vendor, pack: self.world().id() };
        let mut pack = Pack::new(writer);
        pack.file(README, readme().as_bytes())?;
        let (about, versions) = export.about(broadcast).await?;
        pack.document(BROADCAST, &about)?;
        for version in versions {
            pack.file(&version_file(version.id), version.source.as_bytes())?;
        }
        export.put_recipients(&mut pack).await?;
        // Everything that the recipients show was recorded before this, and so is in the chain.
        let until =
            export.record(EventKind::BroadcastProofExported, json!({ "pack": export.pack })).await?.seq;
        let sent = export.sent().await?;
        export.put_acknowledgements(&mut pack, sent.seq, until).await?;
        let articles = about.bindings.iter().map(|binding| binding.article).collect();
        let shown = Shown { broadcast: id, articles, vendor };
        pack.begin(CHAIN)?;
        export.put_events(&mut pack, (sent.seq - 1, until), Some(&shown)).await?;
        let seal = export.seal(&pack, until)?;
        let seal = export.record(EventKind::BroadcastProofSealed, seal).await?;
        export.put_events(&mut pack, (until, seal.seq - 1), None).await?;
        pack.line(&ChainLine::Full(seal.clone()))?;
        pack.end();
        let manifest = Manifest {
            format: FORMAT,
            product: PRODUCT.to_owned(),
            pack: export.pack,
            broadcast: id,
            vendor,
            made_at: seal.at,
            made_by: seal.actor,
            files: pack.files().to_vec(),
            first_seq: sent.seq,
            last_seq: seal.seq,
            head: seal.hash,
        };
        pack.document(MANIFEST, &manifest)?;
        pack.finish()?;
        Ok(manifest)
    }
}

/// A pack that is being exported.
pub(super) struct Export<'portal> {
    pub(super) portal: &'portal Portal,
    pub(super) actor: &'portal Actor,
    pub(super) broadcast: BroadcastId,
    /// Whose people it is limited to.
    pub(super) vendor: Option<VendorId>,
    /// Which pack.
    pub(super) pack: Uuid,
}

/// What an event of an export says, as far as it matters here.
#[derive(Deserialize)]
struct OfPack {
    pack: Uuid,
}

impl Export<'_> {
    /// The next recipients behind one of them.
    pub(super) async fn recipients(&self, after: Option<UserId>) -> Result<Vec<RecipientRow>> {
        let db = self.portal.store().read();
        Ok(db.recipients(self.actor.scope()).after(self.broadcast, after, CHUNK).await?)
    }

    async fn put_recipients<W: Write + Seek + Send>(&self, pack: &mut Pack<W>) -> Result<()> {
        pack.begin(RECIPIENTS)?;
        let mut after = None;
        loop {
            let rows = self.recipients(after).await?;
            let Some(last) = rows.last().map(|row| row.user) else { return Ok(()) };
            let ids: Vec<_> = rows.iter().map(|row| row.user).collect();
            let labels = self.labels(&ids).await?;
            for row in rows {
                pack.line(&recipient(row, &labels))?;
            }
            after = Some(last);
        }
    }

    /// What the agents are called: by their own side by name, by the client's by pseudonym, whoever asks.
    async fn labels(&self, ids: &[UserId]) -> Result<BTreeMap<UserId, String>> {
        match self.vendor {
            Some(_) => names_of(&self.portal.store().read(), self.actor, ids).await,
            None => Ok(BTreeMap::new()),
        }
    }

    /// The event of the sending, with which the chain begins.
    async fn sent(&self) -> Result<Event> {
        let events = self.events_about(0, 1).await?;
        let sent = events.into_iter().find(|event| event.kind == EventKind::BroadcastSent.as_str());
        sent.ok_or_else(|| corrupt("a broadcast that was sent without an event"))
    }

    /// The acknowledgements as their rows have them, in the order of their events.
    async fn put_acknowledgements<W: Write + Seek + Send>(
        &self,
        pack: &mut Pack<W>,
        mut after: i64,
        until: i64,
    ) -> Result<()> {
        pack.begin(ACKNOWLEDGEMENTS)?;
        loop {
            let events = self.events_about(after, CHUNK).await?;
            let Some(last) = events.last().map(|event| event.seq) else { return Ok(()) };
            let given: Vec<_> = events.iter().filter_map(|event| given(event, until)).collect();
            let users: Vec<_> = given.iter().map(|(_, user)| *user).collect();
            let db = self.portal.store().read();
            let rows = db.acknowledgements(self.actor.scope()).of_users(self.broadcast, &users).await?;
            let mut rows: BTreeMap<_, _> = rows.into_iter().map(|row| (row.user, row)).collect();
            for (seq, agent) in given {
                // What is missing here is found by whoever checks the pack.
                let Some(row) = rows.remove(&agent) else { continue };
                pack.line(&ProofAcknowledgement { seq, agent, vendor: row.vendor, record: row.record })?;
            }
            if until <= last {
                return Ok(());
            }
            after = last;
        }
    }

    /// The events of the log behind one up to another: whole where they are shown, else as links.
    async fn put_events<W: Write + Seek + Send>(
        &self,
        pack: &mut Pack<W>,
        (mut after, until): (i64, i64),
        shown: Option<&Shown>,
    ) -> Result<()> {
        while after < until {
            let db = self.portal.store().read();
            // Of what is not the actor's own only the link is handed on.
            let events = db.events(Scope::Everything).after(after, &EventFilter::default(), CHUNK).await?;
            let last = events.last().map(|event| event.seq);
            after = last.ok_or_else(|| corrupt("the end of the log"))?;
            for event in events.into_iter().filter(|event| event.seq <= until) {
                let is_shown = shown.is_some_and(|shown| shown.has(&event));
                let line = if is_shown { ChainLine::Full(event) } else { redacted(&event)? };
                pack.line(&line)?;
            }
        }
        Ok(())
    }

    /// What seals a pack: the hashes of everything that is in it so far.
    fn seal<W: Write + Seek>(&self, pack: &Pack<W>, until: i64) -> Result<serde_json::Value> {
        let files = pack.files().iter().map(|file| (file.name.clone(), file.sha256)).collect();
        let seal = ProofSeal { pack: self.pack, format: FORMAT, until, chain: pack.so_far(), files };
        serde_json::to_value(seal).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Records an event about this pack, and reads it back once it has its number.
    async fn record(&self, kind: EventKind, details: serde_json::Value) -> Result<Event> {
        let store = self.portal.store();
        let mut after = *store.head().borrow();
        let event = NewEvent::new(kind, self.broadcast.uuid()).of_vendor(self.vendor).with(details);
        let recorded = self.portal.write(self.actor, move |tx| async move {
            tx.record(event);
            Ok(())
        });
        recorded.await?;
        let late = || StoreError::Unavailable("an event waits for its number".to_owned());
        tokio::time::timeout(PATIENCE, store.settled()).await.map_err(|_| late())?;
        loop {
            let events = self.events_about(after, CHUNK).await?;
            after = events.last().map(|event| event.seq).ok_or_else(late)?;
            if let Some(event) = events.into_iter().find(|event| self.is_of_pack(kind, event)) {
                return Ok(event);
            }
        }
    }

    fn is_of_pack(&self, kind: EventKind, event: &Event) -> bool {
        let of_pack = serde_json::from_str::<OfPack>(&event.details);
        event.kind == kind.as_str() && of_pack.is_ok_and(|of| of.pack == self.pack)
    }

    /// The next events of the broadcast, whoever's business they are.
    async fn events_about(&self, after: i64, limit: usize) -> Result<Vec<Event>> {
        let db = self.portal.store().read();
        let filter = EventFilter {
            area: Some(SubjectKind::Broadcast),
            subject: Some(self.broadcast.uuid()),
            ..EventFilter::default()
        };
        Ok(db.events(Scope::Everything).after(after, &filter, limit).await?)
    }
}

/// Whose people a pack is limited to. Of a vendor the referent alone exports.
fn whose(actor: &Actor) -> Result<Option<VendorId>> {
    match actor.scope() {
        Scope::Everything => Ok(None),
        Scope::Vendor(vendor) => Ok(Some(vendor)),
        Scope::Team(..) | Scope::Nothing => Err(Error::Forbidden),
    }
}

/// The number of an acknowledgement and whose it is, if an event is one and not later than another.
fn given(event: &Event, until: i64) -> Option<(i64, UserId)> {
    let is_given = event.kind == EventKind::BroadcastAcknowledged.as_str() && event.seq <= until;
    Some((event.seq, event.actor?)).filter(|_| is_given)
}

/// How to check a pack, in both languages, the one of its first readers first.
fn readme() -> String {
    Locale::ALL.map(|locale| Messages::of(locale).proof_readme()).join("\n")
}

fn recipient(row: RecipientRow, labels: &BTreeMap<UserId, String>) -> ProofRecipient {
    let RecipientRow {
        broadcast: _,
        user,
        vendor,
        site,
        team,
        reached_since: _,
        recipient,
        deadline,
        reminded: _,
    } = row;
    ProofRecipient {
        id: user,
        label: labels.get(&user).cloned().unwrap_or_else(|| pseudonym(user)),
        vendor,
        site,
        team,
        state: recipient.state,
        due_at: deadline.due_at,
        exempt: recipient.exempt,
        ended: recipient.ended,
    }
}

/// The link of an event that is not shown.
fn redacted(event: &Event) -> Result<ChainLine> {
    if let Some(redacted) = RedactedEvent::of(event) {
        return Ok(ChainLine::Redacted(redacted));
    }
    match Verifier::behind(event.seq.saturating_sub(1), event.previous).next(event) {
        Ok(()) => Err(Error::OldChain),
        Err(broken) => Err(corrupt(&broken.to_string())),
    }
}

fn corrupt(what: &str) -> Error {
    Error::Store(StoreError::Corrupt(what.to_owned()))
}

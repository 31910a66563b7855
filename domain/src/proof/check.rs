//! Checking a pack: that nothing in it was changed, taken out, put in or moved since it was sealed.
//!
//! The pack alone shows that it agrees with itself. That it is not made up from beginning to end shows only a hash of its
//! chain that was kept elsewhere.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::chain_line::ChainLine;
use super::container::{self, File};
use super::fault::{ProofFault, list, optional, same};
use super::pack::{
    ACKNOWLEDGEMENTS, BROADCAST, CHAIN, FORMAT, MANIFEST, Manifest, PRODUCT, ProofAcknowledgement,
    ProofBroadcast, ProofRecipient, ProofSeal, README, RECIPIENTS, version_file,
};
use super::record::{Recipients, check_record};
use super::walk::{Walk, check_end, check_sending};
use super::written::{read_document, read_lines};
use crate::UserId;
use crate::broadcast::RecipientState;
use crate::event::{Hash, Verifier};

/// What a pack shows, once nothing is found wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofReport {
    /// What is in it, who made it, where its chain ends.
    pub manifest: Manifest,
    /// What it proves.
    pub broadcast: ProofBroadcast,
    /// How many people the broadcast reached.
    pub recipients: u64,
    /// How many of them acknowledged it.
    pub acknowledgements: u64,
    /// How many events the chain has.
    pub events: u64,
    /// How many of them are shown.
    pub shown: u64,
    /// The number of the event that has the hash that was kept elsewhere; none where no hash was given.
    pub known: Option<i64>,
}

/// Checks a pack. `head` is a hash of the log that was kept elsewhere: the chain has to have it.
///
/// # Errors
///
/// The first thing that is wrong. Where a file was damaged, it is named with the line if that can be told.
pub fn verify(pack: &[u8], head: Option<Hash>) -> Result<ProofReport, ProofFault> {
    let files = Files(container::read(pack)?);
    let checked = files.check(head);
    match files.damage() {
        None => checked,
        Some(damage) => {
            let closer = checked.err().filter(|fault| fault.file() == damage.file());
            Err(closer.unwrap_or(damage))
        }
    }
}

struct Files<'pack>(Vec<File<'pack>>);

impl<'pack> Files<'pack> {
    /// The first file that is not, byte for byte, what the zip file or the manifest says.
    fn damage(&self) -> Option<ProofFault> {
        let manifest = self.manifest().ok();
        let changed = |file: &File<'_>| {
            let listed = manifest.as_ref()?.files.iter().find(|listed| listed.name == file.name)?;
            let (expected, found) = (listed.sha256, Hash::of(file.body));
            let fault = ProofFault::FileChanged { file: file.name.clone(), expected, found };
            (expected != found).then_some(fault)
        };
        let damaged = |file: &File<'_>| {
            let (expected, found) = (file.crc32, crc32fast::hash(file.body));
            let fault = ProofFault::Checksum { file: file.name.clone(), expected, found };
            (expected != found).then(|| changed(file).unwrap_or(fault))
        };
        self.0.iter().find_map(damaged).or_else(|| self.0.iter().find_map(changed))
    }

    fn check(&self, head: Option<Hash>) -> Result<ProofReport, ProofFault> {
        let manifest = self.manifest()?;
        self.check_listed(&manifest)?;
        let broadcast: ProofBroadcast = read_document(BROADCAST, self.body(BROADCAST)?)?;
        check_broadcast(&manifest, &broadcast)?;
        self.check_versions(&broadcast)?;
        let recipients = self.recipients(&manifest)?;
        let walk = self.walk(&manifest, head)?;
        check_sending(&manifest, &broadcast, walk.sent.as_ref().ok_or(ProofFault::NotSent)?)?;
        let seal = check_end(&manifest, walk.last.as_ref().ok_or(ProofFault::NotSealed)?)?;
        walk.check_later(&seal, manifest.last_seq)?;
        let acknowledgements = self.check_acknowledgements(&broadcast, &recipients, &walk)?;
        self.check_sealed(&manifest, &seal)?;
        if let (Some(head), None) = (head, walk.known) {
            return Err(ProofFault::HeadUnknown { head, last: manifest.last_seq });
        }
        Ok(ProofReport {
            manifest,
            broadcast,
            recipients: recipients.len() as u64,
            acknowledgements,
            events: walk.events,
            shown: walk.shown.len() as u64,
            known: walk.known,
        })
    }

    fn body(&self, name: &str) -> Result<&'pack [u8], ProofFault> {
        let file = self.0.iter().find(|file| file.name == name);
        file.map(|file| file.body).ok_or_else(|| ProofFault::FileMissing { file: name.to_owned() })
    }

    fn manifest(&self) -> Result<Manifest, ProofFault> {
        #[derive(Deserialize)]
        struct Shape {
            format: u64,
        }
        let body = self.body(MANIFEST)?;
        if let Ok(Shape { format: found }) = serde_json::from_slice(body)
            && !(1..=u64::from(FORMAT)).contains(&found)
        {
            return Err(ProofFault::Format { found });
        }
        let manifest: Manifest = read_document(MANIFEST, body)?;
        same(MANIFEST, None, "product", PRODUCT, manifest.product.as_str())?;
        Ok(manifest)
    }

    /// The files are those of the manifest, in its order, and all belong to a pack.
    fn check_listed(&self, manifest: &Manifest) -> Result<(), ProofFault> {
        let listed: Vec<_> = manifest.files.iter().map(|file| file.name.as_str()).chain([MANIFEST]).collect();
        if let Some(missing) = listed.iter().find(|name| !self.0.iter().any(|file| file.name == **name)) {
            return Err(ProofFault::FileMissing { file: (*missing).to_owned() });
        }
        if let Some(unknown) = self.0.iter().find(|file| !listed.contains(&file.name.as_str())) {
            return Err(ProofFault::FileUnknown { file: unknown.name.clone() });
        }
        let mut both = self.0.iter().zip(&listed);
        if let Some((file, _)) = both.find(|(file, name)| file.name != **name) {
            return Err(ProofFault::FileOrder { file: file.name.clone() });
        }
        if self.0.len() != listed.len() {
            // A name that the manifest has twice.
            return Err(ProofFault::FileTwice { file: MANIFEST.to_owned() });
        }
        for (file, listed) in self.0.iter().zip(&manifest.files) {
            same(MANIFEST, None, "size", file.body.len() as u64, listed.size)?;
        }
        self.body(README).map(|_| ())
    }

    /// The source of each version that the broadcast is about, and nothing else, is there as it was recorded.
    fn check_versions(&self, broadcast: &ProofBroadcast) -> Result<(), ProofFault> {
        let known: BTreeSet<_> = broadcast.versions.iter().map(|version| version.id).collect();
        let bound: BTreeSet<_> = broadcast
            .bindings
            .iter()
            .flat_map(|binding| [binding.from, Some(binding.to)])
            .flatten()
            .collect();
        same(BROADCAST, None, "versions", list(&bound), list(&known))?;
        for version in &broadcast.versions {
            let file = version_file(version.id);
            let (expected, found) = (version.content_hash, Hash::of(self.body(&file)?));
            if expected != found {
                return Err(ProofFault::FileChanged { file, expected, found });
            }
        }
        let fixed = [README, BROADCAST, RECIPIENTS, ACKNOWLEDGEMENTS, CHAIN, MANIFEST];
        let is_known =
            |name: &str| fixed.contains(&name) || known.iter().any(|version| version_file(*version) == name);
        match self.0.iter().find(|file| !is_known(&file.name)) {
            Some(file) => Err(ProofFault::FileUnknown { file: file.name.clone() }),
            None => Ok(()),
        }
    }

    fn recipients(&self, manifest: &Manifest) -> Result<Recipients, ProofFault> {
        let mut recipients = Recipients::new();
        let parse = |line: &[u8]| serde_json::from_slice::<ProofRecipient>(line);
        read_lines(RECIPIENTS, self.body(RECIPIENTS)?, parse, |line, recipient| {
            if let Some(vendor) = manifest.vendor {
                same(RECIPIENTS, Some(line), "vendor", vendor, recipient.vendor)?;
            }
            let agent = recipient.id;
            match recipients.insert(agent, recipient) {
                Some(_) => Err(ProofFault::Twice { file: RECIPIENTS.to_owned(), line, agent }),
                None => Ok(()),
            }
        })?;
        Ok(recipients)
    }

    /// Walks the chain, from the sending to the event that seals the pack.
    fn walk(&self, manifest: &Manifest, head: Option<Hash>) -> Result<Walk, ProofFault> {
        let mut walk = Walk::default();
        let mut verifier: Option<Verifier> = None;
        read_lines(CHAIN, self.body(CHAIN)?, ChainLine::parse, |line, event| {
            let verifier = match &mut verifier {
                Some(verifier) => verifier,
                None => verifier.insert(walk.begin(manifest, &event)?),
            };
            event.pass(verifier).map_err(|broken| ProofFault::Chain { line, broken })?;
            walk.take(manifest.broadcast, (line, event), head);
            Ok(())
        })?;
        let verifier = verifier.ok_or(ProofFault::NotSent)?;
        same(MANIFEST, None, "last_seq", verifier.count(), manifest.last_seq)?;
        same(MANIFEST, None, "head", verifier.head(), manifest.head)?;
        Ok(walk)
    }

    /// Every acknowledgement is the one of its event, and those of the events are all there; how many.
    fn check_acknowledgements(
        &self,
        broadcast: &ProofBroadcast,
        recipients: &Recipients,
        walk: &Walk,
    ) -> Result<u64, ProofFault> {
        let mut given: BTreeSet<UserId> = BTreeSet::new();
        let mut seen: BTreeSet<i64> = BTreeSet::new();
        let parse = |line: &[u8]| serde_json::from_slice::<ProofAcknowledgement>(line);
        read_lines(ACKNOWLEDGEMENTS, self.body(ACKNOWLEDGEMENTS)?, parse, |line, given_one| {
            let (seq, agent) = (given_one.seq, given_one.agent);
            let event = walk.acknowledged.get(&seq).ok_or(ProofFault::NoSuchEvent { line, seq })?;
            check_record(broadcast, recipients, event, (line, given_one))?;
            seen.insert(seq);
            if given.insert(agent) {
                Ok(())
            } else {
                Err(ProofFault::Twice { file: ACKNOWLEDGEMENTS.to_owned(), line, agent })
            }
        })?;
        if let Some((seq, event)) = walk.acknowledged.iter().find(|(seq, _)| !seen.contains(seq)) {
            let agent = event.actor.unwrap_or(UserId::new(uuid::Uuid::nil()));
            return Err(ProofFault::NotAcknowledged { agent, seq: Some(*seq) });
        }
        let is_missing = |person: &&ProofRecipient| {
            person.state == RecipientState::Acknowledged && !given.contains(&person.id)
        };
        match recipients.values().find(is_missing) {
            Some(person) => Err(ProofFault::NotAcknowledged { agent: person.id, seq: None }),
            None => Ok(given.len() as u64),
        }
    }

    /// The files are those that the last event sealed, and the chain shows what it showed then.
    fn check_sealed(&self, manifest: &Manifest, seal: &ProofSeal) -> Result<(), ProofFault> {
        let seq = manifest.last_seq;
        let check = |file: &str, expected: Option<Hash>, found: Hash| {
            if expected == Some(found) {
                return Ok(());
            }
            Err(ProofFault::SealedOtherwise { file: file.to_owned(), seq, expected, found })
        };
        for file in self.0.iter().filter(|file| file.name != CHAIN && file.name != MANIFEST) {
            check(&file.name, seal.files.get(&file.name).copied(), Hash::of(file.body))?;
        }
        for file in seal.files.keys() {
            self.body(file)?;
        }
        let lines = usize::try_from(seal.until.saturating_sub(manifest.first_seq).saturating_add(1));
        let chain = self.body(CHAIN)?;
        let told = chain.split_inclusive(|byte| *byte == b'\n').take(lines.unwrap_or_default());
        let size: usize = told.map(<[u8]>::len).sum();
        check(CHAIN, Some(seal.chain), Hash::of(chain.get(..size).unwrap_or_default()))
    }
}

/// The broadcast is the one of the manifest, and who made the pack is the same person.
fn check_broadcast(manifest: &Manifest, broadcast: &ProofBroadcast) -> Result<(), ProofFault> {
    same(BROADCAST, None, "id", manifest.broadcast, broadcast.id)?;
    let made_by = broadcast.made_by.as_ref().map(|person| person.id);
    same(BROADCAST, None, "made_by", optional(manifest.made_by), optional(made_by))
}

#[cfg(test)]
mod tests {
    use super::super::container::pack_of;
    use super::super::fault::Place;
    use super::super::sample::{AGENTS, Sample, id};
    use super::*;
    use crate::ArticleVersionId;

    fn check(sample: &Sample) -> Result<ProofReport, ProofFault> {
        verify(&pack_of(&sample.files), None)
    }

    /// What whoever holds a pack can do: change a file and everything that only says what is in the pack.
    fn tampered(change: impl FnOnce(&mut Sample)) -> ProofFault {
        let mut sample = Sample::new();
        change(&mut sample);
        sample.list();
        check(&sample).unwrap_err()
    }

    #[test]
    fn a_pack_that_nobody_touched_is_right() {
        let sample = Sample::new();
        let report = check(&sample).unwrap();
        assert_eq!((report.recipients, report.acknowledgements), (3, 2));
        assert_eq!((report.events, report.shown, report.known), (9, 6, None));
        assert_eq!(report.manifest.head, sample.lines.last().unwrap().hash());
    }

    #[test]
    fn every_changed_byte_is_found_in_its_place() {
        let sample = Sample::new();
        let pack = pack_of(&sample.files);
        let files = container::read(&pack).unwrap();
        for at in 0..pack.len() {
            let mut changed = pack.clone();
            changed[at] ^= 1 << (at % 8);
            let fault = verify(&changed, None).unwrap_err();
            let start = |file: &File<'_>| file.body.as_ptr() as usize - pack.as_ptr() as usize;
            let of = files.iter().find(|file| (start(file)..start(file) + file.body.len()).contains(&at));
            match of {
                Some(file) => assert_eq!(fault.file(), Some(file.name.as_str()), "{at}: {fault:?}"),
                None => assert_eq!(fault.file(), None, "{at}: {fault:?}"),
            }
        }
    }

    #[test]
    fn a_pack_that_is_cut_or_grown_is_refused_wherever() {
        let pack = pack_of(&Sample::new().files);
        for size in 0..pack.len() {
            verify(&pack[..size], None).unwrap_err();
            verify(&pack[pack.len() - size..], None).unwrap_err();
        }
        assert_eq!(verify(b"", None), Err(ProofFault::NotAPack));
        assert_eq!(verify(&[7; 99], None), Err(ProofFault::NotAPack));
        let size = pack.len() as u64;
        let behind = [&pack[..], b"more"].concat();
        assert_eq!(verify(&behind, None), Err(ProofFault::Trailing { at: size, count: 4 }));
        let before = [b"more", &pack[..]].concat();
        let expected = size + 4 - 22;
        let moved = ProofFault::Layout { place: Place::End, expected, found: expected - 4 };
        assert_eq!(verify(&before, None), Err(moved));
        assert_eq!(verify(&pack[..pack.len() - 30], None), Err(ProofFault::CutOff { size: size - 30 }));
        for at in (0..pack.len()).step_by(7) {
            let mut grown = pack.clone();
            grown.insert(at, grown[at]);
            verify(&grown, None).unwrap_err();
            let mut shrunk = pack.clone();
            shrunk.remove(at);
            verify(&shrunk, None).unwrap_err();
        }
    }

    #[test]
    fn damage_is_named_with_its_line_where_it_can_be_told() {
        let mut sample = Sample::new();
        sample.edit(ACKNOWLEDGEMENTS, "\\\"locale\\\":\\\"fr\\\"", "\\\"locale\\\":\\\"en\\\"");
        let fault = check(&sample).unwrap_err();
        assert!(
            matches!(&fault, ProofFault::Value { file, line: Some(1), field: "record", .. } if file == ACKNOWLEDGEMENTS),
            "{fault:?}"
        );
        let mut sample = Sample::new();
        sample.edit(RECIPIENTS, "A-12", "A-19");
        assert_eq!(check(&sample).unwrap_err().file(), Some(RECIPIENTS));
        // Where nothing else tells, the hash of the manifest does.
        let mut sample = Sample::new();
        sample.edit(README, "FILE", "file");
        assert_eq!(check(&sample).unwrap_err().file(), Some(README));
    }

    #[test]
    fn a_changed_record_is_not_the_one_of_its_event() {
        let fault = tampered(|sample| {
            sample.edit(ACKNOWLEDGEMENTS, "\\\"check_attempts\\\":1", "\\\"check_attempts\\\":2");
        });
        assert!(matches!(fault, ProofFault::Value { line: Some(1), field: "record", .. }), "{fault:?}");
    }

    #[test]
    fn two_agents_cannot_be_swapped() {
        let [one, other] = [AGENTS[0], AGENTS[1]].map(|agent| id(agent).to_string());
        let swap = |sample: &mut Sample| {
            sample.edit(ACKNOWLEDGEMENTS, &one, "?");
            sample.edit(ACKNOWLEDGEMENTS, &other, &one);
            sample.edit(ACKNOWLEDGEMENTS, "?", &other);
        };
        let fault = tampered(swap);
        assert!(matches!(fault, ProofFault::Value { line: Some(1), field: "record", .. }), "{fault:?}");
        let fault = tampered(|sample| {
            let key = |agent: &str| format!("\"agent\":\"{agent}\",");
            sample.edit(ACKNOWLEDGEMENTS, &key(&one), "?");
            sample.edit(ACKNOWLEDGEMENTS, &key(&other), &key(&one));
            sample.edit(ACKNOWLEDGEMENTS, "?", &key(&other));
        });
        assert!(matches!(fault, ProofFault::Value { line: Some(1), field: "agent", .. }), "{fault:?}");
    }

    #[test]
    fn an_acknowledgement_cannot_be_taken_out() {
        let agent = UserId::new(id(AGENTS[0]));
        let fault = tampered(|sample| sample.cut_line(ACKNOWLEDGEMENTS, 0));
        assert_eq!(fault, ProofFault::NotAcknowledged { agent, seq: Some(103) });
        // With its event.
        let fault = tampered(|sample| {
            sample.cut_line(ACKNOWLEDGEMENTS, 0);
            sample.cut_line(CHAIN, 3);
        });
        let broken = crate::event::ChainBreak::Hole { expected: 103, found: 104 };
        assert_eq!(fault, ProofFault::Chain { line: 4, broken });
        // With its event shown as a link only: the links hold, but not what was sealed.
        let fault = tampered(|sample| {
            sample.cut_line(ACKNOWLEDGEMENTS, 0);
            sample.redact(3);
        });
        assert_eq!(fault, ProofFault::NotAcknowledged { agent, seq: None });
        let fault = tampered(|sample| {
            sample.cut_line(ACKNOWLEDGEMENTS, 0);
            sample.redact(3);
            sample.edit(RECIPIENTS, "acknowledged", "read");
        });
        assert!(
            matches!(&fault, ProofFault::SealedOtherwise { file, seq: 108, .. } if file == RECIPIENTS),
            "{fault:?}"
        );
    }

    #[test]
    fn what_is_shown_of_the_chain_cannot_be_hidden() {
        // Somebody failed the check.
        let fault = tampered(|sample| sample.redact(2));
        assert!(
            matches!(&fault, ProofFault::SealedOtherwise { file, seq: 108, .. } if file == CHAIN),
            "{fault:?}"
        );
    }

    #[test]
    fn an_acknowledgement_cannot_be_put_in() {
        let third = id(AGENTS[2]).to_string();
        let fault = tampered(|sample| {
            let line = sample.text(ACKNOWLEDGEMENTS).lines().next().unwrap().to_owned();
            let forged =
                line.replace(&id(AGENTS[0]).to_string(), &third).replace("\"seq\":103", "\"seq\":105");
            sample.add_line(ACKNOWLEDGEMENTS, &forged);
        });
        assert_eq!(fault, ProofFault::NoSuchEvent { line: 3, seq: 105 });
        let fault = tampered(|sample| {
            let line = sample.text(ACKNOWLEDGEMENTS).lines().next().unwrap().to_owned();
            sample.add_line(ACKNOWLEDGEMENTS, &line);
        });
        let agent = UserId::new(id(AGENTS[0]));
        assert_eq!(fault, ProofFault::Twice { file: ACKNOWLEDGEMENTS.to_owned(), line: 3, agent });
    }

    #[test]
    fn words_recipients_and_sources_are_sealed() {
        for (file, from, to) in [
            (BROADCAST, "Le délai change", "Rien ne change"),
            (RECIPIENTS, "\"due_at\":5", "\"due_at\":6"),
            (README, "sha256sum", "md5sum"),
        ] {
            let fault = tampered(|sample| sample.edit(file, from, to));
            assert!(
                matches!(&fault, ProofFault::SealedOtherwise { file: found, seq: 108, .. } if found == file),
                "{fault:?}"
            );
        }
        let source = version_file(ArticleVersionId::new(id(31)));
        let fault = tampered(|sample| sample.edit(&source, "10 jours", "12 jours"));
        assert!(matches!(&fault, ProofFault::FileChanged { file, .. } if *file == source), "{fault:?}");
    }

    #[test]
    fn the_manifest_says_what_the_last_event_says() {
        for (from, to, field) in [
            ("\"made_at\": 9", "\"made_at\": 8", "made_at"),
            ("\"last_seq\": 108", "\"last_seq\": 109", "last_seq"),
            ("\"first_seq\": 100", "\"first_seq\": 101", "first_seq"),
            ("\"product\": \"palier\"", "\"product\": \"perron\"", "product"),
            ("\"vendor\": null", &format!("\"vendor\": \"{}\"", id(5)), "vendor"),
            (&format!("\"pack\": \"{}\"", id(60)), &format!("\"pack\": \"{}\"", id(61)), "pack"),
        ] {
            let fault = tampered(|sample| sample.edit(MANIFEST, from, to));
            assert!(matches!(fault, ProofFault::Value { field: found, .. } if found == field), "{fault:?}");
        }
    }

    #[test]
    fn files_are_neither_put_in_nor_taken_out() {
        let mut sample = Sample::new();
        sample.files.insert(1, ("more.txt".to_owned(), Vec::new()));
        assert_eq!(check(&sample), Err(ProofFault::FileUnknown { file: "more.txt".to_owned() }));
        let fault = tampered(|sample| sample.files.insert(1, ("more.txt".to_owned(), Vec::new())));
        assert_eq!(fault, ProofFault::FileUnknown { file: "more.txt".to_owned() });
        for name in [README, BROADCAST, RECIPIENTS, ACKNOWLEDGEMENTS, CHAIN] {
            let missing = ProofFault::FileMissing { file: name.to_owned() };
            let mut sample = Sample::new();
            sample.files.retain(|(file, _)| file != name);
            assert_eq!(check(&sample), Err(missing.clone()));
            sample.list();
            assert_eq!(check(&sample), Err(missing));
        }
        let mut sample = Sample::new();
        sample.files.swap(0, 1);
        assert_eq!(check(&sample), Err(ProofFault::FileOrder { file: BROADCAST.to_owned() }));
        let mut sample = Sample::new();
        sample.files.pop();
        assert_eq!(check(&sample), Err(ProofFault::FileMissing { file: MANIFEST.to_owned() }));
    }

    #[test]
    fn json_is_written_in_one_way_only() {
        let spelled = |file: &str, line| ProofFault::Spelling { file: file.to_owned(), line };
        assert_eq!(tampered(|s| s.edit(RECIPIENTS, "\"label\":", "\"label\": ")), spelled(RECIPIENTS, 1));
        assert_eq!(tampered(|s| s.edit(BROADCAST, "\"id\": ", "\"id\":  ")), spelled(BROADCAST, 2));
        let fault = tampered(|s| s.edit(ACKNOWLEDGEMENTS, "\"seq\"", "\"note\":1,\"seq\""));
        assert!(matches!(fault, ProofFault::Unreadable { line: 1, .. }), "{fault:?}");
    }

    #[test]
    fn another_format_is_named() {
        let fault = tampered(|sample| sample.edit(MANIFEST, "\"format\": 2", "\"format\": 3"));
        assert_eq!(fault, ProofFault::Format { found: 3 });
        let fault = tampered(|sample| sample.edit(MANIFEST, "\"format\": 2", "\"format\": 1"));
        assert!(matches!(fault, ProofFault::Value { field: "format", .. }), "{fault:?}");
    }

    #[test]
    fn an_earlier_pack_is_still_right() {
        let earlier = Sample::with(|raw| (raw.format, raw.beside) = (1, None));
        assert!(!earlier.text(BROADCAST).contains("beside") && !earlier.text(BROADCAST).contains("others"));
        let report = check(&earlier).unwrap();
        assert_eq!((report.manifest.format, report.broadcast.others), (1, Vec::new()));
    }

    #[test]
    fn a_pack_says_beside_which_it_was_sent_as_the_sending_does() {
        let report = check(&Sample::new()).unwrap();
        assert_eq!(report.broadcast.beside, Some(report.broadcast.others[0].id));
        let fault = check(&Sample::with(|raw| raw.beside = Some(5))).unwrap_err();
        assert!(matches!(fault, ProofFault::Value { field: "beside", .. }), "{fault:?}");
        // Where a vendor that is shown the sending must not know of it, it is not said there.
        check(&Sample::with(|raw| raw.beside = None)).unwrap();
        let other = id(4).to_string();
        let fault = tampered(|sample| sample.edit(BROADCAST, &other, &id(6).to_string()));
        assert!(matches!(fault, ProofFault::Value { field: "beside", .. }), "{fault:?}");
    }

    #[test]
    fn a_hash_that_was_kept_elsewhere_has_to_be_in_the_chain() {
        let sample = Sample::new();
        let pack = pack_of(&sample.files);
        for line in &sample.lines {
            assert_eq!(verify(&pack, Some(line.hash())).unwrap().known, Some(line.seq()));
        }
        let head = Hash::of(b"another chain");
        assert_eq!(verify(&pack, Some(head)), Err(ProofFault::HeadUnknown { head, last: 108 }));
    }

    #[test]
    fn whoever_acknowledged_was_reached_and_did_so_once_it_was_sent() {
        // As whoever holds the database could have it: the chain is whole, and says what cannot be.
        let (nobody, agent) = (UserId::new(id(99)), UserId::new(id(AGENTS[0])));
        let fault = check(&Sample::with(|raw| raw.agents[0] = 99)).unwrap_err();
        assert_eq!(fault, ProofFault::NotARecipient { line: 1, agent: nobody });
        let fault = check(&Sample::with(|raw| raw.acked_at[0] = 0)).unwrap_err();
        assert_eq!(fault, ProofFault::TooEarly { line: 1, agent });
        let fault = check(&Sample::with(|raw| raw.agents[1] = AGENTS[0])).unwrap_err();
        assert_eq!(fault, ProofFault::Twice { file: ACKNOWLEDGEMENTS.to_owned(), line: 2, agent });
        let fault = check(&Sample::with(|raw| raw.content_hash = Hash::of(b"another text"))).unwrap_err();
        assert!(matches!(fault, ProofFault::Value { field: "record.versions", .. }), "{fault:?}");
        let fault = check(&Sample::with(|raw| raw.severity = "major".to_owned())).unwrap_err();
        assert!(matches!(fault, ProofFault::Value { field: "severity", .. }), "{fault:?}");
        let fault = check(&Sample::with(|raw| raw.recall_answer = Some("yes"))).unwrap_err();
        assert!(matches!(fault, ProofFault::Value { field: "record.recall_answer", .. }), "{fault:?}");
        let fault = check(&Sample::with(|raw| raw.recall_answer = Some("perhaps"))).unwrap_err();
        assert!(matches!(fault, ProofFault::Unreadable { line: 1, .. }), "{fault:?}");
    }

    #[test]
    fn a_chain_that_begins_or_ends_elsewhere_is_refused() {
        let fault = tampered(|sample| sample.cut_line(CHAIN, 0));
        assert_eq!(fault, ProofFault::NotSent);
        let fault = tampered(|sample| sample.redact(0));
        assert_eq!(fault, ProofFault::NotSent);
        let fault = tampered(|sample| {
            sample.cut_line(CHAIN, 8);
            let head = sample.lines[7].hash().to_string();
            let last = sample.lines[8].hash().to_string();
            sample.edit(MANIFEST, &last, &head);
            sample.edit(MANIFEST, "\"last_seq\": 108", "\"last_seq\": 107");
        });
        assert_eq!(fault, ProofFault::NotSealed);
    }

    #[test]
    fn a_pack_of_a_vendor_holds_that_vendor_alone() {
        let own = Sample::with(|raw| raw.vendor = Some(5));
        assert_eq!(check(&own).unwrap().manifest.vendor, Some(crate::VendorId::new(id(5))));
        let other = check(&Sample::with(|raw| raw.vendor = Some(6))).unwrap_err();
        assert!(matches!(other, ProofFault::Value { line: Some(1), field: "vendor", .. }), "{other:?}");
    }
}

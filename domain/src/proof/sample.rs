//! A small pack, for tests.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::chain_line::ChainLine;
use super::pack::{
    ACKNOWLEDGEMENTS, BROADCAST, CHAIN, FORMAT, MANIFEST, Manifest, ManifestFile, PRODUCT,
    ProofAcknowledgement, ProofBroadcast, ProofItem, ProofOther, ProofRecipient, ProofSeal, ProofText,
    ProofVersion, README, RECIPIENTS, version_file,
};
use super::written::{document, line};
use crate::broadcast::{Audience, Binding, BroadcastState, CheckItem, RecipientState, Severity};
use crate::event::{Event, EventKind, Hash, RedactedEvent, link};
use crate::{ArticleId, ArticleVersionId, BroadcastId, Locale, SiteId, TeamId, Timestamp, UserId, VendorId};

/// The people whom the broadcast reached.
pub(super) const AGENTS: [u128; 3] = [11, 12, 13];

/// The broadcast of the same change that went to everybody else.
const OTHER: u128 = 4;

/// A pack as files, and its chain.
pub(super) struct Sample {
    pub(super) files: Vec<(String, Vec<u8>)>,
    pub(super) lines: Vec<ChainLine>,
}

/// What the records say.
pub(super) struct Raw {
    /// Who acknowledged.
    pub(super) agents: [u128; 2],
    /// When.
    pub(super) acked_at: [i64; 2],
    pub(super) content_hash: Hash,
    /// As the sending has it.
    pub(super) severity: String,
    /// What they say of what is withdrawn, if anything.
    pub(super) recall_answer: Option<&'static str>,
    pub(super) vendor: Option<u128>,
    /// As the sending has it.
    pub(super) beside: Option<u128>,
    /// Of the first, `broadcast.json` knew nothing of other broadcasts.
    pub(super) format: u32,
}

pub(super) const fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

const fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

const TEXTS: [(u128, &str); 2] = [(30, "# Colis\n\nSous 14 jours.\n"), (31, "# Colis\n\nSous 10 jours.\n")];

impl Sample {
    pub(super) fn new() -> Self {
        Self::with(|_| {})
    }

    /// One that was exported by whoever could change what is recorded.
    pub(super) fn with(change: impl FnOnce(&mut Raw)) -> Self {
        let mut raw = Raw {
            agents: [AGENTS[0], AGENTS[1]],
            acked_at: [3, 4],
            content_hash: Hash::of(TEXTS[1].1.as_bytes()),
            severity: "critical".to_owned(),
            recall_answer: None,
            vendor: None,
            beside: Some(OTHER),
            format: FORMAT,
        };
        change(&mut raw);
        let about = match raw.format {
            1 => ProofBroadcast { beside: None, others: Vec::new(), ..broadcast() },
            _ => broadcast(),
        };
        let mut files = vec![
            (README.to_owned(), b"sha256sum FILE\n".to_vec()),
            (BROADCAST.to_owned(), document(&about).unwrap()),
        ];
        let sources = TEXTS.map(|(number, text)| {
            (version_file(ArticleVersionId::new(id(number))), text.as_bytes().to_vec())
        });
        files.extend(sources);
        files.push((RECIPIENTS.to_owned(), AGENTS.iter().flat_map(|agent| recipient(*agent)).collect()));
        let mut chain = Chain { shown: Vec::new(), previous: Hash::of(b"before"), seq: 100 };
        chain.tell(&raw);
        let given = acknowledgements(&chain.shown);
        files.push((ACKNOWLEDGEMENTS.to_owned(), given));
        chain.seal(&raw, &files);
        files.push((CHAIN.to_owned(), chain.shown.iter().flat_map(|event| line(event).unwrap()).collect()));
        let last = chain.shown.last().unwrap();
        let manifest = Manifest {
            format: raw.format,
            product: PRODUCT.to_owned(),
            pack: id(60),
            broadcast: BroadcastId::new(id(1)),
            vendor: raw.vendor.map(|number| VendorId::new(id(number))),
            made_at: at(9),
            made_by: None,
            files: listed(&files),
            first_seq: 100,
            last_seq: last.seq(),
            head: last.hash(),
        };
        files.push((MANIFEST.to_owned(), document(&manifest).unwrap()));
        Self { files, lines: chain.shown }
    }

    /// Makes the manifest say what is in the pack.
    pub(super) fn list(&mut self) {
        let (name, bytes) = self.files.pop().unwrap();
        let bytes = match serde_json::from_slice::<Manifest>(&bytes) {
            Ok(manifest) => document(&Manifest { files: listed(&self.files), ..manifest }).unwrap(),
            Err(_) => bytes,
        };
        self.files.push((name, bytes));
    }

    pub(super) fn text(&self, file: &str) -> &str {
        let (_, bytes) = self.files.iter().find(|(name, _)| name == file).unwrap();
        std::str::from_utf8(bytes).unwrap()
    }

    /// Changes every place that says `from`; there has to be one.
    pub(super) fn edit(&mut self, file: &str, from: &str, to: &str) {
        let text = self.text(file);
        assert!(text.contains(from), "{from} is not in {text}");
        self.put(file, text.replace(from, to));
    }

    pub(super) fn cut_line(&mut self, file: &str, index: usize) {
        let mut lines: Vec<_> = self.text(file).split_inclusive('\n').collect();
        lines.remove(index);
        self.put(file, lines.concat());
    }

    pub(super) fn add_line(&mut self, file: &str, line: &str) {
        let text = format!("{}{line}\n", self.text(file));
        self.put(file, text);
    }

    /// Shows an event as a link only.
    pub(super) fn redact(&mut self, index: usize) {
        let ChainLine::Full(event) = &self.lines[index] else { panic!("{index} is not shown") };
        let redacted = String::from_utf8(line(&RedactedEvent::of(event).unwrap()).unwrap()).unwrap();
        let mut lines: Vec<_> = self.text(CHAIN).split_inclusive('\n').map(str::to_owned).collect();
        lines[index] = redacted;
        self.put(CHAIN, lines.concat());
    }

    fn put(&mut self, file: &str, text: String) {
        let (_, bytes) = self.files.iter_mut().find(|(name, _)| name == file).unwrap();
        *bytes = text.into_bytes();
    }
}

struct Chain {
    shown: Vec<ChainLine>,
    previous: Hash,
    seq: i64,
}

impl Chain {
    /// The sending, somebody else's business, a failed check, two acknowledgements, somebody else's business, the
    /// beginning of the export.
    fn tell(&mut self, raw: &Raw) {
        let mut sent = json!({
            "severity": raw.severity,
            "effective_at": 7,
            "versions": [ArticleVersionId::new(id(31))],
        });
        if let Some(beside) = raw.beside {
            sent["beside"] = json!(id(beside));
        }
        self.add(EventKind::BroadcastSent, None, 1, None, &sent.to_string());
        self.redacted(EventKind::SessionStarted);
        self.add(EventKind::BroadcastCheckFailed, Some(AGENTS[0]), 1, Some(5), "{\"times\":1}");
        for (agent, acked_at) in raw.agents.into_iter().zip(raw.acked_at) {
            let mut record = json!({
                "agent": id(agent),
                "broadcast": id(1),
                "severity": "critical",
                "versions": [{
                    "article": id(2), "locale": "fr", "from": id(30), "to": id(31), "content_hash": raw.content_hash,
                }],
                "shown_at": 2,
                "acked_at": acked_at,
                "check_attempts": 1,
                "locale": "fr",
            });
            if let Some(answer) = raw.recall_answer {
                record["recall_answer"] = answer.into();
            }
            self.add(EventKind::BroadcastAcknowledged, Some(agent), 1, Some(5), &record.to_string());
        }
        self.redacted(EventKind::UserCreated);
        let pack = json!({ "pack": id(60) }).to_string();
        self.add(EventKind::BroadcastProofExported, None, 1, raw.vendor, &pack);
    }

    /// Something that happens meanwhile, then the seal.
    fn seal(&mut self, raw: &Raw, files: &[(String, Vec<u8>)]) {
        let told: Vec<u8> = self.shown.iter().flat_map(|event| line(event).unwrap()).collect();
        let until = self.seq - 1;
        self.redacted(EventKind::BroadcastRead);
        let files: BTreeMap<_, _> =
            files.iter().map(|(name, bytes)| (name.clone(), Hash::of(bytes))).collect();
        let seal = ProofSeal { pack: id(60), format: raw.format, until, chain: Hash::of(&told), files };
        let details = serde_json::to_value(seal).unwrap().to_string();
        self.add(EventKind::BroadcastProofSealed, None, 1, raw.vendor, &details);
    }

    fn add(
        &mut self,
        kind: EventKind,
        actor: Option<u128>,
        subject: u128,
        vendor: Option<u128>,
        details: &str,
    ) {
        let mut event = Event {
            seq: self.seq,
            at: at(9),
            kind: kind.as_str().to_owned(),
            actor: actor.map(|number| UserId::new(id(number))),
            subject: id(subject),
            vendor: vendor.map(|number| VendorId::new(id(number))),
            details: details.to_owned(),
            previous: self.previous,
            hash: Hash::ZERO,
        };
        event.hash = link(&event);
        self.previous = event.hash;
        self.seq += 1;
        self.shown.push(ChainLine::Full(event));
    }

    fn redacted(&mut self, kind: EventKind) {
        self.add(kind, Some(77), 78, Some(79), "");
        let Some(ChainLine::Full(event)) = self.shown.pop() else { return };
        self.shown.push(ChainLine::Redacted(RedactedEvent::of(&event).unwrap()));
    }
}

fn acknowledgements(chain: &[ChainLine]) -> Vec<u8> {
    let given = |line: &ChainLine| match line {
        ChainLine::Full(event) if event.kind == EventKind::BroadcastAcknowledged.as_str() => {
            Some(ProofAcknowledgement {
                seq: event.seq,
                agent: event.actor?,
                vendor: event.vendor?,
                record: event.details.clone(),
            })
        }
        _ => None,
    };
    chain.iter().filter_map(given).flat_map(|one| line(&one).unwrap()).collect()
}

pub(super) fn broadcast() -> ProofBroadcast {
    let item = CheckItem {
        id: "1".to_owned(),
        prompt: "Sous combien de jours ?".to_owned(),
        options: vec!["14".to_owned(), "10".to_owned()],
        right: [1].into(),
        passage: "Sous 10 jours.".to_owned(),
    };
    ProofBroadcast {
        id: BroadcastId::new(id(1)),
        state: BroadcastState::Live,
        severity: Severity::Critical,
        audience: Audience::default(),
        author: None,
        created_at: at(1),
        published_at: Some(at(1)),
        effective_at: Some(at(7)),
        ended_at: None,
        beside: Some(BroadcastId::new(id(OTHER))),
        others: vec![ProofOther { id: BroadcastId::new(id(OTHER)), severity: Severity::Info }],
        texts: vec![ProofText {
            locale: Locale::Fr,
            title: "Colis".to_owned(),
            summary: "Le délai change.".to_owned(),
            items: vec![ProofItem::with_answer(item)],
        }],
        bindings: vec![Binding {
            article: ArticleId::new(id(2)),
            locale: Locale::Fr,
            from: Some(ArticleVersionId::new(id(30))),
            to: ArticleVersionId::new(id(31)),
        }],
        versions: (1..)
            .zip(TEXTS)
            .map(|(number, (version, text))| ProofVersion {
                id: ArticleVersionId::new(id(version)),
                article: ArticleId::new(id(2)),
                locale: Locale::Fr,
                number,
                title: "Colis".to_owned(),
                content_hash: Hash::of(text.as_bytes()),
            })
            .collect(),
        places: [(id(5), "Atlantique".to_owned())].into(),
        made_by: None,
    }
}

fn recipient(agent: u128) -> Vec<u8> {
    let recipient = ProofRecipient {
        id: UserId::new(id(agent)),
        label: format!("A-{agent}"),
        vendor: VendorId::new(id(5)),
        site: SiteId::new(id(6)),
        team: TeamId::new(id(7)),
        state: if agent == AGENTS[2] { RecipientState::Opened } else { RecipientState::Acknowledged },
        due_at: Some(at(5)),
        exempt: None,
        ended: None,
    };
    line(&recipient).unwrap()
}

fn listed(files: &[(String, Vec<u8>)]) -> Vec<ManifestFile> {
    let file = |(name, bytes): &(String, Vec<u8>)| ManifestFile {
        name: name.clone(),
        size: bytes.len() as u64,
        sha256: Hash::of(bytes),
    };
    files.iter().filter(|(name, _)| name != MANIFEST).map(file).collect()
}

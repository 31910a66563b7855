//! What proves a broadcast: exported, checked without a database, and found wrong whatever is changed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use domain::broadcast::{Audience, CheckItem, Step};
use domain::event::{ChainBreak, Event, EventKind, Hash};
use domain::knowledge::Significance;
use domain::people::{Role, pseudonym};
use domain::proof::{
    ACKNOWLEDGEMENTS, BROADCAST, CHAIN, ChainLine, MANIFEST, Manifest, ManifestFile, ProofAcknowledgement,
    ProofFault, ProofRecipient, README, RECIPIENTS, document, verify,
};
use domain::{Actor, BroadcastId, Locale, Slug, UserId};
use service::{
    Acknowledged, BroadcastInput, DraftInput, ImportFile, ProofError, PublishInput, Saved, digest_beside,
    digest_of, line_beside, verify_proof,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use crate::common::{ClientSide, House, START, Side, check_error, nobody, system};

const FR: Locale = Locale::Fr;
const SOURCE: &str = "# Colis\n\nSous 10 jours.\n";

/// A portal where a critical change was told to the agents of two vendors; one of a third vendor is not concerned.
struct Floor {
    house: House,
    client: ClientSide,
    side: Side,
    other: Side,
    stranger: Side,
    /// Of the first vendor, with the one of its side the first.
    agents: Vec<Actor>,
    broadcast: BroadcastId,
}

impl Floor {
    async fn new(house: House) -> Self {
        let client = house.client_side().await;
        let person = house.person("second referent", Role::Referent, None).await;
        let second = house.actor(&person).await;
        let (side, other) = (house.side("Atlantique").await, house.side("Douro").await);
        let stranger = house.side("Vltava").await;
        let mut agents = vec![side.agent.clone()];
        for name in ["Léa", "Hugo"] {
            let person = house.person(name, Role::Agent, Some((side.vendor, side.team))).await;
            agents.push(house.actor(&person).await);
        }
        let space = house.space("service", &[side.vendor, other.vendor]).await;
        let file = ImportFile { path: "a.md".to_owned(), bytes: b"# Colis\n\nSous 14 jours.\n".to_vec() };
        house.portal.import(&system(), &space, FR, vec![file], false).await.unwrap();
        let audience = Audience { vendors: [side.vendor, other.vendor].into(), ..Audience::default() };
        let broadcast = change(&house, &client, &second, &space, audience).await;
        let floor = Self { house, client, side, other, stranger, agents, broadcast };
        floor.acknowledge(&floor.agents[1], 0).await;
        for agent in [&floor.agents[1], &floor.other.agent, &floor.agents[0]] {
            floor.acknowledge(agent, 1).await;
        }
        floor
    }

    async fn acknowledge(&self, agent: &Actor, answer: usize) {
        let answers = [BTreeSet::from([answer])];
        let outcome = self.house.portal.acknowledge(agent, self.broadcast, &answers, None).await.unwrap();
        assert_eq!(outcome == Acknowledged::Given, answer == 1, "{outcome:?}");
    }

    async fn try_export(&self, actor: &Actor) -> service::Result<Vec<u8>> {
        let mut pack = Cursor::new(Vec::new());
        self.house.portal.export_proof(actor, self.broadcast, &mut pack).await?;
        Ok(pack.into_inner())
    }

    async fn export(&self, actor: &Actor) -> Vec<u8> {
        self.try_export(actor).await.unwrap()
    }

    /// Changes rows as whoever holds the database can.
    async fn tamper(&self, table: &str, sql: &str) {
        let disarm = match self.house.portal.store().engine() {
            service::Engine::Sqlite => [
                "acknowledgement_is_append_only",
                "acknowledgement_is_immutable",
                "acknowledgement_is_not_replaced_by_insert",
                "acknowledgement_is_not_replaced_by_update",
            ]
            .map(|name| format!("DROP TRIGGER IF EXISTS {name};"))
            .concat(),
            service::Engine::Postgres => format!("ALTER TABLE {table} DISABLE TRIGGER USER;"),
        };
        self.house.tamper(&format!("{disarm}{sql}")).await;
    }
}

/// A critical change, approved by two, published with one question; its broadcast.
async fn change(
    house: &House,
    client: &ClientSide,
    second: &Actor,
    space: &Slug,
    audience: Audience,
) -> BroadcastId {
    let (portal, slug) = (&house.portal, Slug::parse("a").unwrap());
    let id = portal.begin_draft(&client.author, space, &slug, FR).await.unwrap();
    let input = DraftInput {
        source: SOURCE.to_owned(),
        significance: Significance::Critical,
        change_reason: "Le délai change au 1er décembre.".to_owned(),
    };
    let saved = portal.save_draft(&client.author, id, (1, ""), input).await.unwrap();
    let Saved::AsItIs(revision) = saved else { panic!("{saved:?}") };
    portal.submit_draft(&client.author, id, revision).await.unwrap();
    for approver in [&client.referent, second] {
        portal.approve(approver, id, revision).await.unwrap();
    }
    let item = CheckItem {
        id: "1".to_owned(),
        prompt: "Sous combien de jours ?".to_owned(),
        options: vec!["40".to_owned(), "10".to_owned()],
        right: [1].into(),
        passage: "Sous 10 jours".to_owned(),
    };
    let broadcast = BroadcastInput { items: vec![item], audience, ..BroadcastInput::default() };
    let input = PublishInput { broadcast, ..PublishInput::default() };
    portal.publish(&client.referent, id, input).await.unwrap();
    portal.broadcasts(&client.referent, service::Cursor::Start).await.unwrap().rows[0].broadcast.id
}

/// The files of a pack, as any zip program reads them.
fn unpack(pack: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(pack)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().to_owned(), bytes)
        })
        .collect()
}

/// A pack of some files, as whoever knows how they are made could make one.
fn pack_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644)
            .system(System::Unix);
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn text<'files>(files: &'files [(String, Vec<u8>)], name: &str) -> &'files str {
    let (_, bytes) = files.iter().find(|(file, _)| file == name).unwrap();
    std::str::from_utf8(bytes).unwrap()
}

/// How the text of a file of a pack is changed.
type Change<'a> = (&'a str, &'a dyn Fn(&str) -> String);

/// Changes some files, and makes the manifest say what is in the pack then.
fn tampered(pack: &[u8], changes: &[Change<'_>]) -> Vec<u8> {
    let mut files = unpack(pack);
    for (name, change) in changes {
        let changed = change(text(&files, name));
        assert_ne!(changed, text(&files, name), "{name}");
        let (_, bytes) = files.iter_mut().find(|(file, _)| file == name).unwrap();
        *bytes = changed.into_bytes();
    }
    let manifest: Manifest = serde_json::from_str(text(&files, MANIFEST)).unwrap();
    files.pop();
    let listed = |(name, bytes): &(String, Vec<u8>)| ManifestFile {
        name: name.clone(),
        size: bytes.len() as u64,
        sha256: Hash::of(bytes),
    };
    let manifest = Manifest { files: files.iter().map(listed).collect(), ..manifest };
    files.push((MANIFEST.to_owned(), document(&manifest).unwrap()));
    pack_of(&files)
}

fn chain(files: &[(String, Vec<u8>)]) -> Vec<ChainLine> {
    text(files, CHAIN).lines().map(|line| ChainLine::parse(line.as_bytes()).unwrap()).collect()
}

fn given(files: &[(String, Vec<u8>)]) -> Vec<ProofAcknowledgement> {
    text(files, ACKNOWLEDGEMENTS).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn without_line(text: &str, index: usize) -> String {
    let mut lines: Vec<_> = text.split_inclusive('\n').collect();
    lines.remove(index);
    lines.concat()
}

fn id_of(actor: &Actor) -> UserId {
    actor.user_id().unwrap()
}

store::on_both_engines! {
    async fn a_pack_is_right_and_says_everything(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (events, pack) = floor.house.recorded(floor.export(&floor.client.manager)).await;
        let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(kinds, ["broadcast.proof_exported", "broadcast.proof_sealed"]);
        assert!(events.iter().all(|event| event.vendor.is_none()));
        let report = verify(&pack, None).unwrap();
        assert_eq!((report.recipients, report.acknowledgements), (4, 3));
        assert_eq!((report.manifest.last_seq, report.manifest.head), (events[1].seq, events[1].hash));
        assert_eq!(report.manifest.made_by, floor.client.manager.user_id());
        assert_eq!(report.broadcast.id, floor.broadcast);
        assert_eq!(report.broadcast.texts[0].items[0].right, Some([1].into()));

        let files = unpack(&pack);
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((names[0], names[1], names[names.len() - 1]), (README, BROADCAST, MANIFEST));
        assert_eq!(names.iter().filter(|name| name.starts_with("versions/")).count(), 2);
        assert!(files.iter().any(|(_, bytes)| bytes == SOURCE.as_bytes()));
        assert!(text(&files, README).contains("palier proof verify") && text(&files, README).contains("sha256sum"));
        // Agents are named by id and pseudonym, whoever of the client's side asks.
        let people: BTreeMap<UserId, ProofRecipient> = text(&files, RECIPIENTS)
            .lines()
            .map(|line| serde_json::from_str::<ProofRecipient>(line).unwrap())
            .map(|person| (person.id, person))
            .collect();
        let agent = id_of(&floor.agents[1]);
        assert_eq!(people[&agent].label, pseudonym(agent));
        assert!(!String::from_utf8_lossy(&pack).contains("Léa"));
        let whole = floor.export(&system()).await;
        assert!(!String::from_utf8_lossy(&whole).contains("Léa"));
        // In the order in which they were given, each the record of its event.
        let order: Vec<_> = given(&files).iter().map(|one| one.agent).collect();
        assert_eq!(order, [&floor.agents[1], &floor.other.agent, &floor.agents[0]].map(id_of));
    }

    async fn the_chain_shows_the_broadcast_and_links_the_rest(database) {
        let floor = Floor::new(House::new(database).await).await;
        let pack = floor.export(&floor.client.referent).await;
        // A person signs in meanwhile.
        let person = floor.house.person("somebody else", Role::Manager, None).await;
        floor.house.actor(&person).await;
        let again = floor.export(&floor.client.referent).await;
        let report = verify(&again, Some(verify(&pack, None).unwrap().manifest.head)).unwrap();
        assert_eq!(report.known, Some(verify(&pack, None).unwrap().manifest.last_seq), "an earlier pack is kept");
        let lines = chain(&unpack(&again));
        let log: BTreeMap<i64, Event> =
            floor.house.events().await.into_iter().map(|event| (event.seq, event)).collect();
        let mut hidden = Vec::new();
        for line in &lines {
            assert_eq!(line.hash(), log[&line.seq()].hash);
            match line {
                ChainLine::Full(event) => assert_eq!(event.subject, floor.broadcast.uuid()),
                ChainLine::Redacted(event) => hidden.push(log[&event.seq].kind.as_str()),
            }
        }
        assert!(hidden.contains(&"session.started") && hidden.contains(&"user.created"), "{hidden:?}");
        assert!(hidden.iter().all(|kind| !kind.starts_with("broadcast.")), "{hidden:?}");
        let ChainLine::Full(sent) = &lines[0] else { panic!("{:?}", lines[0]) };
        assert_eq!(sent.kind, EventKind::BroadcastSent.as_str());
    }

    async fn a_vendor_gets_its_own_and_learns_of_nobody_else(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (events, pack) = floor.house.recorded(floor.export(&floor.side.referent)).await;
        assert!(events.iter().all(|event| event.vendor == Some(floor.side.vendor)));
        let report = verify(&pack, None).unwrap();
        assert_eq!((report.recipients, report.acknowledgements), (3, 2));
        assert_eq!(report.manifest.vendor, Some(floor.side.vendor));
        assert_eq!(report.broadcast.audience.vendors, [floor.side.vendor].into());
        let files = unpack(&pack);
        assert!(text(&files, RECIPIENTS).contains("Léa"), "their own side sees names");
        // Somebody may still have to answer.
        assert_eq!(report.broadcast.texts[0].items[0].right, None);
        let all = String::from_utf8_lossy(&pack);
        for secret in [
            floor.other.vendor.to_string(),
            floor.other.site.to_string(),
            floor.other.team.to_string(),
            id_of(&floor.other.agent).to_string(),
            pseudonym(id_of(&floor.other.agent)),
            "Douro".to_owned(),
        ] {
            assert!(!all.contains(&secret), "{secret}");
        }
        let kinds: BTreeSet<_> = chain(&files)
            .into_iter()
            .filter_map(|line| match line {
                ChainLine::Full(event) => Some(event),
                ChainLine::Redacted(_) => None,
            })
            .map(|event| {
                assert!(event.vendor.is_none_or(|vendor| vendor == floor.side.vendor), "{event:?}");
                event.kind
            })
            .collect();
        let expected = [
            "broadcast.acknowledged", "broadcast.check_failed", "broadcast.proof_exported", "broadcast.proof_sealed",
            "broadcast.sent",
        ];
        assert_eq!(kinds, expected.map(str::to_owned).into());
    }

    async fn who_may_not_follow_it_gets_no_pack(database) {
        let floor = Floor::new(House::new(database).await).await;
        for actor in [&floor.side.agent, &floor.side.lead, &floor.client.admin] {
            check_error!(floor.try_export(actor).await, Forbidden);
        }
        check_error!(floor.try_export(&floor.stranger.referent).await, NotFound);
        for actor in [&floor.client.author, &floor.client.referent, &floor.client.manager, &floor.other.referent] {
            verify(&floor.export(actor).await, None).unwrap();
        }
        let unknown = BroadcastId::new(nobody());
        let mut pack = Cursor::new(Vec::new());
        check_error!(floor.house.portal.export_proof(&system(), unknown, &mut pack).await, NotFound);
    }

    async fn what_was_changed_in_the_database_is_in_the_pack_and_found(database) {
        let floor = Floor::new(House::new(database).await).await;
        let agent = id_of(&floor.agents[1]);
        let of_agent = format!("WHERE record LIKE '%{agent}%'");
        let sql = format!("UPDATE acknowledgement SET record = replace(record, '\"locale\":\"fr\"', '\"locale\":\"en\"') {of_agent}");
        floor.tamper("acknowledgement", &sql).await;
        let fault = verify(&floor.export(&system()).await, None).unwrap_err();
        let ProofFault::Value { file, line: Some(1), field: "record", .. } = &fault else { panic!("{fault:?}") };
        assert_eq!(file, ACKNOWLEDGEMENTS);
        floor.tamper("acknowledgement", &format!("DELETE FROM acknowledgement {of_agent}")).await;
        let fault = verify(&floor.export(&system()).await, None).unwrap_err();
        assert!(matches!(fault, ProofFault::NotAcknowledged { agent: found, seq: Some(_) } if found == agent), "{fault:?}");
    }

    async fn what_was_acknowledged_after_the_clock_was_set_back_is_proved_as_well(database) {
        let floor = Floor::new(House::new(database).await).await;
        let (portal, late) = (&floor.house.portal, &floor.agents[2]);
        floor.house.clock.advance_seconds(-3_600);
        portal.note_broadcast(late, floor.broadcast, Step::Open).await.unwrap();
        floor.acknowledge(late, 1).await;
        let pack = floor.export(&system()).await;
        assert_eq!(verify(&pack, None).unwrap().acknowledgements, 4);
        let records = given(&unpack(&pack));
        let mine = records.iter().find(|one| one.agent == id_of(late)).unwrap();
        let record: serde_json::Value = serde_json::from_str(&mine.record).unwrap();
        for at in ["shown_at", "acked_at"] {
            assert_eq!(record[at], START.as_millis(), "no step is before the sending: {at}");
        }
    }

    async fn acknowledgements_that_come_meanwhile_do_not_spoil_a_pack(database) {
        let floor = Floor::new(House::new(database).await).await;
        let answers = [BTreeSet::from([1])];
        let late = &floor.agents[2];
        let (one, other, given) = tokio::join!(
            floor.try_export(&floor.client.manager),
            floor.try_export(&floor.side.referent),
            floor.house.portal.acknowledge(late, floor.broadcast, &answers, None),
        );
        assert_eq!(given.unwrap(), Acknowledged::Given);
        for pack in [one.unwrap(), other.unwrap()] {
            verify(&pack, None).unwrap();
        }
        assert_eq!(verify(&floor.export(&system()).await, None).unwrap().acknowledgements, 4);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_byte_is_found_wherever_it_stands() {
    let floor = Floor::new(House::on_sqlite().await).await;
    let pack = floor.export(&floor.client.manager).await;
    let files = unpack(&pack);
    // Every byte of a smaller pack is changed in `domain/src/proof/check.rs`. Here: all of the directory and the end, and
    // of what is before one in seventeen.
    let directory = pack.len() - 22 - files.iter().map(|(name, _)| 46 + name.len()).sum::<usize>();
    let places: Vec<usize> = (0..directory).step_by(17).chain(directory..pack.len()).collect();
    let pack = &pack;
    std::thread::scope(|scope| {
        for half in places.chunks(places.len().div_ceil(2)) {
            scope.spawn(move || {
                for at in half {
                    let mut changed = pack.clone();
                    changed[*at] ^= 1 << (at % 8);
                    let fault = verify(&changed, None).unwrap_err();
                    let is_named = fault.file().is_some()
                        || matches!(fault, ProofFault::Byte { .. } | ProofFault::Layout { .. });
                    assert!(is_named, "{at}: {fault:?}");
                }
            });
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_makes_the_manifest_anew_still_fails_at_the_chain() {
    let floor = Floor::new(House::on_sqlite().await).await;
    let pack = floor.export(&floor.client.manager).await;
    let files = unpack(&pack);
    assert_eq!(pack_of(&files), pack, "a pack is what a zip program makes of its files");
    let (records, agents) =
        (given(&files), [&floor.agents[1], &floor.other.agent].map(|one| id_of(one).to_string()));
    let first = chain(&files)[0].seq();
    let line_of = |seq: i64| usize::try_from(seq - first).unwrap();

    let later = |text: &str| text.replacen("\\\"check_attempts\\\":2", "\\\"check_attempts\\\":1", 1);
    let fault = verify(&tampered(&pack, &[(ACKNOWLEDGEMENTS, &later)]), None).unwrap_err();
    assert!(matches!(fault, ProofFault::Value { line: Some(1), field: "record", .. }), "{fault:?}");

    let swapped = |text: &str| {
        let [one, other] = &agents;
        text.replace(one, "?").replace(other, one).replace('?', other)
    };
    let fault = verify(&tampered(&pack, &[(ACKNOWLEDGEMENTS, &swapped)]), None).unwrap_err();
    assert!(matches!(fault, ProofFault::Value { line: Some(1), field: "record", .. }), "{fault:?}");

    let seq = records[0].seq;
    let one_less = |text: &str| without_line(text, 0);
    let fault = verify(&tampered(&pack, &[(ACKNOWLEDGEMENTS, &one_less)]), None).unwrap_err();
    assert_eq!(fault, ProofFault::NotAcknowledged { agent: records[0].agent, seq: Some(seq) });
    let cut = |text: &str| without_line(text, line_of(seq));
    let fault = verify(&tampered(&pack, &[(ACKNOWLEDGEMENTS, &one_less), (CHAIN, &cut)]), None).unwrap_err();
    let broken = ChainBreak::Hole { expected: seq, found: seq + 1 };
    assert_eq!(fault, ProofFault::Chain { line: line_of(seq) as u64 + 1, broken });

    let milder = |text: &str| text.replacen("Sous combien", "En combien", 1);
    let fault = verify(&tampered(&pack, &[(BROADCAST, &milder)]), None).unwrap_err();
    assert!(matches!(&fault, ProofFault::SealedOtherwise { file, .. } if file == BROADCAST), "{fault:?}");

    for size in [0, 1, 21, 22, pack.len() / 2, pack.len() - 1] {
        verify(&pack[..size], None).unwrap_err();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_in_a_file_is_checked_with_the_hash_beside_it() {
    let floor = Floor::new(House::on_sqlite().await).await;
    let pack = floor.export(&system()).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("proof.zip");
    std::fs::write(&path, &pack).unwrap();
    let proof = verify_proof(&path, None).unwrap();
    assert_eq!((proof.report.acknowledgements, proof.beside), (3, None));
    let digest = digest_of(pack.as_slice()).unwrap();
    assert_eq!(digest, Hash::of(&pack));
    let beside = digest_beside(&path);
    std::fs::write(&beside, line_beside(&path, digest)).unwrap();
    assert_eq!(std::fs::read_to_string(&beside).unwrap(), format!("{digest}  proof.zip\n"));
    assert_eq!(verify_proof(&path, None).unwrap().beside, Some(beside.clone()));
    std::fs::write(&beside, format!("{}  proof.zip\n", Hash::of(b"another file"))).unwrap();
    let fault = verify_proof(&path, None).unwrap_err();
    assert!(matches!(fault, ProofError::Fault(ProofFault::Beside { .. })), "{fault:?}");
    let head = Hash::of(b"another log");
    let fault = verify_proof(&path, Some(head)).unwrap_err();
    assert!(matches!(fault, ProofError::Fault(ProofFault::HeadUnknown { .. })), "{fault:?}");
    let missing = verify_proof(&folder.path().join("nothing.zip"), None).unwrap_err();
    assert!(matches!(missing, ProofError::File { .. }), "{missing:?}");
}

//! Whatever is recorded, in whatever portions, gives a chain that verifies; whatever is changed is found.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::event::{ChainBreak, EventKind, NewEvent};
use domain::{Scope, Timestamp, UserId, VendorId};
use futures::future::join_all;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sea_orm::{DatabaseConnection, DbBackend};
use store::testing::TestDatabase;
use store::{Stamp, Store, StoreError};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::common::{raw, run, sealed, sql_id, verified_subjects};

/// One write.
#[derive(Clone, Debug)]
struct Portion {
    actor: Option<u128>,
    at: i64,
    events: Vec<(usize, u128, Option<u128>, String)>,
}

fn any_portion() -> impl Strategy<Value = Portion> {
    let event = (0..EventKind::ALL.len(), any::<u128>(), any::<Option<u128>>(), ".{0,24}");
    let events = prop::collection::vec(event, 0..8);
    (any::<Option<u128>>(), any::<i64>(), events).prop_map(|(actor, at, events)| Portion {
        actor,
        at,
        events,
    })
}

impl Portion {
    fn stamp(&self) -> Stamp {
        let actor = self.actor.map(|id| UserId::new(Uuid::from_u128(id)));
        Stamp { actor, at: Timestamp::from_millis(self.at) }
    }

    fn events(&self) -> Vec<NewEvent> {
        let event = |(kind, subject, vendor, text): &(usize, u128, Option<u128>, String)| {
            NewEvent::new(EventKind::ALL[*kind], Uuid::from_u128(*subject))
                .of_vendor(vendor.map(|id| VendorId::new(Uuid::from_u128(id))))
                .with(if text.is_empty() {
                    serde_json::Value::Null
                } else {
                    serde_json::json!({ "text": text })
                })
        };
        self.events.iter().map(event).collect()
    }
}

async fn append(store: &Store, portion: &Portion) {
    let events = portion.events();
    let written = store.write(portion.stamp(), move |tx| async move {
        events.into_iter().for_each(|event| tx.record(event));
        Ok::<_, StoreError>(())
    });
    written.await.unwrap();
}

/// A way to tamper with a row, as SQL, and how the walk along the chain finds it.
type Tampering = (&'static str, fn(i64) -> ChainBreak);

const TAMPERINGS: [Tampering; 12] = [
    ("UPDATE event SET at = at # 1 WHERE seq = {seq}", |seq| ChainBreak::Changed { seq }),
    ("UPDATE event SET kind = 'x' || kind WHERE seq = {seq}", |seq| ChainBreak::Changed { seq }),
    ("UPDATE event SET details = details || ' ' WHERE seq = {seq}", |seq| ChainBreak::Changed { seq }),
    ("UPDATE event SET subject_id = {id} WHERE seq = {seq}", |seq| ChainBreak::Changed { seq }),
    ("UPDATE event SET actor_id = {id} WHERE seq = {seq}", |seq| ChainBreak::Changed { seq }),
    ("UPDATE event SET vendor_id = {id} WHERE seq = {seq}", |seq| ChainBreak::Changed { seq }),
    ("UPDATE event SET hash = {bytes} WHERE seq = {seq}", |seq| ChainBreak::Changed { seq }),
    ("UPDATE event SET hash = {few} WHERE seq = {seq}", |seq| ChainBreak::Changed { seq }),
    ("UPDATE event SET previous = {bytes} WHERE seq = {seq}", |seq| ChainBreak::Unlinked { seq }),
    ("UPDATE event SET previous = {few} WHERE seq = {seq}", |seq| ChainBreak::Unlinked { seq }),
    ("UPDATE event SET seq = seq + 1000000 WHERE seq = {seq}", |seq| ChainBreak::Hole {
        expected: seq,
        found: 0,
    }),
    ("DELETE FROM event WHERE seq = {seq}", |seq| ChainBreak::Hole { expected: seq, found: 0 }),
];

async fn tamper(raw: &DatabaseConnection, sql: &str, seq: i64) {
    let is_postgres = raw.get_database_backend() == DbBackend::Postgres;
    let bytes = |hex: String| if is_postgres { format!(r"'\x{hex}'") } else { format!("x'{hex}'") };
    // SQLite has no exclusive or.
    let sql = if is_postgres { sql.to_owned() } else { sql.replace("at # 1", "(at | 1) - (at & 1)") };
    let sql = sql
        .replace("{seq}", &seq.to_string())
        .replace("{id}", &sql_id(raw, Uuid::from_u128(0xDEAD)))
        .replace("{bytes}", &bytes("ab".repeat(32)))
        .replace("{few}", &bytes("abcd".to_owned()));
    run(raw, &sql).await;
}

/// Takes the guards down, as only the owner of the database can.
async fn disarm(raw: &DatabaseConnection) {
    if raw.get_database_backend() == DbBackend::Postgres {
        return run(raw, "ALTER TABLE event DISABLE TRIGGER USER").await;
    }
    for guard in ["event_is_immutable", "event_is_append_only", "event_is_not_replaced_by_update"] {
        run(raw, &format!("DROP TRIGGER {guard}")).await;
    }
}

async fn check_found(store: &Store, raw: &DatabaseConnection, count: i64, seq: i64, way: usize) {
    let (sql, found) = TAMPERINGS[way];
    tamper(raw, sql, seq).await;
    let report = store.read().events(Scope::Everything).verify().await.unwrap();
    let expected = match found(seq) {
        ChainBreak::Hole { expected, .. } if sql.starts_with("DELETE") && seq == count => {
            // Cut off the end: nothing is broken, but the head is not the one that was noted elsewhere.
            assert_eq!((report.verified, expected), (count - 1, seq));
            None
        }
        ChainBreak::Hole { expected, .. } if sql.starts_with("DELETE") => {
            Some(ChainBreak::Hole { expected, found: seq + 1 })
        }
        ChainBreak::Hole { expected, .. } => {
            Some(ChainBreak::Hole { expected, found: if seq == count { seq + 1_000_000 } else { seq + 1 } })
        }
        other => Some(other),
    };
    assert_eq!(report.broken, expected, "{sql} at {seq} of {count}");
    assert_eq!(report.verified, seq - 1);
    run(raw, "DELETE FROM event").await;
    run(raw, "INSERT INTO event SELECT * FROM event_copy").await;
}

fn check_chain(runtime: &Runtime, database: &TestDatabase, cases: u32) {
    let store = runtime.block_on(database.open());
    let count = AtomicI64::new(0);
    let portions = prop::collection::vec(any_portion(), 0..12);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&(portions, any::<bool>()), |(portions, are_at_once)| {
        runtime.block_on(async {
            if are_at_once {
                join_all(portions.iter().map(|portion| append(&store, portion))).await;
            } else {
                for portion in &portions {
                    append(&store, portion).await;
                }
            }
            let events: usize = portions.iter().map(|portion| portion.events.len()).sum();
            let count = count.fetch_add(events as i64, Ordering::Relaxed) + events as i64;
            sealed(&store, count).await;
            assert_eq!(verified_subjects(&store).await.len() as i64, count);
        });
        Ok(())
    });
    outcome.unwrap();
    let count = count.into_inner();
    let raw = runtime.block_on(raw(database));
    runtime.block_on(async {
        disarm(&raw).await;
        run(&raw, "CREATE TABLE event_copy AS SELECT * FROM event").await;
    });
    let outcome = runner.run(&(1..=count, 0..TAMPERINGS.len()), |(seq, way)| {
        runtime.block_on(check_found(&store, &raw, count, seq, way));
        Ok(())
    });
    outcome.unwrap();
    for way in 0..TAMPERINGS.len() {
        for seq in [1, count] {
            runtime.block_on(check_found(&store, &raw, count, seq, way));
        }
    }
    assert_eq!(runtime.block_on(verified_subjects(&store)).len() as i64, count);
    runtime.block_on(store.close());
}

#[test]
fn every_chain_verifies_and_every_tampering_is_found_at_its_place_on_sqlite() {
    check_chain(&Runtime::new().unwrap(), &TestDatabase::sqlite(), 32);
}

#[test]
fn every_chain_verifies_and_every_tampering_is_found_at_its_place_on_postgres() {
    let runtime = Runtime::new().unwrap();
    if let Some(database) = runtime.block_on(TestDatabase::postgres()) {
        check_chain(&runtime, &database, 16);
    }
}

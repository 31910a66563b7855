//! Whoever asked for a write may go away at any moment: the write is whole, or is not.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{Name, Scope};
use sea_orm::DatabaseConnection;
use store::{Engine, NewJob, Store, StoreResult, Tx, Vendors};

use crate::common::{event, id, job, raw, rows, run, sealed, vendor, verified_subjects, write};

const ROUNDS: usize = 120;

async fn pair(tx: Tx, round: usize) -> StoreResult<()> {
    Vendors::insert(&tx, &vendor(&format!("First {round}"))).await?;
    tokio::task::yield_now().await;
    tx.record(event(id()));
    Vendors::insert(&tx, &vendor(&format!("Second {round}"))).await?;
    tx.enqueue(NewJob { kind: "pair", ..job() });
    Ok(())
}

/// How many writes are saved, both halves of each.
async fn whole_writes(store: &Store) -> i64 {
    let vendors = store.read().vendors(Scope::Everything).all().await.unwrap();
    let names: BTreeSet<String> =
        vendors.iter().map(|vendor| Name::as_str(&vendor.name).to_owned()).collect();
    let is_whole = |round: &usize| {
        let [first, second] = ["First", "Second"].map(|half| names.contains(&format!("{half} {round}")));
        assert_eq!(first, second, "half of write {round}");
        first
    };
    (0..ROUNDS).filter(is_whole).count() as i64
}

/// Waits until every write that was begun has ended.
async fn ended(store: &Store, raw: &DatabaseConnection) {
    match store.engine() {
        // It stands last in the queue.
        Engine::Sqlite => store.check().await.unwrap(),
        // Nobody has this lock beside somebody who has written there and not ended yet.
        Engine::Postgres => run(raw, "BEGIN; LOCK TABLE vendor IN SHARE MODE; COMMIT").await,
    }
}

store::on_both_engines! {
    async fn a_write_whose_asker_goes_away_is_whole_or_is_not(database) {
        let store = database.open().await;
        let mut cut_off = 0;
        for round in 0..ROUNDS {
            let patience = Duration::from_micros(40 * round as u64);
            let outcome = tokio::time::timeout(patience, write(&store, move |tx| pair(tx, round))).await;
            cut_off += usize::from(outcome.is_err());
            if let Ok(outcome) = outcome {
                outcome.unwrap();
            }
        }
        assert!(0 < cut_off, "nothing was cut off");
        // What was accepted goes on where its asker is gone.
        let raw = raw(&database).await;
        ended(&store, &raw).await;
        let whole = whole_writes(&store).await;
        sealed(&store, whole).await;
        assert_eq!(verified_subjects(&store).await.len() as i64, whole);
        assert_eq!(rows(&raw, "job").await, whole);
        assert_eq!(rows(&raw, "event").await, whole);
    }
}

//! Whoever asked for a write may go away at any moment: the write is whole, or is not.

use std::collections::BTreeSet;
use std::time::Duration;

use domain::{Name, Scope};
use store::{NewJob, Store, StoreResult, Tx, Vendors};

use crate::common::{event, id, job, raw, rows, sealed, vendor, verified_subjects, write};

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
        // What was accepted goes on where its asker is gone: until all of it is in the log.
        let mut whole = whole_writes(&store).await;
        for _ in 0..ROUNDS {
            tokio::time::sleep(Duration::from_millis(100)).await;
            let before = std::mem::replace(&mut whole, whole_writes(&store).await);
            if before == whole && whole == *store.head().borrow() {
                break;
            }
        }
        sealed(&store, whole).await;
        assert_eq!(verified_subjects(&store).await.len() as i64, whole);
        let raw = raw(&database).await;
        assert_eq!(rows(&raw, "job").await, whole);
        assert_eq!(rows(&raw, "event").await, whole);
    }
}

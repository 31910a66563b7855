//! The log is one total order without holes, and never puts an effect before its cause.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures::future::join_all;
use store::{Store, Vendors};
use uuid::Uuid;

use crate::common::{event, failure, id, sealed, vendor, verified_subjects, write};

const WRITERS: usize = 32;
const WRITES: usize = 15;

/// Writes one after the other; every fifth fails. The subjects of those that did not, with how many events
/// each has.
async fn writer(store: Store, number: usize) -> Vec<(Uuid, usize)> {
    let mut written = Vec::new();
    for turn in 0..WRITES {
        let subject = id();
        let events = 1 + turn % 3;
        let outcome = write(&store, move |tx| async move {
            Vendors::insert(&tx, &vendor(&format!("Vendor {number} {turn}"))).await?;
            (0..events).for_each(|_| tx.record(event(subject)));
            if turn % 5 == 4 { Err(failure()) } else { Ok(()) }
        });
        if outcome.await.is_ok() {
            written.push((subject, events));
        }
    }
    written
}

fn places(subjects: &[Uuid]) -> BTreeMap<Uuid, Vec<usize>> {
    let mut places: BTreeMap<Uuid, Vec<usize>> = BTreeMap::new();
    for (place, subject) in subjects.iter().enumerate() {
        places.entry(*subject).or_default().push(place);
    }
    places
}

store::on_both_engines! {
    async fn every_write_of_32_writers_has_exactly_its_events_in_the_order_of_each_writer(database) {
        let store = database.open().await;
        let written = join_all((0..WRITERS).map(|n| tokio::spawn(writer(store.clone(), n)))).await;
        let written: Vec<_> = written.into_iter().map(Result::unwrap).collect();
        let expected: usize = written.iter().flatten().map(|(_, events)| events).sum();
        assert_eq!(written.iter().map(Vec::len).sum::<usize>(), WRITERS * 12);
        sealed(&store, expected as i64).await;
        let places = places(&verified_subjects(&store).await);
        assert_eq!(places.len(), WRITERS * 12);
        for of_writer in &written {
            let mut last = None;
            for (subject, events) in of_writer {
                let mine = &places[subject];
                assert_eq!(mine.len(), *events);
                assert!(last < mine.first().copied(), "a later write stands before an earlier one");
                last = mine.last().copied();
            }
        }
    }

    async fn a_write_that_was_caused_by_another_stands_behind_it(database) {
        let store = database.open().await;
        let other = store.clone();
        let (tell, mut told) = tokio::sync::mpsc::channel(64);
        let noise = join_all((0..4).map(|n| tokio::spawn(writer(store.clone(), n))));
        let pairs = Arc::new(Mutex::new(Vec::new()));
        let seen = pairs.clone();
        let causes = tokio::spawn(async move {
            for _ in 0..60 {
                let cause = id();
                write(&store, move |tx| async move { tx.record(event(cause)); Ok(()) }).await.unwrap();
                tell.send(cause).await.unwrap();
            }
            store
        });
        let effects = tokio::spawn(async move {
            while let Some(cause) = told.recv().await {
                let effect = id();
                write(&other, move |tx| async move { tx.record(event(effect)); Ok(()) }).await.unwrap();
                seen.lock().unwrap().push((cause, effect));
            }
        });
        let store = causes.await.unwrap();
        effects.await.unwrap();
        let noise: usize = noise.await.into_iter().flat_map(Result::unwrap).map(|(_, events)| events).sum();
        sealed(&store, 120 + noise as i64).await;
        let places = places(&verified_subjects(&store).await);
        for (cause, effect) in pairs.lock().unwrap().iter() {
            assert!(places[cause] < places[effect]);
        }
    }
}

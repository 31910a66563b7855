//! A piece of work is saved with its events and jobs, or not at all.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::event::EventKind;
use domain::{ContactTypeId, Slug};
use futures::future::join_all;
use store::testing::TestDatabase;
use store::{ContactTypeRow, ContactTypes, Store, StoreError, Tx, Vendors};

use crate::common::{event, failure, id, job, number, raw, rows, sealed, vendor, verified_subjects, write};

/// A row, an event and a job.
async fn do_all(tx: &Tx, name: &str) -> Result<(), StoreError> {
    let vendor = vendor(name);
    Vendors::insert(tx, &vendor).await?;
    tx.record(event(vendor.id.uuid()));
    tx.enqueue(job());
    Ok(())
}

/// Checks that so many pieces of work left their row, event and job, and then that the next one does.
async fn check_left(database: &TestDatabase, store: &Store, count: i64) {
    let raw = raw(database).await;
    sealed(store, count).await;
    for table in ["vendor", "event", "job"] {
        assert_eq!(rows(&raw, table).await, count, "{table}");
    }
    write(store, |tx| async move { do_all(&tx, "The next one").await }).await.unwrap();
    sealed(store, count + 1).await;
    assert_eq!(verified_subjects(store).await.len() as i64, count + 1);
}

store::on_both_engines! {
    async fn a_failed_piece_of_work_leaves_no_row_no_event_and_no_job(database) {
        let store = database.open().await;
        let outcome = write(&store, |tx| async move {
            do_all(&tx, "Atlantique").await?;
            Err::<(), _>(failure())
        });
        assert!(matches!(outcome.await, Err(StoreError::Corrupt(_))));
        check_left(&database, &store, 0).await;
    }

    async fn a_panic_in_the_work_reaches_the_asker_and_leaves_nothing(database) {
        let store = database.open().await;
        let asker = store.clone();
        let task = tokio::spawn(async move {
            write(&asker, |tx| async move {
                do_all(&tx, "Atlantique").await?;
                if rows_are_many() { Ok(()) } else { panic!("a defect in a use case") }
            })
            .await
        });
        let panic = task.await.unwrap_err().into_panic();
        assert_eq!(panic.downcast_ref::<&str>(), Some(&"a defect in a use case"));
        check_left(&database, &store, 0).await;
    }

    async fn failures_and_panics_spoil_nothing_that_is_written_beside_them(database) {
        let store = database.open().await;
        let writes = (0..60).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                write(&store, move |tx| async move {
                    do_all(&tx, &format!("Vendor {n}")).await?;
                    match n % 3 {
                        0 => Ok(()),
                        1 => Err(failure()),
                        _ => panic!("a defect in a use case"),
                    }
                })
                .await
            })
        });
        let outcomes = join_all(writes).await;
        assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Ok(Ok(())))).count(), 20);
        check_left(&database, &store, 20).await;
    }

    // PostgreSQL undoes the transaction at the first failed statement, and would say that it committed.
    async fn work_that_hides_a_failed_statement_is_saved_whole_or_refused(database) {
        let store = database.open().await;
        let outcome = write(&store, |tx| async move {
            Vendors::insert(&tx, &vendor("Atlantique")).await?;
            assert!(Vendors::insert(&tx, &vendor("ATLANTIQUE")).await.is_err());
            Ok(())
        })
        .await;
        let expected = i64::from(outcome.is_ok());
        assert_eq!(rows(&raw(&database).await, "vendor").await, expected, "{outcome:?}");
    }

    async fn a_row_without_its_parent_spoils_its_own_work_alone(database) {
        let store = database.open().await;
        let writes = (0..20).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                write(&store, move |tx| async move {
                    do_all(&tx, &format!("Vendor {n}")).await?;
                    if n == 7 { orphan(&tx).await } else { Ok(()) }
                })
                .await
            })
        });
        for (n, outcome) in join_all(writes).await.into_iter().enumerate() {
            assert_eq!(outcome.unwrap().is_ok(), n != 7, "{n}");
        }
        check_left(&database, &store, 19).await;
    }

    async fn more_events_and_jobs_than_fit_into_one_statement_are_saved(database) {
        let store = database.open().await;
        write(&store, |tx| async move {
            for _ in 0..8_000 {
                tx.record(event(id()).with(serde_json::json!({ "kind": EventKind::PortalSeeded.as_str() })));
                tx.enqueue(job());
            }
            Ok(())
        })
        .await
        .unwrap();
        sealed(&store, 8_000).await;
        assert_eq!(rows(&raw(&database).await, "job").await, 8_000);
        assert_eq!(verified_subjects(&store).await.len(), 8_000);
    }

    async fn work_that_keeps_its_handle_is_refused_and_the_writer_recovers(database) {
        let store = database.open().await;
        let kept = std::sync::Arc::new(std::sync::Mutex::new(None));
        let keeper = kept.clone();
        let outcome = write(&store, move |tx| async move {
            do_all(&tx, "Atlantique").await?;
            *keeper.lock().unwrap() = Some(tx);
            Ok(())
        });
        assert!(matches!(outcome.await, Err(StoreError::Unavailable(_))));
        kept.lock().unwrap().take();
        check_left(&database, &store, 0).await;
    }

    async fn a_handle_that_is_used_after_its_work_does_no_harm(database) {
        let store = database.open().await;
        let ended = std::sync::Arc::new(AtomicBool::new(false));
        let (used, used_up) = tokio::sync::oneshot::channel();
        let outcome = write(&store, {
            let ended = ended.clone();
            move |tx| async move {
                tokio::spawn(async move {
                    let (mut n, mut late) = (0, 0);
                    while late < 50 {
                        late += i32::from(ended.load(Ordering::SeqCst));
                        n += 1;
                        let _any = do_all(&tx, &format!("Late {n}")).await;
                    }
                    drop(tx);
                    used.send(()).unwrap();
                });
                tokio::time::sleep(Duration::from_millis(3)).await;
                Ok(())
            }
        });
        assert!(outcome.await.is_err());
        ended.store(true, Ordering::SeqCst);
        used_up.await.unwrap();
        check_left(&database, &store, 0).await;
    }

    async fn a_write_without_events_does_not_move_the_log(database) {
        let store = database.open().await;
        write(&store, |tx| async move { Vendors::insert(&tx, &vendor("Atlantique")).await }).await.unwrap();
        write(&store, |_| async { Ok(()) }).await.unwrap();
        assert_eq!(number(&raw(&database).await, "SELECT count(*) FROM event").await, 0);
        assert_eq!(*store.head().borrow(), 0);
    }
}

/// Hides from the compiler that the code behind is never reached.
fn rows_are_many() -> bool {
    std::hint::black_box(false)
}

async fn orphan(tx: &Tx) -> Result<(), StoreError> {
    let row = ContactTypeRow {
        id: ContactTypeId::new(id()),
        parent: Some(ContactTypeId::new(id())),
        slug: Slug::parse("orphan").unwrap(),
        name: [String::new(), String::new()],
        position: 1,
    };
    ContactTypes::insert(tx, &row).await
}

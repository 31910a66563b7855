//! Several processes on one PostgreSQL database: one order, and everybody hears of it.

use std::time::{Duration, Instant};

use domain::Scope;
use futures::future::join_all;
use sea_orm::DatabaseConnection;
use store::Store;
use store::testing::TestDatabase;
use uuid::Uuid;

use crate::common::{
    event, id, number, others_connected, raw, run, sealed, sql_id, verified_subjects, write,
};

async fn say(store: &Store, subject: Uuid) {
    write(store, move |tx| async move {
        tx.record(event(subject));
        Ok(())
    })
    .await
    .unwrap();
}

/// An event as a process leaves it that was killed between its commit and the sealing.
async fn leave_unsealed(raw: &DatabaseConnection, subject: Uuid) {
    let subject = sql_id(raw, subject);
    run(
        raw,
        &format!(
            "INSERT INTO event (at, kind, subject_id, details) VALUES (1, 'vendor.created', {subject}, '')"
        ),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_write_one_order_and_both_see_the_head_advance() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let nodes = [database.open().await, database.open().await];
    let ids: Vec<Uuid> = (0..40).map(|_| id()).collect();
    for (turn, subject) in ids.iter().enumerate() {
        say(&nodes[turn % 2], *subject).await;
    }
    for node in &nodes {
        sealed(node, 40).await;
        assert_eq!(verified_subjects(node).await, ids);
    }
    let burst = (0..100).map(|turn| say(&nodes[turn % 2], id()));
    join_all(burst).await;
    for node in &nodes {
        sealed(node, 140).await;
    }
    assert_eq!(verified_subjects(&nodes[1]).await.len(), 140);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_hears_of_what_another_wrote_without_delay() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let [writer, reader] = [database.open().await, database.open().await];
    let mut waits = Vec::new();
    for count in 1..=15 {
        say(&writer, id()).await;
        let begin = Instant::now();
        sealed(&reader, count).await;
        waits.push(begin.elapsed());
    }
    // Who only looks now and then finds each a second after the one before. What the machine holds up is a few of them.
    waits.sort();
    assert!(waits[waits.len() / 2] < Duration::from_millis(700), "only heard by waiting: {waits:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_hears_nothing_finds_what_another_sealed() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let raw = raw(&database).await;
    let store = database.open().await;
    // It looks once by itself when it begins to listen, which may be only after the first: so there is a second.
    for seq in 1..=2 {
        let subject = sql_id(&raw, id());
        let said_to_nobody = format!(
            "INSERT INTO event (seq, at, kind, subject_id, details, previous, hash) \
             VALUES ({seq}, 1, 'vendor.created', {subject}, '', decode(repeat('0{}', 32), 'hex'), decode(repeat('0{seq}', 32), 'hex'))",
            seq - 1
        );
        run(&raw, &said_to_nobody).await;
        sealed(&store, seq).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_that_a_killed_process_left_are_sealed_by_the_next() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let raw = raw(&database).await;
    let ids: Vec<Uuid> = (0..5).map(|_| id()).collect();
    for subject in &ids[..3] {
        leave_unsealed(&raw, *subject).await;
    }
    let store = database.open().await;
    sealed(&store, 3).await;
    // And while it runs, without anything that would wake it.
    leave_unsealed(&raw, ids[3]).await;
    sealed(&store, 4).await;
    say(&store, ids[4]).await;
    drop(store);
    let store = database.open().await;
    sealed(&store, 5).await;
    assert_eq!(verified_subjects(&store).await, ids);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_events_that_were_left_are_sealed_in_their_order() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let raw = raw(&database).await;
    run(
        &raw,
        "INSERT INTO event (at, kind, subject_id, details) \
         SELECT n, 'vendor.created', gen_random_uuid(), '' FROM generate_series(1, 2500) AS n",
    )
    .await;
    let stores = [database.open().await, database.open().await];
    for store in &stores {
        sealed(store, 2500).await;
    }
    assert_eq!(number(&raw, "SELECT count(*) FROM event WHERE seq = at").await, 2500);
    verified_subjects(&stores[0]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_start_at_once_on_an_empty_database_all_open() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let raw = raw(&database).await;
    run(&raw, "DROP SCHEMA public CASCADE; CREATE SCHEMA public").await;
    let stores = join_all((0..4).map(|_| Store::open(&database.options))).await;
    for store in stores {
        say(&store.unwrap(), id()).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_lost_its_connections_recovers_and_misses_nothing() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let store = database.open().await;
    let raw = raw(&database).await;
    say(&store, id()).await;
    sealed(&store, 1).await;
    let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    run(&raw, sql).await;
    // Another node, which has sealed before the first one listens again.
    let other = database.open().await;
    say(&other, id()).await;
    sealed(&other, 2).await;
    sealed(&store, 2).await;
    let mut tries = 0;
    while let Err(error) = write(&store, |tx| async move {
        tx.record(event(id()));
        Ok(())
    })
    .await
    {
        assert_eq!(domain::HasKind::kind(&error), domain::ErrorKind::Unavailable, "{error}");
        tries += 1;
        assert!(tries < 20, "{error}");
    }
    sealed(&store, 3).await;
    store.check().await.unwrap();
    verified_subjects(&store).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_connection_outlives_the_store_that_was_dropped() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let raw = raw(&database).await;
    let store = database.open().await;
    say(&store, id()).await;
    assert!(0 < others_connected(&raw).await);
    drop(store);
    for _ in 0..600 {
        if others_connected(&raw).await == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{} connections are left", others_connected(&raw).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_store_works_with_as_few_connections_as_one_may_ask_for() {
    let Some(mut database) = TestDatabase::postgres().await else { return };
    database.options.max_connections = 1;
    let store = database.open().await;
    join_all((0..20).map(|_| say(&store, id()))).await;
    sealed(&store, 20).await;
    assert_eq!(store.read().events(Scope::Everything).verify().await.unwrap().verified, 20);
}

//! The real program, killed in the middle of writes, on both engines.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::people::Role;
use domain::{Scope, SiteId};
use store::Store;
use store::event::EventFilter;
use store::testing::TestDatabase;
use uuid::Uuid;

use crate::support::{Browser, Server, account, restore_demo};

const ROUNDS: u64 = 3;
const WRITERS: usize = 8;
/// How many acknowledged writes make a round worth a kill.
const ENOUGH: usize = 60;

store::on_both_engines! {
    async fn whatever_was_acknowledged_before_the_kill_is_there_after_it(database) {
        restore_demo(&database).await;
        let mut acknowledged = BTreeSet::new();
        for round in 0..ROUNDS {
            let mut server = Server::start(&database);
            let count = Arc::new(AtomicUsize::new(0));
            let site = some_site(&database).await;
            let writing = tokio::spawn(write(server.address, site, round, Arc::clone(&count)));
            while count.load(Ordering::Relaxed) < ENOUGH {
                assert!(!writing.is_finished(), "the writers gave up");
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
            tokio::time::sleep(Duration::from_millis(17 * round)).await;
            server.kill();
            let names = writing.await.unwrap();
            assert!(ENOUGH <= names.len());
            acknowledged.extend(names);
            let mut again = Server::start(&database);
            check(&database, &acknowledged).await;
            again.kill();
        }
    }
}

async fn some_site(database: &TestDatabase) -> SiteId {
    let store = look(database).await;
    let site = store.read().sites(Scope::Everything).all().await.unwrap().first().unwrap().id;
    store.close().await;
    site
}

/// Writes from many sides until the server is gone; the names that it acknowledged.
async fn write(address: SocketAddr, site: SiteId, round: u64, count: Arc<AtomicUsize>) -> BTreeSet<String> {
    let manager = Browser::new(address).sign_in(&account(Role::Manager).email).await.scripted();
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let (manager, count) = (manager.clone(), Arc::clone(&count));
        writers.spawn(async move {
            let mut names = Vec::new();
            for turn in 0.. {
                let name = format!("{round}-{writer}-{turn}");
                let (path, body) = if writer % 2 == 0 {
                    ("/api/create_vendor", format!("name={name}"))
                } else {
                    ("/api/create_team", format!("site={site}&name={name}"))
                };
                match manager.try_ask("POST", path, Some(body.as_bytes())).await {
                    Ok(answer) if answer.status == 200 => {
                        names.push(name);
                        count.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok(answer) => panic!("{}: {}", answer.status, answer.text()),
                    Err(_) => break,
                }
            }
            names
        });
    }
    writers.join_all().await.into_iter().flatten().collect()
}

async fn check(database: &TestDatabase, acknowledged: &BTreeSet<String>) {
    let store = look(database).await;
    let db = store.read();
    let vendors = db.vendors(Scope::Everything).all().await.unwrap();
    let teams = db.teams(Scope::Everything).all().await.unwrap();
    let names: BTreeSet<String> = vendors.iter().map(|vendor| vendor.name.to_string()).collect();
    let names = &names | &teams.iter().map(|team| team.name.to_string()).collect();
    let lost: Vec<_> = acknowledged.difference(&names).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");

    let report = db.events(Scope::Everything).verify().await.unwrap();
    assert_eq!((report.broken, report.unsealed), (None, 0));
    let events = db.events(Scope::Everything).after(0, &EventFilter::default(), 1_000_000).await.unwrap();
    assert_eq!(report.verified, events.len() as i64);
    assert!((1..).zip(&events).all(|(expected, event)| event.seq == expected), "the numbers have a hole");

    for (kind, rows) in [
        ("vendor.created", vendors.iter().map(|vendor| vendor.id.uuid()).collect::<BTreeSet<Uuid>>()),
        ("team.created", teams.iter().map(|team| team.id.uuid()).collect()),
    ] {
        let told: Vec<Uuid> =
            events.iter().filter(|event| event.kind == kind).map(|event| event.subject).collect();
        assert_eq!(rows.len(), told.len(), "{kind}: told twice, or not at all");
        assert_eq!(rows, told.into_iter().collect(), "{kind}: rows and events differ");
    }
    store.close().await;
}

/// Opens the database beside the server, once the sealer has caught up.
async fn look(database: &TestDatabase) -> Store {
    let mut options = database.options.clone();
    options.is_read_only = true;
    let store = Store::open(&options).await.unwrap();
    for _ in 0..1_000 {
        if store.read().events(Scope::Everything).verify().await.unwrap().unsealed == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    store
}

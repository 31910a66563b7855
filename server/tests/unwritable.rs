//! A SQLite file that cannot be written: its mode forbids it, its folder does, or the disk is full. In the real program.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use domain::Scope;
use domain::people::Role;
use store::Store;
use store::event::EventFilter;
use store::testing::TestDatabase;
use uuid::Uuid;

use crate::support::{Browser, Server, account, confined, restore_demo, until};

fn file_of(database: &TestDatabase) -> PathBuf {
    database.options.url.trim_start_matches("sqlite://").into()
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// A page that says so, and what watches over the portal.
async fn check_refused(browser: &Browser, path: &str) {
    until(browser, "/readyz", 503).await;
    let page = until(browser, path, 503).await;
    assert!(page.text().contains("<h1>Back in a moment</h1>"), "{}", page.text());
    assert_eq!(page.header("retry-after"), Some("5"));
    assert_eq!(browser.get("/livez").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_may_not_be_written_is_said_readably_and_that_it_may_again_needs_no_restart() {
    let database = TestDatabase::sqlite();
    restore_demo(&database).await;
    set_mode(&file_of(&database), 0o400);
    let server = Server::start_confined(&database);
    let nobody = Browser::new(server.address).with("accept-language", "en");
    check_refused(&nobody, "/sign-in").await;
    // Of this file alone: what SQLite has laid beside it is not the operator's business.
    set_mode(&file_of(&database), 0o600);
    until(&nobody, "/readyz", 200).await;
    until(&nobody, "/sign-in", 200).await;
    let manager = nobody.sign_in(&account(Role::Manager).email).await;
    let answer = manager.post("/api/create_vendor", &[("name", "Revenu")]).await;
    assert_eq!(answer.status, 302, "{}", answer.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_is_full_is_said_readably_and_room_on_it_needs_no_restart() {
    let database = TestDatabase::sqlite();
    restore_demo(&database).await;
    let mut server = Server::start_confined(&database);
    let browser = Browser::new(server.address).with("accept-language", "en");
    let manager = browser.sign_in(&account(Role::Manager).email).await;
    until(&manager, "/readyz", 200).await;
    server.fill_disk();
    let create = |name: &'static str| {
        let manager = manager.clone().scripted();
        async move { manager.post("/api/create_vendor", &[("name", name)]).await }
    };
    let refused = create("Plein").await;
    assert_eq!((refused.status, refused.refusal()), (503, Some(app::Refusal::Unavailable)));
    check_refused(&manager, "/vendors").await;
    server.free_disk();
    until(&manager, "/readyz", 200).await;
    let page = until(&manager, "/vendors", 200).await;
    assert!(!page.text().contains("Plein"), "{}", page.text());
    assert_eq!(create("Revenu").await.status, 200);
    server.kill();
    check_nothing_is_half_saved(&database).await;
}

/// What was refused is nowhere, what was accepted is there with its event, and the chain is whole.
async fn check_nothing_is_half_saved(database: &TestDatabase) {
    let store = Store::open(&database.options).await.unwrap();
    let db = store.read();
    let vendors = db.vendors(Scope::Everything).all().await.unwrap();
    let count = |name: &str| vendors.iter().filter(|vendor| vendor.name.as_str() == name).count();
    assert_eq!((count("Plein"), count("Revenu")), (0, 1));
    let events = db.events(Scope::Everything);
    let report = events.verify().await.unwrap();
    assert_eq!((report.broken, report.unsealed), (None, 0));
    let all = events.after(0, &EventFilter::default(), 1_000_000).await.unwrap();
    let subjects: Vec<_> =
        all.iter().filter(|event| event.kind == "vendor.created").map(|event| event.subject).collect();
    let known = |subject: &Uuid| vendors.iter().any(|vendor| vendor.id.uuid() == *subject);
    assert!(subjects.iter().all(known), "an event tells of a vendor that is not there");
    store.close().await;
}

#[test]
fn a_folder_that_may_not_be_written_is_named_and_the_portal_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("data");
    std::fs::create_dir(&home).unwrap();
    set_mode(&home, 0o500);
    let url = format!("sqlite://{}", home.join("palier.sqlite").display());
    let settings = [("PALIER__DATABASE__URL", url.as_str()), ("PALIER__HTTP__LISTEN", "127.0.0.1:0")];
    let output = confined(&settings, &["serve"]).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{words}");
    assert!(words.contains("data/palier.sqlite: permission denied"), "{words}");
    assert_eq!(std::fs::read_dir(&home).unwrap().count(), 0);
    set_mode(&home, 0o700);
    let output = confined(&settings, &["migrate"]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

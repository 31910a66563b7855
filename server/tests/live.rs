//! What happens reaches open pages by itself, also after the connection was lost, and over another node.

use std::time::{Duration, Instant};

use domain::broadcast::RecipientState;
use domain::people::Role;
use domain::{Actor, Locale, Scope, Slug};
use service::{ImportFile, Portal};
use store::testing::TestDatabase;
use store::{Store, StoreOptions};

use crate::support::{AGENT, Browser, Live, TestApp, Told, broadcast, change_article};

/// Changes what agents read.
async fn change(portal: &Portal, title: &str) {
    change_article(portal, "live", title).await;
}

/// What is said first: up to where all is told, and after how long to come back.
async fn begun(live: &mut Live) -> i64 {
    let told = live.next().await.unwrap();
    assert_eq!((told.name.as_str(), told.data.as_str()), ("pulse", "{}"));
    assert!(told.retry.is_some_and(|retry| (1_000..5_000).contains(&retry)), "{told:?}");
    told.id.unwrap()
}

#[track_caller]
fn is_of_an_article(told: &Told) {
    let data: serde_json::Value = serde_json::from_str(&told.data).unwrap();
    assert_eq!(data["kind"], "article.version_effective");
    let subject = data["ref"].as_str().unwrap();
    assert_eq!(told.data, format!(r#"{{"kind":"article.version_effective","ref":"{subject}"}}"#));
    assert!(subject.parse::<domain::ArticleId>().is_ok());
}

store::on_both_engines! {
    async fn an_open_page_hears_of_a_change_and_of_what_it_missed(database) {
        let app = TestApp::start(database).await;
        let agent = app.role(Role::Agent).await;
        let mut live = agent.listen("/live").await;
        let cursor = begun(&mut live).await;
        change(app.portal(), "Un").await;
        let first = live.change().await;
        is_of_an_article(&first);
        assert!(Some(cursor) < first.id);
        drop(live);
        change(app.portal(), "Deux").await;
        change(app.portal(), "Trois").await;
        let last = first.id.unwrap();
        // As a browser comes back by itself, and as the script of a page does.
        let header = agent.clone().with("last-event-id", &last.to_string()).listen("/live?last=1").await;
        let query = agent.listen(&format!("/live?last={last}")).await;
        let mut heard = Vec::new();
        for mut again in [header, query] {
            assert_eq!(begun(&mut again).await, last);
            let mut missed = vec![again.change().await, again.change().await];
            change(app.portal(), &format!("Quatre {}", heard.len())).await;
            missed.push(again.change().await);
            missed.iter().for_each(is_of_an_article);
            assert!(first.id < missed[0].id && missed.is_sorted_by(|a, b| a.id < b.id), "{missed:?}");
            heard.push(missed);
        }
        // What was changed while the second was being asked the first heard as well, and nothing in between.
        assert_eq!(heard[0], heard[1]);
        app.stop().await;
    }

    async fn what_reached_somebody_last_is_noted_before_it_stops(database) {
        let app = TestApp::start(database).await;
        let id = broadcast(app.portal()).await;
        let agent = app.signed_in(AGENT).await;
        assert_eq!(agent.get("/knowledge").await.status, 200);
        let database = app.stop().await;
        let options = StoreOptions { is_read_only: true, ..database.options.clone() };
        let store = Store::open(&options).await.unwrap();
        let rows = store.read().recipients(Scope::Everything).of_broadcasts(&[id]).await.unwrap();
        let reached = rows.iter().filter(|row| row.recipient.state == RecipientState::Delivered);
        assert_eq!(reached.count(), 1);
        store.close().await;
    }

    async fn a_stream_ends_with_its_session_and_no_other(database) {
        let app = TestApp::start(database).await;
        let (here, there) = (app.role(Role::Agent).await, app.role(Role::Agent).await);
        let (mut one, mut other) = (here.listen("/live").await, there.listen("/live").await);
        begun(&mut one).await;
        begun(&mut other).await;
        here.post("/api/sign_out", &[]).await;
        one.end().await;
        let again = here.scripted().get("/live").await;
        assert_eq!(again.status, 401);
        change(app.portal(), "Un").await;
        is_of_an_article(&other.change().await);
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_tell_the_same_and_when_one_goes_the_other_goes_on() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let app = TestApp::start(database).await;
    let other = server::boot::start(&app.settings).await.unwrap();
    let agent = app.role(Role::Agent).await;
    // A session is as good on the other node.
    let there = Browser::new(other.address()).with_cookie("palier", agent.cookie("palier").unwrap());
    let (mut one, mut two) = (agent.listen("/live").await, there.listen("/live").await);
    begun(&mut one).await;
    begun(&mut two).await;
    let start = Instant::now();
    change(app.portal(), "Un").await;
    let told = [one.change().await, two.change().await];
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    assert_eq!(told[0], told[1]);
    let database = app.stop().await;
    one.end().await;
    change(other.portal(), "Deux").await;
    change(other.portal(), "Trois").await;
    let last = told[0].id.unwrap();
    let mut again = there.clone().with("last-event-id", &last.to_string()).listen("/live").await;
    assert_eq!(begun(&mut again).await, last);
    for _ in 0..2 {
        assert_eq!(again.change().await, two.change().await);
    }
    other.stop().await;
    again.end().await;
    two.end().await;
    drop(database);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_listens_without_a_session() {
    let app = TestApp::on_sqlite().await;
    let answer = app.nobody().listening().get("/live").await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert!(answer.text().contains("urn:palier:problem:unauthenticated"));
    let agent = app.role(Role::Agent).await;
    assert_eq!(agent.get("/live?last=1&last=2").await.status, 400);
    assert_eq!(agent.post("/live", &[]).await.status, 405);
    let answer = agent.with("accept-encoding", "gzip").get("/live").await;
    assert_eq!(answer.status, 200);
    for (name, value) in [
        ("content-type", Some("text/event-stream")),
        ("cache-control", Some("no-store")),
        ("x-accel-buffering", Some("no")),
        ("content-encoding", None),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_hears_nothing_of_what_is_open_to_another() {
    let app = TestApp::on_sqlite().await;
    let ours = app.signed_in("lea.guillou@atlantique-contact.example").await;
    let theirs = app.signed_in("ines.carvalho@douro-atendimento.example").await;
    let (mut ours, mut theirs) = (ours.listen("/live").await, theirs.listen("/live").await);
    begun(&mut ours).await;
    begun(&mut theirs).await;
    let file = ImportFile { path: "secret.md".to_owned(), bytes: b"# Secret\n\nTexte.\n".to_vec() };
    let (actor, space) = (Actor::system(Locale::Fr), Slug::parse("retours-pro").unwrap());
    app.portal().import(&actor, &space, Locale::Fr, vec![file], false).await.unwrap();
    change(app.portal(), "Un").await;
    let (secret, shared) = (ours.change().await, ours.change().await);
    assert_eq!(theirs.change().await, shared);
    assert_ne!(secret.data, shared.data);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_do_not_hold_up_the_end() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Agent).await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(agent.listen("/live").await);
    }
    begun(&mut streams[0]).await;
    let start = Instant::now();
    app.stop().await;
    // What is under way may take twenty.
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    for stream in streams {
        stream.end().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_may_be_silent_for_longer_than_other_answers() {
    let app = TestApp::start_with(TestDatabase::sqlite(), |settings| {
        settings.http.request_timeout_seconds = 4;
    })
    .await;
    let mut live = app.role(Role::Agent).await.listen("/live").await;
    begun(&mut live).await;
    tokio::time::sleep(Duration::from_secs(6)).await;
    change(app.portal(), "Un").await;
    is_of_an_article(&live.change().await);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_says_something_before_its_connection_rests_for_too_long() {
    let app = TestApp::start_with(TestDatabase::sqlite(), |settings| {
        settings.http.idle_timeout_seconds = 2;
    })
    .await;
    let agent = app.role(Role::Agent).await;
    // A machine that stands still for so long keeps everything back, but not again and again.
    for attempt in 0..5 {
        if heard_out(&app, &agent, &format!("Un {attempt}")).await.is_some() {
            app.stop().await;
            return;
        }
    }
    panic!("the connection was closed every time");
}

/// Hears pulses alone for longer than a connection may rest, and then a change; none when the stream ends before.
async fn heard_out(app: &TestApp, agent: &Browser, title: &str) -> Option<()> {
    let mut live = agent.listen("/live").await;
    let mut cursor = begun(&mut live).await;
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(5) {
        let told = live.next().await?;
        assert_eq!(told.name, "pulse");
        assert!(told.retry.is_none() && Some(cursor) <= told.id, "{told:?}");
        cursor = told.id.unwrap();
    }
    // What nobody here is told of moves the cursor on as well.
    app.role(Role::Admin).await;
    let head = app.portal().head();
    while cursor < head {
        cursor = live.next().await?.id.unwrap();
    }
    change(app.portal(), title).await;
    loop {
        let told = live.next().await?;
        if told.name == "change" {
            is_of_an_article(&told);
            return Some(());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_too_far_behind_is_told_to_look_anew() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Agent).await;
    let beyond = app.portal().head() + 5;
    let mut live = agent.listen(&format!("/live?last={beyond}")).await;
    let told = live.next().await.unwrap();
    assert_eq!((told.name.as_str(), told.data.as_str()), ("resync", "{}"));
    assert!(told.id.is_some_and(|cursor| cursor <= app.portal().head()), "{told:?}");
    change(app.portal(), "Un").await;
    is_of_an_article(&live.change().await);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_are_counted_and_pages_of_those_who_are_signed_in_bring_the_script() {
    let app = TestApp::on_sqlite().await;
    let agent = app.role(Role::Agent).await;
    let mut live = agent.listen("/live").await;
    begun(&mut live).await;
    let figures = Browser::new(app.metrics_address()).get("/metrics").await.text();
    assert!(figures.lines().any(|line| line.starts_with("palier_live_streams ")), "{figures}");
    let before = app.portal().head();
    let page = agent.get("/knowledge").await.text();
    let script = page.split("<script").find(|script| script.contains("/live.js\"")).unwrap();
    let cursor = script.split("data-cursor=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert!(cursor.parse::<i64>().is_ok_and(|cursor| (before..=app.portal().head()).contains(&cursor)));
    assert!(!app.nobody().get("/sign-in").await.text().contains("live.js"));
    app.stop().await;
}

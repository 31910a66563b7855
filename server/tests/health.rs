//! Whether the portal says how it is, and comes back by itself.

use std::time::{Duration, Instant};

use domain::people::Role;
use store::testing::TestDatabase;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Browser, TestApp, begin, command, until};

store::on_both_engines! {
    async fn a_database_that_goes_away_is_said_readably_and_its_return_needs_no_restart(database) {
        let app = TestApp::start(database).await;
        let agent = app.role(Role::Agent).await.with("accept-language", "en");
        assert_eq!(agent.get("/readyz").await.status, 200);
        app.database().take_away().await;
        until(&agent, "/readyz", 503).await;
        let page = until(&agent, "/knowledge", 503).await;
        assert!(page.text().contains("<h1>Back in a moment</h1>"), "{}", page.text());
        assert!(page.text().contains(page.header("x-request-id").unwrap()));
        assert_eq!(page.header("retry-after"), Some("5"));
        let script = agent.clone().scripted().post("/api/sign_out", &[]).await;
        assert_eq!((script.status, script.refusal()), (503, Some(app::Refusal::Unavailable)));
        assert_eq!(agent.get("/livez").await.status, 200);
        app.database().give_back().await;
        until(&agent, "/readyz", 200).await;
        until(&agent, "/knowledge", 200).await;
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_takes_no_writes_is_said_readably_and_its_return_needs_no_restart() {
    let Some(database) = TestDatabase::postgres().await else { return };
    let app = TestApp::start(database).await;
    let agent = app.role(Role::Agent).await.with("accept-language", "en");
    app.database().take_writing_away().await;
    until(&agent, "/readyz", 503).await;
    let page = until(&agent, "/knowledge", 503).await;
    assert!(page.text().contains("<h1>Back in a moment</h1>"), "{}", page.text());
    app.database().give_writing_back().await;
    until(&agent, "/readyz", 200).await;
    until(&agent, "/knowledge", 200).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_have_a_listener_of_their_own_and_name_no_address() {
    let app = TestApp::on_sqlite().await;
    let admin = app.role(Role::Admin).await;
    let id = domain::UserId::new(app.portal().world().id());
    admin.get(&format!("/people/{id}")).await;
    admin.get("/nowhere/at/all").await;
    let figures = Browser::new(app.metrics_address()).get("/metrics").await.text();
    for line in [
        "http_requests_total{method=\"GET\",route=\"/people/{person}\",status=\"404\"}",
        "http_requests_total{method=\"POST\",route=\"/api/sign_in\",status=\"302\"}",
        "http_requests_total{method=\"GET\",route=\"none\",status=\"404\"}",
        "http_request_duration_seconds_bucket{method=\"GET\",route=\"/people/{person}\",le=\"0.02\"}",
        "palier_event_head ",
        "palier_jobs_waiting ",
        "palier_database_up 1",
        "process_resident_memory_bytes ",
    ] {
        assert!(figures.contains(line), "{line}\n{figures}");
    }
    assert!(!figures.contains(&id.to_string()) && !figures.contains("nowhere"));
    assert_eq!(admin.get("/metrics").await.status, 404);
    for path in ["/livez", "/readyz"] {
        assert_eq!(Browser::new(app.metrics_address()).get(path).await.status, 200);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_process_on_one_sqlite_file_is_refused_with_words() {
    let app = TestApp::on_sqlite().await;
    let url = app.settings.database.url.clone();
    for args in [["serve"], ["worker"], ["migrate"], ["seed"]] {
        let settings = [("PALIER__DATABASE__URL", url.as_str()), ("PALIER__HTTP__LISTEN", "127.0.0.1:0")];
        let output = command(&settings, &args).output().unwrap();
        let words = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(words.contains("PostgreSQL"), "{args:?}: {words}");
    }
    assert_eq!(app.nobody().get("/readyz").await.status, 200);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_finished_before_the_portal_ends() {
    let app = TestApp::on_sqlite().await;
    let mut idle = TcpStream::connect(app.address).await.unwrap();
    idle.write_all(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    idle.read_exact(&mut [0; 12]).await.unwrap();
    let head = "POST /api/sign_in HTTP/1.1\r\nhost: x\r\naccept: application/json\r\n\
                content-type: application/x-www-form-urlencoded\r\ncontent-length: 38\r\n\
                expect: 100-continue\r\n\r\n";
    // Whoever asks for the body has begun.
    let (mut busy, _) = begin(app.address, head.as_bytes()).await.unwrap();
    let start = Instant::now();
    let stopping = tokio::spawn(app.stop());
    tokio::time::sleep(Duration::from_millis(100)).await;
    busy.write_all(b"email=a%40b.example&password=not+right").await.unwrap();
    let mut rest = String::new();
    busy.read_to_string(&mut rest).await.unwrap();
    assert!(rest.starts_with("HTTP/1.1 422"), "{rest}");
    stopping.await.unwrap();
    // A connection without a request is not waited for.
    assert!(start.elapsed() < Duration::from_secs(15));
}

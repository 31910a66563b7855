//! What a connection may do: rest for a while, but not for ever, and never hold up the end.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use store::testing::TestDatabase;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::TestApp;

/// What somebody sends who has nothing under way: nothing, half a head, half the greeting of HTTP/2.
const NOTHING_MUCH: [&[u8]; 2] = [b"", b"GET / HTTP/1.1\r\nHost:"];
const LIVEZ: &[u8] = b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n";

async fn say(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

/// Whatever comes until the server closes the connection, which it does within seconds.
async fn hear(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let hearing = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut bytes));
    // A connection that is closed in the middle of something may also be reset.
    let _closed = hearing.await.expect("the connection stays open");
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn ask_livez(stream: &mut TcpStream) {
    stream.write_all(LIVEZ).await.unwrap();
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).await.unwrap();
    assert!(answer[..length].starts_with(b"HTTP/1.1 200"));
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_with_nothing_under_way_do_not_hold_up_the_end() {
    let app = TestApp::on_sqlite().await;
    let mut connections = Vec::new();
    for bytes in NOTHING_MUCH {
        connections.push(say(app.address, bytes).await);
    }
    let mut resting = say(app.address, b"").await;
    ask_livez(&mut resting).await;
    connections.push(resting);
    let start = Instant::now();
    app.stop().await;
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    for connection in connections {
        hear(connection).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_rests_for_too_long_is_closed() {
    let app = TestApp::start_with(TestDatabase::sqlite(), |settings| {
        settings.http.idle_timeout_seconds = 2;
    })
    .await;
    for bytes in NOTHING_MUCH {
        assert_eq!(hear(say(app.address, bytes).await).await, "");
    }
    let mut busy = say(app.address, b"").await;
    // Half of the time passes between its requests, again and again.
    for _ in 0..4 {
        ask_livez(&mut busy).await;
        tokio::time::sleep(Duration::from_millis(900)).await;
    }
    hear(busy).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_at_the_end_is_answered() {
    let app = TestApp::on_sqlite().await;
    let (head, body) = (
        "POST /api/sign_in HTTP/1.1\r\nhost: x\r\naccept: text/html\r\ncontent-length: 29\r\n\
         content-type: application/x-www-form-urlencoded\r\n\r\n",
        "email=a@b.example&password=xy",
    );
    let mut stream = say(app.address, format!("{head}{}", &body[..10]).as_bytes()).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let stopping = tokio::spawn(app.stop());
    // Longer than a connection may rest by then.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    stream.write_all(&body.as_bytes()[10..]).await.unwrap();
    let answer = hear(stream).await;
    assert!(answer.starts_with("HTTP/1.1 302"), "not answered: {answer}");
    stopping.await.unwrap();
}

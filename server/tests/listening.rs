//! What a connection may do: rest for a while, but not for ever, and never hold up the end.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use store::testing::TestDatabase;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{TestApp, begin};

/// What somebody sends who has nothing under way: nothing, half a head, half the greeting of HTTP/2.
const NOTHING_MUCH: [&[u8]; 2] = [b"", b"GET / HTTP/1.1\r\nHost:"];
const LIVEZ: &[u8] = b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n";
/// How long a connection may rest, where that is waited for.
const IDLE: Duration = Duration::from_secs(2);

async fn say(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

/// Whatever comes until the server closes the connection, which it does before long.
async fn hear(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let hearing = tokio::time::timeout(Duration::from_secs(30), stream.read_to_end(&mut bytes));
    // A connection that is closed in the middle of something may also be reset.
    let _closed = hearing.await.expect("the connection stays open");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether the server answers.
async fn ask_livez(stream: &mut TcpStream) -> bool {
    let mut answer = [0; 4096];
    let is_asked = stream.write_all(LIVEZ).await.is_ok();
    let length = if is_asked { stream.read(&mut answer).await.unwrap_or(0) } else { 0 };
    answer[..length].starts_with(b"HTTP/1.1 200")
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_with_nothing_under_way_do_not_hold_up_the_end() {
    let app = TestApp::on_sqlite().await;
    let mut connections = Vec::new();
    for bytes in NOTHING_MUCH {
        connections.push(say(app.address, bytes).await);
    }
    let mut resting = say(app.address, b"").await;
    assert!(ask_livez(&mut resting).await);
    connections.push(resting);
    let start = Instant::now();
    app.stop().await;
    // What is under way may take twenty.
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    for connection in connections {
        hear(connection).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_rests_for_too_long_is_closed() {
    let app = TestApp::start_with(TestDatabase::sqlite(), |settings| {
        settings.http.idle_timeout_seconds = IDLE.as_secs();
    })
    .await;
    for bytes in NOTHING_MUCH {
        assert_eq!(hear(say(app.address, bytes).await).await, "");
    }
    let busy = loop {
        if let Some(busy) = kept_busy(app.address).await {
            break busy;
        }
    };
    hear(busy).await;
    app.stop().await;
}

/// A connection on which half of the time passes between the requests, again and again. None when the machine stood still
/// meanwhile for as long as it may rest.
async fn kept_busy(address: SocketAddr) -> Option<TcpStream> {
    let mut last = Instant::now();
    let mut stream = say(address, b"").await;
    for _ in 0..4 {
        let before = std::mem::replace(&mut last, Instant::now());
        if !ask_livez(&mut stream).await {
            assert!(IDLE <= before.elapsed(), "closed after {:?}", before.elapsed());
            return None;
        }
        tokio::time::sleep(Duration::from_millis(900)).await;
    }
    Some(stream)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_under_way_at_the_end_is_answered() {
    let app = TestApp::on_sqlite().await;
    let (head, body) = (
        "POST /api/sign_in HTTP/1.1\r\nhost: x\r\naccept: text/html\r\ncontent-length: 29\r\n\
         content-type: application/x-www-form-urlencoded\r\nexpect: 100-continue\r\n\r\n",
        "email=a@b.example&password=xy",
    );
    // Whoever asks for the body has begun.
    let (mut stream, _) = begin(app.address, head.as_bytes()).await.unwrap();
    stream.write_all(&body.as_bytes()[..10]).await.unwrap();
    let stopping = tokio::spawn(app.stop());
    // Longer than a connection may rest by then.
    tokio::time::sleep(Duration::from_millis(2500)).await;
    stream.write_all(&body.as_bytes()[10..]).await.unwrap();
    let answer = hear(stream).await;
    assert!(answer.starts_with("HTTP/1.1 302"), "not answered: {answer}");
    stopping.await.unwrap();
}

//! Somebody who listens, the way a browser does.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::wire::end_of_head;

/// How long to wait for what must come.
const PATIENCE: Duration = Duration::from_secs(15);

/// A stream of events.
pub(crate) struct Live {
    stream: TcpStream,
    read: Vec<u8>,
}

/// What was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    /// `change`, `resync`, `pulse`.
    pub(crate) name: String,
    /// Its place in the log.
    pub(crate) id: Option<i64>,
    /// As JSON.
    pub(crate) data: String,
    /// After how many milliseconds to come back.
    pub(crate) retry: Option<u64>,
}

impl Live {
    /// Sends the request and reads the head of the answer.
    pub(crate) async fn open(address: SocketAddr, request: &[u8]) -> Self {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request).await.unwrap();
        let mut live = Self { stream, read: Vec::new() };
        let end = loop {
            match end_of_head(&live.read) {
                Some(end) => break end,
                None => assert!(live.more().await, "no head"),
            }
        };
        let head: Vec<u8> = live.read.drain(..end + 4).collect();
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        assert!(head.contains("content-type: text/event-stream"), "{head}");
        live
    }

    /// The next event; none when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some(end) = self.read.windows(2).position(|window| window == b"\n\n") {
                let block: Vec<u8> = self.read.drain(..end + 2).collect();
                return Some(told(&String::from_utf8(block).unwrap()));
            }
            if !self.more().await {
                return None;
            }
        }
    }

    /// The next change.
    pub(crate) async fn change(&mut self) -> Told {
        loop {
            let told = self.next().await.expect("the stream ended");
            match told.name.as_str() {
                "pulse" => {}
                "change" => return told,
                _ => panic!("{told:?}"),
            }
        }
    }

    /// Waits for the end.
    pub(crate) async fn end(mut self) {
        while let Some(told) = self.next().await {
            assert_eq!(told.name, "pulse", "{told:?}");
        }
    }

    /// Reads more; whether there was more.
    async fn more(&mut self) -> bool {
        let reading = self.stream.read_buf(&mut self.read);
        let read = tokio::time::timeout(PATIENCE, reading).await.expect("nothing comes");
        read.is_ok_and(|count| 0 < count)
    }
}

/// Lines without a name are those of the pieces in which an answer without length comes.
fn told(block: &str) -> Told {
    let lines: Vec<_> = block.lines().filter_map(|line| line.split_once(": ")).collect();
    let value = |name| lines.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    Told {
        name: value("event").unwrap(),
        id: value("id").map(|id| id.parse().unwrap()),
        data: value("data").unwrap(),
        retry: value("retry").map(|retry| retry.parse().unwrap()),
    }
}

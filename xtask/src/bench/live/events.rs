//! Reading an event stream (server-sent events) as its bytes come in.

use anyhow::{Context, Result, ensure};

/// What is counted: an article that takes effect, and the broadcast that tells of it. Everything else that may be
/// told meanwhile is left out.
pub const NEWS: [&str; 2] = ["article.version_effective", "broadcast.sent"];

/// What was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// What it is called.
    pub name: Name,
    /// Its place in the log.
    pub id: Option<i64>,
    /// Whether it is one of [`NEWS`].
    pub is_news: bool,
}

/// What an event is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// Something happened.
    Change,
    /// More was missed than can be told.
    Resync,
    /// Nothing but where the stream is.
    Pulse,
}

/// An answer without end that comes in. The lines in which the sizes of its pieces stand have no name, and are passed
/// over like the head.
#[derive(Debug, Default)]
pub struct Events {
    line: Vec<u8>,
    is_open: bool,
    name: Option<Name>,
    id: Option<i64>,
    is_news: bool,
}

impl Events {
    /// Takes what came in, and tells each event that is complete. Fails when the answer is a refusal.
    pub fn feed(&mut self, bytes: &[u8], mut tell: impl FnMut(Event)) -> Result<()> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if !self.line.ends_with(b"\n") {
                continue;
            }
            let mut line = std::mem::take(&mut self.line);
            if let Some(event) = self.take(&line)? {
                tell(event);
            }
            // Its room is used again.
            line.clear();
            self.line = line;
        }
        Ok(())
    }

    /// Takes a line; the event that it ends.
    fn take(&mut self, line: &[u8]) -> Result<Option<Event>> {
        let line = std::str::from_utf8(line).context("a stream is not text")?.trim_end_matches(['\r', '\n']);
        if !self.is_open {
            ensure!(line.starts_with("HTTP/1.1 200"), "a stream was answered with `{line}`");
            self.is_open = true;
            return Ok(None);
        }
        match line.split_once(": ") {
            Some(("event", value)) => self.name = name_of(value),
            Some(("id", value)) => self.id = value.parse().ok(),
            Some(("data", value)) => self.is_news = NEWS.iter().any(|kind| value.contains(kind)),
            None if line.is_empty() => return Ok(self.end()),
            _ => {}
        }
        Ok(None)
    }

    fn end(&mut self) -> Option<Event> {
        let (id, is_news) = (self.id.take(), std::mem::take(&mut self.is_news));
        self.name.take().map(|name| Event { name, id, is_news })
    }
}

fn name_of(text: &str) -> Option<Name> {
    match text {
        "change" => Some(Name::Change),
        "resync" => Some(Name::Resync),
        "pulse" => Some(Name::Pulse),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

    #[test]
    fn events_are_the_same_however_the_bytes_are_cut() {
        let told = [
            "event: pulse\ndata: {}\nid: 7\nretry: 1200\n\n",
            "event: change\nid: 8\ndata: {\"kind\":\"broadcast.sent\",\"ref\":\"x\"}\n\n",
            "event: change\nid: 9\ndata: {\"kind\":\"broadcast.closed\",\"ref\":\"x\"}\n\n",
        ];
        let pieces: String = told.iter().map(|text| format!("{:x}\r\n{text}\r\n", text.len())).collect();
        let wire = format!("{HEAD}{pieces}");
        for size in [1, 3, 50, wire.len()] {
            let (mut events, mut heard) = (Events::default(), Vec::new());
            for piece in wire.as_bytes().chunks(size) {
                events.feed(piece, |event| heard.push(event)).unwrap();
            }
            let event = |name, id, is_news| Event { name, id: Some(id), is_news };
            let expected =
                [event(Name::Pulse, 7, false), event(Name::Change, 8, true), event(Name::Change, 9, false)];
            assert_eq!(heard, expected, "in pieces of {size}");
        }
    }

    #[test]
    fn a_refusal_is_a_failure() {
        let refused = Events::default().feed(b"HTTP/1.1 401 Unauthorized\r\n", |_| {});
        assert!(refused.unwrap_err().to_string().contains("401"));
    }
}

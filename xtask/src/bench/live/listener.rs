//! One browser that listens.

use super::events::{Event, Events, Name};
use anyhow::{Context, Result};
use std::{
    io::{ErrorKind, Read, Write},
    net::{Ipv4Addr, TcpStream},
};

/// An event stream, and what was heard on it.
#[derive(Debug)]
pub struct Listener {
    secret: String,
    /// None once it was cut off.
    stream: Option<TcpStream>,
    events: Events,
    /// Up to where it heard.
    last: Option<i64>,
    /// Whether anything was said on this connection.
    pub has_begun: bool,
    /// How often it came back after it was cut off.
    pub returns: usize,
    /// How often it was told that it missed more than can be told.
    pub resyncs: usize,
}

impl Listener {
    /// Begins to listen to a server.
    pub fn open(port: u16, secret: &str) -> Result<Self> {
        Ok(Self {
            secret: secret.to_owned(),
            stream: Some(ask(port, secret, None)?),
            events: Events::default(),
            last: None,
            has_begun: false,
            returns: 0,
            resyncs: 0,
        })
    }

    /// The connection, as long as there is one.
    pub const fn stream(&self) -> Option<&TcpStream> {
        self.stream.as_ref()
    }

    /// Reads what is there, and tells the places of news. Whether it is still connected.
    pub fn read(&mut self, buffer: &mut [u8], mut tell: impl FnMut(i64)) -> Result<bool> {
        while let Some(stream) = &mut self.stream {
            let count = match stream.read(buffer) {
                Ok(count) => count,
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                // A process that is killed resets its connections.
                Err(_) => 0,
            };
            if count == 0 {
                self.stream = None;
                break;
            }
            let Self { events, last, has_begun, resyncs, .. } = self;
            events.feed(buffer.get(..count).unwrap_or_default(), |Event { name, id, is_news }| {
                *has_begun = true;
                *last = id.or(*last);
                match (name, id) {
                    (Name::Change, Some(seq)) if is_news => tell(seq),
                    (Name::Resync, _) => *resyncs += 1,
                    _ => {}
                }
            })?;
            if count < buffer.len() {
                break;
            }
        }
        Ok(self.stream.is_some())
    }

    /// Comes back, to this or to another server, and says up to where it heard.
    pub fn come_back(&mut self, port: u16) -> Result<()> {
        self.stream = Some(ask(port, &self.secret, self.last)?);
        self.events = Events::default();
        self.has_begun = false;
        self.returns += 1;
        Ok(())
    }
}

/// Connects and asks, as a browser does. The answer is read later.
pub fn ask(port: u16, secret: &str, last: Option<i64>) -> Result<TcpStream> {
    let last = last.map(|last| format!("Last-Event-ID: {last}\r\n")).unwrap_or_default();
    let request = format!(
        "GET /live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: text/event-stream\r\n\
         Cookie: palier={secret}\r\n{last}\r\n"
    );
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).context("no more streams are taken")?;
    stream.write_all(request.as_bytes()).context("a stream was closed at once")?;
    stream.set_nonblocking(true)?;
    Ok(stream)
}

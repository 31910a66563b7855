//! Local ports and the one question asked over HTTP: are you ready?

use anyhow::{Context, Result};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    time::Duration,
};

const TIMEOUT: Duration = Duration::from_secs(2);

/// A port nobody listens on right now.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// Whether the port can be listened on.
pub fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

/// The wanted port, or the first free one above it.
pub fn free_port_from(wanted: u16) -> Result<u16> {
    let last = wanted.saturating_add(99);
    (wanted..=last)
        .find(|port| is_free(*port))
        .with_context(|| format!("ports {wanted} to {last} are all taken"))
}

/// The status of a GET request to a server on this machine, if it answers.
pub fn status(port: u16, path: &str) -> Option<u16> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT).ok()?;
    stream.set_read_timeout(Some(TIMEOUT)).ok()?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = [0; 64];
    let length = stream.read(&mut answer).ok()?;
    parse_status(answer.get(..length)?)
}

fn parse_status(answer: &[u8]) -> Option<u16> {
    let line = String::from_utf8_lossy(answer);
    line.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_read_from_the_first_line() {
        assert_eq!(parse_status(b"HTTP/1.1 503 Service Unavailable\r\n"), Some(503));
        assert_eq!(parse_status(b"SSH-2.0"), None);
    }

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(!is_free(port));
        assert_ne!(free_port_from(port).unwrap(), port);
    }

    #[test]
    fn the_last_port_there_is_can_be_wanted() {
        let is_taken = !is_free(u16::MAX);
        assert!(is_taken || free_port_from(u16::MAX).is_ok_and(|port| port == u16::MAX));
    }
}

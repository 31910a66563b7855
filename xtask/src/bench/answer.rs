//! Finding the end of an HTTP/1.1 answer as its bytes come in. As cheap as it can be: it runs on the same
//! machine as what it measures.

use anyhow::{Context, Result, bail};
use std::io::BufRead;

const HEAD_END: &[u8] = b"\r\n\r\n";
const HEAD_LIMIT: usize = 64 * 1024;

/// An answer that comes in.
#[derive(Debug, Default)]
pub struct Answer {
    head: Vec<u8>,
    /// The status, once the head is complete.
    pub status: u16,
    /// How many bytes came in, all told.
    pub wire_bytes: u64,
    body: Body,
    is_complete: bool,
    /// Where the body goes, if somebody wants it.
    keep: Option<Vec<u8>>,
}

#[derive(Debug, Default)]
enum Body {
    /// The head is not complete yet.
    #[default]
    Unknown,
    /// So many bytes are missing.
    Length(u64),
    /// In the line that tells the size of a chunk.
    ChunkSize { size: u64, is_in_digits: bool },
    /// In a chunk, with so many bytes missing.
    Chunk(u64),
    /// In the two bytes after a chunk.
    ChunkEnd(u64),
    /// In the lines after the last chunk: whether the line has something in it.
    Trailer { is_empty_line: bool },
}

const CHUNK_SIZE: Body = Body::ChunkSize { size: 0, is_in_digits: true };

impl Answer {
    /// One whose body is kept.
    pub fn keeping() -> Self {
        Self { keep: Some(Vec::new()), ..Self::default() }
    }

    /// Makes room for the next answer, without giving memory back.
    pub fn reset(&mut self) {
        self.head.clear();
        self.status = 0;
        self.wire_bytes = 0;
        self.body = Body::Unknown;
        self.is_complete = false;
        if let Some(body) = &mut self.keep {
            body.clear();
        }
    }

    /// Takes what came in; whether the answer is complete.
    pub fn feed(&mut self, mut bytes: &[u8]) -> Result<bool> {
        self.wire_bytes += bytes.len() as u64;
        if let Body::Unknown = self.body {
            let Some(rest) = self.feed_head(bytes)? else { return Ok(false) };
            bytes = rest;
        }
        while !self.is_complete && !bytes.is_empty() {
            bytes = self.feed_body(bytes)?;
        }
        if !bytes.is_empty() {
            bail!("the answer goes on after its end");
        }
        Ok(self.is_complete)
    }

    /// A header, the first of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    /// All headers of a name.
    pub fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let lines = std::str::from_utf8(&self.head).unwrap_or_default().lines().skip(1);
        lines.filter_map(move |line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The body as text, if it was kept.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.keep.as_deref().unwrap_or_default()).into_owned()
    }

    /// Gives back what belongs to the body, once the head is complete.
    fn feed_head<'bytes>(&mut self, bytes: &'bytes [u8]) -> Result<Option<&'bytes [u8]>> {
        let known = self.head.len();
        self.head.extend_from_slice(bytes);
        let from = known.saturating_sub(HEAD_END.len());
        let Some(end) = find(self.head.get(from..).unwrap_or_default(), HEAD_END) else {
            if HEAD_LIMIT < self.head.len() {
                bail!("the head of the answer has no end");
            }
            return Ok(None);
        };
        let end = from + end + HEAD_END.len();
        self.head.truncate(end);
        self.read_head()?;
        Ok(bytes.get(end - known..))
    }

    fn read_head(&mut self) -> Result<()> {
        let head = std::str::from_utf8(&self.head).context("the head of the answer is not text")?;
        let status = head.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3));
        let status = status.and_then(|digits| digits.parse().ok()).context("not an HTTP/1.1 answer")?;
        let is_chunked = self.header("transfer-encoding").is_some_and(|value| value.contains("chunked"));
        let length = self.header("content-length").map(str::parse::<u64>).transpose()?;
        self.body = match length {
            _ if is_chunked => CHUNK_SIZE,
            Some(length) => Body::Length(length),
            None if status == 204 || status == 304 => Body::Length(0),
            None => bail!("the answer does not tell where it ends"),
        };
        self.status = status;
        self.is_complete = matches!(self.body, Body::Length(0));
        Ok(())
    }

    /// Takes a piece of the body; gives back the rest.
    fn feed_body<'bytes>(&mut self, bytes: &'bytes [u8]) -> Result<&'bytes [u8]> {
        match self.body {
            Body::Unknown => bail!("there is no head"),
            Body::Length(missing) => {
                let (rest, missing) = self.take(bytes, missing);
                self.body = Body::Length(missing);
                self.is_complete = missing == 0;
                Ok(rest)
            }
            Body::Chunk(missing) => {
                let (rest, missing) = self.take(bytes, missing);
                self.body = if missing == 0 { Body::ChunkEnd(2) } else { Body::Chunk(missing) };
                Ok(rest)
            }
            Body::ChunkEnd(missing) => {
                let (_, rest) = bytes.split_at(1);
                self.body = if missing == 1 { CHUNK_SIZE } else { Body::ChunkEnd(missing - 1) };
                Ok(rest)
            }
            Body::ChunkSize { .. } | Body::Trailer { .. } => self.feed_line(bytes),
        }
    }

    /// Takes one byte of a line between chunks.
    fn feed_line<'bytes>(&mut self, bytes: &'bytes [u8]) -> Result<&'bytes [u8]> {
        let Some((byte, rest)) = bytes.split_first() else { return Ok(bytes) };
        self.body = match (&self.body, byte) {
            (Body::ChunkSize { size: 0, .. }, b'\n') => Body::Trailer { is_empty_line: true },
            (Body::ChunkSize { size, .. }, b'\n') => Body::Chunk(*size),
            (Body::ChunkSize { size, is_in_digits: true }, digit) if digit.is_ascii_hexdigit() => {
                let digit = (*digit as char).to_digit(16).unwrap_or_default();
                let size = size.checked_mul(16).context("a chunk without measure")? + u64::from(digit);
                Body::ChunkSize { size, is_in_digits: true }
            }
            (Body::ChunkSize { size, .. }, _) => Body::ChunkSize { size: *size, is_in_digits: false },
            (Body::Trailer { is_empty_line: true }, b'\n') => {
                self.is_complete = true;
                Body::Length(0)
            }
            (_, b'\n') => Body::Trailer { is_empty_line: true },
            (Body::Trailer { is_empty_line }, b'\r') => Body::Trailer { is_empty_line: *is_empty_line },
            _ => Body::Trailer { is_empty_line: false },
        };
        Ok(rest)
    }

    /// Takes up to `missing` bytes; the rest, and how many are still missing.
    fn take<'bytes>(&mut self, bytes: &'bytes [u8], missing: u64) -> (&'bytes [u8], u64) {
        let count = usize::try_from(missing).unwrap_or(usize::MAX).min(bytes.len());
        let (taken, rest) = bytes.split_at(count);
        if let Some(body) = &mut self.keep {
            body.extend_from_slice(taken);
        }
        (rest, missing - count as u64)
    }
}

/// Where `needle` begins, which ends in a line feed: the standard library finds that faster than a loop here
/// would.
fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let (mut rest, mut end) = (bytes, 0);
    while let Ok(length @ 1..) = rest.skip_until(b'\n') {
        end += length;
        if bytes.get(..end)?.ends_with(needle) {
            return Some(end - needle.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However the bytes are cut into pieces, the answer is the same.
    #[track_caller]
    fn check(wire: &str, status: u16, body: &str) {
        for size in [1, 2, 3, 7, wire.len()] {
            let mut answer = Answer::keeping();
            let pieces: Vec<_> = wire.as_bytes().chunks(size).collect();
            let (last, before) = pieces.split_last().unwrap();
            for piece in before {
                assert!(!answer.feed(piece).unwrap(), "in pieces of {size}");
            }
            assert!(answer.feed(last).unwrap(), "in pieces of {size}");
            assert_eq!((answer.status, answer.text().as_str()), (status, body));
            assert_eq!(answer.wire_bytes, wire.len() as u64);
        }
    }

    #[test]
    fn a_body_ends_where_its_length_says() {
        check("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello");
        check("HTTP/1.1 303 See Other\r\ncontent-length: 0\r\n\r\n", 303, "");
        check("HTTP/1.1 204 No Content\r\n\r\n", 204, "");
    }

    #[test]
    fn a_chunked_body_ends_with_an_empty_chunk() {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        check(&format!("{head}5\r\nhello\r\n00b;x=1\r\n, big world\r\n0\r\n\r\n"), 200, "hello, big world");
        check(&format!("{head}1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n"), 200, "a");
    }

    #[test]
    fn what_comes_after_the_end_is_an_error() {
        assert!(Answer::default().feed(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab").is_err());
        assert!(Answer::default().feed(b"SSH-2.0-OpenSSH\r\n\r\n").is_err());
        assert!(Answer::default().feed(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }

    #[test]
    fn headers_are_found_whatever_their_case() {
        let mut answer = Answer::default();
        answer
            .feed(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 0\r\n\r\n")
            .unwrap();
        assert_eq!(answer.headers("Set-Cookie").collect::<Vec<_>>(), ["a=1", "b=2"]);
        assert_eq!(answer.header("vary"), None);
    }

    #[test]
    fn an_answer_can_be_used_again() {
        let mut answer = Answer::keeping();
        for body in ["one", "two"] {
            answer.reset();
            let wire = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            assert!(answer.feed(wire.as_bytes()).unwrap());
            assert_eq!(answer.text(), body);
        }
    }
}

//! The smallest HTTP client: it can also send what no library would.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer, read whole.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    head: Vec<(String, String)>,
    /// The body, without its chunks.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// A header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// What a server function says was wrong.
    pub(crate) fn refusal(&self) -> Option<app::Refusal> {
        app::AppError::from_bytes(&self.bytes).map(|error| error.refusal)
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// Sends bytes and reads the answer to the end of the connection; of one without end, the head.
pub(crate) async fn exchange(address: SocketAddr, request: &[u8]) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    hear(stream).await
}

/// Sends the head of a request that waits until its body is asked for: the connection once that is so, and the body.
pub(crate) async fn begin(address: SocketAddr, request: &[u8]) -> std::io::Result<(TcpStream, Vec<u8>)> {
    let (head, body) = request.split_at(end_of_head(request).unwrap() + 4);
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(head).await?;
    let mut answer = [0; 25];
    stream.read_exact(&mut answer).await?;
    assert_eq!(&answer, b"HTTP/1.1 100 Continue\r\n\r\n");
    Ok((stream, body.to_vec()))
}

/// Sends a body in so many pieces, with a rest between them, and reads the answer.
pub(crate) async fn send_slowly(
    mut stream: TcpStream,
    body: &[u8],
    pieces: usize,
    rest: Duration,
) -> std::io::Result<Answer> {
    for (at, piece) in body.chunks(body.len().div_ceil(pieces)).enumerate() {
        if 0 < at {
            tokio::time::sleep(rest).await;
        }
        stream.write_all(piece).await?;
    }
    hear(stream).await
}

async fn hear(mut stream: TcpStream) -> std::io::Result<Answer> {
    let mut answer = Vec::new();
    while !has_no_end(&answer) {
        answer.reserve(16 * 1024);
        if stream.read_buf(&mut answer).await? == 0 {
            break;
        }
    }
    parse(&answer).ok_or_else(|| std::io::Error::other("no whole answer"))
}

/// Where the head ends.
pub(super) fn end_of_head(answer: &[u8]) -> Option<usize> {
    answer.windows(4).position(|window| window == b"\r\n\r\n")
}

/// Whether the head has come, and says that events follow for as long as somebody listens.
fn has_no_end(answer: &[u8]) -> bool {
    let head = end_of_head(answer).and_then(|end| std::str::from_utf8(&answer[..end]).ok());
    head.is_some_and(|head| head.contains("content-type: text/event-stream"))
}

fn parse(answer: &[u8]) -> Option<Answer> {
    let end = end_of_head(answer)?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let head: Vec<_> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let body = &answer[end + 4..];
    let is_chunked = head.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let length = head.iter().find(|(name, _)| name == "content-length").map(|(_, value)| value.parse());
    let bytes = match length {
        _ if has_no_end(answer) => Vec::new(),
        _ if is_chunked => unchunk(body)?,
        // Less than was promised: the connection broke.
        Some(Ok(length)) if body.len() < length && status != 304 => return None,
        _ => body.to_vec(),
    };
    Some(Answer { status, head, bytes })
}

fn unchunk(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end]).ok()?, 16).ok()?;
        rest = &rest[end + 2..];
        if length == 0 {
            return Some(bytes);
        }
        bytes.extend_from_slice(rest.get(..length)?);
        rest = rest.get(length + 2..)?;
    }
}

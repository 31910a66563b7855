//! An answer without end, on the bare socket.
//!
//! hyper keeps 24 kB of buffers for each connection, for a next request that does not come while an answer has no end. With
//! ten thousand of them that was most of what the process held. So the connection is taken from it, and the answer written
//! as HTTP/1.1 has it without a length: the end of the connection is its end (RFC 9112, section 6.3).
//!
//! What hyper had not written of an answer before is lost with it. Only a client that asks again before it has read has that.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use futures::{FutureExt, StreamExt};
use http::response::Parts;
use hyper::Response;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::watch;
use tokio::task::coop::consume_budget;

use super::{Activity, GRACE, told_to_stop};

/// What is written at once at the most, unless one piece alone is more.
const MOST: usize = 64 * 1024;

/// The answer, and whom it is told.
pub(super) struct Told {
    pub(super) stream: TcpStream,
    pub(super) response: Response<Body>,
    pub(super) activity: Arc<Activity>,
    pub(super) idle: Duration,
    pub(super) stopped: watch::Receiver<bool>,
}

impl Told {
    /// Tells it until it ends after all, or nobody takes it in.
    pub(super) async fn tell(self) -> Option<Self> {
        let Self { mut stream, response, activity, idle, mut stopped } = self;
        let (reader, writer) = stream.split();
        let mut telling = pin!(write(writer, response, &activity));
        tokio::select! {
            _ended = &mut telling => return None,
            () = gone(&reader) => return None,
            () = activity.rest(idle) => return None,
            () = told_to_stop(&mut stopped) => {}
        }
        tokio::select! {
            _ended = telling => {}
            () = gone(&reader) => {}
            () = activity.rest(GRACE) => {}
        }
        None
    }
}

async fn write(mut writer: WriteHalf<'_>, response: Response<Body>, activity: &Activity) -> io::Result<()> {
    let (parts, body) = response.into_parts();
    put(&mut writer, head(&parts), activity).await?;
    drop(parts);
    let mut body = body.into_data_stream();
    while let Some(piece) = body.next().await {
        let mut bytes = Vec::from(piece.map_err(io::Error::other)?);
        // What is there already goes out with it.
        while bytes.len() < MOST
            && let Some(Some(piece)) = body.next().now_or_never()
        {
            bytes.extend(piece.map_err(io::Error::other)?);
        }
        put(&mut writer, bytes, activity).await?;
    }
    writer.shutdown().await
}

/// Whoever takes in a part of it is there.
async fn put(writer: &mut WriteHalf<'_>, bytes: Vec<u8>, activity: &Activity) -> io::Result<()> {
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        if writer.write_buf(&mut rest).await? == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        activity.note();
    }
    Ok(())
}

/// The status line and the fields, of which the date is to be one already.
fn head(parts: &Parts) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {}\r\n", parts.status).into_bytes();
    for (name, value) in &parts.headers {
        head.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    head.extend_from_slice(b"connection: close\r\n\r\n");
    head
}

/// Completes when the other side has closed the connection. Whatever else it says, nobody listens to it any more.
async fn gone(reader: &ReadHalf<'_>) {
    let mut bytes = [0; 64];
    while reader.readable().await.is_ok() {
        match reader.try_read(&mut bytes) {
            Ok(0) => return,
            // Whoever talks without end does not keep others waiting.
            Ok(_) => consume_budget().await,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => return,
        }
    }
}

//! Answering on a socket.
//!
//! The loop of axum has no time limit before a request has begun: whoever sends half a head holds a connection for
//! ever, and holds up the end. Here a connection that rests for too long is closed, and at the end every one that has
//! nothing under way. hyper's own limit for heads would also cut off an answer that a slow reader is still taking in.
//!
//! An answer without end is not under way: it goes on for as long as something goes out, and holds up nothing. It is written
//! on a connection of its own kind, see [`endless`]. A peer that has vanished without a word still takes everything in, as far
//! as this side can see: the system gives it up once nothing was acknowledged for as long as a connection may rest.

mod endless;

use std::convert::Infallible;
use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::body::{Bytes, Frame, Incoming, SizeHint};
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tower::Service;

use endless::Told;

/// How long a connection may rest once it is asked to end.
const GRACE: Duration = Duration::from_secs(1);

/// Marks an answer without end, in which something is said more often than a connection may rest. When nothing goes out
/// any more, because nobody takes it in, the connection is closed like any that rests.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Endless;

/// Answers until it is told to stop, and then ends what is under way. A connection may rest for `idle`.
pub(crate) async fn serve(
    mut listener: TcpListener,
    router: Router,
    idle: Duration,
    mut stopped: watch::Receiver<bool>,
) {
    // Its parts are made once, and not for each request.
    let router: Router = router.with_state(());
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            (stream, from) = Listener::accept(&mut listener) => {
                connections.spawn(converse(stream, from, router.clone(), idle, stopped.clone()));
            }
            Some(ended) = connections.join_next() => {
                // In a task of its own, which takes less room than the one of its connection.
                if let Ok(Some(told)) = ended {
                    connections.spawn(told.tell());
                }
            }
            () = told_to_stop(&mut stopped) => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// One connection, for as long as it has something to say; the answer without end that it was asked for.
async fn converse(
    stream: TcpStream,
    from: SocketAddr,
    router: Router,
    idle: Duration,
    mut stopped: watch::Receiver<bool>,
) -> Option<Told> {
    if let Err(error) = prepare(&stream, idle) {
        tracing::debug!(%error, "a connection went away at once");
    }
    let activity = Arc::new(Activity::new());
    let wire = TokioIo::new(Wire { stream, activity: Arc::clone(&activity) });
    let (hand, mut handed) = mpsc::channel(1);
    let service = service_fn({
        let activity = Arc::clone(&activity);
        move |request| answer(router.clone(), request, from, UnderWay::begin(&activity), hand.clone())
    });
    let mut connection = Builder::new().serve_connection(wire, service);
    tokio::select! {
        _ended = &mut connection => return None,
        Some(response) = handed.recv() => {
            let Wire { stream, .. } = connection.into_parts().io.into_inner();
            return Some(Told { stream, response, activity, idle, stopped });
        }
        () = activity.rest(idle) => {}
        () = told_to_stop(&mut stopped) => {}
    }
    Pin::new(&mut connection).graceful_shutdown();
    tokio::select! {
        _ended = connection => {}
        () = activity.rest(GRACE) => {}
    }
    None
}

/// Says how the system is to treat a connection that may rest for `idle`.
fn prepare(stream: &TcpStream, idle: Duration) -> io::Result<()> {
    // Without it a small answer waits for the acknowledgement of the one before.
    stream.set_nodelay(true)?;
    // Without it the system tries for a quarter of an hour to reach a peer that is gone, and for ever to hand something to
    // one that takes nothing in.
    #[cfg(target_os = "linux")]
    rustix::net::sockopt::set_tcp_user_timeout(stream, u32::try_from(idle.as_millis()).unwrap_or(u32::MAX))?;
    #[cfg(not(target_os = "linux"))]
    let _ = idle;
    Ok(())
}

/// Asks for an answer. One without end is handed over, together with its connection.
async fn answer(
    mut router: Router,
    request: Request<Incoming>,
    from: SocketAddr,
    under_way: UnderWay,
    hand: mpsc::Sender<Response<Body>>,
) -> Result<Response<Answer>, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(ConnectInfo(from));
    let response = router.call(request).await?;
    if response.extensions().get::<Endless>().is_some() {
        drop(under_way);
        let _gone = hand.try_send(response);
        return std::future::pending().await;
    }
    Ok(response.map(|body| Answer { body, _under_way: under_way }))
}

/// Completes when everything is to end.
pub(crate) async fn told_to_stop(stopped: &mut watch::Receiver<bool>) {
    let _gone = stopped.wait_for(|stop| *stop).await;
}

/// What a connection does. It is noted in passing and wakes nobody: a piece of news goes out on thousands of connections
/// at once.
struct Activity {
    /// When it began.
    birth: Instant,
    /// How many requests are under way.
    requests: AtomicUsize,
    /// When a request began or ended or something went out for the last time, in milliseconds after its birth.
    last: AtomicU64,
}

impl Activity {
    fn new() -> Self {
        Self { birth: Instant::now(), requests: AtomicUsize::new(0), last: AtomicU64::new(0) }
    }

    fn note(&self) {
        let age = u64::try_from(self.birth.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.fetch_max(age, Ordering::AcqRel);
    }

    /// Since when nothing happens; none while a request is under way.
    fn resting_since(&self) -> Option<Instant> {
        // In this order: whoever ends a request notes it before.
        let is_busy = 0 < self.requests.load(Ordering::Acquire);
        let last = Duration::from_millis(self.last.load(Ordering::Acquire));
        (!is_busy).then(|| self.birth + last)
    }

    /// Ends once nothing has happened for so long, from now on.
    async fn rest(&self, at_most: Duration) {
        let begin = Instant::now();
        loop {
            let now = Instant::now();
            let due = self.resting_since().unwrap_or(now).max(begin) + at_most;
            if due <= now {
                return;
            }
            tokio::time::sleep_until(due).await;
        }
    }
}

/// A request under way.
struct UnderWay(Arc<Activity>);

impl UnderWay {
    fn begin(activity: &Arc<Activity>) -> Self {
        activity.requests.fetch_add(1, Ordering::AcqRel);
        activity.note();
        Self(Arc::clone(activity))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.note();
        self.0.requests.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The body of an answer: its request is under way until it is all made.
struct Answer {
    body: Body,
    _under_way: UnderWay,
}

impl hyper::body::Body for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The socket, which notes when something went out.
struct Wire {
    stream: TcpStream,
    activity: Arc<Activity>,
}

impl Wire {
    fn note(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(written, Poll::Ready(Ok(_))) {
            self.activity.note();
        }
        written
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use axum::routing::get;
    use futures::{StreamExt, stream};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::oneshot;

    use super::*;

    const IDLE: Duration = Duration::from_millis(500);

    /// Somebody who asks for an answer that never ends and says so much, on a connection that may rest for `idle`, a handle that
    /// keeps the server, and what hears of the end of the answer.
    async fn asked(pieces: usize, idle: Duration) -> (TcpStream, watch::Sender<bool>, oneshot::Receiver<()>) {
        let (held, is_gone) = oneshot::channel::<()>();
        let held = Arc::new(Mutex::new(Some(held)));
        let tell = move || {
            let held = held.lock().unwrap().take();
            async move {
                let words = stream::repeat_with(move || {
                    let _with_the_stream = &held;
                    Ok::<_, io::Error>(Bytes::from_static(&[b'x'; 16 * 1024]))
                });
                let words = words.take(pieces).chain(stream::pending());
                let mut response = Response::new(Body::from_stream(words));
                response.extensions_mut().insert(Endless);
                response
            }
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(serve(listener, Router::new().route("/", get(tell)), idle, stopped));
        let mut client = TcpStream::connect(address).await.unwrap();
        client.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        (client, stop, is_gone)
    }

    #[tokio::test]
    async fn a_stream_that_nobody_takes_in_is_ended() {
        let (client, _stop, is_gone) = asked(usize::MAX, IDLE).await;
        let ended = tokio::time::timeout(Duration::from_secs(30), is_gone).await;
        assert!(ended.is_ok(), "it is still held for somebody who reads nothing");
        drop(client);
    }

    #[tokio::test]
    async fn a_stream_with_nothing_to_say_ends_with_its_reader() {
        let idle = Duration::from_secs(120);
        let (mut client, _stop, is_gone) = asked(1, idle).await;
        let mut bytes = vec![0; 16 * 1024];
        client.read_exact(&mut bytes).await.unwrap();
        let head = String::from_utf8_lossy(&bytes).into_owned();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(head.contains("\r\nconnection: close\r\n\r\nxxx"), "{head}");
        drop(client);
        assert!(tokio::time::timeout(idle / 2, is_gone).await.is_ok(), "it is held for nobody");
    }

    #[tokio::test]
    async fn a_stream_that_is_taken_in_goes_on() {
        // A machine that stands still for so long takes nothing in either, but not again and again.
        for _ in 0..5 {
            if goes_on().await {
                return;
            }
        }
        panic!("it was ended every time, although it was taken in");
    }

    /// Whether a stream is still told to somebody who took it in for much longer than a connection may rest.
    async fn goes_on() -> bool {
        let (mut client, _stop, mut is_gone) = asked(usize::MAX, IDLE).await;
        let (start, mut bytes) = (Instant::now(), vec![0; 64 * 1024]);
        while start.elapsed() < 4 * IDLE {
            if !client.read(&mut bytes).await.is_ok_and(|count| 0 < count) {
                return false;
            }
        }
        is_gone.try_recv() == Err(oneshot::error::TryRecvError::Empty)
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_peer_that_acknowledges_nothing_is_given_up() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let _peer = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        prepare(&stream, Duration::from_secs(75)).unwrap();
        assert!(stream.nodelay().unwrap());
        assert_eq!(rustix::net::sockopt::tcp_user_timeout(&stream).unwrap(), 75_000);
    }
}

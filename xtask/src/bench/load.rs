//! Many keep-alive connections that ask again and again.
//!
//! One thread serves them all: what this costs, the measured server does not get.

use super::answer::Answer;
use crate::interrupt;
use anyhow::{Context, Result, bail};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};
use std::{
    io::{ErrorKind, Read, Write},
    net::{Ipv4Addr, TcpStream},
    time::{Duration, Instant},
};

/// How long a server may say nothing at all.
const PATIENCE: Timespec = Timespec { tv_sec: 10, tv_nsec: 0 };

/// How much to ask.
#[derive(Debug, Clone, Copy)]
pub enum Until {
    /// For so long.
    Elapsed(Duration),
    /// So many times.
    Requests(usize),
}

/// What was measured.
#[derive(Debug, Clone)]
pub struct Measured {
    /// How long it took, all in all.
    pub time: Duration,
    /// How long each answer took, in microseconds, sorted.
    latencies: Vec<u32>,
    /// How large the last answer was, with its headers.
    pub answer_bytes: u64,
}

impl Measured {
    fn new(time: Duration, mut latencies: Vec<u32>, answer_bytes: u64) -> Self {
        latencies.sort_unstable();
        Self { time, latencies, answer_bytes }
    }

    /// How many answers there were.
    pub fn count(&self) -> usize {
        self.latencies.len()
    }

    /// Answers per second.
    pub fn rate(&self) -> f64 {
        self.count() as f64 / self.time.as_secs_f64()
    }

    /// How long the given part of all answers took at the most, in milliseconds.
    pub fn percentile(&self, part: f64) -> f64 {
        percentile(&self.latencies, part)
    }
}

/// How long the given part of all took at the most, in milliseconds; of microseconds in their order.
pub fn percentile(sorted: &[u32], part: f64) -> f64 {
    let count = sorted.len();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a length")]
    let rank = (part * count as f64).ceil() as usize;
    let slowest = sorted.get(rank.clamp(1, count.max(1)) - 1);
    slowest.map_or(f64::NAN, |micros| f64::from(*micros) / 1000.0)
}

/// The bytes of the request of a number.
pub type Requests<'a> = &'a dyn Fn(usize) -> Vec<u8>;

/// Asks on so many connections at once, each asking again as soon as it has its answer. Any answer but a
/// success ends it.
pub fn run(port: u16, requests: Requests<'_>, connections: usize, until: Until) -> Result<Measured> {
    let mut asking = (0..connections).map(|_| Connection::open(port)).collect::<Result<Vec<_>>>()?;
    let mut sent = 0;
    let start = Instant::now();
    for connection in &mut asking {
        connection.ask(&requests(sent))?;
        sent += 1;
    }
    let (mut latencies, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
    let mut answer_bytes = 0;
    while !asking.is_empty() {
        let ready = wait(&asking)?;
        for index in ready {
            let Some(connection) = asking.get_mut(index) else { continue };
            if !connection.read(&mut buffer)? {
                continue;
            }
            latencies.push(micros(connection.since.elapsed()));
            answer_bytes = connection.answer.wire_bytes;
            if until.is_over(start, sent) {
                connection.is_done = true;
            } else {
                connection.ask(&requests(sent))?;
                sent += 1;
            }
        }
        asking.retain(|connection| !connection.is_done);
    }
    Ok(Measured::new(start.elapsed(), latencies, answer_bytes))
}

impl Until {
    fn is_over(self, start: Instant, sent: usize) -> bool {
        match self {
            Self::Elapsed(time) => time <= start.elapsed(),
            Self::Requests(count) => count <= sent,
        }
    }
}

struct Connection {
    stream: TcpStream,
    answer: Answer,
    since: Instant,
    is_done: bool,
}

impl Connection {
    fn open(port: u16) -> Result<Self> {
        let stream =
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).context("the server takes no connection")?;
        stream.set_nodelay(true)?;
        stream.set_nonblocking(true)?;
        Ok(Self { stream, answer: Answer::default(), since: Instant::now(), is_done: false })
    }

    fn ask(&mut self, request: &[u8]) -> Result<()> {
        self.answer.reset();
        self.since = Instant::now();
        // A request is far smaller than the buffer of a connection on which nothing is under way.
        self.stream.write_all(request).context("the server stopped listening")
    }

    /// Reads what is there; whether the answer is complete.
    fn read(&mut self, buffer: &mut [u8]) -> Result<bool> {
        let count = match self.stream.read(buffer) {
            Ok(0) => bail!("the server closed a connection"),
            Ok(count) => count,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(error).context("a connection broke"),
        };
        let is_complete = self.answer.feed(buffer.get(..count).unwrap_or_default())?;
        if is_complete && self.answer.status != 200 {
            bail!("under load, a request was answered with {}", self.answer.status);
        }
        Ok(is_complete)
    }
}

/// The connections with something to read.
fn wait(connections: &[Connection]) -> Result<Vec<usize>> {
    let mut waiting: Vec<_> =
        connections.iter().map(|connection| PollFd::new(&connection.stream, PollFlags::IN)).collect();
    interrupt::check()?;
    match poll(&mut waiting, Some(&PATIENCE)) {
        Ok(0) => bail!("the server says nothing any more"),
        Ok(_) | Err(Errno::INTR) => {}
        Err(error) => return Err(error).context("could not wait for the server"),
    }
    let ready = waiting.iter().enumerate().filter(|(_, connection)| !connection.revents().is_empty());
    Ok(ready.map(|(index, _)| index).collect())
}

/// In microseconds.
pub fn micros(time: Duration) -> u32 {
    u32::try_from(time.as_micros()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{io::BufRead, net::TcpListener};

    #[test]
    fn percentiles_are_exact() {
        let measured = Measured::new(Duration::from_secs(2), (1..=1000).rev().collect(), 0);
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|part| measured.percentile(part)), [0.001, 0.5, 0.99, 1.0]);
        assert!((measured.rate() - 500.0).abs() < 1e-9);
        assert!(Measured::new(Duration::from_secs(1), Vec::new(), 0).percentile(0.5).is_nan());
    }

    /// A server that answers every request with the same.
    fn server(answer: &'static str) -> u16 {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                std::thread::spawn(move || {
                    let mut stream = stream.unwrap();
                    let lines = std::io::BufReader::new(stream.try_clone().unwrap()).lines();
                    for _ in lines.map_while(Result::ok).filter(String::is_empty) {
                        stream.write_all(answer.as_bytes()).unwrap();
                    }
                });
            }
        });
        port
    }

    #[test]
    fn as_many_requests_are_made_as_were_asked_for() {
        let port = server("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        let request: Requests<'_> = &|_| b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec();
        let measured = run(port, request, 4, Until::Requests(100)).unwrap();
        assert_eq!(measured.latencies.len(), 100);
        assert_eq!(measured.answer_bytes, 40);
        let measured = run(port, request, 4, Until::Elapsed(Duration::from_millis(50))).unwrap();
        assert!(Duration::from_millis(50) <= measured.time);
    }

    #[test]
    fn a_refusal_ends_the_measurement() {
        let port = server("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n");
        let error = run(port, &|_| b"GET / HTTP/1.1\r\n\r\n".to_vec(), 2, Until::Requests(10)).unwrap_err();
        assert!(error.to_string().contains("503"));
    }
}

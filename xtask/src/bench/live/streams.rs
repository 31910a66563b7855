//! Thousands of event streams, read by one thread: what this costs, the measured servers do not get.

use super::listener::{Listener, ask};
use crate::interrupt;
use anyhow::{Context, Result, bail, ensure};
use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Resource, Rlimit, getrlimit, setrlimit},
};
use std::{
    net::TcpStream,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// How many are opened before what was said to them is read.
const BATCH: usize = 100;
/// How long nothing at all may be said while they are opened.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long to wait for something to read. Whether all is over is looked at in between.
const WAIT: Timespec = Timespec { tv_sec: 0, tv_nsec: 20_000_000 };
/// How long to rest after something was read: looking at thousands of connections for one of them is not worth it.
/// What is measured may be so much less than it seems.
const REST: Duration = Duration::from_millis(8);
/// How many files this process needs beside the streams.
const SPARE: u64 = 100;
const BUFFER: usize = 16 * 1024;

/// News that somebody heard.
#[derive(Debug, Clone, Copy)]
pub struct Heard {
    /// Whose stream: its number among those that are read.
    pub listener: usize,
    /// Its place in the log.
    pub seq: i64,
    /// When.
    pub at: Instant,
}

/// Streams that are read until they are closed.
pub struct Streams {
    shared: Arc<Shared>,
    thread: JoinHandle<Result<Crowd>>,
    /// How many of them are read.
    pub read: usize,
}

#[derive(Default)]
struct Shared {
    is_over: AtomicBool,
    /// The port where those come back who are cut off; 0 for nowhere.
    refuge: AtomicU32,
    heard: Mutex<Vec<Heard>>,
}

struct Crowd {
    listeners: Vec<Listener>,
    /// They are open, and nothing is ever read of them.
    deaf: Vec<TcpStream>,
    buffer: Vec<u8>,
}

impl Streams {
    /// Opens one for each port and secret. The last of each `deaf` of them never reads.
    pub fn open(places: &[(u16, &str)], deaf: Option<usize>) -> Result<Self> {
        make_room(places.len())?;
        let mut crowd = Crowd { listeners: Vec::new(), deaf: Vec::new(), buffer: vec![0; BUFFER] };
        for (number, (port, secret)) in places.iter().enumerate() {
            if deaf.is_some_and(|each| (number + 1).is_multiple_of(each)) {
                crowd.deaf.push(ask(*port, secret, None)?);
            } else {
                crowd.listeners.push(Listener::open(*port, secret)?);
            }
            if (number + 1).is_multiple_of(BATCH) {
                crowd.wait_until_begun()?;
            }
        }
        crowd.wait_until_begun()?;
        let (shared, read) = (Arc::new(Shared::default()), crowd.listeners.len());
        let thread = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || crowd.listen(&shared)
        });
        Ok(Self { shared, thread, read })
    }

    /// Where those are to come back who are cut off from now on.
    pub fn come_back_to(&self, port: u16) {
        self.shared.refuge.store(u32::from(port), Ordering::SeqCst);
    }

    /// Waits until so many news were heard, or for so long; what was heard since the last time.
    pub fn gather(&self, count: usize, patience: Duration) -> Result<Vec<Heard>> {
        let (start, mut heard) = (Instant::now(), Vec::new());
        loop {
            heard.append(&mut self.shared.heard());
            if count <= heard.len() || patience < start.elapsed() || self.thread.is_finished() {
                return Ok(heard);
            }
            interrupt::check()?;
            std::thread::sleep(REST);
        }
    }

    /// Closes them; those that were read, as they are in the end.
    pub fn close(self) -> Result<Vec<Listener>> {
        self.shared.is_over.store(true, Ordering::SeqCst);
        match self.thread.join() {
            Ok(crowd) => Ok(crowd?.listeners),
            Err(_panic) => bail!("the thread that listens ended by itself"),
        }
    }
}

impl Shared {
    fn heard(&self) -> MutexGuard<'_, Vec<Heard>> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Crowd {
    fn listen(mut self, shared: &Shared) -> Result<Self> {
        while !shared.is_over.load(Ordering::SeqCst) {
            let refuge = u16::try_from(shared.refuge.load(Ordering::SeqCst)).ok().filter(|port| 0 < *port);
            let heard = self.read(refuge)?;
            if !heard.is_empty() {
                shared.heard().extend(heard);
                std::thread::sleep(REST);
            }
        }
        Ok(self)
    }

    /// Reads what there is on all of them. Those that are cut off come back at once, if there is where to.
    fn read(&mut self, refuge: Option<u16>) -> Result<Vec<Heard>> {
        let mut heard = Vec::new();
        for number in ready(&self.listeners)? {
            let Some(listener) = self.listeners.get_mut(number) else { continue };
            let at = Instant::now();
            let is_open = listener
                .read(&mut self.buffer, |seq| heard.push(Heard { listener: number, seq, at }))
                .with_context(|| format!("stream {number}"))?;
            if let Some(port) = refuge.filter(|_| !is_open) {
                listener.come_back(port)?;
            }
        }
        Ok(heard)
    }

    fn wait_until_begun(&mut self) -> Result<()> {
        let start = Instant::now();
        let waiting = |crowd: &Self| crowd.listeners.iter().filter(|one| !one.has_begun).count();
        while 0 < waiting(self) {
            interrupt::check()?;
            ensure!(start.elapsed() < PATIENCE, "nothing is said on {} streams", waiting(self));
            self.read(None)?;
        }
        Ok(())
    }
}

/// The listeners with something to read, or that were cut off.
fn ready(listeners: &[Listener]) -> Result<Vec<usize>> {
    let open: Vec<(usize, &TcpStream)> =
        listeners.iter().enumerate().filter_map(|(number, one)| Some((number, one.stream()?))).collect();
    let mut waiting: Vec<_> = open.iter().map(|(_, stream)| PollFd::new(*stream, PollFlags::IN)).collect();
    match poll(&mut waiting, Some(&WAIT)) {
        Ok(_) | Err(Errno::INTR) => {}
        Err(error) => return Err(error).context("could not wait for the streams"),
    }
    let ready = waiting.iter().zip(&open).filter(|(descriptor, _)| !descriptor.revents().is_empty());
    Ok(ready.map(|(_, (number, _))| *number).collect())
}

/// Lets this process hold so many connections.
fn make_room(streams: usize) -> Result<()> {
    let wanted = streams as u64 + SPARE;
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| wanted <= current) {
        return Ok(());
    }
    let is_allowed = maximum.is_none_or(|maximum| wanted <= maximum);
    ensure!(is_allowed, "{wanted} open files are needed: raise the limit with `ulimit -Hn`");
    setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum })
        .context("could not raise the number of open files")
}

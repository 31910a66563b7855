//! One thing asked again and again of a server, and what else ran beside it.

use super::{
    client::Request,
    load::{self, Measured, Requests, Until},
    noise::{self, Watch},
};
use crate::say;
use anyhow::{Context, Result};
use std::{cell::Cell, time::Duration};

const CONNECTIONS: usize = 32;
const WARM_UP: Duration = Duration::from_secs(2);

/// A server under measurement.
pub struct Bench {
    port: u16,
    server: u32,
    connections: usize,
    /// How many pages were asked for at an address of their own.
    visits: Cell<u64>,
}

/// One run.
pub struct Run {
    measured: Measured,
    /// What the server needed of the processors for each answer, in microseconds.
    micros_each: f64,
    noise: String,
}

impl Bench {
    /// On the usual number of connections.
    pub const fn new(port: u16, server: u32) -> Self {
        Self { port, server, connections: CONNECTIONS, visits: Cell::new(0) }
    }

    /// On another.
    pub const fn on(self, connections: usize) -> Self {
        Self { connections, ..self }
    }

    /// Asks for one thing.
    pub fn load(&self, what: &str, request: &Request, time: Duration) -> Result<Run> {
        let request = request.bytes();
        self.load_each(what, &|_| request.clone(), time)
    }

    /// Asks for a page at an address of its own each time, so that it is made and not only sent.
    pub fn load_anew(&self, what: &str, request: &Request, time: Duration) -> Result<Run> {
        let path = request.path().to_owned();
        let requests = |_| {
            let visit = self.visits.replace(self.visits.get() + 1);
            request.at(&format!("{path}?visit={visit}")).bytes()
        };
        self.load_each(what, &requests, time)
    }

    /// Asks for many things.
    pub fn load_each(&self, what: &str, requests: Requests<'_>, time: Duration) -> Result<Run> {
        say::note(&format!("{what} on {} connections", self.connections));
        load::run(self.port, requests, self.connections, Until::Elapsed(WARM_UP))?;
        let watch = Watch::start([self.server]);
        let before = noise::seconds_of(self.server).unwrap_or(f64::NAN);
        let measured = load::run(self.port, requests, self.connections, Until::Elapsed(time));
        let measured = measured.with_context(|| format!("measuring {what}"))?;
        let used = noise::seconds_of(self.server).unwrap_or(f64::NAN) - before;
        let micros_each = used * 1e6 / measured.count() as f64;
        Ok(Run { measured, micros_each, noise: watch.in_words() })
    }
}

impl Run {
    /// Answers per second.
    pub fn rate(&self) -> f64 {
        self.measured.rate()
    }

    /// How long half of the answers took at the most, in milliseconds.
    pub fn p50(&self) -> f64 {
        self.measured.percentile(0.5)
    }

    /// The same for all but one in a hundred.
    pub fn p99(&self) -> f64 {
        self.measured.percentile(0.99)
    }

    /// How large an answer is, with its headers.
    pub fn bytes(&self) -> u64 {
        self.measured.answer_bytes
    }

    /// A remark with cost, size and noise.
    pub fn remarks(&self, note: &str) -> String {
        let cost = format!("{:.0} µs of processor each", self.micros_each);
        let parts = [note.to_owned(), cost, say::kilobytes(self.bytes()), self.noise.clone()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

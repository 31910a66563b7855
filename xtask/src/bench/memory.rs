//! Resident memory at rest, and after many requests.

use super::{
    client::{AS_BROWSERS, Request, Session},
    load::{self, Until},
    report::Row,
    subject,
};
use crate::{interrupt, say};
use anyhow::{Context, Result};
use std::{cell::Cell, fs, time::Duration};

const REST: Duration = Duration::from_secs(5);
const CONNECTIONS: usize = 32;
const REQUESTS: usize = 100_000;
/// In megabytes.
const AT_REST: f64 = 80.0;
/// What counts as flat.
const GROWTH: f64 = 1.1;

/// Measures it.
pub fn measure() -> Result<Vec<Row>> {
    let settings = subject::settings()?;
    let server = subject::start(&settings)?;
    rest()?;
    let at_rest = resident(server.pid())?;
    let session = Session::of_agent(&settings)?;
    let page = Request::get(settings.port, "/").encoded(AS_BROWSERS).signed_in(&session);
    // Each at an address of its own, so that each is made and not only sent.
    let count = Cell::new(0_u64);
    let pages = |_| page.at(&format!("/?visit={}", count.replace(count.get() + 1))).bytes();
    let after = || {
        say::note(&format!("{REQUESTS} requests of the first page"));
        load::run(settings.port, &pages, CONNECTIONS, Until::Requests(REQUESTS))?;
        resident(server.pid())
    };
    let (first, second) = (after()?, after()?);
    Ok(vec![
        Row::new("memory at rest", at_rest, "MB").at_most(AT_REST),
        Row::new("memory after 100,000 requests", first, "MB"),
        Row::new("memory after 200,000 requests", second, "MB")
            .at_most(first * GROWTH)
            .note(format!("{:+.1} %", (second / first - 1.0) * 100.0)),
    ])
}

fn rest() -> Result<()> {
    say::note(&format!("at rest for {}", say::duration(REST)));
    std::thread::sleep(REST);
    interrupt::check()
}

/// What a process holds, in megabytes of a million bytes (`proc_pid_status(5)`).
pub fn resident(process: u32) -> Result<f64> {
    let path = format!("/proc/{process}/status");
    let status = fs::read_to_string(&path).with_context(|| format!("could not read {path}"))?;
    parse(&status, "VmRSS:").with_context(|| format!("{path} tells no VmRSS"))
}

/// The largest it ever was, in megabytes, while the process is there.
pub fn peak(process: u32) -> Option<f64> {
    parse(&fs::read_to_string(format!("/proc/{process}/status")).ok()?, "VmHWM:")
}

fn parse(status: &str, what: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024.0 / 1e6)
}

#[cfg(test)]
mod tests {
    #[test]
    fn resident_memory_is_found_among_the_rest() {
        let megabytes =
            super::parse("Name:\tpalier\nVmHWM:\t  99 kB\nVmRSS:\t   62500 kB\n", "VmRSS:").unwrap();
        assert!((megabytes - 64.0).abs() < 1e-9);
        assert_eq!(super::parse("Name: zombie\n", "VmRSS:"), None);
    }
}

//! `cargo xtask dev`: serves, and rebuilds whenever a source changes.

use crate::{
    front_end, interrupt, run, say, server, server::Settings, setup, setup::wasm::Toolchain, workspace,
};
use anyhow::Result;
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

const PAUSE: Duration = Duration::from_millis(300);

/// What the browser's half is made of.
const FRONT_END: [&str; 4] = ["app", "domain", "frontend", "style"];
/// What the server is made of.
const SERVER: [&str; 6] = ["app", "content", "domain", "server", "service", "store"];

/// How to develop.
#[derive(Args)]
pub struct Options {
    /// Where to listen on 127.0.0.1; the next free port if it is taken.
    #[arg(long, default_value_t = 3000, value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
}

/// Serves until Ctrl-C. A source that does not compile leaves the last good build running.
pub fn run(options: &Options) -> Result<()> {
    let toolchain = setup::for_building()?;
    let binary = workspace::DEV_BINARY.to_owned();
    let settings = Settings { binary, folder: "data".to_owned(), port: run::port_from(options.port)? };
    let mut seen = Seen::default();
    let mut due = Changed::default();
    let mut running = None;
    loop {
        let now = Seen::now();
        let changed = Changed::between(&seen, &now);
        seen = now;
        if changed.anything() {
            due = due.and(changed);
            // Stopped only when the new build is there: the database takes one server at a time.
            match rebuild(&toolchain, &mut due) {
                Ok(()) => {
                    drop(running.take());
                    running = restart(&settings);
                }
                Err(error) => say::failure(&error),
            }
            say::note("waiting for changes");
        }
        if interrupt::check().is_err() {
            say::doing("ended");
            return Ok(());
        }
        std::thread::sleep(PAUSE);
    }
}

/// Builds what is due. A half that fails stays due, and so does one whose turn never came.
fn rebuild(toolchain: &Toolchain, due: &mut Changed) -> Result<()> {
    if due.front_end {
        front_end::build(toolchain, front_end::Flavour::Fast)?;
        due.front_end = false;
    }
    if due.server {
        server::build()?;
        due.server = false;
    }
    Ok(())
}

fn restart(settings: &Settings) -> Option<server::Server> {
    match settings.prepare().and_then(|()| settings.start()) {
        Ok(server) => {
            say::doing(&format!("Palier is ready: {}", settings.address()));
            Some(server)
        }
        Err(error) => {
            say::failure(&error);
            None
        }
    }
}

/// When the newest source of each half was written.
#[derive(Clone, Copy, Default)]
struct Seen {
    front_end: Option<SystemTime>,
    server: Option<SystemTime>,
}

impl Seen {
    fn now() -> Self {
        Self { front_end: newest(&FRONT_END), server: newest(&SERVER) }
    }
}

/// Which halves must be built again.
#[derive(Clone, Copy, Default)]
struct Changed {
    front_end: bool,
    server: bool,
}

impl Changed {
    fn between(before: &Seen, now: &Seen) -> Self {
        Self { front_end: now.front_end != before.front_end, server: now.server != before.server }
    }

    fn and(self, more: Self) -> Self {
        Self { front_end: self.front_end || more.front_end, server: self.server || more.server }
    }

    fn anything(self) -> bool {
        self.front_end || self.server
    }
}

fn newest(folders: &[&str]) -> Option<SystemTime> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
    let mut newest = None;
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(entries(&path));
        }
        newest = newest.max(fs::metadata(&path).and_then(|data| data.modified()).ok());
    }
    newest
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_built_stays_due_whatever_changes_next() {
        let left = Changed { front_end: false, server: true };
        let due = left.and(Changed { front_end: true, server: false });
        assert!(due.front_end && due.server);
        assert!(!Changed::default().and(Changed::default()).anything());
    }
}

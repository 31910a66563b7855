//! Ctrl-C and SIGTERM: handed to the running children, so that everything ends in order.
//!
//! The build itself does not die on the first signal. It waits for its children, stops what it
//! started (servers, the private PostgreSQL) and fails with "interrupted". A second signal ends it
//! at once. Work that has become pointless, because something beside it failed, is ended the same way.

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use std::{
    process::Child,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static GIVEN_UP: AtomicBool = AtomicBool::new(false);
static GROUPS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// Starts listening for signals; call once.
pub fn watch() -> Result<()> {
    ctrlc::set_handler(on_signal).context("could not listen for Ctrl-C")
}

/// Fails if the user asked to stop, or everything is given up.
pub fn check() -> Result<()> {
    check_user()?;
    if is_given_up() {
        bail!("given up, because something else failed");
    }
    Ok(())
}

/// Fails if the user asked to stop.
pub fn check_user() -> Result<()> {
    if INTERRUPTED.load(Ordering::SeqCst) {
        bail!("interrupted; start the same command again to go on from here");
    }
    Ok(())
}

/// Ends what runs, and starts nothing any more.
pub fn give_up() {
    GIVEN_UP.store(true, Ordering::SeqCst);
    // Whoever was interrupted by the user is ending already.
    if check_user().is_ok() {
        end_children();
    }
}

/// Whether everything is given up.
fn is_given_up() -> bool {
    GIVEN_UP.load(Ordering::SeqCst)
}

/// While this lives, the process group led by the child receives our signals.
#[must_use]
pub struct Forwarding(Option<Pid>);

impl Forwarding {
    /// Forwards to the group of `child`, which must lead one.
    pub fn to(child: &Child) -> Self {
        let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        if let Some(group) = group {
            groups().push(group);
        }
        let forwarding = Self(group);
        // Whoever ended everything since it was looked last did not know of this child.
        if check().is_err() {
            forwarding.signal(Signal::INT);
        }
        forwarding
    }

    /// Asks the whole group to end.
    pub fn signal(&self, signal: Signal) {
        if let Some(group) = self.0 {
            // A group that has ended already is what was wanted.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Forwarding {
    fn drop(&mut self) {
        groups().retain(|group| Some(*group) != self.0);
    }
}

fn on_signal() {
    if INTERRUPTED.swap(true, Ordering::SeqCst) {
        std::process::exit(130);
    }
    end_children();
}

fn end_children() {
    for group in groups().iter() {
        let _ = kill_process_group(*group, Signal::INT);
    }
}

fn groups() -> std::sync::MutexGuard<'static, Vec<Pid>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

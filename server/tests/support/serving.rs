//! The real program, serving, in a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};

use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, prlimit};
use store::testing::TestDatabase;

use super::fixture::{command, confined};

/// The real program, serving.
pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Serves a database.
    pub(crate) fn start(database: &TestDatabase) -> Self {
        Self::spawn(command(&settings(database), &["serve"]))
    }

    /// The same where the modes of files hold, whoever runs the tests, and where the disk can be full.
    pub(crate) fn start_confined(database: &TestDatabase) -> Self {
        let mut command = confined(&settings(database), &["serve"]);
        // A log in a file would be too large as well.
        command.stderr(Stdio::null());
        Self::spawn(command)
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit("http://").next().unwrap().parse();
        Self { child, address: address.unwrap_or_else(|_| panic!("no address in {line:?}")) }
    }

    /// Lets no file grow any more, or be written at all, as on a disk that is full.
    pub(crate) fn fill_disk(&self) {
        self.limit_files(Rlimit { current: Some(0), ..getrlimit(Resource::Fsize) });
    }

    /// Makes room again.
    pub(crate) fn free_disk(&self) {
        self.limit_files(getrlimit(Resource::Fsize));
    }

    fn limit_files(&self, limit: Rlimit) {
        prlimit(Some(Pid::from_child(&self.child)), Resource::Fsize, limit).unwrap();
    }

    /// Asks it to end.
    pub(crate) fn ask_to_end(&self) {
        ask_to_end(&self.child);
    }

    /// How it ended, if it has.
    pub(crate) fn has_ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// With SIGKILL, which cannot be caught.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Asks a process to end.
pub(crate) fn ask_to_end(process: &Child) {
    kill_process(Pid::from_child(process), Signal::TERM).unwrap();
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

fn settings(database: &TestDatabase) -> [(&'static str, &str); 5] {
    [
        ("PALIER__DATABASE__URL", database.options.url.as_str()),
        // A machine that stands still for a moment is no database that is away.
        ("PALIER__DATABASE__ACQUIRE_TIMEOUT_SECONDS", "20"),
        ("PALIER__HTTP__LISTEN", "127.0.0.1:0"),
        ("PALIER__METRICS__ENABLED", "false"),
        ("PALIER__LOG__FILTER", "warn"),
    ]
}

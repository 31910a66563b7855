//! The server as a child: started with settings, waited for, stopped.

use crate::{interrupt, network, process, say, workspace};
use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);
/// Short enough for measuring how long a start takes.
const READY_PAUSE: Duration = Duration::from_millis(5);

/// Compiles the development build of the server.
pub fn build() -> Result<()> {
    say::doing("server: compiling");
    process::run(workspace::cargo().args(["build", "--package", "server"]))
        .context("could not compile the server")
}

/// The settings of one server for demonstration, on its own SQLite database.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The binary to start.
    pub binary: String,
    /// Where database, mail and files go.
    pub folder: String,
    /// Where it listens on 127.0.0.1.
    pub port: u16,
}

impl Settings {
    /// A command of the binary with these settings.
    pub fn command(&self, subcommand: &str) -> Command {
        let Self { binary, folder, port } = self;
        let mut command = Command::new(binary);
        command.arg(subcommand);
        for (name, value) in [
            ("DATABASE__URL", format!("sqlite://{folder}/palier.sqlite")),
            ("HTTP__LISTEN", format!("127.0.0.1:{port}")),
            ("HTTP__PUBLIC_URL", self.address()),
            ("DEMO__ENABLED", "true".to_owned()),
            ("MAIL__FOLDER", self.mail_folder()),
        ] {
            command.env(format!("PALIER__{name}"), value);
        }
        command
    }

    /// Creates the database and loads the demo programme; does nothing the second time, and begins anew where that was
    /// interrupted.
    pub fn prepare(&self) -> Result<()> {
        let begun = Begun::in_folder(Path::new(&self.folder))?;
        self.prepare_by(|subcommand| self.command(subcommand))?;
        begun.end()
    }

    /// The same on another database than its own.
    pub fn prepare_on(&self, database: &str) -> Result<()> {
        self.prepare_by(|subcommand| self.command_on(subcommand, database))
    }

    fn prepare_by(&self, command: impl Fn(&str) -> Command) -> Result<()> {
        fs::create_dir_all(&self.folder).with_context(|| format!("could not create {}", self.folder))?;
        say::doing("database: bringing the tables up to date");
        process::run(&mut command("migrate"))?;
        say::doing("database: loading the demo programme");
        process::run(&mut command("seed"))
    }

    fn command_on(&self, subcommand: &str, database: &str) -> Command {
        let mut command = self.command(subcommand);
        command.env("PALIER__DATABASE__URL", database);
        command.env("PALIER__FILES__URL", format!("{}/files", self.folder));
        command
    }

    /// Where a browser finds it.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Where mail is written instead of being sent.
    pub fn mail_folder(&self) -> String {
        format!("{}/mail", self.folder)
    }

    /// Starts serving, with the output on our terminal.
    pub fn start(&self) -> Result<Server> {
        Server::start(&mut self.command("serve"), self.port)
    }

    /// Starts serving, with the output in a file.
    pub fn start_logging_to(&self, log: &Path) -> Result<Server> {
        self.start_command(self.command("serve"), log)
    }

    /// The same on another database than its own, which other servers may use as well.
    pub fn start_on(&self, database: &str, log: &Path) -> Result<Server> {
        self.start_command(self.command_on("serve", database), log)
    }

    fn start_command(&self, mut command: Command, log: &Path) -> Result<Server> {
        let file = fs::File::create(log).with_context(|| format!("could not create {}", log.display()))?;
        command.stdout(file.try_clone()?).stderr(file);
        let server = Server::start(&mut command, self.port);
        server.with_context(|| format!("the server's log, {}:\n{}", log.display(), process::tail(log, 20)))
    }
}

/// A database that is being made. A mark lies beside it until it is whole: what was loaded by halves is of no use, and
/// cannot be loaded again.
struct Begun {
    mark: PathBuf,
}

impl Begun {
    /// Puts the mark where there is no database yet. Where it lies since another time, that database is removed first, unless
    /// somebody has it open.
    fn in_folder(folder: &Path) -> Result<Self> {
        let at = |name: &str| folder.join(format!("palier.{name}"));
        let (database, mark) = (at("sqlite"), at("begun"));
        fs::create_dir_all(folder).with_context(|| format!("could not create {}", folder.display()))?;
        if mark.exists() && !is_held(&at("sqlite.lock")) {
            say::note("loading the demo programme was interrupted; beginning anew");
            for name in ["sqlite-wal", "sqlite-shm", "sqlite"] {
                remove(&at(name))?;
            }
        }
        if !database.exists() {
            fs::write(&mark, "").with_context(|| format!("could not write {}", mark.display()))?;
        }
        Ok(Self { mark })
    }

    /// It is whole.
    fn end(self) -> Result<()> {
        remove(&self.mark)
    }
}

/// Whether a process has the lock that Palier takes on its database.
fn is_held(lock: &Path) -> bool {
    fs::File::open(lock).is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("could not remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// A running server; stops when dropped.
pub struct Server {
    child: Child,
    forwarding: interrupt::Forwarding,
}

impl Server {
    fn start(command: &mut Command, port: u16) -> Result<Self> {
        let child = process::spawn_leading_group(command.stdin(Stdio::null()))?;
        let forwarding = interrupt::Forwarding::to(&child);
        let mut server = Self { child, forwarding };
        server.wait_until_ready(port)?;
        Ok(server)
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits for its end, by itself or by the user.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        Ok(self.child.wait()?)
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) -> Result<()> {
        self.forwarding.signal(Signal::KILL);
        self.child.wait()?;
        Ok(())
    }

    fn wait_until_ready(&mut self, port: u16) -> Result<()> {
        let start = Instant::now();
        while network::status(port, "/readyz") != Some(200) {
            interrupt::check()?;
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended while starting, with {status}");
            }
            if START_LIMIT < start.elapsed() {
                bail!("the server is not ready after {}", say::duration(START_LIMIT));
            }
            std::thread::sleep(READY_PAUSE);
        }
        Ok(())
    }

    fn stop(&mut self) {
        let start = Instant::now();
        self.forwarding.signal(Signal::TERM);
        while !self.has_ended() {
            if STOP_LIMIT < start.elapsed() {
                say::note("the server does not stop; ending it by force");
                self.forwarding.signal(Signal::KILL);
            }
            std::thread::sleep(PAUSE);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if !self.has_ended() {
            self.stop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(folder: &Path) -> Vec<&'static str> {
        let names = ["palier.begun", "palier.sqlite", "palier.sqlite-wal"];
        names.into_iter().filter(|name| folder.join(name).exists()).collect()
    }

    #[test]
    fn a_database_that_was_begun_and_not_ended_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        let put = |name: &str| fs::write(folder.path().join(name), "x").unwrap();
        Begun::in_folder(folder.path()).unwrap();
        put("palier.sqlite");
        put("palier.sqlite-wal");
        let again = Begun::in_folder(folder.path()).unwrap();
        assert_eq!(there(folder.path()), ["palier.begun"]);
        put("palier.sqlite");
        again.end().unwrap();
        Begun::in_folder(folder.path()).unwrap();
        assert_eq!(there(folder.path()), ["palier.sqlite"]);
    }

    #[test]
    fn a_database_that_somebody_is_making_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        Begun::in_folder(folder.path()).unwrap();
        fs::write(folder.path().join("palier.sqlite"), "x").unwrap();
        let lock = fs::File::create(folder.path().join("palier.sqlite.lock")).unwrap();
        lock.lock().unwrap();
        Begun::in_folder(folder.path()).unwrap();
        assert_eq!(there(folder.path()), ["palier.begun", "palier.sqlite"]);
    }
}

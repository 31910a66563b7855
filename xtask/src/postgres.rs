//! The private PostgreSQL of tests and of what is measured: a cluster of this workspace alone, with the default, durable
//! settings, reachable on this machine only.

use crate::{network, process, say, setup, workspace};
use anyhow::{Context, Result};
use clap::Args;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// How tests learn the address.
pub const URL_VARIABLE: &str = "PALIER_TEST_POSTGRES_URL";

const SUPERUSER: &str = "palier";
const MAX_CONNECTIONS: u32 = 200;
/// Whose cluster it is when root works here: PostgreSQL refuses to run as root.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

/// Where the files of systems with much memory may lie in it.
const MEMORY: &str = "/dev/shm";
/// What must be free there, and of memory at all, in bytes: what tests leave behind while they run, several times over.
const ROOM: u64 = 4 << 30;

/// Where a cluster lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the disk, where it is kept.
    Disk,
    /// In memory where there is room, else on the disk. Each test makes a database of its own and drops it, which is
    /// three hundred files each time.
    Memory,
}

/// What to do with the cluster.
#[derive(Args)]
pub struct Options {
    /// Stop it instead.
    #[arg(long)]
    stop: bool,
}

/// `cargo xtask postgres`: for running single tests by hand.
pub fn run(options: &Options) -> Result<()> {
    if options.stop {
        return stop();
    }
    let running = start(Place::Memory)?;
    say::plain(&format!("export {URL_VARIABLE}={}", running.url()));
    running.leave();
    Ok(())
}

/// Starts the cluster, unless it runs already.
pub fn start(place: Place) -> Result<Running> {
    Cluster::find(place)?.start()
}

/// Stops it wherever it lies.
fn stop() -> Result<()> {
    let (programs, user) = (setup::postgres::ensure()?, user()?);
    let is_there = |folder: &PathBuf| fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir());
    for folder in folders().into_iter().filter(is_there) {
        Cluster { programs: programs.clone(), folder, user }.stop()?;
    }
    Ok(())
}

/// The cluster while somebody needs it. Stops it in the end, if it was started for this.
pub struct Running {
    cluster: Cluster,
    port: u16,
    started_here: bool,
}

impl Running {
    /// The address of the database `postgres`, as superuser.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// The address of a database.
    pub fn url_of(&self, database: &str) -> String {
        let password = fs::read_to_string(self.cluster.password_file()).unwrap_or_default();
        format!("postgres://{SUPERUSER}:{}@127.0.0.1:{}/{database}", password.trim(), self.port)
    }

    /// Runs one statement; the first value of its answer.
    pub fn query(&self, sql: &str) -> Result<String> {
        self.query_at(&self.url(), sql)
    }

    /// The same in the database of an address.
    pub fn query_at(&self, url: &str, sql: &str) -> Result<String> {
        let mut psql = Command::new(self.cluster.programs.join("psql"));
        psql.args(["--no-psqlrc", "--tuples-only", "--no-align", "--quiet", "--command", sql]);
        process::answer(psql.arg("--dbname").arg(url)).with_context(|| format!("`{sql}` failed"))
    }

    /// Lets it run on.
    pub fn leave(mut self) {
        self.started_here = false;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.started_here {
            return;
        }
        if let Err(error) = self.cluster.stop() {
            say::failure(&error.context("PostgreSQL was left running"));
        }
    }
}

struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    /// Who runs it, when that is not us.
    user: Option<&'static str>,
}

impl Cluster {
    fn find(place: Place) -> Result<Self> {
        let programs = setup::postgres::ensure()?;
        let user = user()?;
        let folder = folder_for(user, place)?;
        Ok(Self { programs, folder, user })
    }

    fn start(self) -> Result<Running> {
        self.create_if_missing()?;
        if let Some(port) = self.running_on() {
            return Ok(Running { cluster: self, port, started_here: false });
        }
        let port = network::free_port()?;
        say::doing(&format!("PostgreSQL: starting the tests' own cluster on port {port}"));
        let log = self.folder.join("log");
        let mut pg_ctl = self.pg_ctl("start");
        pg_ctl.args(["--wait", "--silent", "--log"]).arg(&log).arg("--options").arg(settings(port));
        process::run(&mut pg_ctl)
            .with_context(|| format!("PostgreSQL does not start: {}", process::tail(&log, 5)))?;
        Ok(Running { cluster: self, port, started_here: true })
    }

    fn stop(&self) -> Result<()> {
        if self.running_on().is_none() {
            return Ok(());
        }
        say::doing("PostgreSQL: stopping the tests' own cluster");
        // Not through `process::run`: this must also happen after an interruption.
        process::answer(self.pg_ctl("stop").args(["--wait", "--silent", "--mode", "fast"]))?;
        self.leave_memory()
    }

    /// What lies in memory does not stay there.
    fn leave_memory(&self) -> Result<()> {
        if !self.folder.starts_with(MEMORY) {
            return Ok(());
        }
        fs::remove_dir_all(&self.folder)
            .with_context(|| format!("could not remove {}", self.folder.display()))
    }

    fn create_if_missing(&self) -> Result<()> {
        if self.as_user("test").arg("-f").arg(self.data().join("PG_VERSION")).status()?.success() {
            return Ok(());
        }
        say::doing(&format!("PostgreSQL: creating the tests' own cluster in {}", self.folder.display()));
        let partial = self.folder.join("data.partial");
        process::answer(self.as_user("rm").arg("-rf").arg(&partial))?;
        self.write_password()?;
        let mut initdb = self.as_user(self.programs.join("initdb"));
        initdb.args(["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--username", SUPERUSER]);
        initdb.arg("--pwfile").arg(self.password_file()).arg("--pgdata").arg(&partial);
        process::answer(&mut initdb).context("initdb could not create a cluster")?;
        process::answer(self.as_user("mv").arg(&partial).arg(self.data())).map(drop)
    }

    /// The port, if the cluster runs.
    fn running_on(&self) -> Option<u16> {
        process::answer(&mut self.pg_ctl("status")).ok()?;
        let file = self.data().join("postmaster.pid");
        let lines = process::answer(self.as_user("cat").arg(file)).ok()?;
        lines.lines().nth(3)?.trim().parse().ok()
    }

    fn write_password(&self) -> Result<()> {
        let mut script = self.as_user("sh");
        script.args(["-c", "umask 177; head -c 18 /dev/urandom | od -An -tx1 | tr -d ' \\n' > \"$0\""]);
        process::answer(script.arg(self.password_file())).context("could not make up a password").map(drop)
    }

    fn pg_ctl(&self, action: &str) -> Command {
        let mut command = self.as_user(self.programs.join("pg_ctl"));
        command.arg(action).arg("--pgdata").arg(self.data());
        command
    }

    fn as_user(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        as_user(self.user, program)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn password_file(&self) -> PathBuf {
        self.folder.join("password")
    }
}

fn settings(port: u16) -> String {
    format!(
        "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections={MAX_CONNECTIONS}"
    )
}

fn as_user(user: Option<&str>, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let Some(user) = user else { return Command::new(program) };
    let mut command = Command::new("runuser");
    // From `/`, because that user may not be allowed into our folder.
    command.args(["-u", user, "--"]).arg(program).current_dir("/");
    command
}

/// Who runs it, when that is not us.
fn user() -> Result<Option<&'static str>> {
    if rustix::process::geteuid().is_root() { unprivileged_user().map(Some) } else { Ok(None) }
}

fn unprivileged_user() -> Result<&'static str> {
    let known = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let exists = |user: &&str| known.lines().any(|line| line.split(':').next() == Some(*user));
    UNPRIVILEGED.into_iter().find(exists).context(
        "PostgreSQL does not run as root, and there is no user postgres or nobody; run this as a user",
    )
}

/// Where it may lie: in memory, in `target/postgres`, or in a folder under `/var/tmp` where that user cannot get into the
/// workspace.
fn folders() -> [PathBuf; 3] {
    let name = format!("palier-postgres-{}", workspace::short_name());
    let inside = workspace::root().join(workspace::TARGET).join("postgres");
    [Path::new(MEMORY).join(&name), inside, Path::new("/var/tmp").join(name)]
}

fn folder_for(user: Option<&str>, place: Place) -> Result<PathBuf> {
    let [memory, inside, outside] = folders();
    let is_for_memory = place == Place::Memory && (memory.exists() || has_room());
    for folder in is_for_memory.then_some(memory).into_iter().chain([inside, outside]) {
        fs::create_dir_all(&folder).with_context(|| format!("could not create {}", folder.display()))?;
        if fs::symlink_metadata(&folder)?.is_symlink() {
            continue;
        }
        give_to(user, &folder)?;
        if process::succeeds(as_user(user, "test").arg("-w").arg(&folder)) {
            return Ok(folder);
        }
    }
    anyhow::bail!("no folder for PostgreSQL's data: neither target/postgres nor /var/tmp can be written")
}

/// Whether there is room in it, and memory for what is put there.
fn has_room() -> bool {
    let is_free = rustix::fs::statvfs(MEMORY)
        .is_ok_and(|memory| ROOM <= memory.f_bavail.saturating_mul(memory.f_frsize));
    is_free && ROOM <= available(&fs::read_to_string("/proc/meminfo").unwrap_or_default())
}

/// The memory that programs may still take, in bytes, out of what the system says of it.
fn available(meminfo: &str) -> u64 {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.unwrap_or_default().saturating_mul(1024)
}

fn give_to(user: Option<&str>, folder: &Path) -> Result<()> {
    let Some(user) = user else { return Ok(()) };
    process::answer(Command::new("chown").arg(user).arg(folder)).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_does_not_say_is_no_memory() {
        let said = "MemTotal:       16384000 kB\nMemFree:          100000 kB\nMemAvailable:    4194304 kB\n";
        assert_eq!(available(said), ROOM);
        for text in ["", "MemTotal:       16384000 kB\n", "MemAvailable:  much\n"] {
            assert_eq!(available(text), 0, "{text}");
        }
    }
}

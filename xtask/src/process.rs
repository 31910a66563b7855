//! Running other programs: in the open, for their answer, or into a log with signs of life.

use crate::{interrupt, say};
use anyhow::{Context, Result, bail};
use std::{
    io::{BufRead, BufReader, Read},
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::{Duration, Instant},
};

/// A child that says nothing for this long gets a line of its own.
const SILENCE: Duration = Duration::from_secs(15);
/// A logged child may take this long; a test that hangs must not hang everything.
const LIMIT: Duration = Duration::from_secs(40 * 60);
const PAUSE: Duration = Duration::from_millis(20);

/// Runs a command in the open. While a log is kept, its output goes there too.
pub fn run(command: &mut Command) -> Result<()> {
    if say::has_log() {
        return run_hearing(command, &mut |_| false);
    }
    interrupt::check()?;
    let mut child = spawn_leading_group(command.stdin(Stdio::null()))?;
    let _forwarding = interrupt::Forwarding::to(&child);
    let status = wait(&mut child)?;
    interrupt::check()?;
    succeeded(command, status)
}

/// Runs a command and repeats what it says, but for the lines that are for `hear`, which tells whether one was.
pub fn run_hearing(command: &mut Command, hear: &mut dyn FnMut(&str) -> bool) -> Result<()> {
    interrupt::check()?;
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = spawn_leading_group(command)?;
    let forwarding = interrupt::Forwarding::to(&child);
    let status = repeat_until_end(&mut child, &forwarding, hear)?;
    interrupt::check()?;
    succeeded(command, status)
}

/// Runs a command that may ask the user something, such as a password for sudo.
pub fn run_interactively(command: &mut Command) -> Result<()> {
    interrupt::check()?;
    let status = command.status().with_context(|| cannot_start(command))?;
    interrupt::check()?;
    succeeded(command, status)
}

/// What a command writes to its standard output, trimmed; fails with what it wrote to the other.
pub fn answer(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", line(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a command can be started and succeeds; its output is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a command quietly and ends it when it takes longer than it may.
pub fn run_within(limit: Duration, command: &mut Command) -> Result<()> {
    interrupt::check()?;
    let mut child = spawn_leading_group(command.stdin(Stdio::null()))?;
    let forwarding = interrupt::Forwarding::to(&child);
    let start = Instant::now();
    while start.elapsed() < limit {
        interrupt::check()?;
        if let Some(status) = child.try_wait()? {
            return succeeded(command, status);
        }
        std::thread::sleep(PAUSE);
    }
    forwarding.signal(rustix::process::Signal::KILL);
    child.wait()?;
    bail!("`{}` gave no result within {}", line(command), say::duration(limit))
}

/// Starts a child in a process group of its own, so that a signal reaches its children too.
pub fn spawn_leading_group(command: &mut Command) -> Result<Child> {
    command.process_group(0).spawn().with_context(|| cannot_start(command))
}

/// The last lines of a log.
pub fn tail(log: &Path, lines: usize) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let all: Vec<&str> = text.lines().collect();
    all.get(all.len().saturating_sub(lines)..).unwrap_or_default().join("\n")
}

/// The command as one would type it.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    bail!("`{}` ended with {status}", line(command))
}

fn cannot_start(command: &Command) -> String {
    format!("could not start `{}`", line(command))
}

fn lines_of(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    if let Some(stdout) = child.stdout.take() {
        forward_lines(stdout, sender.clone());
    }
    if let Some(stderr) = child.stderr.take() {
        forward_lines(stderr, sender);
    }
    receiver
}

fn forward_lines(from: impl Read + Send + 'static, to: Sender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
            if to.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
        }
    });
}

fn repeat_until_end(
    child: &mut Child,
    group: &interrupt::Forwarding,
    hear: &mut dyn FnMut(&str) -> bool,
) -> Result<ExitStatus> {
    let start = Instant::now();
    let lines = lines_of(child);
    loop {
        if LIMIT < start.elapsed() {
            group.signal(rustix::process::Signal::KILL);
            child.wait()?;
            bail!("no end after {}; given up", say::duration(LIMIT));
        }
        match lines.recv_timeout(SILENCE) {
            Ok(line) if hear(&line) => {}
            Ok(line) => say::note(&line),
            Err(RecvTimeoutError::Timeout) => still_at_it(start),
            Err(RecvTimeoutError::Disconnected) => return Ok(child.wait()?),
        }
    }
}

/// On a terminal, programs show their own progress; elsewhere a sign of life stands in for it.
fn wait(child: &mut Child) -> Result<ExitStatus> {
    let (start, mut last_sign) = (Instant::now(), Instant::now());
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if !say::on_terminal() && SILENCE < last_sign.elapsed() {
            still_at_it(start);
            last_sign = Instant::now();
        }
        std::thread::sleep(PAUSE);
    }
}

fn still_at_it(start: Instant) {
    say::note(&format!("… still at it after {}", say::duration(start.elapsed())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_trimmed_and_a_failure_tells_why() {
        assert_eq!(answer(Command::new("echo").arg(" hello ")).unwrap(), "hello");
        let error = answer(Command::new("sh").args(["-c", "echo no >&2; exit 3"])).unwrap_err();
        assert!(error.to_string().contains("no"));
    }

    #[test]
    fn a_command_that_takes_too_long_is_ended() {
        let error = run_within(Duration::from_millis(200), Command::new("sleep").arg("60")).unwrap_err();
        assert!(error.to_string().contains("no result"));
    }

    #[test]
    fn the_output_of_children_goes_to_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        say::open_log(std::fs::File::create(&path).unwrap());
        run(Command::new("sh").args(["-c", "echo one; echo two >&2"])).unwrap();
        say::close_log();
        assert_eq!(tail(&path, 2).lines().count(), 2);
    }
}

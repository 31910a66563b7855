//! The only place that prints. While a thread has a log open, it gets a copy of everything that this thread says.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a build tool talks on the terminal")]

use std::{
    cell::{Cell, RefCell},
    fs::File,
    io::{IsTerminal, Write},
    time::Duration,
};

thread_local! {
    static LOG: RefCell<Option<File>> = const { RefCell::new(None) };
    static NAME: Cell<&'static str> = const { Cell::new("") };
}

/// Announces what is being done, before it is done.
pub fn doing(what: &str) {
    println!("{} {}{what}", emphasised("==>"), whose());
    copy(&format!("==> {what}"));
}

/// Adds a detail to what was announced.
pub fn note(what: &str) {
    println!("    {}{what}", whose());
    copy(what);
}

/// Prints text as it is, for tables.
pub fn plain(text: &str) {
    println!("{text}");
    copy(text);
}

/// Prints an error with everything that led to it.
pub fn failure(error: &anyhow::Error) {
    eprintln!("\n{} {error}", emphasised("error:"));
    for cause in error.chain().skip(1) {
        eprintln!("    because: {cause}");
    }
    copy(&format!("error: {error:#}"));
}

/// Copies everything that this thread says into this file from now on.
pub fn open_log(file: File) {
    LOG.set(Some(file));
}

/// Copies nothing from now on.
pub fn close_log() {
    LOG.set(None);
}

/// The log of this thread, for another that works for it.
pub fn log() -> Option<File> {
    LOG.with_borrow(|log| log.as_ref()?.try_clone().ok())
}

/// Whether there is a log, which the output of children should go to as well.
pub fn has_log() -> bool {
    LOG.with_borrow(Option::is_some)
}

/// Puts a name before what this thread says on the terminal, because others talk at the same time.
pub fn speak_as(name: &'static str) {
    NAME.set(name);
}

/// Whether a person is probably reading along.
pub fn on_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// A duration as people say it: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// A size in kilobytes of 1000 bytes, the unit of the size budget.
pub fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

fn copy(text: &str) {
    LOG.with_borrow_mut(|log| {
        if let Some(file) = log {
            // A log that cannot be written must not end what it tells about.
            let _ = writeln!(file, "{text}");
        }
    });
}

fn whose() -> String {
    match NAME.get() {
        "" => String::new(),
        name => format!("{name}: "),
    }
}

fn emphasised(text: &str) -> String {
    if on_terminal() { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_naturally() {
        assert_eq!(duration(Duration::from_millis(440)), "0.4 s");
        assert_eq!(duration(Duration::from_secs(12)), "12 s");
        assert_eq!(duration(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn sizes_count_a_thousand_bytes_to_the_kilobyte() {
        assert_eq!(kilobytes(169_480), "169.4 kB");
    }
}

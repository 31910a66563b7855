//! The one place that writes to the terminal. A reader who went away (`palier … | head`) is no failure.

use std::io::Write;

/// A line of the answer.
pub(crate) fn line(text: &str) {
    let _gone = writeln!(std::io::stdout().lock(), "{text}");
}

/// A line about the work, apart from the answer.
pub(crate) fn note(text: &str) {
    let _gone = writeln!(std::io::stderr().lock(), "{text}");
}

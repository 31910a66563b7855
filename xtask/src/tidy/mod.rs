//! `cargo xtask tidy`: what the compiler cannot check.

mod edges;
mod forms;
mod markup;
mod report;
mod source;
mod typography;
mod words;
mod writes;

use crate::say;
use anyhow::{Result, bail};

/// Checks everything, prints every finding, and fails if there is one.
pub fn run() -> Result<()> {
    say::doing(
        "tidy: dependency edges, text outside messages, raw HTML, forms, writes, typography, forbidden words",
    );
    let mut findings = edges::check()?;
    findings.extend(markup::check()?);
    findings.extend(forms::check()?);
    findings.extend(writes::check()?);
    findings.extend(typography::check()?);
    findings.extend(words::check()?);
    say::plain(&report::longest()?);
    for finding in &findings {
        say::note(finding);
    }
    match findings.len() {
        0 => Ok(()),
        count => bail!("findings of tidy, listed above: {count}"),
    }
}

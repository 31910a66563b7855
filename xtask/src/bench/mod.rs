//! Measuring the release build: `cargo xtask bench [what]`.

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Everything, unless one thing is named.
    #[arg(value_enum)]
    what: Option<Figure>,
}

/// A figure that Palier promises.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Figure {
    /// Requests per second of a signed-in page.
    Pages,
    /// Durable writes per second, on both engines.
    Writes,
    /// Memory at rest and after many requests.
    Memory,
    /// Time from start to ready.
    Start,
    /// What a browser fetches first.
    FirstLoad,
}

/// Measures what was asked for.
pub fn run(options: &Options) -> Result<()> {
    let Options { what } = options;
    bail!("not built yet: {what:?}")
}

//! Live news, acknowledgements and clearances, in a programme of 10,000 agents.
//!
//! News go the whole way: somebody publishes over HTTP, and what is counted was read from TCP connections to `/live`.

mod engines;
mod events;
mod listener;
mod one_node;
mod programme;
mod streams;
mod tally;
mod two_nodes;

use super::{example, report::Row, subject};
use anyhow::Result;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

/// Prepares the programme, acknowledges, works out clearances.
const PROGRAM: &str = "live_load";
/// How long to wait for news that must come.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long to wait for news that must not come, and for streams to be silent.
const SILENCE: Duration = Duration::from_secs(1);
/// How many news a change is: the version takes effect, and a broadcast tells of it.
const NEWS_EACH: usize = 2;

/// Builds what goes through the use cases without a server.
pub fn build() -> Result<()> {
    example::build(PROGRAM)
}

/// Measures it all.
pub fn measure() -> Result<Vec<Row>> {
    let mut rows = one_node::measure()?;
    rows.extend(two_nodes::measure()?);
    rows.extend(engines::measure()?);
    Ok(rows)
}

/// A folder for one of the measurements.
fn folder(name: &str) -> Result<PathBuf> {
    let folder = std::path::absolute(Path::new(subject::FOLDER).join("live").join(name))?;
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

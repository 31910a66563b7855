//! Measuring the release build: `cargo xtask bench [what]`.
//!
//! Every figure comes with a yardstick from the same run (`/livez`, the disk's own flushes) and with how
//! much of the machine others used meanwhile, because a number alone says more about the machine than about
//! Palier. A missed aim is told, not a failure.

mod answer;
mod client;
pub mod database;
mod disk;
mod example;
mod first_load;
mod knowledge;
mod live;
mod load;
mod memory;
mod noise;
mod pages;
mod references;
mod report;
mod run;
mod start;
mod subject;
mod writes;

use crate::{process, say};
use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::{fs, process::Command};

const JSON: &str = "target/bench.json";

/// What to measure.
#[derive(Args)]
pub struct Options {
    /// Everything, unless something is named.
    #[arg(value_enum)]
    what: Vec<Figure>,
    /// Measure what was built before, without building anew.
    #[arg(long)]
    as_built: bool,
}

/// A figure that Palier promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Figure {
    /// Signed-in pages per second; a knowledge base of thousands of pages: import, articles, search.
    Pages,
    /// Durable writes per second, on both engines.
    Writes,
    /// Memory at rest and after many requests.
    Memory,
    /// Time from start to ready.
    Start,
    /// What a browser fetches first.
    FirstLoad,
    /// News on 10,000 event streams, acknowledgements and clearances of 10,000 agents, two nodes on one database.
    Live,
}

/// Measures what was asked for.
pub fn run(options: &Options) -> Result<()> {
    let wanted = if options.what.is_empty() { Figure::value_variants() } else { &options.what };
    if !options.as_built {
        build(wanted)?;
    }
    subject::clear()?;
    let mut rows = Vec::new();
    for figure in wanted {
        rows.extend(figure.measure()?);
    }
    say::plain(&format!("\n{}\n", report::table(&rows)));
    let json = report::json(&rows, machine()).to_string();
    fs::write(JSON, &json).with_context(|| format!("could not write {JSON}"))?;
    say::plain(&json);
    Ok(())
}

fn build(wanted: &[Figure]) -> Result<()> {
    if wanted.iter().any(|figure| *figure != Figure::Writes) {
        subject::build()?;
    }
    if wanted.contains(&Figure::Writes) {
        writes::build()?;
    }
    if wanted.contains(&Figure::Live) {
        live::build()?;
    }
    Ok(())
}

impl Figure {
    fn measure(self) -> Result<Vec<report::Row>> {
        let (what, measure): (_, fn() -> _) = match self {
            Self::Pages => ("signed-in pages, and a knowledge base of thousands", all_pages),
            Self::Writes => ("durable writes", writes::measure),
            Self::Memory => ("memory", memory::measure),
            Self::Start => ("start", start::measure),
            Self::FirstLoad => ("first load", first_load::measure),
            Self::Live => ("live news, acknowledgements, clearances", live::measure),
        };
        say::doing(&format!("measuring: {what}"));
        measure()
    }
}

fn all_pages() -> Result<Vec<report::Row>> {
    let mut rows = pages::measure()?;
    rows.extend(knowledge::measure()?);
    Ok(rows)
}

/// On what, and of which source.
fn machine() -> Value {
    let cores = std::thread::available_parallelism().map(usize::from).ok();
    let commit = process::answer(Command::new("git").args(["rev-parse", "--short", "HEAD"])).ok();
    json!({ "cores": cores, "commit": commit })
}

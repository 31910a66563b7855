//! Durable writes per second, on both engines.

use super::{database, disk, example, noise::Watch, report::Row, subject};
use crate::{postgres, say};
use anyhow::Result;
use serde::Deserialize;
use std::{path::Path, time::Duration};

const PROGRAM: &str = "write_load";
const DATABASE: &str = "palier_bench";
/// Writes per second.
const AIM: f64 = 1000.0;
const FLUSHING: Duration = Duration::from_secs(2);

/// What the program prints.
#[derive(Debug, Deserialize)]
struct Outcome {
    writers: u32,
    writes_per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    unsealed_at_end: u64,
    events_verified: u64,
}

/// Builds the program that writes through the use cases.
pub fn build() -> Result<()> {
    example::build(PROGRAM)
}

/// Measures both engines, and how often the disk flushes by itself.
pub fn measure() -> Result<Vec<Row>> {
    let folder = std::path::absolute(subject::FOLDER)?;
    let before = disk::flushes_per_second(&folder, FLUSHING)?;
    let mut rows = on_sqlite(&folder)?;
    rows.extend(on_postgres()?);
    let after = disk::flushes_per_second(&folder, FLUSHING)?;
    let note = format!("before {before:.0}, after {after:.0}");
    rows.push(
        Row::new("flushes of the disk, one by one", f64::midpoint(before, after), "flushes/s").note(note),
    );
    Ok(rows)
}

fn on_sqlite(folder: &Path) -> Result<Vec<Row>> {
    say::note("writing to SQLite");
    run("SQLite", &format!("sqlite://{}/writes.sqlite", folder.display()))
}

fn on_postgres() -> Result<Vec<Row>> {
    let server = postgres::start(postgres::Place::Disk)?;
    let url = database::make(&server, DATABASE)?;
    say::note("writing to PostgreSQL");
    let rows = run("PostgreSQL", &url);
    database::remove(&server, DATABASE)?;
    rows
}

fn run(engine: &str, url: &str) -> Result<Vec<Row>> {
    let watch = Watch::start([]);
    let outcome: Outcome = example::figures(PROGRAM, &[url])?;
    let noise = watch.in_words();
    let Outcome { writers, writes_per_second, p50_ms, p99_ms, unsealed_at_end, events_verified } = outcome;
    let mut note = format!(
        "{writers} writers, p50 {p50_ms:.1} ms, p99 {p99_ms:.1} ms; chain of {events_verified} intact"
    );
    if 0 < unsealed_at_end {
        note += &format!("; {unsealed_at_end} waited for their number at the end");
    }
    if !noise.is_empty() {
        note += &format!("; {noise}");
    }
    Ok(vec![Row::new(format!("writes to {engine}"), writes_per_second, "writes/s").at_least(AIM).note(note)])
}

//! Acknowledgements and clearances on both engines, through the use cases alone.

use super::{PROGRAM, folder};
use crate::{
    bench::{database, example, noise::Watch, report::Row},
    postgres, say,
};
use anyhow::Result;
use serde::Deserialize;

const DATABASE: &str = "palier_bench_acks";
/// Acknowledgements per second.
const ACKS: f64 = 1000.0;
/// In milliseconds.
const RECOMPUTE: f64 = 2000.0;

/// What `acks` prints.
#[derive(Debug, Deserialize)]
struct Acks {
    workers: u32,
    acknowledged: u64,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
}

/// What `recompute` prints.
#[derive(Debug, Deserialize)]
struct Recompute {
    publish_ms: f64,
    published: u64,
    told_ms: f64,
    due_ms: f64,
    due: u64,
}

/// Measures both engines.
pub fn measure() -> Result<Vec<Row>> {
    let folder = folder("acks")?;
    let people = folder.join("people.json").to_string_lossy().into_owned();
    let mut rows = on("SQLite", &format!("sqlite://{}/acks.sqlite", folder.display()), &people)?;
    let server = postgres::start(postgres::Place::Disk)?;
    let url = database::make(&server, DATABASE)?;
    let on_postgres = on("PostgreSQL", &url, &people);
    database::remove(&server, DATABASE)?;
    rows.extend(on_postgres?);
    Ok(rows)
}

fn on(engine: &str, url: &str, people: &str) -> Result<Vec<Row>> {
    say::note(&format!(
        "10,000 agents on {engine}: acknowledgements, then clearances after a critical change"
    ));
    example::run(PROGRAM, &["prepare", url, people])?;
    let watch = Watch::start([]);
    let Acks { workers, acknowledged, per_second, p50_ms, p99_ms } =
        example::figures(PROGRAM, &["acks", url])?;
    let note = format!(
        "{acknowledged} by {workers} workers, p50 {p50_ms:.1} ms, p99 {p99_ms:.1} ms {}",
        watch.in_words()
    );
    let watch = Watch::start([]);
    let Recompute { publish_ms, published, told_ms, due_ms, due } =
        example::figures(PROGRAM, &["recompute", url])?;
    let noise = watch.in_words();
    Ok(vec![
        Row::new(format!("acknowledgements on {engine}, durable"), per_second, "acks/s")
            .at_least(ACKS)
            .note(note.trim_end()),
        Row::new(format!("critical change to 10,000 on {engine}, all of it"), publish_ms, "ms")
            .at_most(RECOMPUTE)
            .note(format!("{published} clearances worked out {noise}").trim_end()),
        Row::new(format!("10,000 told of it on {engine}, by letter too"), told_ms, "ms"),
        Row::new(format!("clearances of 10,000 worked out anew on {engine}"), due_ms, "ms")
            .at_most(RECOMPUTE)
            .note(format!("{due} of them, as a job does when time has run out")),
    ])
}

//! One node on SQLite that holds 10,000 event streams; what other systems ask of it.

use super::{
    NEWS_EACH, PATIENCE, SILENCE, folder,
    programme::{Programme, Weight},
    streams::Streams,
    tally::{Delays, Tally},
};
use crate::{
    bench::{client::Request, memory, noise::Watch, report::Row, run::Bench, subject},
    process, say,
    server::Settings,
};
use anyhow::{Context, Result};
use std::{cell::Cell, time::Duration};

const STREAMS: usize = 10_000;
/// The last of so many never reads.
const DEAF: usize = 100;
const CHANGES: usize = 5;
/// In megabytes.
const MEMORY: f64 = 300.0;
/// In milliseconds.
const P50: f64 = 200.0;
const P99: f64 = 1000.0;
const ANSWER: f64 = 5.0;
const CONNECTIONS: usize = 8;
const LONG: Duration = Duration::from_secs(10);
/// How far behind the last agent the next one that is asked for is.
const STRIDE: usize = 37;

/// Measures it.
pub fn measure() -> Result<Vec<Row>> {
    let folder = folder("one-node")?;
    let settings = subject::empty_in(&folder)?;
    say::note("a programme of 10,000 agents on SQLite");
    let programme = Programme::prepare(&format!("sqlite://{}/palier.sqlite", settings.folder), &folder)?;
    let token = token(&settings)?;
    let server = settings.start_logging_to(&folder.join("server.log"))?;
    let mut rows = streams(&settings, server.pid(), &programme)?;
    rows.extend(clearances(&settings, server.pid(), &programme, &token)?);
    Ok(rows)
}

fn streams(settings: &Settings, server: u32, programme: &Programme) -> Result<Vec<Row>> {
    let before = memory::resident(server)?;
    say::note(&format!("opening {STREAMS} event streams"));
    let agents = programme.agents.iter().take(STREAMS);
    let places: Vec<_> = agents.map(|agent| (settings.port, agent.secret.as_str())).collect();
    let changes = (0..CHANGES).map(|article| programme.approved(settings.port, article, Weight::Major));
    let changes = changes.collect::<Result<Vec<_>>>()?;
    let streams = Streams::open(&places, Some(DEAF))?;
    let opened = memory::resident(server)?;

    say::note(&format!("{CHANGES} major changes to everybody"));
    let watch = Watch::start([server]);
    let (mut tally, mut delays) = (Tally::default(), Delays::default());
    for change in &changes {
        streams.gather(usize::MAX, SILENCE)?;
        let published = change.publish()?;
        let heard = streams.gather(streams.read * NEWS_EACH, PATIENCE)?;
        delays.add(published, &heard);
        tally.add(&heard);
    }
    tally.add(&streams.gather(usize::MAX, SILENCE)?);
    let (noise, told, read) = (watch.in_words(), memory::resident(server)?, streams.read);
    let listeners = streams.close()?;
    let held = listeners.iter().filter(|one| one.stream().is_some()).count();
    let deaf = places.len() - read;
    let lost = tally.lost(read, CHANGES * NEWS_EACH);
    let note = format!("{before:.0} MB without them, {opened:.0} MB before any news");
    Ok(vec![
        Row::new("event streams held by one node", (held + deaf) as f64, "streams")
            .at_least(STREAMS as f64)
            .note(format!("{deaf} of them never read")),
        Row::new("memory of that node, in all", told.max(opened), "MB").at_most(MEMORY).note(note),
        Row::new("published to received by 10,000, p50", delays.since_answer(0.5), "ms")
            .at_most(P50)
            .note(delays.since_asked()),
        Row::new("published to received by 10,000, p99", delays.since_answer(0.99), "ms")
            .at_most(P99)
            .note(noise),
        Row::new("news lost by 10,000 streams", lost as f64, "").at_most(0.0),
        Row::new("news told twice to 10,000 streams", tally.twice() as f64, "").at_most(0.0),
    ])
}

/// One question as a routing platform asks it before each contact.
fn clearances(settings: &Settings, server: u32, programme: &Programme, token: &str) -> Result<Vec<Row>> {
    let ask = Request::get(settings.port, "/").bearing(token);
    let turn = Cell::new(0_usize);
    let next = |_| {
        let at = turn.replace(turn.get() + STRIDE);
        let agent = programme.agents.get(at % programme.agents.len().max(1));
        let about = programme.contact_types.get(at % programme.contact_types.len().max(1));
        let agent = agent.map_or("", |agent| agent.id.as_str());
        let about = about.map_or("", String::as_str);
        ask.at(&format!("/api/v1/clearances?agent={agent}&contact_type={about}")).bytes()
    };
    let load = |connections| {
        Bench::new(settings.port, server).on(connections).load_each("clearances by API", &next, LONG)
    };
    // How long an answer takes, and what it takes when more is asked than can be answered.
    let (alone, crowd) = (load(1)?, load(CONNECTIONS)?);
    Ok(vec![
        Row::new("clearance of one of 10,000 by API, p50", alone.p50(), "ms"),
        Row::new("clearance of one of 10,000 by API, p99", alone.p99(), "ms").at_most(ANSWER),
        Row::new("one after another", alone.rate(), "requests/s").note(alone.remarks("")),
        Row::new("the same, 8 connections flat out, p50", crowd.p50(), "ms"),
        Row::new("the same, 8 connections flat out, p99", crowd.p99(), "ms").at_most(ANSWER),
        Row::new("8 connections flat out", crowd.rate(), "requests/s").note(crowd.remarks("")),
    ])
}

/// A token with which another system asks; made before the server holds the database.
fn token(settings: &Settings) -> Result<String> {
    let mut command = settings.command("token");
    let said = process::answer(command.args(["create", "--name", "bench", "--scope", "clearances:read"]))?;
    Ok(said.lines().last().context("no token was made")?.trim().to_owned())
}

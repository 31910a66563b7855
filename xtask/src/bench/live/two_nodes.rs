//! Two nodes on one PostgreSQL: news of one on the other, and one that is killed.

use super::{
    NEWS_EACH, PATIENCE, SILENCE,
    events::NEWS,
    folder,
    programme::{Change, Programme, Weight},
    streams::{Heard, Streams},
    tally::{Delays, Tally},
};
use crate::{
    bench::{database, noise::Watch, report::Row, subject},
    interrupt,
    postgres::{self, Running},
    say,
    server::{Server, Settings},
};
use anyhow::{Context, Result, bail};
use std::{
    collections::BTreeSet,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

const DATABASE: &str = "palier_bench_live";
/// On each node.
const STREAMS: usize = 1_000;
const CHANGES: usize = 10;
/// How many changes one node publishes while the other is killed, and behind which of them.
const SERIES: usize = 20;
const KILLED_BEHIND: usize = 7;
/// In milliseconds.
const P99: f64 = 1000.0;
const LOOK: Duration = Duration::from_millis(1);

/// A server and where it listens.
struct Node {
    settings: Settings,
    server: Server,
}

/// Measures it.
pub fn measure() -> Result<Vec<Row>> {
    let postgres = postgres::start(postgres::Place::Disk)?;
    let url = database::make(&postgres, DATABASE)?;
    let rows = on(&postgres, &url);
    database::remove(&postgres, DATABASE)?;
    rows
}

fn on(postgres: &Running, url: &str) -> Result<Vec<Row>> {
    let folder = folder("two-nodes")?;
    say::note("a programme of 10,000 agents on PostgreSQL, two nodes");
    let programme = Programme::prepare(url, &folder)?;
    let (one, other) = (Node::start(url, &folder.join("one"))?, Node::start(url, &folder.join("other"))?);
    let approved = |node: &Node, articles: std::ops::Range<usize>| -> Result<Vec<Change>> {
        articles.map(|article| programme.approved(node.settings.port, article, Weight::Moderate)).collect()
    };
    let changes = approved(&one, 0..CHANGES)?;
    let series = approved(&other, CHANGES..CHANGES + SERIES)?;
    let from: i64 = postgres.query_at(url, "SELECT coalesce(max(seq), 0) FROM event")?.parse()?;
    let agents = programme.agents.iter().take(2 * STREAMS).enumerate();
    let port = |number: usize| if number < STREAMS { one.settings.port } else { other.settings.port };
    let places: Vec<_> = agents.map(|(number, agent)| (port(number), agent.secret.as_str())).collect();
    let streams = Streams::open(&places, None)?;

    let mut tally = Tally::default();
    let mut rows = across(&streams, &changes, [&one, &other], &mut tally)?;
    streams.come_back_to(other.settings.port);
    kill_within(one, &series)?;
    let waiting = streams.read * series.len() * NEWS_EACH;
    tally.add(&streams.gather(waiting, PATIENCE)?);
    tally.add(&streams.gather(usize::MAX, SILENCE)?);
    let read = streams.read;
    let listeners = streams.close()?;
    let log = log_behind(postgres, url, from)?;
    let strange = tally.news().difference(&log).count();
    let returns: usize = listeners.iter().map(|one| one.returns).sum();
    let resyncs: usize = listeners.iter().map(|one| one.resyncs).sum();
    let lost = tally.lost(read, log.len()) + strange;
    let note =
        format!("of {} in the log, each on {read} streams; {resyncs} were told to ask anew", log.len());
    rows.extend([
        Row::new("node killed: streams that came back to the other", returns as f64, "streams")
            .at_least(STREAMS as f64),
        Row::new("node killed: news lost", lost as f64, "").at_most(0.0).note(note),
        Row::new("node killed: news told twice", tally.twice() as f64, "").at_most(0.0),
    ]);
    Ok(rows)
}

/// What is published on one node, and heard on the other.
fn across(streams: &Streams, changes: &[Change], nodes: [&Node; 2], tally: &mut Tally) -> Result<Vec<Row>> {
    say::note(&format!("{} changes on one node, heard on the other", changes.len()));
    let watch = Watch::start(nodes.map(|node| node.server.pid()));
    let mut delays = Delays::default();
    for change in changes {
        tally.add(&streams.gather(usize::MAX, SILENCE)?);
        let published = change.publish()?;
        let heard = streams.gather(streams.read * NEWS_EACH, PATIENCE)?;
        delays.add(published, heard.iter().filter(|heard| is_on_the_other(heard)));
        tally.add(&heard);
    }
    let p50 = format!("p50 {:.0} ms; {}", delays.since_answer(0.5), delays.since_asked());
    Ok(vec![
        Row::new("published on one node to heard on the other, p99", delays.since_answer(0.99), "ms")
            .at_most(P99)
            .note([p50, watch.in_words()].join(" ").trim_end().to_owned()),
    ])
}

const fn is_on_the_other(heard: &Heard) -> bool {
    STREAMS <= heard.listener
}

/// Publishes a series, and kills a node that has nothing to do with it but to tell of it, in its midst.
fn kill_within(mut node: Node, series: &[Change]) -> Result<()> {
    say::note(&format!("{} changes, and one of two nodes is killed meanwhile", series.len()));
    let done = AtomicUsize::new(0);
    let publish_all = || -> Result<()> {
        for change in series {
            change.publish()?;
            done.fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let publishing = scope.spawn(publish_all);
        while done.load(Ordering::SeqCst) < KILLED_BEHIND && !publishing.is_finished() {
            interrupt::check()?;
            std::thread::sleep(LOOK);
        }
        node.server.kill()?;
        match publishing.join() {
            Ok(published) => published,
            Err(_panic) => bail!("the thread that publishes ended by itself"),
        }
    })
}

/// The places of all news behind one in the log.
fn log_behind(postgres: &Running, url: &str, from: i64) -> Result<BTreeSet<i64>> {
    let kinds = NEWS.map(|kind| format!("'{kind}'")).join(", ");
    let sql = format!(
        "SELECT coalesce(string_agg(seq::text, ','), '') FROM event WHERE {from} < seq AND kind IN ({kinds})"
    );
    let said = postgres.query_at(url, &sql)?;
    let seqs = said.split(',').filter(|seq| !seq.is_empty());
    seqs.map(|seq| seq.parse::<i64>().with_context(|| format!("`{seq}` is no place in the log"))).collect()
}

impl Node {
    fn start(database: &str, folder: &Path) -> Result<Self> {
        let settings = subject::empty_in(folder)?;
        let server = settings.start_on(database, &folder.join("server.log"))?;
        Ok(Self { settings, server })
    }
}

//! Writes as fast as it can through a use case, and prints what came of it: `write_load <database url>`.
//!
//! Each write is one call of `Portal::create_team`: a scoped read, then a transaction with a row and its
//! event. When the time is over, the whole log is verified. `cargo xtask bench writes` runs it on an empty
//! database of each engine.
#![expect(clippy::print_stdout, reason = "a program whose answer is read by another")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use domain::broadcast::{Timetable, WeeklyShifts};
use domain::{Actor, Locale, SiteId};
use service::{
    ChainReport, Portal, PortalSettings, SiteInput, Store, StoreOptions, TeamInput, VendorInput, World,
};

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const WRITERS: usize = 32;
const WARM_UP: Duration = Duration::from_secs(1);
const TIME: Duration = Duration::from_secs(10);
/// How long the sealer may need for what is left at the end.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() -> Fallible<()> {
    let url = std::env::args().nth(1).ok_or("usage: write_load <database url>")?;
    let store = Store::open(&StoreOptions::new(url)).await?;
    let settings = PortalSettings { public_url: "http://127.0.0.1".to_owned() };
    let portal = Portal::new(store, World::default(), settings);
    let following = tokio::spawn(portal.clone().follow());
    let actor = Actor::system(Locale::Fr);
    let site = site(&portal, &actor).await?;
    let counter = Arc::new(AtomicU64::new(0));

    write_for(WARM_UP, &portal, site, &counter).await?;
    let start = Instant::now();
    let mut latencies = write_for(TIME, &portal, site, &counter).await?;
    let seconds = start.elapsed().as_secs_f64();
    let unsealed_at_end = portal.verify_audit_log(&actor).await?.unsealed;
    let report = verified(&portal, &actor).await?;

    // One event for the vendor and one for the site, before the teams.
    let expected = i64::try_from(counter.load(Ordering::Relaxed))? + 2;
    if report.verified != expected || report.broken.is_some() {
        return Err(format!("{expected} events were written, and the log says {report:?}").into());
    }
    latencies.sort_unstable();
    let percentile = |part: usize| latencies.get((latencies.len() * part / 100).min(latencies.len() - 1));
    let millis = |part: usize| percentile(part).map(|time| time.as_secs_f64() * 1000.0);
    #[expect(clippy::cast_precision_loss, reason = "far fewer writes than 2^52")]
    let rate = latencies.len() as f64 / seconds;
    let answer = serde_json::json!({
        "writers": WRITERS, "seconds": seconds, "writes": latencies.len(), "writes_per_second": rate,
        "p50_ms": millis(50), "p99_ms": millis(99),
        "unsealed_at_end": unsealed_at_end, "events_verified": report.verified,
    });
    println!("{answer}");
    following.abort();
    portal.store().clone().close().await;
    Ok(())
}

async fn site(portal: &Portal, actor: &Actor) -> Fallible<SiteId> {
    let vendor = portal.create_vendor(actor, VendorInput { name: "Atlantique".to_owned() }).await?;
    let site = SiteInput {
        name: "Brest".to_owned(),
        country: "FR".to_owned(),
        time_zone: "Europe/Paris".to_owned(),
        transfer_regime: "eu".to_owned(),
        shifts: Timetable::of(&WeeklyShifts::default()),
    };
    Ok(portal.create_site(actor, vendor, site).await?)
}

/// All writers at once, each writing again as soon as its last write is durable; how long each write took.
async fn write_for(
    time: Duration,
    portal: &Portal,
    site: SiteId,
    counter: &Arc<AtomicU64>,
) -> Fallible<Vec<Duration>> {
    let start = Instant::now();
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let (portal, counter) = (portal.clone(), Arc::clone(counter));
            tokio::spawn(async move {
                let mut latencies = Vec::new();
                let actor = Actor::system(Locale::Fr);
                while start.elapsed() < time {
                    let name = format!("Team {}", counter.fetch_add(1, Ordering::Relaxed));
                    let begin = Instant::now();
                    portal.create_team(&actor, site, TeamInput { name }).await?;
                    latencies.push(begin.elapsed());
                }
                Ok::<_, service::Error>(latencies)
            })
        })
        .collect();
    let mut latencies = Vec::new();
    for writer in writers {
        latencies.extend(writer.await??);
    }
    Ok(latencies)
}

/// The log, once all of it has its numbers.
async fn verified(portal: &Portal, actor: &Actor) -> Fallible<ChainReport> {
    let start = Instant::now();
    loop {
        let report = portal.verify_audit_log(actor).await?;
        if report.unsealed == 0 || PATIENCE < start.elapsed() {
            return Ok(report);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

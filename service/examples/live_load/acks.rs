//! Acknowledging, as many at once as there are workers.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use domain::knowledge::Significance;
use domain::people::Role;
use domain::{Actor, BroadcastId, Scope};
use service::{Acknowledged, Portal};

use super::desk::{Desk, RIGHT};
use super::{Fallible, everybody, percentile};

const WORKERS: usize = 32;
/// How long at the most; it is over before when all have acknowledged.
const TIME: Duration = Duration::from_secs(10);
const ARTICLE: usize = 0;

/// What all workers share.
struct Work {
    portal: Portal,
    broadcast: BroadcastId,
    agents: Vec<Actor>,
    next: AtomicUsize,
    start: Instant,
}

/// Tells everybody of a change, and counts how many acknowledge it in a second.
pub async fn measure(portal: &Portal) -> Fallible<serde_json::Value> {
    // As in a server: caches are cleared, and streams are told, while it happens.
    let following = tokio::spawn(portal.clone().follow());
    let desk = Desk::of(portal).await?;
    let id = desk.approved(ARTICLE, Significance::Major).await?;
    desk.publish(id).await?;
    let work = Arc::new(Work {
        portal: portal.clone(),
        broadcast: desk.last().await?,
        agents: everybody(portal, Role::Agent).await?,
        next: AtomicUsize::new(0),
        start: Instant::now(),
    });
    let workers: Vec<_> = (0..WORKERS).map(|_| tokio::spawn(acknowledge(Arc::clone(&work)))).collect();
    let mut latencies = Vec::new();
    for worker in workers {
        latencies.extend(worker.await??);
    }
    let seconds = work.start.elapsed().as_secs_f64();
    let db = portal.store().read();
    let stored = db.acknowledgements(Scope::Everything).of_broadcast(work.broadcast).await?.len();
    if stored != latencies.len() {
        return Err(format!("{} acknowledged, and {stored} are stored", latencies.len()).into());
    }
    following.abort();
    latencies.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52")]
    let per_second = latencies.len() as f64 / seconds;
    Ok(serde_json::json!({
        "workers": WORKERS, "acknowledged": latencies.len(), "seconds": seconds, "per_second": per_second,
        "p50_ms": percentile(&latencies, 50), "p99_ms": percentile(&latencies, 99),
    }))
}

/// One agent after the other; how long each took.
async fn acknowledge(work: Arc<Work>) -> Fallible<Vec<Duration>> {
    let Work { portal, broadcast, agents, next, start } = &*work;
    let (answers, mut latencies) = ([BTreeSet::from([RIGHT])], Vec::new());
    while start.elapsed() < TIME {
        let Some(agent) = agents.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
        let begin = Instant::now();
        let outcome = portal.acknowledge(agent, *broadcast, &answers, None).await?;
        if outcome != Acknowledged::Given {
            return Err(format!("{outcome:?}").into());
        }
        latencies.push(begin.elapsed());
    }
    Ok(latencies)
}

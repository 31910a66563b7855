//! Figures for machines, on a listener of their own.

use std::sync::OnceLock;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::CONTENT_TYPE;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use service::Portal;

use super::health::{self, Health};

/// In seconds; the aim for a page is 20 ms.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];
/// How often what was noted is added up, so that memory stays flat when nobody reads.
const UPKEEP: Duration = Duration::from_secs(5);

/// The process has one recorder, however many portals it runs.
static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

#[derive(Clone, Debug)]
struct Figures {
    portal: Portal,
    health: Health,
    handle: PrometheusHandle,
}

/// `/metrics`, `/livez` and `/readyz`.
pub(crate) fn router(portal: Portal, health: Health) -> Option<Router> {
    let handle = recorder()?.clone();
    let router = Router::new()
        .route("/metrics", get(read))
        .route("/livez", get(health::live))
        .route("/readyz", get(ready))
        .with_state(Figures { portal, health, handle });
    Some(router)
}

/// Adds up what was noted, again and again.
pub(crate) async fn upkeep() {
    let Some(handle) = recorder() else { return };
    loop {
        tokio::time::sleep(UPKEEP).await;
        handle.run_upkeep();
    }
}

fn recorder() -> Option<&'static PrometheusHandle> {
    RECORDER.get_or_init(install).as_ref()
}

fn install() -> Option<PrometheusHandle> {
    let durations = Matcher::Full("http_request_duration_seconds".to_owned());
    let builder = PrometheusBuilder::new().set_buckets_for_metric(durations, &BUCKETS).ok()?;
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    if metrics::set_global_recorder(recorder).is_err() {
        tracing::warn!("no metrics: something else records them already");
        return None;
    }
    metrics::describe_counter!("http_requests_total", "Requests answered.");
    metrics::describe_histogram!("http_request_duration_seconds", "Time to the head of the answer.");
    metrics::describe_gauge!("palier_event_head", "Number of the last sealed event.");
    metrics::describe_gauge!("palier_jobs_waiting", "Jobs that wait.");
    metrics::describe_gauge!("palier_jobs_failed", "Jobs that were given up.");
    metrics::describe_gauge!("palier_live_streams", "Browsers that are told what happens.");
    metrics::describe_gauge!("palier_database_up", "Whether the database answers.");
    metrics::describe_gauge!("process_resident_memory_bytes", "Resident memory.");
    Some(handle)
}

async fn ready(State(figures): State<Figures>) -> Response {
    health::answer(figures.health.ask(figures.portal.store()).await)
}

#[expect(clippy::cast_precision_loss, reason = "figures this large are read by their order")]
async fn read(State(Figures { portal, health, handle }): State<Figures>) -> Response {
    metrics::gauge!("palier_event_head").set(*portal.store().head().borrow() as f64);
    metrics::gauge!("palier_database_up").set(f64::from(u8::from(health.is_well())));
    if let Some(bytes) = resident_memory() {
        metrics::gauge!("process_resident_memory_bytes").set(bytes as f64);
    }
    if health.is_well()
        && let Ok((waiting, failed)) = portal.store().read().jobs().counts().await
    {
        metrics::gauge!("palier_jobs_waiting").set(waiting as f64);
        metrics::gauge!("palier_jobs_failed").set(failed as f64);
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], handle.render()).into_response()
}

/// In bytes, where the system tells (`proc_pid_status(5)`).
fn resident_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

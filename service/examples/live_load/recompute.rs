//! Working out clearances anew: with a critical change, and once its time has come.

use std::time::Instant;

use domain::knowledge::Significance;
use domain::{JobId, Scope, Timestamp};
use service::{JobRunner, MailTransport, Mailer, Portal, StoreError};
use store::{Lane, NewJob, Stamp};

use super::desk::Desk;
use super::{Fallible, millis};

const ARTICLE: usize = 1;
/// The kind of the jobs that work clearances out anew.
const DUE_JOB: &str = "broadcast_due";

/// How long it takes to publish for everybody, to tell everybody, and to work it all out once more.
pub async fn measure(portal: &Portal) -> Fallible<serde_json::Value> {
    let desk = Desk::of(portal).await?;
    let id = desk.approved(ARTICLE, Significance::Critical).await?;
    let (begun, start) = (portal.world().now(), Instant::now());
    desk.publish(id).await?;
    let publish = start.elapsed();
    let published = worked_out_since(portal, begun).await?;

    // What else is to be done at once: everybody is told, and gets a letter.
    let letters = std::env::temp_dir().join(format!("palier-letters-{}", std::process::id()));
    let mailer = Mailer::new("palier@client.example", MailTransport::Folder(letters.clone()))?;
    let runner = JobRunner::new(portal.clone(), mailer);
    let start = Instant::now();
    while 0 < runner.round().await? {}
    let told = start.elapsed();
    if letters.exists() {
        std::fs::remove_dir_all(letters)?;
    }

    let payload = serde_json::json!({ "broadcast": desk.last().await? }).to_string();
    let now = portal.world().now();
    let job =
        NewJob { id: JobId::new(portal.world().id()), kind: DUE_JOB, lane: Lane::Due, payload, run_at: now };
    let stamp = Stamp { actor: None, at: now };
    let asked: Result<(), StoreError> = portal
        .store()
        .write(stamp, move |tx| async move {
            tx.enqueue(job);
            Ok(())
        })
        .await;
    asked?;
    let (begun, start) = (portal.world().now(), Instant::now());
    runner.round().await?;
    let due = start.elapsed();
    let done = worked_out_since(portal, begun).await?;
    Ok(serde_json::json!({
        "publish_ms": millis(publish), "published": published, "told_ms": millis(told), "due_ms": millis(due), "due": done,
    }))
}

/// How many stored clearances were worked out since an instant.
async fn worked_out_since(portal: &Portal, begun: Timestamp) -> Fallible<usize> {
    let all = portal.store().read().clearances(Scope::Everything).all().await?;
    Ok(all.iter().filter(|row| begun <= row.evaluated_at).count())
}

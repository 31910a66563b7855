//! Doing what was asked for after a commit.

use std::time::Duration;

use domain::{Actor, Locale};
use store::{Job, Jobs};
use tokio::sync::watch;

use crate::broadcast::{DUE_JOB as BROADCAST_DUE, REMIND_JOB};
use crate::error::{Error, Result};
use crate::knowledge::{DUE_JOB, IMPORT_JOB};
use crate::mail::{KIND as LETTER, Mailer};
use crate::notification::DIGEST_JOB;
use crate::portal::Portal;

/// How long a claimed job is nobody else's.
const LEASE_SECONDS: i64 = 120;
/// After so many tries a job is given up and counted as failed.
const MAX_ATTEMPTS: i64 = 8;
/// How long to wait when nothing wakes the runner.
const IDLE: Duration = Duration::from_secs(2);

/// Does jobs until it is told to stop.
#[derive(Debug)]
pub struct JobRunner {
    portal: Portal,
    mailer: Mailer,
}

impl JobRunner {
    /// A runner.
    pub const fn new(portal: Portal, mailer: Mailer) -> Self {
        Self { portal, mailer }
    }

    /// Does jobs until `stop` turns true; the one under way is finished first.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut head = self.portal.store().head();
        let mut rounds: u32 = 0;
        if let Err(error) = self.portal.keep_digests().await {
            tracing::warn!(%error, "the daily letters wait for the next start");
        }
        while !*stop.borrow() {
            match self.round().await {
                Ok(0) => {
                    let rest = self.rest().await;
                    tokio::select! {
                        _ = head.changed() => {}
                        _ = stop.changed() => {}
                        () = tokio::time::sleep(rest) => {}
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(%error, "jobs wait");
                    tokio::time::sleep(IDLE).await;
                }
            }
            rounds = rounds.wrapping_add(1);
            if rounds.is_multiple_of(10_000)
                && let Err(error) = self.portal.tidy_sessions().await
            {
                tracing::warn!(%error, "could not forget old sessions");
            }
        }
    }

    /// How long to wait for what nothing announces: until the next job is due, so that what takes effect at an instant does
    /// so then.
    async fn rest(&self) -> Duration {
        let now = self.portal.world().now();
        match self.portal.store().read().jobs().next_after(now).await {
            Ok(Some(next)) => {
                let until = u64::try_from(next.as_millis() - now.as_millis()).unwrap_or_default();
                IDLE.min(Duration::from_millis(until))
            }
            Ok(None) | Err(_) => IDLE,
        }
    }

    /// Does what is due now; how many jobs that was. Also for tests.
    pub async fn round(&self) -> Result<usize> {
        let now = self.portal.world().now();
        if !self.portal.store().read().jobs().has_ready(now).await? {
            return Ok(0);
        }
        let system = Actor::system(Locale::default());
        let jobs = self
            .portal
            .write(&system, move |tx| async move {
                Ok(Jobs::claim(&tx, 16, now.plus_seconds(LEASE_SECONDS)).await?)
            })
            .await?;
        let count = jobs.len();
        for job in jobs {
            self.one(&system, job).await?;
        }
        Ok(count)
    }

    /// Does a job. One that takes long is done beside the others.
    async fn one(&self, system: &Actor, job: Job) -> Result<()> {
        if job.kind == IMPORT_JOB {
            let portal = self.portal.clone();
            tokio::spawn(async move {
                let outcome = portal.do_import(&job, LEASE_SECONDS).await;
                if let Err(error) = portal.end_import_job(job, outcome).await {
                    tracing::warn!(%error, "could not end a job");
                }
            });
            return Ok(());
        }
        let outcome = match job.kind.as_str() {
            LETTER => self.portal.send_letter(&self.mailer, &job.payload).await,
            kind => self.portal.do_job(kind, &job.payload).await,
        };
        end(&self.portal, system, job, outcome).await
    }
}

impl Portal {
    /// Does a job for which nothing but the database is needed.
    pub(crate) async fn do_job(&self, kind: &str, payload: &str) -> Result<()> {
        match kind {
            DUE_JOB => self.do_due(payload).await,
            BROADCAST_DUE => self.do_broadcast_due(payload).await,
            REMIND_JOB => self.do_remind(payload).await,
            DIGEST_JOB => self.do_digest().await,
            other => Err(Error::Internal(format!("no handler for jobs of kind `{other}`"))),
        }
    }

    /// An import that was given up says so; any other is tried again.
    async fn end_import_job(&self, job: Job, outcome: Result<()>) -> Result<()> {
        if outcome.is_err() && MAX_ATTEMPTS <= job.attempts {
            self.give_up_import(&job).await?;
        }
        end(self, &Actor::system(Locale::default()), job, outcome).await
    }
}

async fn end(portal: &Portal, system: &Actor, job: Job, outcome: Result<()>) -> Result<()> {
    let now = portal.world().now();
    let retry_at = (job.attempts < MAX_ATTEMPTS).then(|| now.plus_seconds(5 << job.attempts.min(12)));
    portal
        .write(system, move |tx| async move {
            match outcome {
                Ok(()) => Jobs::finish(&tx, &job).await?,
                Err(error) => {
                    tracing::warn!(%error, job.id = %job.id, job.kind, job.attempts, "a job failed");
                    Jobs::fail(&tx, &job, &error.to_string(), retry_at).await?;
                }
            }
            Ok(())
        })
        .await
}

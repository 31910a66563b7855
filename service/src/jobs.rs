//! Doing what was asked for after a commit.

use std::time::Duration;

use domain::{Actor, JobId, Locale, Timestamp};
use futures::future::join_all;
use sha2::{Digest, Sha256};
use store::{Job, JobKinds, Jobs, NewJob};
use tokio::sync::watch;
use uuid::Uuid;

use crate::broadcast::{ANNOUNCE_JOB, DUE_JOB as BROADCAST_DUE, REMIND_JOB};
use crate::error::{Error, Result};
use crate::knowledge::{DUE_JOB, IMPORT_JOB};
use crate::mail::{KIND as LETTER, Mailer, PASSWORD_KIND as PASSWORD_LETTER, is_letter};
use crate::notification::DIGEST_JOB;
use crate::portal::Portal;

/// How long a claimed job is nobody else's.
const LEASE_SECONDS: i64 = 120;
/// After so many tries a job is given up and counted as failed.
const MAX_ATTEMPTS: i64 = 8;
/// How long to wait when nothing wakes the runner.
const IDLE: Duration = Duration::from_secs(2);
/// How many jobs are claimed at a time, to be done one after another.
const IN_A_ROW: u64 = 16;
/// How many letters are claimed at a time, to be sent all at once.
const AT_ONCE: u64 = 8;

/// A job that stands in the queue once, however often it is asked for before it is done: its id follows from what it does and
/// when.
pub(crate) fn one_job(kind: &'static str, payload: String, run_at: Timestamp) -> NewJob {
    let mut digest = Sha256::new();
    digest.update(kind.as_bytes());
    digest.update(run_at.as_millis().to_be_bytes());
    digest.update(payload.as_bytes());
    let hash: [u8; 32] = digest.finalize().into();
    let id = hash.first_chunk().copied().unwrap_or_default();
    NewJob { id: JobId::new(Uuid::from_bytes(id)), kind, payload, run_at }
}

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

    /// Does jobs until `stop` turns true; those under way are finished first.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        if let Err(error) = self.portal.keep_digests().await {
            tracing::warn!(%error, "the daily letters wait for the next start");
        }
        join_all(Lane::ALL.map(|lane| self.work(lane, stop.clone()))).await;
    }

    async fn work(&self, lane: Lane, mut stop: watch::Receiver<bool>) {
        let mut head = self.portal.store().head();
        let mut rounds: u32 = 0;
        while !*stop.borrow() {
            match self.round_of(lane).await {
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
            if lane == Lane::Due
                && rounds.is_multiple_of(10_000)
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

    /// Does what is due now, lane by lane; how many jobs that was. For tests.
    pub async fn round(&self) -> Result<usize> {
        let mut count = 0;
        for lane in Lane::ALL {
            count += self.round_of(lane).await?;
        }
        Ok(count)
    }

    /// Does what is due now in a lane; how many jobs that was.
    async fn round_of(&self, lane: Lane) -> Result<usize> {
        let now = self.portal.world().now();
        if !self.portal.store().read().jobs().has_ready(lane.kinds(), now).await? {
            return Ok(0);
        }
        let system = Actor::system(Locale::default());
        let until = now.plus_seconds(LEASE_SECONDS);
        let jobs = self
            .portal
            .write(&system, move |tx| async move {
                Ok(Jobs::claim(&tx, lane.kinds(), lane.batch(), until).await?)
            })
            .await?;
        let count = jobs.len();
        match lane {
            Lane::Due => {
                for job in jobs {
                    self.one(&system, job, until).await?;
                }
            }
            Lane::PasswordLetters | Lane::Letters => {
                let sent = join_all(jobs.into_iter().map(|job| self.one(&system, job, until))).await;
                sent.into_iter().collect::<Result<()>>()?;
            }
        }
        Ok(count)
    }

    /// Whether a job that was claimed until an instant is still ours. One that has waited long behind others is claimed for
    /// longer first, so that nobody else begins it meanwhile.
    async fn is_ours(&self, system: &Actor, job: &Job, until: Timestamp) -> Result<bool> {
        let now = self.portal.world().now();
        if LEASE_SECONDS / 2 < until.seconds_since(now) {
            return Ok(true);
        }
        let job = job.clone();
        self.portal
            .write(system, move |tx| async move {
                Ok(Jobs::extend(&tx, &job, now.plus_seconds(LEASE_SECONDS)).await?)
            })
            .await
    }

    /// Does a job that was claimed until an instant. One that takes long is done beside the others.
    async fn one(&self, system: &Actor, job: Job, until: Timestamp) -> Result<()> {
        if !self.is_ours(system, &job, until).await? {
            tracing::info!(job.id = %job.id, job.kind, "somebody else does a job by now");
            return Ok(());
        }
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
            kind if is_letter(kind) => self.portal.send_letter(&self.mailer, &job.payload).await,
            kind => self.portal.do_job(kind, &job.payload).await,
        };
        end(&self.portal, system, job, outcome).await
    }
}

/// What is due waits for no letter, and a link that somebody waits for waits for no other: each lane is worked by a loop of
/// its own, so that ten thousand letters, or a mail server that does not answer, hold up letters alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lane {
    /// Whatever is no letter, in its order.
    Due,
    /// Letters with a link that sets a password.
    PasswordLetters,
    /// All other letters, and what asks for the daily ones.
    Letters,
}

impl Lane {
    const ALL: [Self; 3] = [Self::Due, Self::PasswordLetters, Self::Letters];

    const fn kinds(self) -> JobKinds {
        match self {
            Self::Due => JobKinds::But(&[PASSWORD_LETTER, LETTER, DIGEST_JOB]),
            Self::PasswordLetters => JobKinds::Only(&[PASSWORD_LETTER]),
            Self::Letters => JobKinds::Only(&[LETTER, DIGEST_JOB]),
        }
    }

    const fn batch(self) -> u64 {
        match self {
            Self::Due => IN_A_ROW,
            Self::PasswordLetters | Self::Letters => AT_ONCE,
        }
    }
}

impl Portal {
    /// Does a job for which nothing but the database is needed.
    pub(crate) async fn do_job(&self, kind: &str, payload: &str) -> Result<()> {
        match kind {
            DUE_JOB => self.do_due(payload).await,
            BROADCAST_DUE => self.do_broadcast_due(payload).await,
            ANNOUNCE_JOB => self.do_announce(payload).await,
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

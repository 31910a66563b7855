//! Doing what was asked for after a commit.

use std::time::Duration;

use domain::{Actor, ErrorKind, HasKind, JobId, Locale, Timestamp};
use futures::future::join_all;
use futures::stream::{self, StreamExt};
use sha2::{Digest, Sha256};
use store::{Job, Jobs, Lane, NewJob, Notifications, Tx};
use tokio::sync::watch;
use uuid::Uuid;

use crate::broadcast::{ANNOUNCE_JOB, DUE_JOB as BROADCAST_DUE, REMIND_JOB};
use crate::error::{Error, Result};
use crate::knowledge::{DUE_JOB, IMPORT_JOB};
use crate::mail::{Mailer, Sent, is_letter};
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
/// How many letters are claimed at a time. Whoever dies with them sends so many once more at the most.
const LETTERS: u64 = 32;
/// How many of them are under way at the same time.
const AT_ONCE: usize = 8;

/// How long to leave to those who wait for an answer, and to telling what happened, before what was asked for is done.
const BREATH: Duration = Duration::from_millis(200);
/// How long to leave to them between some letters and the next: a hundred and more letters leave in a second.
const BETWEEN_LETTERS: Duration = Duration::from_millis(200);

/// A job that stands in the queue once, however often it is asked for before it is done: its id follows from what it does and
/// when.
pub(crate) fn one_job(kind: &'static str, payload: String, run_at: Timestamp) -> NewJob {
    let mut digest = Sha256::new();
    digest.update(kind.as_bytes());
    digest.update(run_at.as_millis().to_be_bytes());
    digest.update(payload.as_bytes());
    let hash: [u8; 32] = digest.finalize().into();
    let id = hash.first_chunk().copied().unwrap_or_default();
    NewJob { id: JobId::new(Uuid::from_bytes(id)), kind, lane: Lane::Due, payload, run_at }
}

/// Does jobs until it is told to stop.
#[derive(Debug)]
pub struct JobRunner {
    portal: Portal,
    mailer: Mailer,
}

/// What became of the job of a letter.
#[derive(Clone)]
struct Ended {
    job: Job,
    /// The letter that left, if one did.
    sent: Option<Sent>,
    /// Why it failed, if it did.
    failure: Option<String>,
}

impl JobRunner {
    /// A runner.
    pub const fn new(portal: Portal, mailer: Mailer) -> Self {
        Self { portal, mailer }
    }

    /// Does jobs until `stop` turns true; those under way are finished first.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        join_all(Lane::ALL.map(|lane| self.work(lane, stop.clone()))).await;
    }

    async fn work(&self, lane: Lane, mut stop: watch::Receiver<bool>) {
        let mut head = self.portal.store().head();
        let mut rounds: u32 = 0;
        while !*stop.borrow() {
            if lane == Lane::Letters
                && let Err(error) = self.portal.keep_digests().await
            {
                tracing::warn!(%error, "the next daily letters are asked for again in a moment");
            }
            match self.round_of(lane).await {
                Ok(0) => {
                    let rest = self.rest().await;
                    let is_asked = tokio::select! {
                        _ = head.changed() => true,
                        _ = stop.changed() => false,
                        () = tokio::time::sleep(rest) => false,
                    };
                    if is_asked {
                        pause(BREATH, &mut stop).await;
                    }
                }
                Ok(_) if lane == Lane::Letters => pause(BETWEEN_LETTERS, &mut stop).await,
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
        if !self.portal.store().read().jobs().has_ready(Some(lane), now).await? {
            return Ok(0);
        }
        let system = Actor::system(Locale::default());
        let until = now.plus_seconds(LEASE_SECONDS);
        let jobs =
            self.portal
                .write(&system, move |tx| async move {
                    Ok(Jobs::claim(&tx, Some(lane), batch(lane), until).await?)
                })
                .await?;
        let count = jobs.len();
        match lane {
            Lane::Due => {
                for job in jobs {
                    self.one(&system, job, until).await?;
                }
            }
            Lane::PasswordLetters | Lane::Letters => self.letters(&system, jobs, until).await?,
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
        let (id, kind) = (job.id, job.kind.clone());
        let job = job.clone();
        let is_ours = self
            .portal
            .write(system, move |tx| async move {
                Ok(Jobs::extend(&tx, &job, now.plus_seconds(LEASE_SECONDS)).await?)
            })
            .await?;
        if !is_ours {
            tracing::info!(job.id = %id, kind, "somebody else does a job by now");
        }
        Ok(is_ours)
    }

    /// Does a job that was claimed until an instant. One that takes long is done beside the others.
    async fn one(&self, system: &Actor, job: Job, until: Timestamp) -> Result<()> {
        if !self.is_ours(system, &job, until).await? {
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
        let outcome = self.portal.do_job(&job.kind, &job.payload).await;
        let now = self.portal.world().now();
        let failure = failure_of(&outcome);
        self.portal.write(system, move |tx| async move { end(&tx, now, &job, failure).await }).await
    }

    /// Sends letters that were claimed until an instant. That they were is noted of all of them together: what each had been
    /// noted for by itself took longer than the letters.
    async fn letters(&self, system: &Actor, jobs: Vec<Job>, until: Timestamp) -> Result<()> {
        let sending = stream::iter(jobs).map(|job| async move {
            if !self.is_ours(system, &job, until).await? {
                return Ok(None);
            }
            let outcome = if is_letter(&job.kind) {
                self.portal.send_letter(&self.mailer, &job.payload).await
            } else {
                self.portal.do_job(&job.kind, &job.payload).await.map(|()| None)
            };
            let failure = failure_of(&outcome);
            Ok::<_, Error>(Some(Ended { job, sent: outcome.ok().flatten(), failure }))
        });
        let (mut ended, mut refused) = (Vec::new(), None);
        for outcome in sending.buffer_unordered(AT_ONCE).collect::<Vec<_>>().await {
            match outcome {
                Ok(one) => ended.extend(one),
                Err(error) => refused = Some(error),
            }
        }
        self.note_letters(system, ended).await?;
        refused.map_or(Ok(()), Err)
    }

    /// Notes what became of letters: of all of them together, or, where that is refused, of each by itself, so that one of them
    /// does not have the others sent again.
    async fn note_letters(&self, system: &Actor, ended: Vec<Ended>) -> Result<()> {
        let Err(error) = self.note_together(system, ended.clone()).await else { return Ok(()) };
        if error.kind() == ErrorKind::Unavailable {
            return Err(error);
        }
        let mut refused = None;
        for one in ended {
            if let Err(error) = self.note_together(system, vec![one]).await {
                refused = Some(error);
            }
        }
        refused.map_or(Ok(()), Err)
    }

    async fn note_together(&self, system: &Actor, ended: Vec<Ended>) -> Result<()> {
        let now = self.portal.world().now();
        self.portal
            .write(system, move |tx| async move {
                for Ended { job, sent, failure } in ended {
                    if let Some(Sent { to, told }) = sent {
                        Notifications::mailed(&tx, to, &told).await?;
                    }
                    end(&tx, now, &job, failure).await?;
                }
                Ok(())
            })
            .await
    }
}

/// Waits, unless everything is to stop.
async fn pause(time: Duration, stop: &mut watch::Receiver<bool>) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        _ = stop.changed() => {}
    }
}

/// How many jobs of a lane are claimed at a time.
const fn batch(lane: Lane) -> u64 {
    match lane {
        Lane::Due => IN_A_ROW,
        Lane::PasswordLetters | Lane::Letters => LETTERS,
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
        let (system, now) = (Actor::system(Locale::default()), self.world().now());
        let failure = failure_of(&outcome);
        self.write(&system, move |tx| async move { end(&tx, now, &job, failure).await }).await
    }
}

fn failure_of<T>(outcome: &Result<T>) -> Option<String> {
    outcome.as_ref().err().map(ToString::to_string)
}

/// Takes a job off the queue that was done, or puts it back for later.
async fn end(tx: &Tx, now: Timestamp, job: &Job, failure: Option<String>) -> Result<()> {
    let retry_at = (job.attempts < MAX_ATTEMPTS).then(|| now.plus_seconds(5 << job.attempts.min(12)));
    match failure {
        None => Jobs::finish(tx, job).await?,
        Some(error) => {
            tracing::warn!(%error, job.id = %job.id, job.kind, job.attempts, "a job failed");
            Jobs::fail(tx, job, &error, retry_at).await?;
        }
    }
    Ok(())
}

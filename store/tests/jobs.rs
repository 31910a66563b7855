//! The job queue: whoever claims a job has it alone, until they finish, fail, or die.

use std::collections::BTreeSet;

use domain::{JobId, Timestamp};
use futures::future::join_all;
use store::{Job, Jobs, Lane, NewJob, Store, StoreError};

use crate::common::{at, id, job, write};

async fn enqueue(store: &Store, jobs: Vec<NewJob>) {
    write(store, move |tx| async move {
        jobs.into_iter().for_each(|job| tx.enqueue(job));
        Ok(())
    })
    .await
    .unwrap();
}

/// Claims at an instant, for a second.
async fn claim(store: &Store, now: i64, limit: u64) -> Vec<Job> {
    let claimed = store.write(at(now), move |tx| async move {
        Jobs::claim(&tx, None, limit, Timestamp::from_millis(now + 1000)).await
    });
    claimed.await.unwrap()
}

async fn fail(store: &Store, now: i64, job: &Job, error: &'static str, retry_at: Option<i64>) {
    let job = job.clone();
    let failed = store.write(at(now), move |tx| async move {
        Jobs::fail(&tx, &job, error, retry_at.map(Timestamp::from_millis)).await
    });
    failed.await.unwrap();
}

async fn counts(store: &Store) -> (u64, u64) {
    store.read().jobs().counts().await.unwrap()
}

store::on_both_engines! {
    async fn claimers_at_the_same_time_never_get_the_same_job(database) {
        let store = database.open().await;
        let jobs: Vec<NewJob> = (0..300).map(|_| job()).collect();
        let all: BTreeSet<JobId> = jobs.iter().map(|job| job.id).collect();
        enqueue(&store, jobs).await;
        let claimers = (0..8).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let jobs = claim(&store, 5000, 7).await;
                    mine.extend(jobs.iter().map(|job| job.id));
                    // Others may hold locks on what is left: only an empty queue ends it.
                    if jobs.is_empty() && !store.read().jobs().has_ready(None, Timestamp::from_millis(5000)).await.unwrap() {
                        return mine;
                    }
                }
            })
        });
        let claimed: Vec<JobId> = join_all(claimers).await.into_iter().flat_map(Result::unwrap).collect();
        assert_eq!(claimed.len(), 300);
        assert_eq!(claimed.into_iter().collect::<BTreeSet<_>>(), all);
    }

    async fn a_claim_that_is_not_kept_expires(database) {
        let store = database.open().await;
        let job = job();
        enqueue(&store, vec![job.clone()]).await;
        let [first] = claim(&store, 1000, 10).await.try_into().unwrap();
        assert_eq!((first.id, first.attempts, first.kind.as_str(), first.payload.as_str()), (job.id, 1, "test", "{}"));
        for now in [1000, 1999, 2000] {
            assert_eq!(claim(&store, now, 10).await, [], "at {now}");
            assert!(!store.read().jobs().has_ready(None, Timestamp::from_millis(now)).await.unwrap());
        }
        assert!(store.read().jobs().has_ready(None, Timestamp::from_millis(2001)).await.unwrap());
        for (now, next) in [(-1, Some(0)), (0, None), (2000, None)] {
            let after = store.read().jobs().next_after(Timestamp::from_millis(now)).await.unwrap();
            assert_eq!(after.map(Timestamp::as_millis), next, "after {now}");
        }
        assert_eq!(claim(&store, 2001, 10).await[0].attempts, 2);
        assert_eq!(claim(&store, 2001, 10).await, []);
        assert_eq!(counts(&store).await, (1, 0));
    }

    async fn a_failed_job_is_tried_again_at_its_time_and_given_up_in_the_end(database) {
        let store = database.open().await;
        enqueue(&store, vec![job()]).await;
        let job = claim(&store, 1000, 1).await.remove(0);
        fail(&store, 1100, &job, "the mail server is away", Some(1500)).await;
        assert_eq!(claim(&store, 1499, 1).await, []);
        let job = claim(&store, 1500, 1).await.remove(0);
        assert_eq!(job.attempts, 2);
        fail(&store, 1600, &job, "a text with a NUL: \0", None).await;
        assert_eq!(claim(&store, i64::MAX - 1000, 1).await, []);
        assert_eq!(counts(&store).await, (0, 1));
    }

    async fn a_finished_job_is_gone(database) {
        let store = database.open().await;
        enqueue(&store, vec![job(), job()]).await;
        let done = claim(&store, 1000, 1).await.remove(0);
        let done_id = done.id;
        write(&store, move |tx| async move { Jobs::finish(&tx, &done).await }).await.unwrap();
        assert_eq!(counts(&store).await, (1, 0));
        let rest = claim(&store, 9000, 10).await;
        assert_eq!(rest.len(), 1);
        assert_ne!(rest[0].id, done_id);
    }

    async fn a_job_whose_claim_ran_out_belongs_to_whoever_claimed_it_next(database) {
        let store = database.open().await;
        enqueue(&store, vec![job()]).await;
        let late = claim(&store, 1000, 1).await.remove(0);
        let next = claim(&store, 3000, 1).await.remove(0);
        fail(&store, 3100, &late, "too late", None).await;
        let finished_late = late.clone();
        write(&store, move |tx| async move { Jobs::finish(&tx, &finished_late).await }).await.unwrap();
        assert_eq!(counts(&store).await, (1, 0));
        write(&store, move |tx| async move { Jobs::finish(&tx, &next).await }).await.unwrap();
        assert_eq!(counts(&store).await, (0, 0));
    }

    async fn jobs_are_claimed_by_their_time_and_not_before_it(database) {
        let store = database.open().await;
        let times = [700, 100, 900, 300];
        let jobs = times.map(|time| NewJob { run_at: Timestamp::from_millis(time), payload: time.to_string(), ..job() });
        enqueue(&store, jobs.to_vec()).await;
        let payloads = |jobs: Vec<Job>| jobs.into_iter().map(|job| job.payload).collect::<Vec<_>>();
        assert_eq!(payloads(claim(&store, 99, 10).await), Vec::<String>::new());
        assert_eq!(payloads(claim(&store, 800, 2).await), ["100", "300"]);
        assert_eq!(payloads(claim(&store, 800, 10).await), ["700"]);
        assert_eq!(payloads(claim(&store, 900, 10).await), ["900"]);
    }

    async fn a_lane_is_claimed_past_the_others(database) {
        let store = database.open().await;
        let kinds = [
            ("letter", Lane::Letters),
            ("letter", Lane::Letters),
            ("password_letter", Lane::PasswordLetters),
            ("due", Lane::Due),
        ];
        let jobs = kinds.into_iter().zip(0..).map(|((kind, lane), time)| {
            NewJob { kind, lane, run_at: Timestamp::from_millis(time), ..job() }
        });
        enqueue(&store, jobs.collect()).await;
        let claim = async |lane: Option<Lane>| {
            let claimed = store.write(at(1000), move |tx| async move {
                Jobs::claim(&tx, lane, 10, Timestamp::from_millis(2000)).await
            });
            claimed.await.unwrap().into_iter().map(|job| job.kind).collect::<Vec<_>>()
        };
        let is_ready = async |lane: Option<Lane>| {
            store.read().jobs().has_ready(lane, Timestamp::from_millis(1000)).await.unwrap()
        };
        let (letters, rest) = (Some(Lane::Letters), Some(Lane::Due));
        assert!(is_ready(rest).await);
        assert_eq!(claim(rest).await, ["due"]);
        assert!(!is_ready(rest).await);
        assert!(is_ready(letters).await);
        assert_eq!(claim(letters).await, ["letter", "letter"]);
        assert_eq!(claim(None).await, ["password_letter"]);
    }

    async fn a_claim_is_extended_for_as_long_as_nobody_else_has_the_job(database) {
        let store = database.open().await;
        enqueue(&store, vec![job()]).await;
        let first = claim(&store, 1000, 1).await.remove(0);
        let extend = async |job: &Job, until: i64| {
            let job = job.clone();
            let extended = write(&store, move |tx| async move {
                Jobs::extend(&tx, &job, Timestamp::from_millis(until)).await
            });
            extended.await.unwrap()
        };
        assert!(extend(&first, 5000).await);
        assert_eq!(claim(&store, 5000, 1).await, []);
        let second = claim(&store, 5001, 1).await.remove(0);
        assert!(!extend(&first, 9000).await);
        assert_eq!(claim(&store, 6001, 1).await, []);
        assert!(extend(&second, 7000).await);
        let finished = second.clone();
        write(&store, move |tx| async move { Jobs::finish(&tx, &finished).await }).await.unwrap();
        assert!(!extend(&second, 9000).await);
    }

    async fn a_claim_that_is_not_committed_is_no_claim(database) {
        let store = database.open().await;
        enqueue(&store, vec![job()]).await;
        let outcome = write(&store, |tx| async move {
            assert_eq!(Jobs::claim(&tx, None, 1, Timestamp::from_millis(i64::MAX)).await?.len(), 1);
            Err::<(), _>(StoreError::Stale)
        });
        assert!(outcome.await.is_err());
        assert_eq!(claim(&store, 1000, 1).await[0].attempts, 1);
    }

    async fn the_same_job_is_asked_for_as_often_as_anybody_likes_and_there_is_one(database) {
        let store = database.open().await;
        let job = NewJob { id: JobId::new(id()), ..job() };
        enqueue(&store, vec![job.clone(), job.clone()]).await;
        let later = NewJob { run_at: Timestamp::from_millis(i64::MAX), ..job.clone() };
        enqueue(&store, vec![later]).await;
        assert_eq!(counts(&store).await, (1, 0));
        let mut claimed = claim(&store, 1000, 9).await;
        assert_eq!(claimed.len(), 1, "when it was first asked for");
        // Once it is done it may be asked for again.
        let done = claimed.remove(0);
        write(&store, move |tx| async move { Jobs::finish(&tx, &done).await }).await.unwrap();
        enqueue(&store, vec![job]).await;
        assert_eq!(counts(&store).await, (1, 0));
    }
}

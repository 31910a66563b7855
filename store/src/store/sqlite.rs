//! The one writer of a SQLite database.
//!
//! All writes go through one task that owns the one writing connection. While it flushes a commit to disk,
//! the next pieces of work gather in its queue; they are then run one after the other, each in a savepoint,
//! and committed together. So the flush, which costs more than everything else, is shared, and work never
//! waits on SQLite's own lock. The event log is sealed in the same commit.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{mpsc, oneshot, watch};

use super::StoreOptions;
use super::open::connect_sqlite_to_write;
use super::readers::Readers;
use crate::error::{StoreError, StoreResult};
use crate::event::{self, Recorded};
use crate::job;
use crate::tx::{Ledger, Stamp};
use crate::{Db, Tx};

/// How many pieces of work share a commit at the most.
const BATCH: usize = 128;
/// How many may wait; more wait outside.
const QUEUE: usize = 1024;

/// Where work for the writer is put.
#[derive(Clone, Debug)]
pub(super) struct Queue {
    requests: mpsc::Sender<Request>,
    head: watch::Sender<i64>,
}

/// Says whether the work should be kept.
type Work = Box<dyn FnOnce(Tx) -> BoxFuture<'static, Verdict> + Send>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Keep,
    Discard,
}

struct Request {
    stamp: Stamp,
    work: Work,
    done: oneshot::Sender<StoreResult<()>>,
}

impl Queue {
    /// Starts the writer.
    pub(super) fn start(
        pool: DatabaseConnection,
        readers: Readers,
        options: StoreOptions,
        head: watch::Sender<i64>,
    ) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        tokio::spawn(run((pool, readers), options, receiver, head.clone()));
        Self { requests: sender, head }
    }

    /// Tells that the log was filled by something else than a write.
    pub(super) fn advance(&self, head: i64) {
        self.head.send_replace(head);
    }

    /// See [`crate::Store::write`].
    pub(super) async fn write<T, E, F, Fut>(&self, stamp: Stamp, work: F) -> Result<T, E>
    where
        F: FnOnce(Tx) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, result) = oneshot::channel();
        let work: Work = Box::new(move |tx| {
            async move {
                let outcome = AssertUnwindSafe(async move { work(tx).await }).catch_unwind().await;
                let verdict = if let Ok(Ok(_)) = outcome { Verdict::Keep } else { Verdict::Discard };
                // Nobody waits any more when the asker has gone; the work is done all the same.
                let _gone = answer.send(outcome);
                verdict
            }
            .boxed()
        });
        self.submit(stamp, work).await?;
        match result.await {
            Ok(Ok(outcome)) => outcome,
            // A panic is the asker's, as it is on PostgreSQL.
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => Err(StoreError::Unavailable("the work was not run".to_owned()).into()),
        }
    }

    /// Whether a write could begin.
    pub(super) async fn check(&self) -> StoreResult<()> {
        let stamp = Stamp { actor: None, at: domain::Timestamp::from_millis(0) };
        self.submit(stamp, Box::new(|_| async { Verdict::Discard }.boxed())).await
    }

    /// Waits until the queue is empty.
    pub(super) async fn close(self) {
        if let Err(error) = self.check().await {
            tracing::warn!(%error, "the last writes");
        }
    }

    async fn submit(&self, stamp: Stamp, work: Work) -> StoreResult<()> {
        let (done, committed) = oneshot::channel();
        let stopped = || StoreError::Unavailable("the writer has stopped".to_owned());
        self.requests.send(Request { stamp, work, done }).await.map_err(|_| stopped())?;
        committed.await.map_err(|_| stopped())?
    }
}

/// Asks for the right to write, and changes nothing.
const PROBE: &str = "UPDATE event_cursor SET seq = seq WHERE 1 = 0";

/// Writes, and changes nothing: nobody reads this number. On a disk that is full the right to write is still given, and only
/// what is written fails.
const WRITE: &str = "PRAGMA user_version = 0";

/// In SQLite's words: the file cannot be written.
const READ_ONLY: &str = "readonly database";

async fn run(
    (pool, readers): (DatabaseConnection, Readers),
    options: StoreOptions,
    mut queue: mpsc::Receiver<Request>,
    head: watch::Sender<i64>,
) {
    let mut connection = Some(pool);
    while let Some(first) = queue.recv().await {
        let mut waiting = Vec::new();
        let outcome = match connected(&mut connection, &options).await {
            Ok(pool) => batch_or_panic(&pool, first, &mut queue, &mut waiting).await,
            Err(error) => {
                waiting.push(first.done);
                Err(error)
            }
        };
        if let Ok(Some(sealed)) = outcome {
            head.send_replace(sealed);
        }
        let failure = outcome.err().map(|error| error.to_string());
        if let Some(failure) = &failure {
            let_go(&mut connection, failure, &readers, &options);
        }
        for done in waiting {
            let verdict = failure.clone().map_or(Ok(()), |text| Err(StoreError::Unavailable(text)));
            let _gone = done.send(verdict);
        }
    }
    if let Some(pool) = connection
        && let Err(error) = pool.close().await
    {
        tracing::warn!(%error, "closing the writer");
    }
}

/// The connection, or a new one where the last was let go of. Something failed on that, so the new one has to write before
/// it is trusted: until it can, the database takes no writes, and [`Queue::check`] says so.
async fn connected(
    connection: &mut Option<DatabaseConnection>,
    options: &StoreOptions,
) -> StoreResult<DatabaseConnection> {
    if let Some(pool) = connection {
        return Ok(pool.clone());
    }
    let pool = connection.insert(connect_sqlite_to_write(options).await?).clone();
    pool.execute_unprepared(WRITE).await?;
    Ok(pool)
}

/// Lets go of a connection on which something failed. It may be inside a transaction that nobody ends any
/// more, and then what is written next would seem to be committed and be lost. Of a file that cannot be written the
/// readers are let go of too: see [`Readers::renew`].
fn let_go(
    connection: &mut Option<DatabaseConnection>,
    failure: &str,
    readers: &Readers,
    options: &StoreOptions,
) {
    if let Some(pool) = connection.take() {
        // In the background: it waits for a piece of work that kept its handle.
        tokio::spawn(async move { pool.close().await });
    }
    if failure.contains(READ_ONLY) {
        let (readers, options) = (readers.clone(), options.clone());
        tokio::spawn(async move {
            if let Err(error) = readers.renew(&options).await {
                tracing::warn!(%error, "renewing the readers");
            }
        });
    }
}

/// A piece of work that kept its handle and uses it still makes the rollback of the batch panic.
async fn batch_or_panic(
    pool: &DatabaseConnection,
    first: Request,
    queue: &mut mpsc::Receiver<Request>,
    waiting: &mut Vec<oneshot::Sender<StoreResult<()>>>,
) -> StoreResult<Option<i64>> {
    let outcome = AssertUnwindSafe(batch(pool, first, queue, waiting)).catch_unwind().await;
    outcome.unwrap_or_else(|_| Err(StoreError::Unavailable("the writer panicked".to_owned())))
}

/// Runs and commits what waits. The number of the last event, if there is a new one.
async fn batch(
    pool: &DatabaseConnection,
    first: Request,
    queue: &mut mpsc::Receiver<Request>,
    waiting: &mut Vec<oneshot::Sender<StoreResult<()>>>,
) -> StoreResult<Option<i64>> {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = match pool.begin_with_options(immediate).await {
        Ok(transaction) => transaction,
        Err(error) => {
            waiting.push(first.done);
            return Err(error.into());
        }
    };
    // On a file that cannot be written SQLite begins to read without a word, and stays with that when the file can be
    // written again: such a connection is let go of.
    if let Err(error) = transaction.execute_unprepared(PROBE).await {
        waiting.push(first.done);
        return Err(error.into());
    }
    let mut events = Vec::new();
    let mut next = Some(first);
    let mut count = 0;
    while let Some(Request { stamp, work, done }) = next {
        match one(&transaction, stamp, work, &mut events).await {
            Ok(Ok(())) => waiting.push(done),
            Ok(Err(refused)) => {
                let _gone = done.send(Err(refused));
            }
            Err(error) => {
                waiting.push(done);
                return Err(error);
            }
        }
        count += 1;
        next = if count < BATCH { queue.try_recv().ok() } else { None };
    }
    let head = event::append_sealed(&transaction, &events).await?;
    transaction.commit().await?;
    Ok(head)
}

/// Runs one piece of work in a savepoint. The inner error is its own; the outer is the whole batch's, because
/// the savepoint itself failed.
async fn one(
    transaction: &DatabaseTransaction,
    stamp: Stamp,
    work: Work,
    events: &mut Vec<Recorded>,
) -> StoreResult<StoreResult<()>> {
    let tx = Tx::new(Db::transaction(transaction.begin().await?), stamp);
    let ledger = Tx::ledger_of(&tx);
    let db = Db::clone(&tx);
    let verdict = work(tx).await;
    let savepoint = db
        .into_transaction()
        .ok_or_else(|| StoreError::Unavailable("a piece of work kept its transaction".to_owned()))?;
    if verdict == Verdict::Discard {
        savepoint.rollback().await?;
        return Ok(Ok(()));
    }
    // Only now that nobody else can write is it certain that nothing will be added.
    let ledger = Ledger::take(&ledger);
    if let Err(refused) = job::insert(&savepoint, stamp.at, &ledger.jobs).await {
        savepoint.rollback().await?;
        return Ok(Err(refused));
    }
    savepoint.commit().await?;
    events.extend(ledger.events);
    Ok(Ok(()))
}

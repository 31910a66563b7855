//! Writing to PostgreSQL: every write has a connection and a transaction of its own; a sealer numbers and
//! chains the events of committed transactions; `LISTEN` carries the news between processes. A connection that listens
//! may die without a word, so an idle sealer looks for itself.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::postgres::PgListener;
use sea_orm::sqlx::{self, Postgres, query_scalar};
use sea_orm::{ConnectionTrait, DatabaseConnection, TransactionTrait};
use tokio::sync::{mpsc, watch};
use tokio::task::AbortHandle;

use crate::error::{StoreError, StoreResult};
use crate::event::Sealed;
use crate::tx::{Ledger, Stamp};
use crate::{Db, Tx, event, job};

/// The channel on which processes tell each other that events were sealed. Its messages are empty.
const CHANNEL: &str = "palier_sealed";
/// How long the sealer sleeps when nothing wakes it: it then finds what a killed process left unsealed, and what another
/// one sealed.
const IDLE: Duration = Duration::from_secs(1);
/// How long the sealer rests once it has sealed something. What is written meanwhile is sealed together: sealing one event
/// asks as much of the database as writing it.
const BREATH: Duration = Duration::from_millis(25);

/// The connections, and the way to wake the sealer.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    connections: DatabaseConnection,
    head: watch::Sender<i64>,
    wake: mpsc::Sender<()>,
    writes: Arc<AtomicU64>,
    /// How many of these are sealed for certain.
    sealed: watch::Receiver<u64>,
    tasks: [AbortHandle; 2],
}

impl Pool {
    /// Starts the sealer and the listener.
    pub(super) fn start(connections: DatabaseConnection, head: watch::Sender<i64>) -> Self {
        let (wake, woken) = mpsc::channel(1);
        let (writes, (sealed_sender, sealed)) = (Arc::default(), watch::channel(0));
        let progress = (Arc::clone(&writes), sealed_sender);
        let sealer = tokio::spawn(seal_for_ever(connections.clone(), woken, head.clone(), progress));
        let listener = tokio::spawn(listen_for_ever(connections.clone(), head.clone()));
        Self {
            connections,
            head,
            wake,
            writes,
            sealed,
            tasks: [sealer.abort_handle(), listener.abort_handle()],
        }
    }

    /// Tells that the log was filled by something else than the sealer.
    pub(super) fn advance(&self, to: i64) {
        advance(&self.head, to);
    }

    /// See [`crate::Store::write`].
    pub(super) async fn write<T, E, F, Fut>(&self, stamp: Stamp, work: F) -> Result<T, E>
    where
        F: FnOnce(Tx) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let transaction = self.connections.begin().await.map_err(StoreError::from)?;
        let tx = Tx::new(Db::transaction(transaction), stamp);
        let outcome = match work(tx.clone()).await {
            Ok(outcome) => outcome,
            Err(error) => {
                roll_back(tx).await;
                return Err(error);
            }
        };
        let has_events = self.commit(tx, stamp).await?;
        if has_events {
            self.writes.fetch_add(1, Ordering::Release);
            // A full channel means that the sealer is awake already.
            let _awake = self.wake.try_send(());
        }
        Ok(outcome)
    }

    async fn commit(&self, tx: Tx, stamp: Stamp) -> StoreResult<bool> {
        let ledger = Tx::ledger_of(&tx);
        let db = Db::clone(&tx);
        drop(tx);
        let transaction = db
            .into_transaction()
            .ok_or_else(|| StoreError::Unavailable("a piece of work kept its transaction".to_owned()))?;
        // Only now that nobody else can write is it certain that nothing will be added.
        let ledger = Ledger::take(&ledger);
        job::insert(&transaction, stamp.at, &ledger.jobs).await?;
        event::append_unsealed(&transaction, &ledger.events).await?;
        if ledger.jobs.is_empty() && ledger.events.is_empty() {
            // After a failed statement PostgreSQL answers COMMIT by rolling back, and reports success. Only
            // another statement shows that work went on in spite of a failure.
            transaction.execute_unprepared("SELECT 1").await?;
        }
        transaction.commit().await?;
        Ok(!ledger.events.is_empty())
    }

    /// How many writes were committed with events.
    pub(super) fn writes(&self) -> u64 {
        self.writes.load(Ordering::Acquire)
    }

    /// Waits until everything is sealed that was committed by now.
    pub(super) async fn settled(&self) {
        let (writes, mut sealed) = (self.writes(), self.sealed.clone());
        // Without a sealer nothing more comes.
        drop(sealed.wait_for(|sealed| writes <= *sealed).await);
    }

    /// Whether a write could begin. A connection that was made while nobody could write may stay so when others can again:
    /// this one and all that rest are let go of.
    pub(super) async fn check(&self) -> StoreResult<()> {
        let pool = self.connections.get_postgres_connection_pool();
        let mut connection = pool.acquire().await.map_err(away)?;
        let asked = query_scalar::<Postgres, String>("SELECT current_setting('transaction_read_only')");
        if asked.fetch_one(&mut *connection).await.map_err(away)? == "off" {
            return Ok(());
        }
        connection.close_on_drop();
        while let Some(mut resting) = pool.try_acquire() {
            resting.close_on_drop();
        }
        Err(StoreError::Unavailable("the database is read-only".to_owned()))
    }

    /// Stops the sealer and the listener. What is not sealed yet will be, by another process or the next.
    pub(super) fn close(&self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Ends a transaction before the asker hears of its failure. Left to itself it would end a little later, and
/// its locks would stand in the way of the next try.
async fn roll_back(tx: Tx) {
    let db = Db::clone(&tx);
    drop(tx);
    if let Some(transaction) = db.into_transaction()
        && let Err(error) = transaction.rollback().await
    {
        tracing::debug!(%error, "the transaction was gone");
    }
}

async fn seal_for_ever(
    pool: DatabaseConnection,
    mut woken: mpsc::Receiver<()>,
    head: watch::Sender<i64>,
    (writes, all_sealed): (Arc<AtomicU64>, watch::Sender<u64>),
) {
    loop {
        let committed = writes.load(Ordering::Acquire);
        match event::seal(&pool, CHANNEL).await {
            Ok(Some(Sealed { head: sealed, is_all })) => {
                advance(&head, sealed);
                if is_all {
                    all_sealed.send_replace(committed);
                }
                tokio::time::sleep(BREATH).await;
            }
            Ok(None) => {
                all_sealed.send_replace(committed);
                match tokio::time::timeout(IDLE, woken.recv()).await {
                    Ok(Some(())) => {}
                    Ok(None) => return,
                    Err(_idle) => look(&pool, &head).await,
                }
            }
            Err(error) => {
                tracing::warn!(%error, "events wait to be sealed");
                tokio::time::sleep(IDLE).await;
            }
        }
    }
}

/// Finds what other processes sealed, without having heard of it.
async fn look(pool: &DatabaseConnection, head: &watch::Sender<i64>) {
    match event::head(pool).await {
        Ok((sealed, _)) => advance(head, sealed),
        Err(error) => tracing::debug!(%error, "the log cannot be looked at"),
    }
}

/// Ends when nobody has the store any more, so that no connection outlives it.
async fn listen_for_ever(pool: DatabaseConnection, head: watch::Sender<i64>) {
    let listening = async {
        loop {
            if let Err(error) = listen(&pool, &head).await {
                tracing::warn!(%error, "the listener lost its connection");
            }
            tokio::time::sleep(IDLE).await;
        }
    };
    tokio::select! {
        () = listening => {}
        () = head.closed() => {}
    }
}

fn away(error: sqlx::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

async fn listen(pool: &DatabaseConnection, head: &watch::Sender<i64>) -> StoreResult<()> {
    let mut listener = PgListener::connect_with(pool.get_postgres_connection_pool()).await.map_err(away)?;
    listener.listen(CHANNEL).await.map_err(away)?;
    loop {
        advance(head, event::head(pool).await?.0);
        // Also comes back, with nothing, when the connection was lost: then news may have been missed.
        listener.try_recv().await.map_err(away)?;
    }
}

fn advance(head: &watch::Sender<i64>, to: i64) {
    head.send_if_modified(|head| {
        let is_newer = *head < to;
        *head = to.max(*head);
        is_newer
    });
}

//! The job queue: work that is asked for in a transaction and done after its commit.

use domain::{JobId, Timestamp};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Set,
};

use crate::entity::job;
use crate::error::StoreResult;
use crate::{Db, Tx};

/// How many rows go into one statement. Well below the limits of both engines on parameters.
const CHUNK: usize = 500;

/// A job to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Its name.
    pub id: JobId,
    /// What handler does it.
    pub kind: &'static str,
    /// Among which jobs it waits.
    pub lane: Lane,
    /// What the handler needs, as JSON.
    pub payload: String,
    /// Not before.
    pub run_at: Timestamp,
}

/// A job that was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// What handler does it.
    pub kind: String,
    /// What the handler needs, as JSON.
    pub payload: String,
    /// How often it has been tried, this time included.
    pub attempts: i64,
}

/// Jobs that wait for one another, and for no others: what is due waits for no letter, and a link that somebody waits for waits
/// for no other letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Whatever is no letter, in its order.
    Due,
    /// Letters with a link that sets a password.
    PasswordLetters,
    /// All other letters, and what asks for the daily ones.
    Letters,
}

impl Lane {
    /// All.
    pub const ALL: [Self; 3] = [Self::Due, Self::PasswordLetters, Self::Letters];

    /// As it is stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::PasswordLetters => "password_letters",
            Self::Letters => "letters",
        }
    }
}

/// The queue.
#[derive(Clone, Copy, Debug)]
pub struct Jobs<'db>(&'db Db);

impl<'db> Jobs<'db> {
    pub(crate) const fn new(db: &'db Db) -> Self {
        Self(db)
    }

    /// Whether something could be claimed now, in a lane or in any. A cheap look before a write.
    pub async fn has_ready(&self, lane: Option<Lane>, now: Timestamp) -> StoreResult<bool> {
        Ok(ready(lane, now).limit(1).one(&self.0.executor()).await?.is_some())
    }

    /// When the next job after an instant is due.
    pub async fn next_after(&self, now: Timestamp) -> StoreResult<Option<Timestamp>> {
        let next: Option<i64> = all()
            .filter(job::Column::FailedAt.is_null())
            .filter(job::Column::RunAt.gt(now.as_millis()))
            .select_only()
            .column(job::Column::RunAt)
            .order_by_asc(job::Column::RunAt)
            .into_tuple()
            .one(&self.0.executor())
            .await?;
        Ok(next.map(Timestamp::from_millis))
    }

    /// Whether a job stands in the queue, whatever becomes of it.
    pub async fn is_there(&self, id: JobId) -> StoreResult<bool> {
        Ok(all().filter(job::Column::Id.eq(id.uuid())).limit(1).one(&self.0.executor()).await?.is_some())
    }

    /// How many jobs wait, and how many were given up.
    pub async fn counts(&self) -> StoreResult<(u64, u64)> {
        use sea_orm::PaginatorTrait;
        let waiting = all().filter(job::Column::FailedAt.is_null()).count(&self.0.executor()).await?;
        let failed = all().filter(job::Column::FailedAt.is_not_null()).count(&self.0.executor()).await?;
        Ok((waiting, failed))
    }

    /// Claims jobs of a lane, or of any, that are due, until `locked_until`: whoever claims them and dies lets go of them then.
    pub async fn claim(
        tx: &Tx,
        lane: Option<Lane>,
        limit: u64,
        locked_until: Timestamp,
    ) -> StoreResult<Vec<Job>> {
        let db = tx.executor();
        let mut select = ready(lane, tx.now()).order_by_asc(job::Column::RunAt).limit(limit);
        if db.get_database_backend() == sea_orm::DbBackend::Postgres {
            select = select.lock_with_behavior(
                sea_orm::sea_query::LockType::Update,
                sea_orm::sea_query::LockBehavior::SkipLocked,
            );
        }
        let rows = select.all(&db).await?;
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        job::Entity::update_many()
            .col_expr(job::Column::LockedUntil, Expr::value(locked_until.as_millis()))
            .col_expr(
                job::Column::Attempts,
                sea_orm::sea_query::ExprTrait::add(Expr::col(job::Column::Attempts), 1),
            )
            .filter(job::Column::Id.is_in(ids))
            .exec(&db)
            .await?;
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// Keeps a claimed job for longer. False when the claim ran out and somebody else has claimed it since: then it is
    /// theirs, and nothing happens.
    pub async fn extend(tx: &Tx, job: &Job, locked_until: Timestamp) -> StoreResult<bool> {
        let outcome = job::Entity::update_many()
            .col_expr(job::Column::LockedUntil, Expr::value(locked_until.as_millis()))
            .filter(claimed_as(job))
            .exec(&tx.executor())
            .await?;
        Ok(outcome.rows_affected == 1)
    }

    /// Takes a finished job off the queue. Nothing happens when the claim ran out and somebody else has
    /// claimed it since: then it is theirs.
    pub async fn finish(tx: &Tx, job: &Job) -> StoreResult<()> {
        job::Entity::delete_many().filter(claimed_as(job)).exec(&tx.executor()).await?;
        Ok(())
    }

    /// Puts a job back for another try, or gives it up when there is no `retry_at`; nothing happens when it
    /// is somebody else's by now.
    pub async fn fail(tx: &Tx, job: &Job, error: &str, retry_at: Option<Timestamp>) -> StoreResult<()> {
        let failed_at = if retry_at.is_none() { Some(tx.now().as_millis()) } else { None };
        job::Entity::update_many()
            .col_expr(job::Column::LockedUntil, Expr::value(None::<i64>))
            .col_expr(job::Column::RunAt, Expr::value(retry_at.unwrap_or(tx.now()).as_millis()))
            .col_expr(job::Column::FailedAt, Expr::value(failed_at))
            // PostgreSQL keeps no NUL in a text.
            .col_expr(job::Column::LastError, Expr::value(error.replace('\0', "")))
            .filter(claimed_as(job))
            .exec(&tx.executor())
            .await?;
        Ok(())
    }
}

/// The row of a job as long as nobody has claimed it again.
fn claimed_as(job: &Job) -> Condition {
    Condition::all().add(job::Column::Id.eq(job.id.uuid())).add(job::Column::Attempts.eq(job.attempts))
}

/// Puts jobs into the queue. One that stands there already stays as it is, so that whoever gives a job an id that follows from
/// what it does need not know whether somebody else has asked for it.
pub(crate) async fn insert<C: ConnectionTrait>(db: &C, now: Timestamp, jobs: &[NewJob]) -> StoreResult<()> {
    for chunk in jobs.chunks(CHUNK) {
        let rows = chunk.iter().map(|new| row_of(new, now));
        let mut is_there = OnConflict::column(job::Column::Id);
        is_there.do_nothing();
        job::Entity::insert_many(rows).on_conflict(is_there).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Puts letters that were backed up before there were lanes into theirs, as the migration that made lanes did.
pub(crate) async fn part_letters<C: ConnectionTrait>(db: &C) -> StoreResult<()> {
    let password_letters = (Lane::PasswordLetters, ["password_letter"].as_slice());
    for (lane, kinds) in [password_letters, (Lane::Letters, ["letter", "digest"].as_slice())] {
        job::Entity::update_many()
            .col_expr(job::Column::Lane, Expr::value(lane.as_str()))
            .filter(job::Column::Lane.eq(Lane::Due.as_str()))
            .filter(job::Column::Kind.is_in(kinds.iter().copied()))
            .exec(db)
            .await?;
    }
    Ok(())
}

fn row_of(new: &NewJob, now: Timestamp) -> job::ActiveModel {
    let NewJob { id, kind, lane, payload, run_at } = new.clone();
    job::ActiveModel {
        id: Set(id.uuid()),
        kind: Set(kind.to_owned()),
        lane: Set(lane.as_str().to_owned()),
        payload: Set(payload),
        run_at: Set(run_at.as_millis()),
        attempts: Set(0),
        locked_until: Set(None),
        failed_at: Set(None),
        last_error: Set(None),
        created_at: Set(now.as_millis()),
    }
}

fn ready(lane: Option<Lane>, now: Timestamp) -> Select<job::Entity> {
    let is_free = Condition::any()
        .add(job::Column::LockedUntil.is_null())
        .add(job::Column::LockedUntil.lt(now.as_millis()));
    let due = all()
        .filter(job::Column::FailedAt.is_null())
        .filter(job::Column::RunAt.lte(now.as_millis()))
        .filter(is_free);
    match lane {
        None => due,
        Some(lane) => due.filter(job::Column::Lane.eq(lane.as_str())),
    }
}

#[expect(clippy::disallowed_methods, reason = "jobs belong to no vendor")]
fn all() -> Select<job::Entity> {
    job::Entity::find()
}

fn of_row(row: job::Model) -> Job {
    let job::Model {
        id,
        kind,
        lane: _,
        payload,
        run_at: _,
        attempts,
        locked_until: _,
        failed_at: _,
        last_error: _,
        created_at: _,
    } = row;
    Job { id: JobId::new(id), kind, payload, attempts: attempts + 1 }
}

//! Sealing: giving committed events their numbers and hashes, in one total order without holes.

use domain::event::{Event, Hash, link};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, Statement, TransactionTrait, Value,
};

use super::read::of_row;
use crate::entity::event;
use crate::error::{StoreError, StoreResult};

/// How many events are sealed in one transaction.
const BATCH: u64 = 1000;
/// The key of the advisory lock: "palier" in ASCII.
const LOCK: i64 = 0x7061_6c69_6572;

/// The number and hash of the last sealed event; 0 and zeroes before the first.
pub(crate) async fn head<C: ConnectionTrait>(db: &C) -> StoreResult<(i64, Hash)> {
    let row: Option<(Option<i64>, Option<Vec<u8>>)> = all()
        .select_only()
        .columns([event::Column::Seq, event::Column::Hash])
        .filter(event::Column::Seq.is_not_null())
        .order_by_desc(event::Column::Seq)
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    match row {
        None => Ok((0, Hash::ZERO)),
        Some((Some(seq), Some(hash))) => {
            Ok((seq, Hash::from_slice(&hash).ok_or_else(|| StoreError::corrupt("hash of the last event"))?))
        }
        Some(_) => Err(StoreError::corrupt("last event")),
    }
}

/// What was sealed in one go.
pub(crate) struct Sealed {
    /// The number of the last event.
    pub(crate) head: i64,
    /// Whether that was all that was committed before.
    pub(crate) is_all: bool,
}

/// Seals what is committed and not sealed yet, if there is something.
///
/// On PostgreSQL. An advisory lock makes the sealer the only one, whichever process it runs in. A
/// transaction that was committed before another began has the lower row ids, so sealing in the order of
/// row ids never puts an effect before its cause.
pub(crate) async fn seal(pool: &DatabaseConnection, channel: &str) -> StoreResult<Option<Sealed>> {
    let tx = pool.begin().await?;
    let backend = tx.get_database_backend();
    tx.execute_raw(Statement::from_string(backend, format!("SELECT pg_advisory_xact_lock({LOCK})"))).await?;
    let links = links_to_write(&tx).await?;
    let Some((_, last)) = links.last() else {
        tx.rollback().await?;
        return Ok(None);
    };
    let sealed = Sealed { head: last.seq, is_all: (links.len() as u64) < BATCH };
    write_links(&tx, &links).await?;
    tx.execute_raw(Statement::from_string(backend, format!("NOTIFY {channel}"))).await?;
    tx.commit().await?;
    Ok(Some(sealed))
}

/// Seals all that is not sealed yet, in a transaction that has the database to itself. SQLite, where the
/// writer seals, needs it only for rows that a backup brings from PostgreSQL.
pub(crate) async fn seal_alone(tx: &DatabaseTransaction) -> StoreResult<()> {
    loop {
        let links = links_to_write(tx).await?;
        if links.is_empty() {
            return Ok(());
        }
        for (id, Event { seq, previous, hash, .. }) in links {
            event::Entity::update_many()
                .col_expr(event::Column::Seq, Expr::value(seq))
                .col_expr(event::Column::Previous, Expr::value(previous.as_bytes().to_vec()))
                .col_expr(event::Column::Hash, Expr::value(hash.as_bytes().to_vec()))
                .filter(event::Column::Id.eq(id))
                .exec(tx)
                .await?;
        }
    }
}

/// The next rows to seal, each with its event as it will stand in the log.
async fn links_to_write(tx: &DatabaseTransaction) -> StoreResult<Vec<(i64, Event)>> {
    let unsealed = all().filter(event::Column::Seq.is_null()).order_by_asc(event::Column::Id);
    let rows = unsealed.limit(BATCH).all(tx).await?;
    let mut links = Vec::with_capacity(rows.len());
    if rows.is_empty() {
        return Ok(links);
    }
    let (mut seq, mut previous) = head(tx).await?;
    for row in rows {
        seq += 1;
        let id = row.id;
        let mut event = of_row(row, seq, previous, Hash::ZERO);
        event.hash = link(&event);
        previous = event.hash;
        links.push((id, event));
    }
    Ok(links)
}

/// Writes numbers and hashes with one statement, as columns of arrays.
async fn write_links(tx: &DatabaseTransaction, links: &[(i64, Event)]) -> StoreResult<()> {
    const SQL: &str = "UPDATE event SET seq = links.seq, previous = links.previous, hash = links.hash \
        FROM unnest($1::bigint[], $2::bigint[], $3::bytea[], $4::bytea[]) AS links (id, seq, previous, hash) \
        WHERE event.id = links.id";
    let ids: Vec<i64> = links.iter().map(|(id, _)| *id).collect();
    let seqs: Vec<i64> = links.iter().map(|(_, event)| event.seq).collect();
    let previous: Vec<Vec<u8>> = links.iter().map(|(_, event)| event.previous.as_bytes().to_vec()).collect();
    let hashes: Vec<Vec<u8>> = links.iter().map(|(_, event)| event.hash.as_bytes().to_vec()).collect();
    let values: [Value; 4] = [ids.into(), seqs.into(), previous.into(), hashes.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), SQL, values)).await?;
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the sealer and the verifier see the whole log; people do not come here"
)]
pub(super) fn all() -> sea_orm::Select<event::Entity> {
    event::Entity::find()
}

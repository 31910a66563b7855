//! Verifying the chain, all of it, whoever asks: a chain with a scope would have holes.

use domain::event::{ChainBreak, Hash, Verifier};
use sea_orm::{ColumnTrait, ConnectionTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::read::{Events, sealed_of_row};
use crate::entity::event;
use crate::error::StoreResult;

/// How many events are read at a time, so that memory stays flat.
const CHUNK: u64 = 2000;

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainReport {
    /// How many events follow each other as they should, from the first.
    pub verified: i64,
    /// The hash of the last of them. Note it elsewhere: it also proves that nothing was cut off the end.
    pub head: Hash,
    /// Where the chain breaks, if it does.
    pub broken: Option<ChainBreak>,
    /// How many events are committed and wait for their number.
    pub unsealed: u64,
}

impl Events<'_> {
    /// Walks the whole chain.
    pub async fn verify(&self) -> StoreResult<ChainReport> {
        verify(&self.db().executor()).await
    }
}

/// Walks the whole chain.
pub(crate) async fn verify<C: ConnectionTrait>(db: &C) -> StoreResult<ChainReport> {
    let mut verifier = Verifier::default();
    let mut broken = None;
    while broken.is_none() {
        let rows = super::seal::all()
            .filter(event::Column::Seq.gt(verifier.count()))
            .order_by_asc(event::Column::Seq)
            .limit(CHUNK)
            .all(db)
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if let Err(found) = verifier.next(&sealed_of_row(row)?) {
                broken = Some(found);
                break;
            }
        }
    }
    let unsealed = super::seal::all().filter(event::Column::Seq.is_null()).count(db).await?;
    Ok(ChainReport { verified: verifier.count(), head: verifier.head(), broken, unsealed })
}

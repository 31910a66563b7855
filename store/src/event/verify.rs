//! Verifying the chain, all of it, whoever asks: a chain with a scope would have holes.

use domain::event::{ChainBreak, Hash, Verifier};
use sea_orm::{ColumnTrait, ConnectionTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::read::{Events, of_row};
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
            if let Err(found) = next(&mut verifier, row) {
                broken = Some(found);
                break;
            }
        }
    }
    let unsealed = super::seal::all().filter(event::Column::Seq.is_null()).count(db).await?;
    Ok(ChainReport { verified: verifier.count(), head: verifier.head(), broken, unsealed })
}

/// Takes the next row. A hash that cannot be read is as wrong as one that does not fit.
fn next(verifier: &mut Verifier, row: event::Model) -> Result<(), ChainBreak> {
    let seq = row.seq.unwrap_or_default();
    let hash_of = |bytes: &Option<Vec<u8>>| bytes.as_deref().and_then(Hash::from_slice);
    let previous = hash_of(&row.previous).ok_or(ChainBreak::Unlinked { seq })?;
    let hash = hash_of(&row.hash).ok_or(ChainBreak::Changed { seq })?;
    verifier.next(&of_row(row, seq, previous, hash))
}

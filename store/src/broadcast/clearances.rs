//! What deviates, or once did, from being cleared.

use std::collections::BTreeMap;

use domain::{ContactTypeId, Scope, Timestamp, UserId, VendorId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set};

use crate::entity::clearance;
use crate::error::StoreResult;
use crate::{Db, Tx};

/// How many rows go into one statement. Well below the limits of both engines on parameters.
const CHUNK: usize = 500;

/// Clearances within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Clearances<'db> {
    db: &'db Db,
    scope: Scope,
}

/// What is stored of a clearance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearanceRow {
    /// Whose.
    pub user: UserId,
    /// For what.
    pub contact_type: ContactTypeId,
    /// Through which channel; empty for all.
    pub channel: String,
    /// In which language; empty for all.
    pub language: String,
    /// For which vendor they work.
    pub vendor: Option<VendorId>,
    /// The verdict, as JSON.
    pub verdict: String,
    /// The reasons, as JSON.
    pub reasons: String,
    /// For when it was worked out.
    pub evaluated_at: Timestamp,
    /// The next instant at which it can change by itself.
    pub valid_until: Option<Timestamp>,
    /// Which content it is about: counts what was recorded.
    pub revision: i64,
}

impl<'db> Clearances<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// Those of somebody.
    pub async fn of_user(&self, user: UserId) -> StoreResult<Vec<ClearanceRow>> {
        let mine = self.scoped().filter(clearance::Column::UserId.eq(user.uuid()));
        let rows = mine.order_by_asc(clearance::Column::ContactTypeId).all(&self.db.executor()).await?;
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// All of them.
    pub async fn all(&self) -> StoreResult<Vec<ClearanceRow>> {
        let rows = self.scoped().order_by_asc(clearance::Column::UserId).all(&self.db.executor()).await?;
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// Puts in what was worked out; of what was for the same more than once, the last. In one order, so that no two writes wait
    /// for each other.
    pub async fn put(tx: &Tx, rows: &[ClearanceRow]) -> StoreResult<()> {
        let keyed = rows.iter().map(|row| ((row.user, row.contact_type, &row.channel, &row.language), row));
        let rows: BTreeMap<_, _> = keyed.collect();
        let rows: Vec<_> = rows.into_values().collect();
        for chunk in rows.chunks(CHUNK) {
            let rows = chunk.iter().copied().map(row_of);
            let mut replace = OnConflict::columns([
                clearance::Column::UserId,
                clearance::Column::ContactTypeId,
                clearance::Column::Channel,
                clearance::Column::Language,
            ]);
            replace.update_columns([
                clearance::Column::VendorId,
                clearance::Column::Verdict,
                clearance::Column::Reasons,
                clearance::Column::EvaluatedAt,
                clearance::Column::ValidUntil,
                clearance::Column::Revision,
            ]);
            clearance::Entity::insert_many(rows)
                .on_conflict(replace)
                .exec_without_returning(&tx.executor())
                .await?;
        }
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<clearance::Entity> {
        let all = clearance::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) | Scope::Team(vendor, _) => {
                all.filter(clearance::Column::VendorId.eq(vendor.uuid()))
            }
            Scope::Nothing => all.filter(clearance::Column::UserId.is_null()),
        }
    }
}

fn row_of(row: &ClearanceRow) -> clearance::ActiveModel {
    let ClearanceRow {
        user,
        contact_type,
        channel,
        language,
        vendor,
        verdict,
        reasons,
        evaluated_at,
        valid_until,
        revision,
    } = row.clone();
    clearance::ActiveModel {
        user_id: Set(user.uuid()),
        contact_type_id: Set(contact_type.uuid()),
        channel: Set(channel),
        language: Set(language),
        vendor_id: Set(vendor.map(VendorId::uuid)),
        verdict: Set(verdict),
        reasons: Set(reasons),
        evaluated_at: Set(evaluated_at.as_millis()),
        valid_until: Set(valid_until.map(Timestamp::as_millis)),
        revision: Set(revision),
    }
}

fn of_row(row: clearance::Model) -> ClearanceRow {
    let clearance::Model {
        user_id,
        contact_type_id,
        channel,
        language,
        vendor_id,
        verdict,
        reasons,
        evaluated_at,
        valid_until,
        revision,
    } = row;
    ClearanceRow {
        user: UserId::new(user_id),
        contact_type: ContactTypeId::new(contact_type_id),
        channel,
        language,
        vendor: vendor_id.map(VendorId::new),
        verdict,
        reasons,
        evaluated_at: Timestamp::from_millis(evaluated_at),
        valid_until: valid_until.map(Timestamp::from_millis),
        revision,
    }
}

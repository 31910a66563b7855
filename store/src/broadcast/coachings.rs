//! Who went through a broadcast with whom: written once, never changed.

use domain::{BroadcastId, Scope, TeamId, Timestamp, UserId, VendorId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select, Set};
use uuid::Uuid;

use crate::entity::coaching;
use crate::error::StoreResult;
use crate::{Db, Tx};

/// How many ids go into one statement. Well below the limits of both engines on parameters.
const CHUNK: usize = 500;

/// Coaching that was given, within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Coachings<'db> {
    db: &'db Db,
    scope: Scope,
}

/// Coaching that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoachingRow {
    /// Which.
    pub id: Uuid,
    /// On what.
    pub broadcast: BroadcastId,
    /// To whom.
    pub user: UserId,
    /// For which vendor they worked when it was sent.
    pub vendor: VendorId,
    /// In which team.
    pub team: TeamId,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

impl<'db> Coachings<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// What was given to somebody on a broadcast.
    pub async fn get(&self, broadcast: BroadcastId, user: UserId) -> StoreResult<Option<CoachingRow>> {
        let one = self
            .scoped()
            .filter(coaching::Column::BroadcastId.eq(broadcast.uuid()))
            .filter(coaching::Column::UserId.eq(user.uuid()));
        Ok(one.one(&self.db.executor()).await?.map(of_row))
    }

    /// What was given on some broadcasts, in the order in which it was.
    pub async fn of_broadcasts(&self, ids: &[BroadcastId]) -> StoreResult<Vec<CoachingRow>> {
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = self
                .scoped()
                .filter(coaching::Column::BroadcastId.is_in(chunk.iter().map(|id| id.uuid())))
                .order_by_asc(coaching::Column::GivenAt)
                .order_by_asc(coaching::Column::Id)
                .all(&self.db.executor())
                .await?;
            found.extend(rows.into_iter().map(of_row));
        }
        Ok(found)
    }

    /// Notes that it was given. [`crate::StoreError::Taken`] when that was noted of that person and that broadcast.
    pub async fn insert(tx: &Tx, new: &CoachingRow) -> StoreResult<()> {
        let CoachingRow { id, broadcast, user, vendor, team, by, at } = new.clone();
        let row = coaching::ActiveModel {
            id: Set(id),
            broadcast_id: Set(broadcast.uuid()),
            user_id: Set(user.uuid()),
            vendor_id: Set(vendor.uuid()),
            team_id: Set(team.uuid()),
            given_by: Set(by.uuid()),
            given_at: Set(at.as_millis()),
        };
        coaching::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<coaching::Entity> {
        let all = coaching::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) => all.filter(coaching::Column::VendorId.eq(vendor.uuid())),
            Scope::Team(vendor, team) => all
                .filter(coaching::Column::VendorId.eq(vendor.uuid()))
                .filter(coaching::Column::TeamId.eq(team.uuid())),
            Scope::Nothing => all.filter(coaching::Column::Id.is_null()),
        }
    }
}

fn of_row(row: coaching::Model) -> CoachingRow {
    let coaching::Model { id, broadcast_id, user_id, vendor_id, team_id, given_by, given_at } = row;
    CoachingRow {
        id,
        broadcast: BroadcastId::new(broadcast_id),
        user: UserId::new(user_id),
        vendor: VendorId::new(vendor_id),
        team: TeamId::new(team_id),
        by: UserId::new(given_by),
        at: Timestamp::from_millis(given_at),
    }
}

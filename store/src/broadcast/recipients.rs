//! Whom broadcasts reach, row by row.

use domain::broadcast::{BroadcastEnd, Deadline, Ended, Exemption, RecallAnswer, Recipient, RecipientState};
use domain::{BroadcastId, Scope, SiteId, TeamId, Timestamp, UserId, VendorId};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationDef, Select, Set,
};

use super::figures::is_exempt;
use crate::entity::{recipient, user_account};
use crate::error::{StoreError, StoreResult};
use crate::{Cursor, Db, Page, Tx};

/// How many rows go into one statement. Well below the limits of both engines on parameters.
pub(super) const CHUNK: usize = 500;
/// Behind every deadline.
const NEVER: i64 = i64::MAX;

/// Recipients within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Recipients<'db> {
    pub(super) db: &'db Db,
    pub(super) scope: Scope,
}

/// Somebody whom a broadcast reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientRow {
    /// Which broadcast.
    pub broadcast: BroadcastId,
    /// Whom.
    pub user: UserId,
    /// For whom they worked when it was sent. While it is open, site and team are those where they work now.
    pub vendor: VendorId,
    /// At which site.
    pub site: SiteId,
    /// In which team.
    pub team: TeamId,
    /// Since when it has reached them, time away left out; none where that is since it was sent.
    pub reached_since: Option<Timestamp>,
    /// How far they are.
    pub recipient: Recipient,
    /// By when they have to acknowledge.
    pub deadline: Deadline,
    /// How many reminders they were sent.
    pub reminded: i64,
}

impl<'db> Recipients<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// One recipient of one broadcast.
    pub async fn get(&self, broadcast: BroadcastId, user: UserId) -> StoreResult<Option<RecipientRow>> {
        let row = self
            .scoped()
            .filter(recipient::Column::BroadcastId.eq(broadcast.uuid()))
            .filter(recipient::Column::UserId.eq(user.uuid()))
            .one(&self.db.executor())
            .await?;
        row.map(of_row).transpose()
    }

    /// What somebody still has to acknowledge, or has not seen.
    pub async fn open_of(&self, user: UserId) -> StoreResult<Vec<RecipientRow>> {
        let mine = open(self.scoped().filter(recipient::Column::UserId.eq(user.uuid())));
        let rows = mine.order_by_desc(recipient::Column::BroadcastId).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// A page of everything that reached somebody, the last first.
    pub async fn of_user(
        &self,
        user: UserId,
        cursor: Cursor<BroadcastId>,
        limit: usize,
    ) -> StoreResult<Page<RecipientRow, BroadcastId>> {
        let mine = self.scoped().filter(recipient::Column::UserId.eq(user.uuid()));
        let (mine, order) = match cursor {
            Cursor::Start => (mine, Order::Desc),
            Cursor::After(id) => (mine.filter(recipient::Column::BroadcastId.lt(id.uuid())), Order::Desc),
            Cursor::Before(id) => (mine.filter(recipient::Column::BroadcastId.gt(id.uuid())), Order::Asc),
        };
        let rows = mine
            .order_by(recipient::Column::BroadcastId, order)
            .limit(limit as u64 + 1)
            .all(&self.db.executor())
            .await?;
        let rows = rows.into_iter().map(of_row).collect::<StoreResult<Vec<_>>>()?;
        Ok(Page::of(rows, limit, cursor, |row| row.broadcast))
    }

    /// A page of those in scope who have not acknowledged a broadcast that still binds them: by their deadlines, so that the
    /// late come first, and where these are the same by name. Behind them those who are exempt at the instant.
    pub async fn waiting(
        &self,
        broadcast: BroadcastId,
        now: Timestamp,
        cursor: Cursor<UserId>,
        limit: usize,
    ) -> StoreResult<Page<RecipientRow, UserId>> {
        let theirs = self.scoped().filter(recipient::Column::BroadcastId.eq(broadcast.uuid()));
        let mut select = open(theirs).join(JoinType::InnerJoin, accounts());
        let is_before = matches!(cursor, Cursor::Before(_));
        if let Cursor::After(id) | Cursor::Before(id) = cursor {
            let Some(here) = self.place_of(broadcast, now, id).await? else {
                return Ok(Page { rows: Vec::new(), previous: None, next: None });
            };
            let (place, here) = (Expr::tuple(place(now)), Expr::tuple(here));
            select = select.filter(if is_before { place.lt(here) } else { place.gt(here) });
        }
        let order = if is_before { Order::Desc } else { Order::Asc };
        for part in place(now) {
            select = select.order_by(part, order.clone());
        }
        let rows = select.limit(limit as u64 + 1).all(&self.db.executor()).await?;
        let rows = rows.into_iter().map(of_row).collect::<StoreResult<Vec<_>>>()?;
        Ok(Page::of(rows, limit, cursor, |row| row.user))
    }

    /// Where somebody stands among those who have not acknowledged a broadcast, also when they have meanwhile: as [`place`].
    async fn place_of(
        &self,
        broadcast: BroadcastId,
        now: Timestamp,
        user: UserId,
    ) -> StoreResult<Option<[Expr; 3]>> {
        let Some(row) = self.get(broadcast, user).await? else { return Ok(None) };
        let Some(account) = self.db.users(Scope::Everything).get(user).await? else { return Ok(None) };
        let due = row.deadline.due_at.filter(|_| !row.recipient.is_exempt(now));
        let due = due.map_or(NEVER, Timestamp::as_millis);
        Ok(Some([Expr::value(due), Expr::value(account.name.key()), Expr::value(user.uuid())]))
    }

    /// What some people still have to acknowledge, or have not seen.
    pub async fn open_of_users(&self, users: &[UserId]) -> StoreResult<Vec<RecipientRow>> {
        self.of_people(users, open).await
    }

    /// Everything that ever reached some people.
    pub async fn of_users(&self, users: &[UserId]) -> StoreResult<Vec<RecipientRow>> {
        self.of_people(users, |all| all).await
    }

    /// What some broadcasts are to some people whom they reached.
    pub async fn of_both(
        &self,
        broadcasts: &[BroadcastId],
        users: &[UserId],
    ) -> StoreResult<Vec<RecipientRow>> {
        let mut found = Vec::new();
        for broadcasts in broadcasts.chunks(CHUNK) {
            for users in users.chunks(CHUNK) {
                let rows = self
                    .scoped()
                    .filter(recipient::Column::BroadcastId.is_in(broadcasts.iter().map(|id| id.uuid())))
                    .filter(recipient::Column::UserId.is_in(users.iter().map(|id| id.uuid())))
                    .all(&self.db.executor())
                    .await?;
                for row in rows {
                    found.push(of_row(row)?);
                }
            }
        }
        Ok(found)
    }

    async fn of_people(
        &self,
        users: &[UserId],
        narrow: fn(Select<recipient::Entity>) -> Select<recipient::Entity>,
    ) -> StoreResult<Vec<RecipientRow>> {
        let mut found = Vec::new();
        for chunk in users.chunks(CHUNK) {
            let ids = chunk.iter().map(|id| id.uuid());
            let theirs = narrow(self.scoped().filter(recipient::Column::UserId.is_in(ids)));
            for row in theirs.all(&self.db.executor()).await? {
                found.push(of_row(row)?);
            }
        }
        Ok(found)
    }

    /// Everybody in scope whom some broadcasts reach.
    pub async fn of_broadcasts(&self, ids: &[BroadcastId]) -> StoreResult<Vec<RecipientRow>> {
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = self
                .scoped()
                .filter(recipient::Column::BroadcastId.is_in(chunk.iter().map(|id| id.uuid())))
                .order_by_asc(recipient::Column::BroadcastId)
                .order_by_asc(recipient::Column::UserId);
            found.extend(self.db.each(rows, of_row).await?);
        }
        Ok(found)
    }

    /// The next of those in scope whom a broadcast reaches, in the order of their ids, behind one of them.
    pub async fn after(
        &self,
        broadcast: BroadcastId,
        after: Option<UserId>,
        limit: usize,
    ) -> StoreResult<Vec<RecipientRow>> {
        let mut select = self.scoped().filter(recipient::Column::BroadcastId.eq(broadcast.uuid()));
        if let Some(after) = after {
            select = select.filter(recipient::Column::UserId.gt(after.uuid()));
        }
        let rows = select
            .order_by_asc(recipient::Column::UserId)
            .limit(limit as u64)
            .all(&self.db.executor())
            .await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Everybody in scope who still has to acknowledge one of some broadcasts.
    pub async fn open_in(&self, ids: &[BroadcastId]) -> StoreResult<Vec<RecipientRow>> {
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let ids = chunk.iter().map(|id| id.uuid());
            let theirs = open(self.scoped().filter(recipient::Column::BroadcastId.is_in(ids)));
            found.extend(self.db.each(theirs, of_row).await?);
        }
        Ok(found)
    }

    /// Everybody in scope who failed the check of one of some broadcasts so often that somebody is to help them.
    pub async fn failed_again(&self, ids: &[BroadcastId]) -> StoreResult<Vec<RecipientRow>> {
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let rows = self
                .scoped()
                .filter(recipient::Column::BroadcastId.is_in(chunk.iter().map(|id| id.uuid())))
                .filter(recipient::Column::FailedChecks.gte(i64::from(Recipient::COACHING_AFTER)))
                .all(&self.db.executor())
                .await?;
            for row in rows {
                found.push(of_row(row)?);
            }
        }
        Ok(found)
    }

    /// Adds recipients.
    pub async fn insert(tx: &Tx, rows: &[RecipientRow]) -> StoreResult<()> {
        for chunk in rows.chunks(CHUNK) {
            let rows = chunk.iter().map(row_of);
            recipient::Entity::insert_many(rows).exec_without_returning(&tx.executor()).await?;
        }
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    pub(super) fn scoped(&self) -> Select<recipient::Entity> {
        let all = recipient::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) => all.filter(recipient::Column::VendorId.eq(vendor.uuid())),
            Scope::Team(vendor, team) => all
                .filter(recipient::Column::VendorId.eq(vendor.uuid()))
                .filter(recipient::Column::TeamId.eq(team.uuid())),
            Scope::Nothing => all.filter(recipient::Column::UserId.is_null()),
        }
    }
}

/// What still has to be acknowledged, or was not seen.
pub(super) fn open(select: Select<recipient::Entity>) -> Select<recipient::Entity> {
    select.filter(recipient::Column::AcknowledgedAt.is_null()).filter(recipient::Column::EndedAt.is_null())
}

/// The order of those who have not acknowledged, where the accounts are joined: by their deadline, by name, by id. Who is
/// exempt at the instant has none.
fn place(now: Timestamp) -> [Expr; 3] {
    let due = recipient::Column::DueAt;
    let deadline = CaseStatement::new().case(is_exempt(now), NEVER).case(due.is_null(), NEVER);
    let deadline = deadline.finally(Expr::col((recipient::Entity, due)));
    [deadline.into(), account(user_account::Column::NameKey), account(user_account::Column::Id)]
}

/// From recipients to those who they are.
pub(super) fn accounts() -> RelationDef {
    let belonging = recipient::Entity::belongs_to(user_account::Entity);
    belonging.from(recipient::Column::UserId).to(user_account::Column::Id).into()
}

fn account(column: user_account::Column) -> Expr {
    Expr::col((user_account::Entity, column))
}

pub(super) fn exemption(reason: Option<String>, until: Option<Timestamp>) -> Option<Exemption> {
    reason.map(|reason| Exemption { reason, until })
}

pub(super) fn ended(by: Option<&str>, at: Option<Timestamp>) -> Option<Ended> {
    by.and_then(BroadcastEnd::parse).zip(at).map(|(by, at)| Ended { by, at })
}

pub(super) fn row_of(row: &RecipientRow) -> recipient::ActiveModel {
    let RecipientRow { broadcast, user, vendor, site, team, reached_since, recipient, deadline, reminded } =
        row.clone();
    let millis = |at: Option<Timestamp>| Set(at.map(Timestamp::as_millis));
    recipient::ActiveModel {
        broadcast_id: Set(broadcast.uuid()),
        user_id: Set(user.uuid()),
        vendor_id: Set(vendor.uuid()),
        site_id: Set(site.uuid()),
        team_id: Set(team.uuid()),
        state: Set(recipient.state.as_str().to_owned()),
        delivered_at: millis(recipient.delivered_at),
        opened_at: millis(recipient.opened_at),
        read_at: millis(recipient.read_at),
        check_passed_at: millis(recipient.check_passed_at),
        acknowledged_at: millis(recipient.acknowledged_at),
        failed_checks: Set(i64::from(recipient.failed_checks)),
        due_at: millis(deadline.due_at),
        grace_until: millis(deadline.grace_until),
        reminded: Set(reminded),
        exempt_reason: Set(recipient.exempt.as_ref().map(|exempt| exempt.reason.clone())),
        exempt_until: millis(recipient.exempt.as_ref().and_then(|exempt| exempt.until)),
        ended_at: millis(recipient.ended.map(|ended| ended.at)),
        ended_by: Set(recipient.ended.map(|ended| ended.by.as_str().to_owned())),
        reached_since: millis(reached_since),
        recall_answer: Set(recipient.recall_answer.map(|answer| answer.as_str().to_owned())),
    }
}

fn of_row(row: recipient::Model) -> StoreResult<RecipientRow> {
    let recipient::Model {
        broadcast_id,
        user_id,
        vendor_id,
        site_id,
        team_id,
        state,
        delivered_at,
        opened_at,
        read_at,
        check_passed_at,
        acknowledged_at,
        failed_checks,
        due_at,
        grace_until,
        reminded,
        exempt_reason,
        exempt_until,
        ended_at,
        ended_by,
        reached_since,
        recall_answer,
    } = row;
    let at = |millis: Option<i64>| millis.map(Timestamp::from_millis);
    let state = RecipientState::parse(&state)
        .ok_or_else(|| StoreError::corrupt(format!("state `{state}` of a recipient")))?;
    Ok(RecipientRow {
        broadcast: BroadcastId::new(broadcast_id),
        user: UserId::new(user_id),
        vendor: VendorId::new(vendor_id),
        site: SiteId::new(site_id),
        team: TeamId::new(team_id),
        reached_since: at(reached_since),
        recipient: Recipient {
            state,
            delivered_at: at(delivered_at),
            opened_at: at(opened_at),
            read_at: at(read_at),
            check_passed_at: at(check_passed_at),
            acknowledged_at: at(acknowledged_at),
            recall_answer: recall_answer.as_deref().and_then(RecallAnswer::parse),
            failed_checks: u32::try_from(failed_checks).unwrap_or(u32::MAX),
            exempt: exemption(exempt_reason, at(exempt_until)),
            ended: ended(ended_by.as_deref(), at(ended_at)),
        },
        deadline: Deadline { due_at: at(due_at), grace_until: at(grace_until) },
        reminded,
    })
}

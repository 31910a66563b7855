//! Whom broadcasts reach, and how far each of them is.

use domain::broadcast::{Broadcast, BroadcastEnd, Deadline, Ended, Exemption, Recipient, RecipientState};
use domain::people::{Role, UserState};
use domain::{BroadcastId, Scope, SiteId, TeamId, Timestamp, UserId, VendorId};
use sea_orm::sea_query::{Expr, ExprTrait, Func, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationDef,
    Select, Set,
};
use uuid::Uuid;

use crate::entity::{broadcast, recipient, user_account};
use crate::error::{StoreError, StoreResult};
use crate::vendor::exactly_one;
use crate::{Cursor, Db, Page, Tx};

/// How many rows go into one statement. Well below the limits of both engines on parameters.
const CHUNK: usize = 500;

/// Recipients within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Recipients<'db> {
    db: &'db Db,
    scope: Scope,
}

/// Somebody whom a broadcast reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientRow {
    /// Which broadcast.
    pub broadcast: BroadcastId,
    /// Whom.
    pub user: UserId,
    /// Where they worked when it was sent.
    pub vendor: VendorId,
    /// At which site.
    pub site: SiteId,
    /// In which team.
    pub team: TeamId,
    /// How far they are.
    pub recipient: Recipient,
    /// By when they have to acknowledge.
    pub deadline: Deadline,
    /// How many reminders they were sent.
    pub reminded: i64,
}

/// How many people a broadcast is for, and how far they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecipientTally {
    /// Which broadcast.
    pub broadcast: BroadcastId,
    /// How many of those whom it reached are counted: see [`domain::broadcast::is_counted`].
    pub population: usize,
    /// How many have acknowledged.
    pub acknowledged: usize,
}

/// How far one recipient of a broadcast is, without who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Where they worked when it was sent.
    pub vendor: VendorId,
    /// At which site.
    pub site: SiteId,
    /// In which team.
    pub team: TeamId,
    /// When they acknowledged.
    pub acknowledged_at: Option<Timestamp>,
    /// Whether they are counted: see [`domain::broadcast::is_counted`].
    pub is_counted: bool,
}

/// Somebody whom a broadcast may keep from contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owing {
    /// Who.
    pub user: UserId,
    /// For which vendor they work now.
    pub vendor: VendorId,
    /// What they have not acknowledged.
    pub broadcast: BroadcastId,
    /// Until when they may go on without; none for not at all.
    pub grace_until: Option<Timestamp>,
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

    /// A page of those in scope who have not acknowledged a broadcast that still binds them, by name.
    pub async fn waiting(
        &self,
        broadcast: BroadcastId,
        cursor: Cursor<UserId>,
        limit: usize,
    ) -> StoreResult<Page<RecipientRow, UserId>> {
        let theirs = self.scoped().filter(recipient::Column::BroadcastId.eq(broadcast.uuid()));
        let mut select = open(theirs).join(JoinType::InnerJoin, accounts());
        let is_before = matches!(cursor, Cursor::Before(_));
        if let Cursor::After(id) | Cursor::Before(id) = cursor {
            let Some(at) = self.db.users(Scope::Everything).get(id).await? else {
                return Ok(Page { rows: Vec::new(), previous: None, next: None });
            };
            let place =
                Expr::tuple([account(user_account::Column::NameKey), account(user_account::Column::Id)]);
            let here = Expr::tuple([Expr::value(at.name.key()), Expr::value(id.uuid())]);
            select = select.filter(if is_before { place.lt(here) } else { place.gt(here) });
        }
        let order = if is_before { Order::Desc } else { Order::Asc };
        let rows = select
            .order_by(user_account::Column::NameKey, order.clone())
            .order_by(user_account::Column::Id, order)
            .limit(limit as u64 + 1)
            .all(&self.db.executor())
            .await?;
        let rows = rows.into_iter().map(of_row).collect::<StoreResult<Vec<_>>>()?;
        Ok(Page::of(rows, limit, cursor, |row| row.user))
    }

    /// How many in scope whom some broadcasts reached are counted and have acknowledged at an instant.
    pub async fn tallies(&self, ids: &[BroadcastId], now: Timestamp) -> StoreResult<Vec<RecipientTally>> {
        let mut tallies = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let ids = || chunk.iter().map(|id| id.uuid());
            let all: Vec<(Uuid, i64)> = self
                .scoped()
                .filter(recipient::Column::BroadcastId.is_in(ids()))
                .select_only()
                .column(recipient::Column::BroadcastId)
                .column_as(recipient::Column::AcknowledgedAt.count(), "acknowledged")
                .group_by(recipient::Column::BroadcastId)
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            let counted: Vec<(Uuid, i64)> = self
                .scoped()
                .join(JoinType::InnerJoin, broadcasts())
                .filter(recipient::Column::BroadcastId.is_in(ids()))
                .filter(is_counted(now))
                .select_only()
                .column(recipient::Column::BroadcastId)
                .column_as(recipient::Column::UserId.count(), "population")
                .group_by(recipient::Column::BroadcastId)
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            tallies.extend(all.into_iter().map(|(id, acknowledged)| {
                let population = counted.iter().find(|(of, _)| *of == id).map_or(0, |(_, count)| *count);
                RecipientTally {
                    broadcast: BroadcastId::new(id),
                    population: number(population),
                    acknowledged: number(acknowledged),
                }
            }));
        }
        Ok(tallies)
    }

    /// How many in scope had acknowledged a broadcast at an instant.
    pub async fn acknowledged_until(&self, id: BroadcastId, at: Timestamp) -> StoreResult<usize> {
        use sea_orm::PaginatorTrait;
        let theirs = self
            .scoped()
            .filter(recipient::Column::BroadcastId.eq(id.uuid()))
            .filter(recipient::Column::AcknowledgedAt.lte(at.as_millis()));
        let count = theirs.count(&self.db.executor()).await?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// When so many in scope had acknowledged a broadcast: the instant of the acknowledgement of this number, from 1.
    pub async fn acknowledged_as(&self, id: BroadcastId, number: usize) -> StoreResult<Option<Timestamp>> {
        let Some(before) = number.checked_sub(1) else { return Ok(None) };
        let at: Option<i64> = self
            .scoped()
            .filter(recipient::Column::BroadcastId.eq(id.uuid()))
            .filter(recipient::Column::AcknowledgedAt.is_not_null())
            .select_only()
            .column(recipient::Column::AcknowledgedAt)
            .order_by_asc(recipient::Column::AcknowledgedAt)
            .offset(before as u64)
            .into_tuple()
            .one(&self.db.executor())
            .await?;
        Ok(at.map(Timestamp::from_millis))
    }

    /// How far everybody in scope is with a broadcast, without who they are: for figures of groups, which need every
    /// instant.
    pub async fn progress(&self, broadcast: &Broadcast, now: Timestamp) -> StoreResult<Vec<Progress>> {
        type Row = (Uuid, Uuid, Uuid, Option<i64>, Option<i64>, Option<String>, Option<String>, Option<i64>);
        let rows: Vec<Row> = self
            .scoped()
            .filter(recipient::Column::BroadcastId.eq(broadcast.id.uuid()))
            .select_only()
            .columns([recipient::Column::VendorId, recipient::Column::SiteId, recipient::Column::TeamId])
            .column(recipient::Column::AcknowledgedAt)
            .columns([recipient::Column::EndedAt, recipient::Column::EndedBy])
            .columns([recipient::Column::ExemptReason, recipient::Column::ExemptUntil])
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let at = |millis: Option<i64>| millis.map(Timestamp::from_millis);
        let progress = |(vendor, site, team, acknowledged, ended_at, ended_by, reason, until): Row| {
            let acknowledged_at = at(acknowledged);
            let known = Recipient {
                acknowledged_at,
                exempt: exemption(reason, at(until)),
                ended: ended(ended_by.as_deref(), at(ended_at)),
                ..Recipient::default()
            };
            Progress {
                vendor: VendorId::new(vendor),
                site: SiteId::new(site),
                team: TeamId::new(team),
                acknowledged_at,
                is_counted: domain::broadcast::is_counted(&known, broadcast, now),
            }
        };
        Ok(rows.into_iter().map(progress).collect())
    }

    /// What some people still have to acknowledge, or have not seen.
    pub async fn open_of_users(&self, users: &[UserId]) -> StoreResult<Vec<RecipientRow>> {
        self.of_people(users, open).await
    }

    /// Everything that ever reached some people.
    pub async fn of_users(&self, users: &[UserId]) -> StoreResult<Vec<RecipientRow>> {
        self.of_people(users, |all| all).await
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

    /// Those whom a broadcast reached and who have not acknowledged it, in the order of their ids, behind one of them; so
    /// many at the most. The scope is asked for where they work now, not where they worked when it was sent.
    pub async fn unacknowledged(
        &self,
        broadcast: BroadcastId,
        after: Option<UserId>,
        limit: usize,
    ) -> StoreResult<Vec<UserId>> {
        let mut select = Recipients::new(self.db, Scope::Everything)
            .scoped()
            .filter(recipient::Column::BroadcastId.eq(broadcast.uuid()))
            .filter(recipient::Column::AcknowledgedAt.is_null());
        if let Some(after) = after {
            select = select.filter(recipient::Column::UserId.gt(after.uuid()));
        }
        if self.scope != Scope::Everything {
            let in_scope = self.db.users(self.scope).ids();
            select = select.filter(recipient::Column::UserId.in_subquery(in_scope));
        }
        let ids: Vec<Uuid> = select
            .select_only()
            .column(recipient::Column::UserId)
            .order_by_asc(recipient::Column::UserId)
            .limit(limit as u64)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        Ok(ids.into_iter().map(UserId::new).collect())
    }

    /// The active agents who still owe an acknowledgement of some broadcasts at an instant. The scope is asked for where they
    /// work now, not where they worked when it was sent.
    pub async fn owing(&self, ids: &[BroadcastId], now: Timestamp) -> StoreResult<Vec<Owing>> {
        type Row = (Uuid, Option<Uuid>, Uuid, Option<i64>);
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let ids = chunk.iter().map(|id| id.uuid());
            let mut select = open(Recipients::new(self.db, Scope::Everything).scoped())
                .join(JoinType::InnerJoin, accounts())
                .filter(recipient::Column::BroadcastId.is_in(ids))
                .filter(is_exempt(now).not())
                .filter(user_account::Column::Role.eq(Role::Agent.as_str()))
                .filter(user_account::Column::State.eq(UserState::Active.as_str()));
            if self.scope != Scope::Everything {
                let in_scope = self.db.users(self.scope).ids();
                select = select.filter(recipient::Column::UserId.in_subquery(in_scope));
            }
            let rows: Vec<Row> = select
                .select_only()
                .column(recipient::Column::UserId)
                .column(user_account::Column::VendorId)
                .columns([recipient::Column::BroadcastId, recipient::Column::GraceUntil])
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            found.extend(rows.into_iter().filter_map(|(user, vendor, broadcast, grace_until)| {
                Some(Owing {
                    user: UserId::new(user),
                    vendor: VendorId::new(vendor?),
                    broadcast: BroadcastId::new(broadcast),
                    grace_until: grace_until.map(Timestamp::from_millis),
                })
            }));
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
                .order_by_asc(recipient::Column::UserId)
                .all(&self.db.executor())
                .await?;
            for row in rows {
                found.push(of_row(row)?);
            }
        }
        Ok(found)
    }

    /// Whom in scope a broadcast reaches, with the vendor and the team in which they worked when it was sent. Nothing
    /// else of them, because they may be thousands.
    pub async fn places(&self, id: BroadcastId) -> StoreResult<Vec<(UserId, VendorId, TeamId)>> {
        let rows: Vec<(Uuid, Uuid, Uuid)> = self
            .scoped()
            .filter(recipient::Column::BroadcastId.eq(id.uuid()))
            .select_only()
            .columns([recipient::Column::UserId, recipient::Column::VendorId, recipient::Column::TeamId])
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let place = |(user, vendor, team)| (UserId::new(user), VendorId::new(vendor), TeamId::new(team));
        Ok(rows.into_iter().map(place).collect())
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
            for row in theirs.all(&self.db.executor()).await? {
                found.push(of_row(row)?);
            }
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

    /// Takes a recipient, as it was read, further. [`StoreError::Stale`] when they went on meanwhile.
    pub async fn go(tx: &Tx, read: &RecipientRow, after: &Recipient) -> StoreResult<()> {
        let millis = |at: Option<Timestamp>| Expr::value(at.map(Timestamp::as_millis));
        let before = &read.recipient;
        let outcome = recipient::Entity::update_many()
            .col_expr(recipient::Column::State, Expr::value(after.state.as_str()))
            .col_expr(recipient::Column::DeliveredAt, millis(after.delivered_at))
            .col_expr(recipient::Column::OpenedAt, millis(after.opened_at))
            .col_expr(recipient::Column::ReadAt, millis(after.read_at))
            .col_expr(recipient::Column::CheckPassedAt, millis(after.check_passed_at))
            .col_expr(recipient::Column::AcknowledgedAt, millis(after.acknowledged_at))
            .col_expr(recipient::Column::FailedChecks, Expr::value(i64::from(after.failed_checks)))
            .col_expr(recipient::Column::EndedAt, millis(after.ended.map(|ended| ended.at)))
            .col_expr(recipient::Column::EndedBy, text(after.ended.map(|ended| ended.by.as_str().to_owned())))
            .col_expr(
                recipient::Column::ExemptReason,
                text(after.exempt.as_ref().map(|exempt| exempt.reason.clone())),
            )
            .col_expr(
                recipient::Column::ExemptUntil,
                millis(after.exempt.as_ref().and_then(|exempt| exempt.until)),
            )
            .filter(recipient::Column::BroadcastId.eq(read.broadcast.uuid()))
            .filter(recipient::Column::UserId.eq(read.user.uuid()))
            .filter(recipient::Column::State.eq(before.state.as_str()))
            .filter(recipient::Column::FailedChecks.eq(i64::from(before.failed_checks)))
            .filter(match before.ended {
                Some(ended) => recipient::Column::EndedAt.eq(ended.at.as_millis()),
                None => recipient::Column::EndedAt.is_null(),
            })
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    /// Counts one more reminder of a broadcast for some people.
    pub async fn remind(tx: &Tx, broadcast: BroadcastId, users: &[UserId]) -> StoreResult<()> {
        for chunk in users.chunks(CHUNK) {
            recipient::Entity::update_many()
                .col_expr(
                    recipient::Column::Reminded,
                    ExprTrait::add(Expr::col(recipient::Column::Reminded), 1),
                )
                .filter(recipient::Column::BroadcastId.eq(broadcast.uuid()))
                .filter(recipient::Column::UserId.is_in(chunk.iter().map(|id| id.uuid())))
                .exec(&tx.executor())
                .await?;
        }
        Ok(())
    }

    /// Ends what is still open of a broadcast: nobody has to acknowledge it any more.
    pub async fn end_open(tx: &Tx, broadcast: BroadcastId, by: BroadcastEnd) -> StoreResult<()> {
        recipient::Entity::update_many()
            .col_expr(recipient::Column::EndedAt, Expr::value(tx.now().as_millis()))
            .col_expr(recipient::Column::EndedBy, Expr::value(by.as_str()))
            .filter(recipient::Column::BroadcastId.eq(broadcast.uuid()))
            .filter(recipient::Column::AcknowledgedAt.is_null())
            .filter(recipient::Column::EndedAt.is_null())
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    /// Ends everything that somebody still has to acknowledge: they have left.
    pub async fn end_open_of(tx: &Tx, user: UserId) -> StoreResult<()> {
        recipient::Entity::update_many()
            .col_expr(recipient::Column::EndedAt, Expr::value(tx.now().as_millis()))
            .col_expr(recipient::Column::EndedBy, Expr::value(BroadcastEnd::Closed.as_str()))
            .filter(recipient::Column::UserId.eq(user.uuid()))
            .filter(recipient::Column::AcknowledgedAt.is_null())
            .filter(recipient::Column::EndedAt.is_null())
            .exec(&tx.executor())
            .await?;
        Ok(())
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<recipient::Entity> {
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
fn open(select: Select<recipient::Entity>) -> Select<recipient::Entity> {
    select.filter(recipient::Column::AcknowledgedAt.is_null()).filter(recipient::Column::EndedAt.is_null())
}

/// Who is counted, where the broadcasts are joined: the same as [`domain::broadcast::is_counted`].
fn is_counted(now: Timestamp) -> Condition {
    use recipient::Column as C;
    let mine = |column: C| Expr::col((recipient::Entity, column));
    let theirs = |column: broadcast::Column| Expr::col((broadcast::Entity, column));
    let effect = Func::coalesce([
        theirs(broadcast::Column::EffectiveAt),
        theirs(broadcast::Column::PublishedAt),
        theirs(broadcast::Column::CreatedAt),
    ]);
    let ended_for_all = Condition::all()
        .add(mine(C::EndedAt).equals((broadcast::Entity, broadcast::Column::EndedAt)))
        .add(mine(C::EndedAt).gte(effect));
    let was_bound = Condition::any().add(C::EndedAt.is_null()).add(ended_for_all);
    let silent = Condition::all().add(was_bound).add(is_exempt(now).not());
    Condition::any().add(C::AcknowledgedAt.is_not_null()).add(silent)
}

/// Who is exempt at an instant, or was when it ended.
fn is_exempt(now: Timestamp) -> Condition {
    use recipient::Column as C;
    let mine = |column: C| Expr::col((recipient::Entity, column));
    let when_it_ended =
        Condition::all().add(C::EndedAt.is_not_null()).add(mine(C::ExemptUntil).gt(mine(C::EndedAt)));
    let for_long = Condition::any()
        .add(C::ExemptUntil.is_null())
        .add(C::ExemptUntil.gt(now.as_millis()))
        .add(when_it_ended);
    Condition::all().add(C::ExemptReason.is_not_null()).add(for_long)
}

/// From recipients to what reached them.
fn broadcasts() -> RelationDef {
    let belonging = recipient::Entity::belongs_to(broadcast::Entity);
    belonging.from(recipient::Column::BroadcastId).to(broadcast::Column::Id).into()
}

/// From recipients to those who they are.
fn accounts() -> RelationDef {
    let belonging = recipient::Entity::belongs_to(user_account::Entity);
    belonging.from(recipient::Column::UserId).to(user_account::Column::Id).into()
}

fn account(column: user_account::Column) -> Expr {
    Expr::col((user_account::Entity, column))
}

fn number(count: i64) -> usize {
    usize::try_from(count).unwrap_or_default()
}

fn exemption(reason: Option<String>, until: Option<Timestamp>) -> Option<Exemption> {
    reason.map(|reason| Exemption { reason, until })
}

fn ended(by: Option<&str>, at: Option<Timestamp>) -> Option<Ended> {
    by.and_then(BroadcastEnd::parse).zip(at).map(|(by, at)| Ended { by, at })
}

fn text(value: Option<String>) -> SimpleExpr {
    Expr::value(value)
}

fn row_of(row: &RecipientRow) -> recipient::ActiveModel {
    let RecipientRow { broadcast, user, vendor, site, team, recipient, deadline, reminded } = row.clone();
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
        recipient: Recipient {
            state,
            delivered_at: at(delivered_at),
            opened_at: at(opened_at),
            read_at: at(read_at),
            check_passed_at: at(check_passed_at),
            acknowledged_at: at(acknowledged_at),
            failed_checks: u32::try_from(failed_checks).unwrap_or(u32::MAX),
            exempt: exemption(exempt_reason, at(exempt_until)),
            ended: ended(ended_by.as_deref(), at(ended_at)),
        },
        deadline: Deadline { due_at: at(due_at), grace_until: at(grace_until) },
        reminded,
    })
}

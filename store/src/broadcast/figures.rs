//! How far recipients are, without their rows: there may be thousands.

use std::collections::BTreeSet;

use domain::broadcast::{Answer, Broadcast, RecallAnswer, Recipient};
use domain::people::{Role, UserState};
use domain::{ArticleVersionId, BroadcastId, Scope, SiteId, TeamId, Timestamp, UserId, VendorId};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Func, FunctionCall};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationDef,
    Select,
};
use uuid::Uuid;

use super::recipients::{CHUNK, Recipients, accounts, ended, exemption, open};
use crate::entity::{broadcast, recipient, user_account};
use crate::error::StoreResult;

/// How many people a broadcast is for, and how far they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecipientTally {
    /// Which broadcast.
    pub broadcast: BroadcastId,
    /// How many of those whom it reached are counted: see [`domain::broadcast::is_counted`].
    pub population: usize,
    /// How many have acknowledged.
    pub acknowledged: usize,
    /// When the last of those did.
    pub last_acknowledged: Option<Timestamp>,
    /// By when the last of all whom it reached has to, whether they have or not; none where nothing is asked.
    pub last_due: Option<Timestamp>,
}

/// How far one recipient of a broadcast is, without who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// For whom they worked when it was sent. While it is open, site and team are those where they work now.
    pub vendor: VendorId,
    /// At which site.
    pub site: SiteId,
    /// In which team.
    pub team: TeamId,
    /// Since when it has reached them, and when they acknowledged.
    pub answer: Answer,
    /// What they said when they acknowledged a recall.
    pub recall_answer: Option<RecallAnswer>,
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

impl Recipients<'_> {
    /// How many in scope whom some broadcasts reached are counted and have acknowledged at an instant.
    pub async fn tallies(&self, ids: &[BroadcastId], now: Timestamp) -> StoreResult<Vec<RecipientTally>> {
        let mut tallies = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let ids = || chunk.iter().map(|id| id.uuid());
            let all: Vec<(Uuid, i64, Option<i64>, Option<i64>)> = self
                .scoped()
                .filter(recipient::Column::BroadcastId.is_in(ids()))
                .select_only()
                .column(recipient::Column::BroadcastId)
                .column_as(recipient::Column::AcknowledgedAt.count(), "acknowledged")
                .column_as(recipient::Column::AcknowledgedAt.max(), "last_acknowledged")
                .column_as(recipient::Column::DueAt.max(), "last_due")
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
            tallies.extend(all.into_iter().map(|(id, acknowledged, last_acknowledged, last_due)| {
                let population = counted.iter().find(|(of, _)| *of == id).map_or(0, |(_, count)| *count);
                RecipientTally {
                    broadcast: BroadcastId::new(id),
                    population: number(population),
                    acknowledged: number(acknowledged),
                    last_acknowledged: last_acknowledged.map(Timestamp::from_millis),
                    last_due: last_due.map(Timestamp::from_millis),
                }
            }));
        }
        Ok(tallies)
    }

    /// How many in scope never could act on the old instruction: they had acknowledged one of some broadcasts, which take
    /// effect together, by then.
    pub async fn covered(&self, ids: &[BroadcastId], effect: Timestamp) -> StoreResult<usize> {
        use sea_orm::PaginatorTrait;
        let theirs = self
            .scoped()
            .filter(recipient::Column::BroadcastId.is_in(ids.iter().map(|id| id.uuid())))
            .filter(recipient::Column::AcknowledgedAt.is_not_null())
            .filter(delay(effect).lte(0_i64));
        let count = theirs.count(&self.db.executor()).await?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// For how long the last of so many in scope could act on the old instruction, those first who acknowledged one of some
    /// broadcasts, which take effect together, the soonest: the delay of this number, from 1, in milliseconds.
    pub async fn delay_of(
        &self,
        ids: &[BroadcastId],
        effect: Timestamp,
        number: usize,
    ) -> StoreResult<Option<i64>> {
        let Some(before) = number.checked_sub(1) else { return Ok(None) };
        let delay = delay(effect);
        let found = self
            .scoped()
            .filter(recipient::Column::BroadcastId.is_in(ids.iter().map(|id| id.uuid())))
            .filter(recipient::Column::AcknowledgedAt.is_not_null())
            .select_only()
            .expr_as(delay.clone(), "delay")
            .order_by(delay, Order::Asc)
            .offset(before as u64)
            .into_tuple()
            .one(&self.db.executor())
            .await?;
        Ok(found)
    }

    /// How far everybody in scope is with a broadcast, without who they are: for figures of groups, which need every
    /// instant.
    pub async fn progress(&self, broadcast: &Broadcast, now: Timestamp) -> StoreResult<Vec<Progress>> {
        self.progress_of(self.scoped(), broadcast, now).await
    }

    /// The same of those who had one of some versions open when it was no longer in effect, each once.
    pub async fn progress_of_viewers(
        &self,
        broadcast: &Broadcast,
        versions: &[ArticleVersionId],
        now: Timestamp,
    ) -> StoreResult<Vec<Progress>> {
        let viewers = self.db.stale_views(Scope::Everything).viewers(versions);
        let theirs = self.scoped().filter(recipient::Column::UserId.in_subquery(viewers));
        self.progress_of(theirs, broadcast, now).await
    }

    async fn progress_of(
        &self,
        recipients: Select<recipient::Entity>,
        broadcast: &Broadcast,
        now: Timestamp,
    ) -> StoreResult<Vec<Progress>> {
        type Row = (
            Uuid,
            Uuid,
            Uuid,
            Option<i64>,
            Option<i64>,
            Option<i64>,
            Option<String>,
            Option<String>,
            Option<i64>,
            Option<String>,
        );
        let rows: Vec<Row> = recipients
            .filter(recipient::Column::BroadcastId.eq(broadcast.id.uuid()))
            .select_only()
            .columns([recipient::Column::VendorId, recipient::Column::SiteId, recipient::Column::TeamId])
            .columns([recipient::Column::ReachedSince, recipient::Column::AcknowledgedAt])
            .columns([recipient::Column::EndedAt, recipient::Column::EndedBy])
            .columns([recipient::Column::ExemptReason, recipient::Column::ExemptUntil])
            .column(recipient::Column::RecallAnswer)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let at = |millis: Option<i64>| millis.map(Timestamp::from_millis);
        let progress = |row: Row| {
            let (vendor, site, team, reached, acknowledged, ended_at, ended_by, reason, until, said) = row;
            let answer = Answer { reached_since: at(reached), acknowledged_at: at(acknowledged) };
            let known = Recipient {
                acknowledged_at: answer.acknowledged_at,
                exempt: exemption(reason, at(until)),
                ended: ended(ended_by.as_deref(), at(ended_at)),
                ..Recipient::default()
            };
            Progress {
                vendor: VendorId::new(vendor),
                site: SiteId::new(site),
                team: TeamId::new(team),
                answer,
                recall_answer: said.as_deref().and_then(RecallAnswer::parse),
                is_counted: domain::broadcast::is_counted(&known, broadcast, now),
            }
        };
        Ok(rows.into_iter().map(progress).collect())
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

    /// How many people of each vendor in scope some broadcasts reach.
    pub async fn count_by_vendor(
        &self,
        ids: &[BroadcastId],
    ) -> StoreResult<Vec<(BroadcastId, VendorId, u64)>> {
        let mut found = Vec::new();
        for chunk in ids.chunks(CHUNK) {
            let rows: Vec<(Uuid, Uuid, i64)> = self
                .scoped()
                .filter(recipient::Column::BroadcastId.is_in(chunk.iter().map(|id| id.uuid())))
                .select_only()
                .columns([recipient::Column::BroadcastId, recipient::Column::VendorId])
                .column_as(recipient::Column::UserId.count(), "people")
                .group_by(recipient::Column::BroadcastId)
                .group_by(recipient::Column::VendorId)
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            let counted = |(id, vendor, count): (Uuid, Uuid, i64)| {
                (BroadcastId::new(id), VendorId::new(vendor), u64::try_from(count).unwrap_or_default())
            };
            found.extend(rows.into_iter().map(counted));
        }
        Ok(found)
    }

    /// The vendors in scope whose people a broadcast reaches.
    pub async fn vendors(&self, id: BroadcastId) -> StoreResult<BTreeSet<VendorId>> {
        let ids: Vec<Uuid> = self
            .scoped()
            .filter(recipient::Column::BroadcastId.eq(id.uuid()))
            .select_only()
            .column(recipient::Column::VendorId)
            .distinct()
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        Ok(ids.into_iter().map(VendorId::new).collect())
    }

    /// Whom in scope a broadcast reaches, with the vendor and the team of their rows. Nothing else of them, because they may
    /// be thousands.
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
}

/// Who is counted, where the broadcasts are joined: the same as [`domain::broadcast::is_counted`].
fn is_counted(now: Timestamp) -> Condition {
    use recipient::Column as C;
    let mine = |column: C| Expr::col((recipient::Entity, column));
    let ended_for_all = Condition::all()
        .add(mine(C::EndedAt).equals((broadcast::Entity, broadcast::Column::EndedAt)))
        .add(mine(C::EndedAt).gte(effect()));
    let was_bound = Condition::any().add(C::EndedAt.is_null()).add(ended_for_all);
    let silent = Condition::all().add(was_bound).add(is_exempt(now).not());
    Condition::any().add(C::AcknowledgedAt.is_not_null()).add(silent)
}

/// When a broadcast takes effect, or did: the same as [`Broadcast::effect`].
pub(super) fn effect() -> FunctionCall {
    let column = |column: broadcast::Column| Expr::col((broadcast::Entity, column));
    Func::coalesce([
        column(broadcast::Column::EffectiveAt),
        column(broadcast::Column::PublishedAt),
        column(broadcast::Column::CreatedAt),
    ])
}

/// How long after the effect, or after it reached them where that was later, somebody acknowledged: the same as
/// [`Answer::delay`].
fn delay(effect: Timestamp) -> Expr {
    use recipient::Column as C;
    let mine = |column: C| Expr::col((recipient::Entity, column));
    let since = |from: Expr| ExprTrait::sub(mine(C::AcknowledgedAt), from);
    let came_later = C::ReachedSince.gt(effect.as_millis());
    let delay = CaseStatement::new().case(came_later, since(mine(C::ReachedSince)));
    delay.finally(since(Expr::value(effect.as_millis()))).into()
}

/// Who is exempt at an instant, or was when it ended.
pub(super) fn is_exempt(now: Timestamp) -> Condition {
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

fn number(count: i64) -> usize {
    usize::try_from(count).unwrap_or_default()
}

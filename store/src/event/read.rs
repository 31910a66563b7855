//! Reading the log.

use domain::event::{Event, EventKind, Hash, SubjectKind};
use domain::{Scope, Timestamp, UserId, VendorId};
use sea_orm::{ColumnTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::entity::{event, event_cursor};
use crate::error::{StoreError, StoreResult};
use crate::{Cursor, Db, Page, Tx};

/// The log within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Events<'db> {
    db: &'db Db,
    scope: Scope,
}

/// Which events to list. Empty fields do not limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    /// What it happened to.
    pub area: Option<SubjectKind>,
    /// Who did it.
    pub actor: Option<UserId>,
    /// To exactly this.
    pub subject: Option<Uuid>,
    /// Whose vendor's business.
    pub vendor: Option<VendorId>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// An event that may still wait for its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventSoFar {
    /// To what it happened.
    pub subject: Uuid,
    /// The stored word of what happened.
    pub kind: String,
    /// When it was recorded.
    pub at: Timestamp,
    /// Whose vendor's business it is.
    pub vendor: Option<VendorId>,
    /// What else, as JSON text; empty when there is nothing.
    pub details: String,
}

impl<'db> Events<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// A page, the latest first.
    pub async fn list(
        &self,
        filter: &EventFilter,
        cursor: Cursor<i64>,
        limit: usize,
    ) -> StoreResult<Page<Event, i64>> {
        let select = self.filtered(filter).limit(limit as u64 + 1);
        let select = match cursor {
            Cursor::Start => select.order_by(event::Column::Seq, Order::Desc),
            Cursor::After(seq) => {
                select.filter(event::Column::Seq.lt(seq)).order_by(event::Column::Seq, Order::Desc)
            }
            Cursor::Before(seq) => {
                select.filter(event::Column::Seq.gt(seq)).order_by(event::Column::Seq, Order::Asc)
            }
        };
        let events = read(select.all(&self.db.executor()).await?)?;
        Ok(Page::of(events, limit, cursor, |event| event.seq))
    }

    /// What comes after a place in the log, in order. For consumers and exports.
    pub async fn after(&self, seq: i64, filter: &EventFilter, limit: usize) -> StoreResult<Vec<Event>> {
        let select = self
            .filtered(filter)
            .filter(event::Column::Seq.gt(seq))
            .order_by_asc(event::Column::Seq)
            .limit(limit as u64);
        read(select.all(&self.db.executor()).await?)
    }

    /// The number of the first event behind a place in the log.
    pub async fn first_after(&self, seq: i64) -> StoreResult<Option<i64>> {
        let first: Option<i64> = self
            .scoped()
            .select_only()
            .column(event::Column::Seq)
            .filter(event::Column::Seq.gt(seq))
            .order_by_asc(event::Column::Seq)
            .into_tuple()
            .one(&self.db.executor())
            .await?;
        Ok(first)
    }

    /// What of some kinds stands behind one place in the log and up to another, in order.
    pub async fn of_kinds(
        &self,
        kinds: &[EventKind],
        (after, until): (i64, i64),
        limit: usize,
    ) -> StoreResult<Vec<Event>> {
        let select = self
            .scoped()
            .filter(event::Column::Kind.is_in(words(kinds)))
            .filter(event::Column::Seq.gt(after))
            .filter(event::Column::Seq.lte(until))
            .order_by_asc(event::Column::Seq)
            .limit(limit as u64);
        read(select.all(&self.db.executor()).await?)
    }

    /// What of some kinds happened to some subjects, in order for each of them.
    pub async fn of_subjects(&self, kinds: &[EventKind], subjects: &[Uuid]) -> StoreResult<Vec<Event>> {
        let mut found = Vec::new();
        for chunk in subjects.chunks(500) {
            let select = self
                .scoped()
                .filter(event::Column::SubjectId.is_in(chunk.iter().copied()))
                .filter(event::Column::Kind.is_in(words(kinds)))
                .order_by_asc(event::Column::Seq);
            found.extend(read(select.all(&self.db.executor()).await?)?);
        }
        Ok(found)
    }

    /// What of some kinds happened to some subjects, in order for each of them: also what waits for its number.
    pub async fn of_subjects_so_far(
        &self,
        kinds: &[EventKind],
        subjects: &[Uuid],
    ) -> StoreResult<Vec<EventSoFar>> {
        let columns = [
            event::Column::SubjectId,
            event::Column::Kind,
            event::Column::At,
            event::Column::VendorId,
            event::Column::Details,
        ];
        let mut found = Vec::new();
        for chunk in subjects.chunks(500) {
            // What was committed earlier has the lower row id.
            let rows: Vec<(Uuid, String, i64, Option<Uuid>, String)> = self
                .recorded()
                .filter(event::Column::SubjectId.is_in(chunk.iter().copied()))
                .filter(event::Column::Kind.is_in(words(kinds)))
                .order_by_asc(event::Column::Id)
                .select_only()
                .columns(columns)
                .into_tuple()
                .all(&self.db.executor())
                .await?;
            found.extend(rows.into_iter().map(so_far));
        }
        Ok(found)
    }

    /// Where a consumer is.
    pub async fn cursor(&self, consumer: &str) -> StoreResult<i64> {
        #[expect(clippy::disallowed_methods, reason = "cursors belong to no vendor")]
        let row = event_cursor::Entity::find_by_id(consumer).one(&self.db.executor()).await?;
        Ok(row.map_or(0, |row| row.seq))
    }

    /// Moves a consumer on; never back.
    pub async fn advance(tx: &Tx, consumer: &str, seq: i64) -> StoreResult<()> {
        let row =
            event_cursor::ActiveModel { consumer: sea_orm::Set(consumer.to_owned()), seq: sea_orm::Set(seq) };
        let mut on_conflict = sea_orm::sea_query::OnConflict::column(event_cursor::Column::Consumer);
        on_conflict
            .update_column(event_cursor::Column::Seq)
            .action_and_where(event_cursor::Column::Seq.lt(seq));
        event_cursor::Entity::insert(row)
            .on_conflict(on_conflict)
            .exec_without_returning(&tx.executor())
            .await?;
        Ok(())
    }

    pub(super) const fn db(&self) -> &'db Db {
        self.db
    }

    fn filtered(&self, filter: &EventFilter) -> Select<event::Entity> {
        let EventFilter { area, actor, subject, vendor, from, until } = filter;
        let mut select = self.scoped();
        if let Some(area) = area {
            select = select.filter(event::Column::Kind.starts_with(format!("{}.", area.as_str())));
        }
        if let Some(actor) = actor {
            select = select.filter(event::Column::ActorId.eq(actor.uuid()));
        }
        if let Some(subject) = subject {
            select = select.filter(event::Column::SubjectId.eq(*subject));
        }
        if let Some(vendor) = vendor {
            select = select.filter(event::Column::VendorId.eq(vendor.uuid()));
        }
        if let Some(from) = from {
            select = select.filter(event::Column::At.gte(from.as_millis()));
        }
        if let Some(until) = until {
            select = select.filter(event::Column::At.lt(until.as_millis()));
        }
        select
    }

    /// Sealed events of the scope.
    fn scoped(&self) -> Select<event::Entity> {
        self.recorded().filter(event::Column::Seq.is_not_null())
    }

    /// All events of the scope, sealed or not. A team sees none: the log is read by vendor at the least.
    fn recorded(&self) -> Select<event::Entity> {
        let all = super::seal::all();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) => all.filter(event::Column::VendorId.eq(vendor.uuid())),
            Scope::Team(..) | Scope::Nothing => all.filter(event::Column::Id.is_null()),
        }
    }
}

fn words(kinds: &[EventKind]) -> impl Iterator<Item = &'static str> {
    kinds.iter().map(|kind| kind.as_str())
}

fn so_far((subject, kind, at, vendor, details): (Uuid, String, i64, Option<Uuid>, String)) -> EventSoFar {
    EventSoFar { subject, kind, at: Timestamp::from_millis(at), vendor: vendor.map(VendorId::new), details }
}

fn read(rows: Vec<event::Model>) -> StoreResult<Vec<Event>> {
    rows.into_iter().map(sealed_of_row).collect()
}

fn sealed_of_row(row: event::Model) -> StoreResult<Event> {
    let id = row.id;
    let corrupt = || StoreError::corrupt(format!("event row {id}"));
    let seq = row.seq.ok_or_else(corrupt)?;
    let previous = row.previous.as_deref().and_then(Hash::from_slice).ok_or_else(corrupt)?;
    let hash = row.hash.as_deref().and_then(Hash::from_slice).ok_or_else(corrupt)?;
    Ok(of_row(row, seq, previous, hash))
}

pub(super) fn of_row(row: event::Model, seq: i64, previous: Hash, hash: Hash) -> Event {
    let event::Model {
        id: _,
        at,
        kind,
        actor_id,
        subject_id,
        vendor_id,
        details,
        seq: _,
        previous: _,
        hash: _,
    } = row;
    Event {
        seq,
        at: Timestamp::from_millis(at),
        kind,
        actor: actor_id.map(UserId::new),
        subject: subject_id,
        vendor: vendor_id.map(VendorId::new),
        details,
        previous,
        hash,
    }
}

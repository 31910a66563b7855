//! Broadcasts, their texts, and the versions that they are about.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Binding, Broadcast, BroadcastState, BroadcastText, Severity};
use domain::{ArticleId, ArticleVersionId, BroadcastId, Locale, Scope, TeamId, Timestamp, UserId, VendorId};
use sea_orm::sea_query::{Expr, ExprTrait, Func, FunctionCall, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select, Set,
};
use uuid::Uuid;

use super::figures::effect;
use crate::entity::{broadcast, broadcast_binding, broadcast_text, recipient};
use crate::error::{StoreError, StoreResult};
use crate::knowledge::stored_locale;
use crate::vendor::exactly_one;
use crate::{Cursor, Db, Page, Tx};

/// Broadcasts that reach somebody in a scope.
#[derive(Clone, Copy, Debug)]
pub struct Broadcasts<'db> {
    db: &'db Db,
    scope: Scope,
}

impl<'db> Broadcasts<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// One broadcast.
    pub async fn get(&self, id: BroadcastId) -> StoreResult<Option<Broadcast>> {
        let row = self.scoped().filter(broadcast::Column::Id.eq(id.uuid())).one(&self.db.executor()).await?;
        row.map(of_row).transpose()
    }

    /// Several at once, in no order; those out of scope are left out.
    pub async fn get_many(&self, ids: &[BroadcastId]) -> StoreResult<Vec<Broadcast>> {
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(500) {
            let ids = chunk.iter().map(|id| id.uuid());
            let rows =
                self.scoped().filter(broadcast::Column::Id.is_in(ids)).all(&self.db.executor()).await?;
            for row in rows {
                found.push(of_row(row)?);
            }
        }
        Ok(found)
    }

    /// A page of those that were sent, the last one first.
    pub async fn sent(
        &self,
        cursor: Cursor<BroadcastId>,
        limit: usize,
    ) -> StoreResult<Page<Broadcast, BroadcastId>> {
        let is_before = matches!(cursor, Cursor::Before(_));
        let mut select = self.scoped().filter(broadcast::Column::PublishedAt.is_not_null());
        if let Cursor::After(id) | Cursor::Before(id) = cursor {
            let at = self.scoped().filter(broadcast::Column::Id.eq(id.uuid()));
            let Some(at) = at.one(&self.db.executor()).await? else {
                return Ok(Page { rows: Vec::new(), previous: None, next: None });
            };
            select = select.filter(beyond(&at, is_before));
        }
        let order = if is_before { Order::Asc } else { Order::Desc };
        let rows = select
            .order_by(broadcast::Column::PublishedAt, order.clone())
            .order_by(broadcast::Column::Id, order)
            .limit(limit as u64 + 1)
            .all(&self.db.executor())
            .await?;
        let sent = rows.into_iter().map(of_row).collect::<StoreResult<Vec<_>>>()?;
        Ok(Page::of(sent, limit, cursor, |broadcast| broadcast.id))
    }

    /// Changes that were sent since an instant and have to be acknowledged, the last one first; so many at the most. Each is
    /// whole: all broadcasts by which it has to be, the one for everybody first where it is one of them. What tells something
    /// of its own makes no instruction obsolete, nor does what ended before it took effect.
    pub async fn changes_since(&self, since: Timestamp, limit: usize) -> StoreResult<Vec<Vec<Broadcast>>> {
        let changes: Vec<Uuid> = self
            .scoped()
            .filter(broadcast::Column::PublishedAt.gte(since.as_millis()))
            .filter(asks_about_a_change())
            .select_only()
            .expr_as(change(), "change")
            .group_by(change())
            .order_by_desc(broadcast::Column::PublishedAt.max())
            .order_by_desc(change())
            .limit(limit as u64)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let changes: Vec<_> = changes.into_iter().map(BroadcastId::new).collect();
        let mut told: BTreeMap<BroadcastId, Vec<Broadcast>> = BTreeMap::new();
        for chunk in changes.chunks(500) {
            let rows = self.telling(chunk).filter(asks_about_a_change()).all(&self.db.executor()).await?;
            for broadcast in rows.into_iter().map(of_row) {
                let broadcast = broadcast?;
                told.entry(broadcast.change()).or_default().push(broadcast);
            }
        }
        Ok(changes.iter().filter_map(|change| told.remove(change)).collect())
    }

    /// All broadcasts of some changes ([`Broadcast::change`]), of each the one for everybody first.
    pub async fn of_changes(&self, changes: &[BroadcastId]) -> StoreResult<Vec<Broadcast>> {
        let mut found = Vec::new();
        for chunk in changes.chunks(500) {
            for row in self.telling(chunk).all(&self.db.executor()).await? {
                found.push(of_row(row)?);
            }
        }
        Ok(found)
    }

    /// Those that are live.
    pub async fn live(&self) -> StoreResult<Vec<Broadcast>> {
        let live = self.scoped().filter(broadcast::Column::State.eq(BroadcastState::Live.as_str()));
        let rows = live.order_by_asc(broadcast::Column::Id).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Those that are live and about an article in a language.
    pub async fn live_about(&self, article: ArticleId, locale: Locale) -> StoreResult<Vec<Broadcast>> {
        let rows = self.about(article, locale).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Those of them that are said in that language alone: only they can be over for what happens to the article in it. What
    /// was sent in another as well is for its readers too.
    pub async fn live_only_in(&self, article: ArticleId, locale: Locale) -> StoreResult<Vec<Broadcast>> {
        let only_in = self.about(article, locale).filter(said_only_in(locale));
        let rows = only_in.all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// Those that are live and about one of some articles in any language, those of each in the order in which they were sent.
    pub async fn live_about_any(&self, articles: &[ArticleId]) -> StoreResult<Vec<Broadcast>> {
        let mut found = Vec::new();
        for chunk in articles.chunks(500) {
            let ids = chunk.iter().map(|id| id.uuid());
            let about = Query::select()
                .column(broadcast_binding::Column::BroadcastId)
                .from(broadcast_binding::Entity)
                .and_where(Expr::col(broadcast_binding::Column::ArticleId).is_in(ids))
                .take();
            for row in self.live_in(about).all(&self.db.executor()).await? {
                found.push(of_row(row)?);
            }
        }
        Ok(found)
    }

    /// The one that was sent last about a version that takes effect, or did; of several that were sent together, the one for
    /// everybody who owed nothing more.
    pub async fn last_to(&self, version: ArticleVersionId) -> StoreResult<Option<Broadcast>> {
        let about = Query::select()
            .column(broadcast_binding::Column::BroadcastId)
            .from(broadcast_binding::Entity)
            .and_where(Expr::col(broadcast_binding::Column::ToVersionId).eq(version.uuid()))
            .take();
        let sent = self.scoped().filter(broadcast::Column::Id.in_subquery(about));
        let sent = sent.filter(broadcast::Column::BesideId.is_null());
        let row = sent.order_by_desc(broadcast::Column::Id).one(&self.db.executor()).await?;
        row.map(of_row).transpose()
    }

    /// Those that were sent beside one of some others, to those who owed more than they ask.
    pub async fn beside(&self, ids: &[BroadcastId]) -> StoreResult<Vec<Broadcast>> {
        let mut found = Vec::new();
        for chunk in ids.chunks(500) {
            let beside = broadcast::Column::BesideId.is_in(chunk.iter().map(|id| id.uuid()));
            let rows = self.scoped().filter(beside).order_by_asc(broadcast::Column::Id);
            for row in rows.all(&self.db.executor()).await? {
                found.push(of_row(row)?);
            }
        }
        Ok(found)
    }

    /// The other broadcasts of the change that one tells of, the one for everybody first.
    pub async fn of_same_change(&self, broadcast: &Broadcast) -> StoreResult<Vec<Broadcast>> {
        let all = broadcast.change();
        let mut told: Vec<_> = self.get(all).await?.into_iter().collect();
        told.extend(self.beside(&[all]).await?);
        told.retain(|other| other.id != broadcast.id);
        Ok(told)
    }

    /// The texts of broadcasts that were found in scope, with theirs.
    pub async fn texts(&self, ids: &[BroadcastId]) -> StoreResult<Vec<(BroadcastId, BroadcastText)>> {
        let mut texts = Vec::new();
        for chunk in ids.chunks(500) {
            #[expect(clippy::disallowed_methods, reason = "of broadcasts that were found in scope")]
            let rows = broadcast_text::Entity::find()
                .filter(broadcast_text::Column::BroadcastId.is_in(chunk.iter().map(|id| id.uuid())))
                .order_by_asc(broadcast_text::Column::Locale)
                .all(&self.db.executor())
                .await?;
            for row in rows {
                let broadcast_text::Model { broadcast_id, locale, title, summary, items } = row;
                let items = serde_json::from_str(&items).map_err(StoreError::corrupt)?;
                let text = BroadcastText { locale: stored_locale(&locale)?, title, summary, items };
                texts.push((BroadcastId::new(broadcast_id), text));
            }
        }
        Ok(texts)
    }

    /// The versions that a broadcast that was found in scope is about.
    pub async fn bindings(&self, id: BroadcastId) -> StoreResult<Vec<Binding>> {
        Ok(self.bindings_of(&[id]).await?.into_iter().map(|(_, binding)| binding).collect())
    }

    /// The versions that broadcasts that were found in scope are about, with theirs.
    pub async fn bindings_of(&self, ids: &[BroadcastId]) -> StoreResult<Vec<(BroadcastId, Binding)>> {
        let mut bindings = Vec::new();
        for chunk in ids.chunks(500) {
            #[expect(clippy::disallowed_methods, reason = "of broadcasts that were found in scope")]
            let rows = broadcast_binding::Entity::find()
                .filter(broadcast_binding::Column::BroadcastId.is_in(chunk.iter().map(|id| id.uuid())))
                .order_by_asc(broadcast_binding::Column::ArticleId)
                .order_by_asc(broadcast_binding::Column::Locale)
                .all(&self.db.executor())
                .await?;
            for row in rows {
                let broadcast_binding::Model {
                    broadcast_id,
                    article_id,
                    locale,
                    from_version_id,
                    to_version_id,
                } = row;
                let binding = Binding {
                    article: ArticleId::new(article_id),
                    locale: stored_locale(&locale)?,
                    from: from_version_id.map(ArticleVersionId::new),
                    to: ArticleVersionId::new(to_version_id),
                };
                bindings.push((BroadcastId::new(broadcast_id), binding));
            }
        }
        Ok(bindings)
    }

    /// Adds a broadcast with its texts and what it is about.
    pub async fn insert(
        tx: &Tx,
        new: &Broadcast,
        texts: &[BroadcastText],
        bindings: &[Binding],
    ) -> StoreResult<()> {
        let row = broadcast::ActiveModel {
            id: Set(new.id.uuid()),
            state: Set(new.state.as_str().to_owned()),
            severity: Set(new.severity.as_str().to_owned()),
            audience: Set(serde_json::to_string(&new.audience).map_err(StoreError::corrupt)?),
            author_id: Set(new.author.map(UserId::uuid)),
            created_at: Set(new.created_at.as_millis()),
            published_at: Set(new.published_at.map(Timestamp::as_millis)),
            effective_at: Set(new.effective_at.map(Timestamp::as_millis)),
            ended_at: Set(new.ended_at.map(Timestamp::as_millis)),
            beside_id: Set(new.beside.map(BroadcastId::uuid)),
            version: Set(new.version),
        };
        broadcast::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        for BroadcastText { locale, title, summary, items } in texts {
            let row = broadcast_text::ActiveModel {
                broadcast_id: Set(new.id.uuid()),
                locale: Set(locale.as_str().to_owned()),
                title: Set(title.clone()),
                summary: Set(summary.clone()),
                items: Set(serde_json::to_string(items).map_err(StoreError::corrupt)?),
            };
            broadcast_text::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        }
        for Binding { article, locale, from, to } in bindings {
            let row = broadcast_binding::ActiveModel {
                broadcast_id: Set(new.id.uuid()),
                article_id: Set(article.uuid()),
                locale: Set(locale.as_str().to_owned()),
                from_version_id: Set(from.map(ArticleVersionId::uuid)),
                to_version_id: Set(to.uuid()),
            };
            broadcast_binding::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        }
        Ok(())
    }

    /// Holds broadcasts that are live until the end of the write, so that none ends meanwhile. [`StoreError::Stale`] when one
    /// has.
    pub async fn hold_live(tx: &Tx, ids: &BTreeSet<BroadcastId>) -> StoreResult<()> {
        let ids: Vec<_> = ids.iter().copied().collect();
        for chunk in ids.chunks(500) {
            let held = tx
                .broadcasts(Scope::Everything)
                .scoped()
                .filter(broadcast::Column::Id.is_in(chunk.iter().map(|id| id.uuid())))
                .filter(broadcast::Column::State.eq(BroadcastState::Live.as_str()))
                .order_by_asc(broadcast::Column::Id)
                .lock_shared()
                .all(&tx.executor())
                .await?;
            if held.len() < chunk.len() {
                return Err(StoreError::Stale);
            }
        }
        Ok(())
    }

    /// Takes a broadcast, as it was read, to another state. [`StoreError::Stale`] when it is elsewhere by now.
    pub async fn go(tx: &Tx, read: &Broadcast, state: BroadcastState) -> StoreResult<()> {
        let ended_at = state.end().map(|_| tx.now().as_millis());
        let outcome = broadcast::Entity::update_many()
            .col_expr(broadcast::Column::State, Expr::value(state.as_str()))
            .col_expr(broadcast::Column::EndedAt, Expr::value(ended_at))
            .col_expr(broadcast::Column::Version, Expr::value(read.version.saturating_add(1)))
            .filter(broadcast::Column::Id.eq(read.id.uuid()))
            .filter(broadcast::Column::Version.eq(read.version))
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    fn about(&self, article: ArticleId, locale: Locale) -> Select<broadcast::Entity> {
        let about = Query::select()
            .column(broadcast_binding::Column::BroadcastId)
            .from(broadcast_binding::Entity)
            .and_where(Expr::col(broadcast_binding::Column::ArticleId).eq(article.uuid()))
            .and_where(Expr::col(broadcast_binding::Column::Locale).eq(locale.as_str()))
            .take();
        self.live_in(about)
    }

    /// Those that are live among those that another query names.
    fn live_in(&self, ids: SelectStatement) -> Select<broadcast::Entity> {
        self.scoped()
            .filter(broadcast::Column::State.eq(BroadcastState::Live.as_str()))
            .filter(broadcast::Column::Id.in_subquery(ids))
            .order_by_asc(broadcast::Column::Id)
    }

    /// The broadcasts of some changes: ids are in the order of sending, and that for everybody is sent first.
    fn telling(&self, changes: &[BroadcastId]) -> Select<broadcast::Entity> {
        let ids = || changes.iter().map(|id| id.uuid());
        let all = broadcast::Column::Id.is_in(ids());
        let of_them = Condition::any().add(all).add(broadcast::Column::BesideId.is_in(ids()));
        self.scoped().filter(of_them).order_by_asc(broadcast::Column::Id)
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<broadcast::Entity> {
        let all = broadcast::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) => all.filter(reaching(vendor, None)),
            Scope::Team(vendor, team) => all.filter(reaching(vendor, Some(team))),
            Scope::Nothing => all.filter(broadcast::Column::Id.is_null()),
        }
    }
}

/// Those that were sent after one of them, or before it.
fn beyond(at: &broadcast::Model, is_after: bool) -> Expr {
    let place = Expr::tuple([Expr::col(broadcast::Column::PublishedAt), Expr::col(broadcast::Column::Id)]);
    let here = Expr::tuple([Expr::value(at.published_at), Expr::value(at.id)]);
    if is_after { place.gt(here) } else { place.lt(here) }
}

/// The change of which a broadcast tells: the same as [`Broadcast::change`].
fn change() -> FunctionCall {
    let column = |column: broadcast::Column| Expr::col((broadcast::Entity, column));
    Func::coalesce([column(broadcast::Column::BesideId), column(broadcast::Column::Id)])
}

/// Whether a broadcast tells of a change that came, and has to be acknowledged.
fn asks_about_a_change() -> Condition {
    let asking = Severity::ALL.into_iter().filter(|severity| severity.needs_acknowledgement());
    Condition::all()
        .add(broadcast::Column::Severity.is_in(asking.map(Severity::as_str)))
        .add(about_something())
        .add(never_came().not())
}

/// Whether a broadcast is about a version.
fn about_something() -> Expr {
    let column = |column: broadcast_binding::Column| Expr::col((broadcast_binding::Entity, column));
    let mut bindings = Query::select();
    bindings
        .column((broadcast_binding::Entity, broadcast_binding::Column::ArticleId))
        .from(broadcast_binding::Entity)
        .and_where(
            column(broadcast_binding::Column::BroadcastId).equals((broadcast::Entity, broadcast::Column::Id)),
        );
    Expr::exists(bindings)
}

/// Whether a broadcast has no text in another language.
fn said_only_in(locale: Locale) -> Expr {
    let column = |column: broadcast_text::Column| Expr::col((broadcast_text::Entity, column));
    let mut others = Query::select();
    others
        .column((broadcast_text::Entity, broadcast_text::Column::BroadcastId))
        .from(broadcast_text::Entity)
        .and_where(
            column(broadcast_text::Column::BroadcastId).equals((broadcast::Entity, broadcast::Column::Id)),
        )
        .and_where(column(broadcast_text::Column::Locale).ne(locale.as_str()));
    Expr::not_exists(others)
}

/// Whether a broadcast ended before it took effect.
fn never_came() -> Condition {
    let ended = Expr::col((broadcast::Entity, broadcast::Column::EndedAt));
    Condition::all().add(broadcast::Column::EndedAt.is_not_null()).add(ended.lt(effect()))
}

/// Whether a broadcast has a recipient at a vendor, or in a team of it. Looked up for each broadcast that other
/// conditions leave: SQLite would make a list of all that reach a vendor from each of its recipients.
fn reaching(vendor: VendorId, team: Option<TeamId>) -> Expr {
    let column = |column: recipient::Column| Expr::col((recipient::Entity, column));
    let mut theirs = Query::select();
    theirs
        .column((recipient::Entity, recipient::Column::UserId))
        .from(recipient::Entity)
        .and_where(column(recipient::Column::BroadcastId).equals((broadcast::Entity, broadcast::Column::Id)))
        .and_where(column(recipient::Column::VendorId).eq(vendor.uuid()));
    if let Some(team) = team {
        theirs.and_where(column(recipient::Column::TeamId).eq(team.uuid()));
    }
    Expr::exists(theirs)
}

fn of_row(row: broadcast::Model) -> StoreResult<Broadcast> {
    let broadcast::Model {
        id,
        state,
        severity,
        audience,
        author_id,
        created_at,
        published_at,
        effective_at,
        ended_at,
        beside_id,
        version,
    } = row;
    let corrupt = |what: &str, text: &str| StoreError::corrupt(format!("{what} `{text}` of broadcast {id}"));
    Ok(Broadcast {
        id: BroadcastId::new(id),
        state: BroadcastState::parse(&state).ok_or_else(|| corrupt("state", &state))?,
        severity: Severity::parse(&severity).ok_or_else(|| corrupt("severity", &severity))?,
        audience: serde_json::from_str(&audience).map_err(StoreError::corrupt)?,
        author: author_id.map(UserId::new),
        created_at: Timestamp::from_millis(created_at),
        published_at: published_at.map(Timestamp::from_millis),
        effective_at: effective_at.map(Timestamp::from_millis),
        ended_at: ended_at.map(Timestamp::from_millis),
        beside: beside_id.map(BroadcastId::new),
        version,
    })
}

//! A handle from which every query starts.

use std::sync::Arc;

use domain::Scope;
use futures::{Stream, TryStreamExt};
use sea_orm::{DatabaseConnection, DatabaseExecutor, DatabaseTransaction, DbErr, EntityTrait, Select};

use crate::broadcast::{
    Acknowledgements, ApiTokens, BroadcastDrafts, Broadcasts, Clearances, Coachings, Recipients, StaleViews,
};
use crate::error::StoreResult;
use crate::event::Events;
use crate::job::Jobs;
use crate::knowledge::{Articles, ContactTypes, Files, Flags, Imports, Programmes, SearchMisses, Spaces};
use crate::notification::{MailSettings, Notifications, Onboardings};
use crate::people::{PasswordResets, Population, Sessions, Users};
use crate::vendor::{Clients, Sites, Teams, Vendors};

/// A database to ask: the pool of readers, or a transaction under way. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db(Inner);

#[derive(Clone, Debug)]
enum Inner {
    Pool(DatabaseConnection),
    Transaction(Arc<DatabaseTransaction>),
}

impl Db {
    pub(crate) fn pool(pool: DatabaseConnection) -> Self {
        Self(Inner::Pool(pool))
    }

    pub(crate) fn transaction(transaction: DatabaseTransaction) -> Self {
        Self(Inner::Transaction(Arc::new(transaction)))
    }

    pub(crate) fn executor(&self) -> DatabaseExecutor<'_> {
        match &self.0 {
            Inner::Pool(pool) => DatabaseExecutor::Connection(pool),
            Inner::Transaction(transaction) => DatabaseExecutor::Transaction(transaction),
        }
    }

    /// The rows of a question, each taken apart as it comes: as the driver holds them, ten thousand take a hundred megabytes.
    pub(crate) async fn each<E: EntityTrait, T>(
        &self,
        select: Select<E>,
        of_row: impl Fn(E::Model) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        match &self.0 {
            Inner::Pool(pool) => gather(select.stream(pool).await?, of_row).await,
            Inner::Transaction(transaction) => {
                gather(select.stream(transaction.as_ref()).await?, of_row).await
            }
        }
    }

    /// Takes the transaction back out, if this is the last handle to one.
    pub(crate) fn into_transaction(self) -> Option<DatabaseTransaction> {
        match self.0 {
            Inner::Pool(_) => None,
            Inner::Transaction(transaction) => Arc::into_inner(transaction),
        }
    }

    /// The client itself.
    pub fn client(&self) -> Clients<'_> {
        Clients::new(self)
    }

    /// Vendors within a scope.
    pub fn vendors(&self, scope: Scope) -> Vendors<'_> {
        Vendors::new(self, scope)
    }

    /// Sites within a scope.
    pub fn sites(&self, scope: Scope) -> Sites<'_> {
        Sites::new(self, scope)
    }

    /// Teams within a scope.
    pub fn teams(&self, scope: Scope) -> Teams<'_> {
        Teams::new(self, scope)
    }

    /// People within a scope.
    pub fn users(&self, scope: Scope) -> Users<'_> {
        Users::new(self, scope)
    }

    /// Whom what is sent may reach.
    pub fn population(&self) -> Population<'_> {
        Population::new(self)
    }

    /// Sessions; each query names whose.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions::new(self)
    }

    /// Mailed links that set a password.
    pub fn password_resets(&self) -> PasswordResets<'_> {
        PasswordResets::new(self)
    }

    /// Programmes within a scope.
    pub fn programmes(&self, scope: Scope) -> Programmes<'_> {
        Programmes::new(self, scope)
    }

    /// Contact types: the client's own, the same for all.
    pub fn contact_types(&self) -> ContactTypes<'_> {
        ContactTypes::new(self)
    }

    /// Spaces that are open to a scope.
    pub fn spaces(&self, scope: Scope) -> Spaces<'_> {
        Spaces::new(self, scope)
    }

    /// Articles of spaces that are open to a scope.
    pub fn articles(&self, scope: Scope) -> Articles<'_> {
        Articles::new(self, scope)
    }

    /// What readers say of passages, within a scope.
    pub fn flags(&self, scope: Scope) -> Flags<'_> {
        Flags::new(self, scope)
    }

    /// Images of spaces that are open to a scope.
    pub fn files(&self, scope: Scope) -> Files<'_> {
        Files::new(self, scope)
    }

    /// Imports into spaces that are open to a scope.
    pub fn imports(&self, scope: Scope) -> Imports<'_> {
        Imports::new(self, scope)
    }

    /// What people looked for and did not find.
    pub fn search_misses(&self) -> SearchMisses<'_> {
        SearchMisses::new(self)
    }

    /// Broadcasts that reach somebody in a scope.
    pub fn broadcasts(&self, scope: Scope) -> Broadcasts<'_> {
        Broadcasts::new(self, scope)
    }

    /// Broadcasts that are being composed, for a scope that sees the client's own.
    pub fn broadcast_drafts(&self, scope: Scope) -> BroadcastDrafts<'_> {
        BroadcastDrafts::new(self, scope)
    }

    /// Recipients within a scope.
    pub fn recipients(&self, scope: Scope) -> Recipients<'_> {
        Recipients::new(self, scope)
    }

    /// Acknowledgements within a scope.
    pub fn acknowledgements(&self, scope: Scope) -> Acknowledgements<'_> {
        Acknowledgements::new(self, scope)
    }

    /// Coaching that was given, within a scope.
    pub fn coachings(&self, scope: Scope) -> Coachings<'_> {
        Coachings::new(self, scope)
    }

    /// Stale views within a scope.
    pub fn stale_views(&self, scope: Scope) -> StaleViews<'_> {
        StaleViews::new(self, scope)
    }

    /// Clearances within a scope.
    pub fn clearances(&self, scope: Scope) -> Clearances<'_> {
        Clearances::new(self, scope)
    }

    /// What people were told; each query names whom.
    pub fn notifications(&self) -> Notifications<'_> {
        Notifications::new(self)
    }

    /// Which letters people want; each query names who.
    pub fn mail_settings(&self) -> MailSettings<'_> {
        MailSettings::new(self)
    }

    /// What joiners read first; each query names who.
    pub fn onboardings(&self) -> Onboardings<'_> {
        Onboardings::new(self)
    }

    /// Tokens with which other systems ask.
    pub fn api_tokens(&self) -> ApiTokens<'_> {
        ApiTokens::new(self)
    }

    /// The event log within a scope.
    pub fn events(&self, scope: Scope) -> Events<'_> {
        Events::new(self, scope)
    }

    /// The job queue.
    pub fn jobs(&self) -> Jobs<'_> {
        Jobs::new(self)
    }
}

async fn gather<M, T>(
    rows: impl Stream<Item = Result<M, DbErr>>,
    of_row: impl Fn(M) -> StoreResult<T>,
) -> StoreResult<Vec<T>> {
    let (mut rows, mut found) = (std::pin::pin!(rows), Vec::new());
    while let Some(row) = rows.try_next().await? {
        found.push(of_row(row)?);
    }
    Ok(found)
}

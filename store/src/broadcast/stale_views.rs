//! Who had an article open that was no longer in effect.

use std::collections::BTreeSet;

use domain::{ArticleVersionId, Scope, TeamId, Timestamp, UserId, VendorId};
use sea_orm::sea_query::{OnConflict, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select, Set};

use super::recipients::CHUNK;
use crate::entity::stale_view;
use crate::error::StoreResult;
use crate::{Db, Tx};

/// Stale views within a scope.
#[derive(Clone, Copy, Debug)]
pub struct StaleViews<'db> {
    db: &'db Db,
    scope: Scope,
}

impl<'db> StaleViews<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// Who saw some versions after they were replaced: version, person, vendor, when first.
    pub async fn of_versions(
        &self,
        versions: &[ArticleVersionId],
    ) -> StoreResult<Vec<(ArticleVersionId, UserId, Option<VendorId>, Timestamp)>> {
        let ids = versions.iter().map(|id| id.uuid());
        let rows =
            self.scoped().filter(stale_view::Column::VersionId.is_in(ids)).all(&self.db.executor()).await?;
        let of_row = |row: stale_view::Model| {
            let vendor = row.vendor_id.map(VendorId::new);
            let at = Timestamp::from_millis(row.first_at);
            (ArticleVersionId::new(row.version_id), UserId::new(row.user_id), vendor, at)
        };
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// Whether it is noted that somebody saw a version after it was replaced.
    pub async fn has(&self, version: ArticleVersionId, user: UserId) -> StoreResult<bool> {
        let row = self
            .scoped()
            .filter(stale_view::Column::VersionId.eq(version.uuid()))
            .filter(stale_view::Column::UserId.eq(user.uuid()))
            .one(&self.db.executor())
            .await?;
        Ok(row.is_some())
    }

    /// Who saw one of some versions after it was replaced, for the condition of another query.
    pub(super) fn viewers(&self, versions: &[ArticleVersionId]) -> SelectStatement {
        let ids = versions.iter().map(|id| id.uuid());
        let theirs = self.scoped().filter(stale_view::Column::VersionId.is_in(ids));
        theirs.select_only().column(stale_view::Column::UserId).into_query()
    }

    /// Notes that people of a vendor, each of a team, saw a version after it was replaced; the first time counts. Answers for
    /// whom nothing was noted yet.
    pub async fn insert(
        tx: &Tx,
        version: ArticleVersionId,
        vendor: Option<VendorId>,
        viewers: &[(UserId, Option<TeamId>)],
    ) -> StoreResult<BTreeSet<UserId>> {
        let mut noted = BTreeSet::new();
        for chunk in viewers.chunks(CHUNK) {
            let rows = chunk.iter().map(|(user, team)| stale_view::ActiveModel {
                version_id: Set(version.uuid()),
                user_id: Set(user.uuid()),
                vendor_id: Set(vendor.map(VendorId::uuid)),
                team_id: Set(team.map(TeamId::uuid)),
                first_at: Set(tx.now().as_millis()),
            });
            let mut once = OnConflict::columns([stale_view::Column::VersionId, stale_view::Column::UserId]);
            once.do_nothing();
            let rows = stale_view::Entity::insert_many(rows)
                .on_conflict(once)
                .exec_with_returning(&tx.executor())
                .await?;
            noted.extend(rows.into_iter().map(|row| UserId::new(row.user_id)));
        }
        Ok(noted)
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<stale_view::Entity> {
        let all = stale_view::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(vendor) => all.filter(stale_view::Column::VendorId.eq(vendor.uuid())),
            Scope::Team(vendor, team) => all
                .filter(stale_view::Column::VendorId.eq(vendor.uuid()))
                .filter(stale_view::Column::TeamId.eq(team.uuid())),
            Scope::Nothing => all.filter(stale_view::Column::UserId.is_null()),
        }
    }
}

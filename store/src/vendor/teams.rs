//! Teams.

use domain::vendor::{Standing, Team};
use domain::{Name, Scope, SiteId, TeamId, Timestamp, VendorId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, Select, Set};
use uuid::Uuid;

use super::{exactly_one, stored_name, stored_standing};
use crate::entity::{team, user_account};
use crate::error::StoreResult;
use crate::{Db, Tx};

/// Teams within a scope.
#[derive(Clone, Copy, Debug)]
pub struct Teams<'db> {
    db: &'db Db,
    scope: Scope,
}

/// A team with the number of its active people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamRow {
    /// The team.
    pub team: Team,
    /// How many active people it has.
    pub people: i64,
}

impl<'db> Teams<'db> {
    pub(crate) const fn new(db: &'db Db, scope: Scope) -> Self {
        Self { db, scope }
    }

    /// One team.
    pub async fn get(&self, id: TeamId) -> StoreResult<Option<Team>> {
        let row = self.scoped().filter(team::Column::Id.eq(id.uuid())).one(&self.db.executor()).await?;
        row.map(of_row).transpose()
    }

    /// All of them by name.
    pub async fn all(&self) -> StoreResult<Vec<Team>> {
        let rows = self.scoped().order_by_asc(team::Column::NameKey).all(&self.db.executor()).await?;
        rows.into_iter().map(of_row).collect()
    }

    /// All of them by name, each with the number of its active people.
    pub async fn with_people(&self) -> StoreResult<Vec<TeamRow>> {
        let counts: Vec<(Uuid, i64)> = self
            .scoped()
            .select_only()
            .column(team::Column::Id)
            .column_as(user_account::Column::Id.count(), "people")
            .join(JoinType::InnerJoin, members())
            .filter(user_account::Column::State.eq("active"))
            .group_by(team::Column::Id)
            .into_tuple()
            .all(&self.db.executor())
            .await?;
        let people_of =
            |team: TeamId| counts.iter().find(|(id, _)| *id == team.uuid()).map_or(0, |(_, count)| *count);
        let teams = self.all().await?;
        Ok(teams.into_iter().map(|team| TeamRow { people: people_of(team.id), team }).collect())
    }

    /// Adds a team. [`crate::StoreError::Taken`] when the site has one of that name.
    pub async fn insert(tx: &Tx, team: &Team, created_at: Timestamp) -> StoreResult<()> {
        let Team { id, vendor, site, name, standing, version } = team;
        let row = team::ActiveModel {
            id: Set(id.uuid()),
            vendor_id: Set(vendor.uuid()),
            site_id: Set(site.uuid()),
            name: Set(name.as_str().to_owned()),
            name_key: Set(name.key()),
            standing: Set(standing.as_str().to_owned()),
            created_at: Set(created_at.as_millis()),
            version: Set(*version),
        };
        team::Entity::insert(row).exec_without_returning(&tx.executor()).await?;
        Ok(())
    }

    /// Changes a team that is still at `version`.
    pub async fn update(
        tx: &Tx,
        id: TeamId,
        version: i64,
        name: &Name,
        standing: Standing,
    ) -> StoreResult<()> {
        let outcome = team::Entity::update_many()
            .col_expr(team::Column::Name, Expr::value(name.as_str()))
            .col_expr(team::Column::NameKey, Expr::value(name.key()))
            .col_expr(team::Column::Standing, Expr::value(standing.as_str()))
            .col_expr(team::Column::Version, Expr::value(version.saturating_add(1)))
            .filter(team::Column::Id.eq(id.uuid()))
            .filter(team::Column::Version.eq(version))
            .exec(&tx.executor())
            .await?;
        exactly_one(outcome.rows_affected)
    }

    #[expect(clippy::disallowed_methods, reason = "the only place that starts a query on this table")]
    fn scoped(&self) -> Select<team::Entity> {
        let all = team::Entity::find();
        match self.scope {
            Scope::Everything => all,
            Scope::Vendor(id) => all.filter(team::Column::VendorId.eq(id.uuid())),
            Scope::Team(vendor, id) => {
                all.filter(team::Column::VendorId.eq(vendor.uuid())).filter(team::Column::Id.eq(id.uuid()))
            }
            Scope::Nothing => all.filter(team::Column::Id.is_null()),
        }
    }
}

fn members() -> sea_orm::RelationDef {
    let belonging = user_account::Entity::belongs_to(team::Entity);
    let relation: sea_orm::RelationDef =
        belonging.from(user_account::Column::TeamId).to(team::Column::Id).into();
    relation.rev()
}

fn of_row(row: team::Model) -> StoreResult<Team> {
    let team::Model { id, vendor_id, site_id, name, name_key: _, standing, created_at: _, version } = row;
    Ok(Team {
        id: TeamId::new(id),
        vendor: VendorId::new(vendor_id),
        site: SiteId::new(site_id),
        name: stored_name(&name)?,
        standing: stored_standing(&standing)?,
        version,
    })
}

//! Teams.

use domain::event::{EventKind, NewEvent};
use domain::people::UserState;
use domain::vendor::{Site, Standing, Team, Vendor};
use domain::{Actor, Fields, Name, Permission, SiteId, TeamId};
use store::{Cursor, Teams, UserFilter, UserOrder};

use super::{must_be_open, name_taken};
use crate::error::{Error, Result};
use crate::people::PersonView;
use crate::portal::{Portal, require};

/// What is typed about a team.
#[derive(Clone, Debug, Default)]
pub struct TeamInput {
    /// What it is called.
    pub name: String,
}

/// A team with everything on its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamView {
    /// The team.
    pub team: Team,
    /// Where.
    pub site: Site,
    /// Whose.
    pub vendor: Vendor,
    /// Its people, as far as the actor may see them.
    pub people: Vec<PersonView>,
}

/// How many people of a team its page lists. A team is led by one person, so it is never larger.
const PEOPLE: usize = 200;

impl Portal {
    /// One team.
    pub async fn team(&self, actor: &Actor, id: TeamId) -> Result<TeamView> {
        if !actor.may(Permission::ReadVendors) {
            require(actor, Permission::ReadUsers)?;
        }
        let (db, scope) = (self.store().read(), actor.scope());
        let team = db.teams(scope).get(id).await?.ok_or(Error::NotFound)?;
        let site = db.sites(scope).get(team.site).await?.ok_or(Error::NotFound)?;
        let vendor = db.vendors(scope).get(team.vendor).await?.ok_or(Error::NotFound)?;
        let people = if actor.may(Permission::ReadUsers) {
            let filter = UserFilter { team: Some(id), ..UserFilter::default() };
            db.users(scope).list(&filter, UserOrder::Oldest, Cursor::Start, PEOPLE).await?.rows
        } else {
            Vec::new()
        };
        let mut people: Vec<_> = people.into_iter().map(|user| PersonView::of(actor, user)).collect();
        people.sort_by_cached_key(|person| domain::fold(&person.shown_name));
        Ok(TeamView { team, site, vendor, people })
    }

    /// Adds a team to a site that is not closed.
    pub async fn create_team(&self, actor: &Actor, site: SiteId, input: TeamInput) -> Result<TeamId> {
        require(actor, Permission::WriteTeams)?;
        let name = read_name(&input)?;
        let site = self.store().read().sites(actor.scope()).get(site).await?.ok_or(Error::NotFound)?;
        let id = TeamId::new(self.world().id());
        let (vendor, standing) = (site.vendor, Standing::Active);
        let team = Team { id, vendor, site: site.id, name, standing, version: 1 };
        self.write(actor, move |tx| async move {
            must_be_open(&tx, vendor, Some(team.site)).await?;
            Teams::insert(&tx, &team, tx.now()).await.map_err(name_taken)?;
            tx.record(NewEvent::new(EventKind::TeamCreated, id.uuid()).of_vendor(Some(vendor)));
            Ok(id)
        })
        .await
    }

    /// Changes a team's name.
    pub async fn update_team(&self, actor: &Actor, id: TeamId, version: i64, input: TeamInput) -> Result<()> {
        require(actor, Permission::WriteTeams)?;
        let name = read_name(&input)?;
        let before = self.store().read().teams(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        self.write(actor, move |tx| async move {
            Teams::update(&tx, id, version, &name, before.standing).await.map_err(name_taken)?;
            let details = serde_json::json!({ "fields": ["name"] });
            let event = NewEvent::new(EventKind::TeamChanged, id.uuid());
            tx.record(event.of_vendor(Some(before.vendor)).with(details));
            Ok(())
        })
        .await
    }

    /// Closes a team that has no active people, or opens it again.
    pub async fn set_team_standing(
        &self,
        actor: &Actor,
        id: TeamId,
        version: i64,
        standing: Standing,
    ) -> Result<()> {
        require(actor, Permission::WriteTeams)?;
        let scope = actor.scope();
        let before = self.store().read().teams(scope).get(id).await?.ok_or(Error::NotFound)?;
        self.write(actor, move |tx| async move {
            let people =
                UserFilter { team: Some(id), state: Some(UserState::Active), ..UserFilter::default() };
            if standing == Standing::Closed && 0 < tx.users(scope).count(&people).await? {
                return Err(Error::InUse);
            }
            if standing == Standing::Active {
                must_be_open(&tx, before.vendor, Some(before.site)).await?;
            }
            Teams::update(&tx, id, version, &before.name, standing).await?;
            let kind = match standing {
                Standing::Active => EventKind::TeamReopened,
                Standing::Closed => EventKind::TeamClosed,
            };
            tx.record(NewEvent::new(kind, id.uuid()).of_vendor(Some(before.vendor)));
            Ok(())
        })
        .await
    }
}

fn read_name(input: &TeamInput) -> Result<Name> {
    let mut fields = Fields::new();
    let name = fields.read("name", Name::parse(&input.name));
    Ok(fields.verdict(name)?)
}

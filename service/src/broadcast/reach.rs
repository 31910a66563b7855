//! Whom a broadcast reaches, and by when each of them has to acknowledge it. Counting before it is sent and sending it ask
//! here alike.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Audience, Deadline, Member, Recipient, Severity};
use domain::people::{Role, User, UserState};
use domain::vendor::Site;
use domain::{Actor, BroadcastId, ContactTypeId, Fields, Reason, Scope, SiteId, Timestamp};
use store::{ContactTypeRow, Db, ProgrammeRow, RecipientRow, UserFilter};

use super::calendar::shifts_between;
use crate::error::Result;
use crate::portal::Portal;

impl Portal {
    /// Notes what an audience names that does not exist for the actor, and sites of vendors that it does not name.
    pub(super) async fn check_audience(
        &self,
        actor: &Actor,
        audience: &Audience,
        fields: &mut Fields,
    ) -> Result<Option<()>> {
        let Audience { vendors, sites, contact_types, channels: _, languages: _ } = audience;
        let (db, scope) = (self.store().read(), actor.scope());
        let known: BTreeSet<_> = db.vendors(scope).all().await?.iter().map(|vendor| vendor.id).collect();
        let places: BTreeMap<_, _> =
            db.sites(scope).all().await?.iter().map(|site| (site.id, site.vendor)).collect();
        let types: BTreeSet<_> = db.contact_types().all().await?.iter().map(|row| row.id).collect();
        let is_elsewhere = |site: &SiteId| {
            let vendor = places.get(site);
            !vendors.is_empty() && vendor.is_some_and(|vendor| !vendors.contains(vendor))
        };
        let found = |is_found: bool| is_found.then_some(()).ok_or(Reason::NotAChoice);
        let of_vendors = fields.read("audience[vendors][]", found(vendors.is_subset(&known)));
        let of_sites = found(sites.iter().all(|site| places.contains_key(site)));
        let of_sites = of_sites
            .and_then(|()| if sites.iter().any(is_elsewhere) { Err(Reason::DoesNotBelong) } else { Ok(()) });
        let of_sites = fields.read("audience[sites][]", of_sites);
        let of_types = fields.read("audience[contact_types][]", found(contact_types.is_subset(&types)));
        Ok(of_vendors.and(of_sites).and(of_types))
    }

    /// The active agents of all vendors.
    pub(super) async fn all_agents(&self) -> Result<Vec<User>> {
        let filter =
            UserFilter { role: Some(Role::Agent), state: Some(UserState::Active), ..UserFilter::default() };
        Ok(self.store().read().users(Scope::Everything).all(&filter).await?)
    }

    /// The agents whom an audience means.
    pub(super) async fn reached(&self, agents: Vec<User>, audience: &Audience) -> Result<Vec<User>> {
        meant(&self.store().read(), agents, audience).await
    }

    /// The deadline of a broadcast at each site.
    pub(super) async fn deadlines(
        &self,
        severity: Severity,
        instants: (Timestamp, Timestamp),
    ) -> Result<BTreeMap<SiteId, Deadline>> {
        let sites = self.store().read().sites(Scope::Everything).all().await?;
        let of = |site: &Site| (site.id, deadline_at(site, severity, instants));
        Ok(sites.iter().map(of).collect())
    }

    /// The recipients of a broadcast that goes to some agents.
    pub(super) async fn recipients(
        &self,
        broadcast: BroadcastId,
        severity: Severity,
        instants: (Timestamp, Timestamp),
        agents: &[User],
    ) -> Result<Vec<RecipientRow>> {
        let deadlines = self.deadlines(severity, instants).await?;
        let row = |agent: &User| {
            let deadline = deadlines.get(&agent.place.site?).copied().unwrap_or_default();
            new_recipient(broadcast, agent, deadline)
        };
        Ok(agents.iter().filter_map(row).collect())
    }
}

/// The deadline of a broadcast at a site, by when it is published and when it takes effect.
pub(super) fn deadline_at(
    site: &Site,
    severity: Severity,
    (published_at, effective_at): (Timestamp, Timestamp),
) -> Deadline {
    let shifts = shifts_between(site, published_at, effective_at);
    Deadline::of(severity, published_at, effective_at, &shifts)
}

/// An agent whom a broadcast reaches where they work now; none for whoever works nowhere.
pub(super) fn new_recipient(
    broadcast: BroadcastId,
    agent: &User,
    deadline: Deadline,
) -> Option<RecipientRow> {
    let (vendor, site, team) = (agent.place.vendor?, agent.place.site?, agent.place.team?);
    let recipient = Recipient::default();
    Some(RecipientRow { broadcast, user: agent.id, vendor, site, team, recipient, deadline, reminded: 0 })
}

/// The agents whom an audience means.
pub(crate) async fn meant(db: &Db, agents: Vec<User>, audience: &Audience) -> Result<Vec<User>> {
    let types = db.contact_types().all().await?;
    let programmes = db.programmes(Scope::Everything).all().await?;
    let audience =
        Audience { contact_types: with_children(&audience.contact_types, &types), ..audience.clone() };
    let all: BTreeSet<ContactTypeId> = types.iter().map(|row| row.id).collect();
    let is_meant =
        |agent: &User| member_of(agent, &all, &programmes).is_some_and(|member| audience.reaches(&member));
    Ok(agents.into_iter().filter(is_meant).collect())
}

/// What is known of an agent. Until stages are kept, agents handle every contact type, on the channels and in the languages
/// of their vendor's programmes.
fn member_of(agent: &User, types: &BTreeSet<ContactTypeId>, programmes: &[ProgrammeRow]) -> Option<Member> {
    let (vendor, site) = (agent.place.vendor?, agent.place.site?);
    let mine = || programmes.iter().filter(move |programme| programme.vendor == vendor);
    Some(Member {
        vendor,
        site,
        team: agent.place.team,
        contact_types: types.clone(),
        channels: mine().flat_map(|programme| programme.channels.iter().copied()).collect(),
        languages: mine()
            .flat_map(|programme| programme.languages.iter().copied())
            .chain([agent.locale])
            .collect(),
    })
}

/// Contact types with everything below them.
pub(crate) fn with_children(
    chosen: &BTreeSet<ContactTypeId>,
    types: &[ContactTypeRow],
) -> BTreeSet<ContactTypeId> {
    let mut all = chosen.clone();
    loop {
        let more: Vec<_> = types
            .iter()
            .filter(|row| row.parent.is_some_and(|parent| all.contains(&parent)) && !all.contains(&row.id))
            .map(|row| row.id)
            .collect();
        if more.is_empty() {
            return all;
        }
        all.extend(more);
    }
}

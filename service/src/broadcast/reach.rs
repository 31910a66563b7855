//! Whom a broadcast reaches, and by when each of them has to acknowledge it: whoever may read what it is about ([`Readers`]),
//! as far as its audience means them ([`Crowd`]). Counting before it is sent, sending it, and whoever comes back ask here alike.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Audience, Broadcast, Deadline, Member, Recipient, Severity};
use domain::people::{Role, User, UserState};
use domain::vendor::Site;
use domain::{
    Actor, BroadcastId, ContactTypeId, Fields, Reason, Scope, SiteId, SpaceId, Timestamp, VendorId,
};
use store::{ContactTypeRow, Db, ProgrammeRow, RecipientRow, UserFilter};

use super::calendar::shifts_between;
use crate::error::Result;
use crate::portal::Portal;

/// Who may read what a broadcast is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// Everybody: it is about no article.
    Everybody,
    /// The people of these vendors: a space in which one of its articles lies is open to them.
    Of(BTreeSet<VendorId>),
}

/// What tells whom audiences mean, read once however many audiences and agents there are.
#[derive(Debug)]
pub(crate) struct Crowd {
    types: Vec<ContactTypeRow>,
    programmes: Vec<ProgrammeRow>,
}

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

    /// The active agents who may read what lies in a space.
    pub(crate) async fn agents_of(&self, space: SpaceId) -> Result<Vec<User>> {
        let vendors = self.store().read().spaces(Scope::Everything).vendors(space).await?;
        self.agents_among(&Readers::Of(vendors.into_iter().collect())).await
    }

    /// The active agents of all vendors.
    pub(super) async fn all_agents(&self) -> Result<Vec<User>> {
        self.agents_among(&Readers::Everybody).await
    }

    async fn agents_among(&self, readers: &Readers) -> Result<Vec<User>> {
        let filter =
            UserFilter { role: Some(Role::Agent), state: Some(UserState::Active), ..UserFilter::default() };
        let mut agents = self.store().read().users(Scope::Everything).all(&filter).await?;
        agents.retain(|agent| readers.include(agent));
        Ok(agents)
    }

    /// The agents whom an audience means.
    pub(super) async fn reached(&self, agents: Vec<User>, audience: &Audience) -> Result<Vec<User>> {
        Ok(Crowd::read(&self.store().read()).await?.meant(agents, audience))
    }

    /// The deadline of a broadcast at each site.
    pub(super) async fn deadlines(
        &self,
        severity: Severity,
        instants: (Timestamp, Timestamp),
    ) -> Result<BTreeMap<SiteId, Deadline>> {
        let sites = self.store().read().sites(Scope::Everything).all().await?;
        Ok(deadlines_at(&sites, severity, instants))
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

impl Readers {
    /// Those of each of some broadcasts that were found in scope: three questions, however many there are.
    pub(super) async fn of_broadcasts(db: &Db, ids: &[BroadcastId]) -> Result<BTreeMap<BroadcastId, Self>> {
        let bindings = db.broadcasts(Scope::Everything).bindings_of(ids).await?;
        let articles: BTreeSet<_> = bindings.iter().map(|(_, binding)| binding.article.uuid()).collect();
        let articles: Vec<_> = articles.into_iter().collect();
        let spaces = db.articles(Scope::Everything).spaces_of(&articles).await?;
        let distinct: BTreeSet<SpaceId> = spaces.values().copied().collect();
        let distinct: Vec<_> = distinct.into_iter().collect();
        let open = db.spaces(Scope::Everything).vendors_of(&distinct).await?;
        let mut found: BTreeMap<_, _> = ids.iter().map(|id| (*id, Self::Everybody)).collect();
        for (id, binding) in &bindings {
            let space = spaces.get(&binding.article);
            let vendors = open.iter().filter(|(of, _)| Some(of) == space).map(|(_, vendor)| *vendor);
            if let Some(readers) = found.get_mut(id) {
                readers.add(vendors);
            }
        }
        Ok(found)
    }

    /// It is about something that these vendors may read.
    fn add(&mut self, vendors: impl Iterator<Item = VendorId>) {
        match self {
            Self::Everybody => *self = Self::Of(vendors.collect()),
            Self::Of(known) => known.extend(vendors),
        }
    }

    /// Whether an agent is among them.
    pub(super) fn include(&self, agent: &User) -> bool {
        match self {
            Self::Everybody => true,
            Self::Of(vendors) => agent.place.vendor.is_some_and(|vendor| vendors.contains(&vendor)),
        }
    }
}

impl Crowd {
    /// Reads it.
    pub(crate) async fn read(db: &Db) -> Result<Self> {
        let types = db.contact_types().all().await?;
        Ok(Self { types, programmes: db.programmes(Scope::Everything).all().await? })
    }

    /// Those of some agents whom an audience means.
    pub(crate) fn meant(&self, agents: Vec<User>, audience: &Audience) -> Vec<User> {
        let contact_types = with_children(&audience.contact_types, &self.types);
        let audience = Audience { contact_types, ..audience.clone() };
        let all: BTreeSet<ContactTypeId> = self.types.iter().map(|row| row.id).collect();
        let is_meant = |agent: &User| {
            member_of(agent, &all, &self.programmes).is_some_and(|member| audience.reaches(&member))
        };
        agents.into_iter().filter(is_meant).collect()
    }
}

/// When a broadcast was published, and when it takes effect.
pub(super) fn instants(broadcast: &Broadcast) -> (Timestamp, Timestamp) {
    (broadcast.published_at.unwrap_or(broadcast.created_at), broadcast.effect())
}

/// The deadline of a broadcast at some sites, by when it is published and when it takes effect.
pub(super) fn deadlines_at(
    sites: &[Site],
    severity: Severity,
    (published_at, effective_at): (Timestamp, Timestamp),
) -> BTreeMap<SiteId, Deadline> {
    let of = |site: &Site| {
        let shifts = shifts_between(site, published_at, effective_at);
        (site.id, Deadline::of(severity, published_at, effective_at, &shifts))
    };
    sites.iter().map(of).collect()
}

/// An agent whom a broadcast reaches where they work now; none for whoever works nowhere.
pub(super) fn new_recipient(
    broadcast: BroadcastId,
    agent: &User,
    deadline: Deadline,
) -> Option<RecipientRow> {
    let (vendor, site, team) = (agent.place.vendor?, agent.place.site?, agent.place.team?);
    Some(RecipientRow {
        broadcast,
        user: agent.id,
        vendor,
        site,
        team,
        reached_since: None,
        recipient: Recipient::default(),
        deadline,
        reminded: 0,
    })
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

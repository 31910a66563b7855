//! How many agents are cleared for what, for those who follow broadcasts. Broadcasts alone are what is kept that closes
//! anything: see [`super::terms_not_kept`].

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Broadcast, MIN_GROUP, shown, shown_parts};
use domain::people::{Role, UserState};
use domain::{Actor, BroadcastId, Permission, Scope, Timestamp, UserId, VendorId};
use store::{ContactTypeRow, Db, Owing, UserFilter};

use super::ask::reasons;
use super::assess::reaches;
use crate::error::Result;
use crate::portal::{Portal, require};

/// The most of whom the client's side is told no number.
const FEW: u64 = MIN_GROUP as u64 - 1;

/// How many agents are cleared for one contact type now, through any channel and in any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearanceTotal {
    /// For which.
    pub contact_type: ContactTypeRow,
    /// Of all in scope; none where there are too few of them.
    pub all: Option<ClearanceCounts>,
    /// Of each vendor by name, where there are several; none where they are too few, or others could be worked out.
    pub vendors: Vec<(String, Option<ClearanceCounts>)>,
}

/// How many of some agents are cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClearanceCounts {
    /// How many there are.
    pub agents: u64,
    /// How many are cleared, and need not do anything to stay so.
    pub cleared: AgentCount,
    /// How many are cleared as long as they acknowledge something in time.
    pub in_grace: AgentCount,
    /// How many are not.
    pub not_cleared: AgentCount,
}

/// How many agents, as far as the reader is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentCount {
    /// So many.
    Exactly(u64),
    /// So many or more: how many more would tell of a few.
    AtLeast(u64),
    /// Fewer than the client's side is told a number of, be it nobody.
    Few,
    /// Nothing is said of it, because a few could be worked out.
    Hidden,
}

/// How many of some agents are kept from contacts. Who is not is cleared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    agents: u64,
    in_grace: u64,
    not_cleared: u64,
}

/// The active agents of a vendor who are in scope.
struct Crew {
    vendor: VendorId,
    name: String,
    agents: u64,
    is_shown: bool,
}

/// How many of each vendor are in grace, and how many are kept from contacts. Who is neither is cleared.
type Kept = BTreeMap<VendorId, (u64, u64)>;

impl Portal {
    /// How many agents in scope are cleared for each contact type: what broadcasts keep from it, as in each agent's own
    /// clearance. Only those who owe something are read, however many agents there are.
    pub async fn clearance_totals(&self, actor: &Actor) -> Result<Vec<ClearanceTotal>> {
        require(actor, Permission::FollowBroadcasts)?;
        let (db, now) = (self.store().read(), self.world().now());
        let types = db.contact_types().all().await?;
        let crews = crews(&db, actor.scope()).await?;
        // What they have to acknowledge does not depend on who asks.
        let live = db.broadcasts(Scope::Everything).live().await?;
        let effective: Vec<_> = live.into_iter().filter(|broadcast| broadcast.effect() <= now).collect();
        let reaches = reaches(&db, &effective, &types).await?;
        let ids: Vec<_> = reaches.keys().copied().collect();
        let owing = db.recipients(actor.scope()).owing(&ids, now).await?;
        let small = match actor.scope().vendor() {
            Some(_) => BTreeSet::new(),
            None => to_few(&effective, db.recipients(actor.scope()).count_by_vendor(&ids).await?),
        };
        // Most contact types are kept from people by the same broadcasts: those are counted once.
        let mut known: BTreeMap<BTreeSet<BroadcastId>, Kept> = BTreeMap::new();
        let mut totals = Vec::new();
        for contact_type in reasons(&types, None)? {
            let is_about = |of: &BTreeSet<_>| of.is_empty() || of.contains(&contact_type.id);
            let about = reaches.iter().filter(|(_, reach)| is_about(reach.covered()));
            let about: BTreeSet<_> = about.map(|(id, _)| *id).collect();
            let is_of_few = !about.is_disjoint(&small);
            let kept = known.entry(about).or_insert_with_key(|about| kept(&owing, about, now));
            totals.push(total(contact_type, &crews, kept, is_of_few));
        }
        Ok(totals)
    }
}

/// The active agents in scope, vendor by vendor.
async fn crews(db: &Db, scope: Scope) -> Result<Vec<Crew>> {
    let filter =
        UserFilter { role: Some(Role::Agent), state: Some(UserState::Active), ..UserFilter::default() };
    let counts: BTreeMap<_, _> = db.users(scope).count_by_vendor(&filter).await?.into_iter().collect();
    let mut crews = Vec::new();
    for vendor in db.vendors(scope).all().await? {
        let Some(agents) = counts.get(&vendor.id).copied() else { continue };
        crews.push(Crew { vendor: vendor.id, name: vendor.name.to_string(), agents, is_shown: false });
    }
    let populations: Vec<_> = crews.iter().map(|crew| people(crew.agents)).collect();
    for (crew, is_shown) in crews.iter_mut().zip(shown_parts(&populations)) {
        crew.is_shown = is_shown;
    }
    Ok(crews)
}

/// Those of some broadcasts of whose change the client's side is shown no figures, of all or of a vendor: it was told to too few.
fn to_few(broadcasts: &[Broadcast], reached: Vec<(BroadcastId, VendorId, u64)>) -> BTreeSet<BroadcastId> {
    let changes: BTreeMap<_, _> = broadcasts.iter().map(|one| (one.id, one.change())).collect();
    let mut people: BTreeMap<BroadcastId, BTreeMap<VendorId, u64>> = BTreeMap::new();
    for (id, vendor, count) in reached {
        if let Some(change) = changes.get(&id) {
            *people.entry(*change).or_default().entry(vendor).or_default() += count;
        }
    }
    let is_small = |change: &BroadcastId| {
        people.get(change).is_some_and(|vendors| !vendors.values().copied().all(is_shown))
    };
    changes.iter().filter(|(_, change)| is_small(change)).map(|(id, _)| *id).collect()
}

/// Whom some broadcasts keep from contacts, each person once: where one of them gives no time any more, the others do not
/// help.
fn kept(owing: &[Owing], about: &BTreeSet<BroadcastId>, now: Timestamp) -> Kept {
    let mut people: BTreeMap<UserId, (VendorId, bool)> = BTreeMap::new();
    for row in owing.iter().filter(|row| about.contains(&row.broadcast)) {
        let is_in_grace = row.grace_until.is_some_and(|until| now < until);
        let (_, is_so_far) = people.entry(row.user).or_insert((row.vendor, true));
        *is_so_far &= is_in_grace;
    }
    let mut kept = Kept::new();
    for (vendor, is_in_grace) in people.into_values() {
        let (in_grace, not_cleared) = kept.entry(vendor).or_default();
        *(if is_in_grace { in_grace } else { not_cleared }) += 1;
    }
    kept
}

/// Where a broadcast to a few is about it, no number says anything of these.
fn total(contact_type: &ContactTypeRow, crews: &[Crew], kept: &Kept, is_of_few: bool) -> ClearanceTotal {
    let counts = |crew: &Crew| {
        let (in_grace, not_cleared) = kept.get(&crew.vendor).copied().unwrap_or_default();
        Counts { agents: crew.agents, in_grace, not_cleared }
    };
    let sum = crews.iter().map(counts).fold(Counts::default(), Counts::with);
    let parts: Vec<_> = crews.iter().map(|crew| Some(counts(crew)).filter(|_| crew.is_shown)).collect();
    let (all, parts) = if is_of_few {
        told_to_client(sum, &parts)
    } else {
        (sum.whole(), parts.into_iter().map(|part| part.map(Counts::whole)).collect())
    };
    let vendors = crews.iter().map(|crew| crew.name.clone()).zip(parts);
    ClearanceTotal {
        contact_type: contact_type.clone(),
        all: is_shown(sum.agents).then_some(all),
        vendors: if 1 < crews.len() { vendors.collect() } else { Vec::new() },
    }
}

/// What the client's side is told of all agents, and of those of each vendor whose figures are shown, of what a broadcast to a few
/// is about. A broadcast to three people
/// keeps three from contacts: it learns neither how far they are nor when they are done, here no more than on its board. So a
/// few may be nobody, and no number stands beside them from which they could be worked out.
fn told_to_client(all: Counts, parts: &[Option<Counts>]) -> (ClearanceCounts, Vec<Option<ClearanceCounts>>) {
    let are_told = 1 < parts.len() && !parts.iter().flatten().any(Counts::leaves_few);
    let of_part = |part: Counts| {
        if !are_told {
            return ClearanceCounts::hidden(part.agents);
        }
        let [in_grace, not_cleared] = [part.in_grace, part.not_cleared].map(AgentCount::of);
        ClearanceCounts::of(part.agents, in_grace, not_cleared)
    };
    let of_all = |of: fn(Counts) -> u64| {
        let told = |part: &Option<Counts>| part.map(of).filter(|count| is_shown(*count));
        let told: Vec<_> = parts.iter().filter(|_| are_told).map(told).collect();
        AgentCount::beside(of(all), &told)
    };
    let told = if all.leaves_few() {
        ClearanceCounts::hidden(all.agents)
    } else {
        ClearanceCounts::of(all.agents, of_all(|all| all.in_grace), of_all(|all| all.not_cleared))
    };
    (told, parts.iter().map(|part| part.map(of_part)).collect())
}

impl Counts {
    const fn with(self, other: Self) -> Self {
        Self {
            agents: self.agents + other.agents,
            in_grace: self.in_grace + other.in_grace,
            not_cleared: self.not_cleared + other.not_cleared,
        }
    }

    /// All of it, for their own side, and where everything is about enough people.
    fn whole(self) -> ClearanceCounts {
        let [in_grace, not_cleared] = [self.in_grace, self.not_cleared].map(AgentCount::Exactly);
        ClearanceCounts::of(self.agents, in_grace, not_cleared)
    }

    /// Whether those of whom a number may be told are nearly all, so that it tells of the few others.
    fn leaves_few(&self) -> bool {
        let told: u64 = [self.in_grace, self.not_cleared].into_iter().filter(|count| is_shown(*count)).sum();
        let others = self.agents.saturating_sub(told);
        0 < others && !is_shown(others)
    }
}

impl AgentCount {
    /// A number by itself, for the client's side.
    fn of(count: u64) -> Self {
        if is_shown(count) { Self::Exactly(count) } else { Self::Few }
    }

    /// The number of all, beside those that are told of some of the vendors: what is left for the others must be enough.
    fn beside(all: u64, parts: &[Option<u64>]) -> Self {
        let told: u64 = parts.iter().flatten().sum();
        let is_told = parts.iter().all(Option::is_some) || is_shown(all.saturating_sub(told));
        if is_shown(all) && !is_told { Self::AtLeast(told) } else { Self::of(all) }
    }

    /// The most that it may be, as far as the reader can tell; none where they cannot.
    const fn most(self) -> Option<u64> {
        match self {
            Self::Exactly(count) => Some(count),
            Self::AtLeast(count) => Some(count + FEW),
            Self::Few => Some(FEW),
            Self::Hidden => None,
        }
    }
}

impl ClearanceCounts {
    /// Whoever is not kept from contacts is cleared: so many as the other numbers leave.
    fn of(agents: u64, in_grace: AgentCount, not_cleared: AgentCount) -> Self {
        let kept = in_grace.most().zip(not_cleared.most()).map(|(one, other)| one + other);
        let least = kept.map_or(0, |kept| agents.saturating_sub(kept));
        let cleared = match (in_grace, not_cleared) {
            (AgentCount::Exactly(_), AgentCount::Exactly(_)) => AgentCount::Exactly(least),
            _ if least == 0 => AgentCount::Hidden,
            _ => AgentCount::AtLeast(least),
        };
        Self { agents, cleared, in_grace, not_cleared }
    }

    const fn hidden(agents: u64) -> Self {
        let hidden = AgentCount::Hidden;
        Self { agents, cleared: hidden, in_grace: hidden, not_cleared: hidden }
    }
}

fn is_shown(count: u64) -> bool {
    shown(people(count))
}

fn people(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn counts(agents: u64, in_grace: u64, not_cleared: u64) -> Counts {
        Counts { agents, in_grace, not_cleared }
    }

    /// What is told of all, and how many of each vendor are not cleared.
    fn told(vendors: &[Counts]) -> (ClearanceCounts, Vec<AgentCount>) {
        let all = vendors.iter().copied().fold(Counts::default(), Counts::with);
        let parts: Vec<_> = vendors.iter().copied().map(Some).collect();
        let (all, parts) = told_to_client(all, &parts);
        (all, parts.into_iter().flatten().map(|part| part.not_cleared).collect())
    }

    #[test]
    fn of_three_people_the_client_learns_neither_how_far_they_are_nor_when_they_are_done() {
        use AgentCount::{AtLeast, Exactly, Few, Hidden};
        let few = ClearanceCounts { agents: 20, cleared: AtLeast(12), in_grace: Few, not_cleared: Few };
        for not_cleared in 0..=4 {
            assert_eq!(told(&[counts(20, 0, not_cleared)]).0, few);
            // Beside another vendor, and from all together, no more.
            let (all, vendors) = told(&[counts(30, 0, 6), counts(20, 0, not_cleared)]);
            assert_eq!((all.not_cleared, vendors), (AtLeast(6), vec![Exactly(6), Few]));
            assert_eq!(all.cleared, AtLeast(50 - 10 - 4));
        }
        let (all, vendors) = told(&[counts(30, 0, 6), counts(20, 0, 5)]);
        assert_eq!((all.not_cleared, vendors), (Exactly(11), vec![Exactly(6), Exactly(5)]));
        // Where nearly all are kept from contacts, the few others are those.
        let (all, vendors) = told(&[counts(30, 0, 20), counts(30, 0, 27)]);
        assert_eq!((all.not_cleared, vendors), (Exactly(47), vec![Hidden, Hidden]));
        assert_eq!(told(&[counts(20, 9, 8)]).0, ClearanceCounts::hidden(20));
        assert_eq!(told(&[counts(20, 9, 6)]).0.cleared, Exactly(5));
    }
}

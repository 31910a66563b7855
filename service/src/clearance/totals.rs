//! How many agents are cleared for what, for those who follow broadcasts. Broadcasts alone are what is kept that closes
//! anything: see [`super::terms_not_kept`].

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{shown, shown_parts};
use domain::people::{Role, UserState};
use domain::{Actor, BroadcastId, Permission, Scope, Timestamp, UserId, VendorId};
use store::{ContactTypeRow, Db, Owing, UserFilter};

use super::ask::reasons;
use super::assess::reaches;
use crate::error::Result;
use crate::portal::{Portal, require};

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClearanceCounts {
    /// How many there are.
    pub agents: u64,
    /// How many are cleared, and need not do anything to stay so.
    pub cleared: u64,
    /// How many are cleared as long as they acknowledge something in time.
    pub in_grace: u64,
    /// How many are not.
    pub not_cleared: u64,
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
        // Most contact types are kept from people by the same broadcasts: those are counted once.
        let mut known: BTreeMap<BTreeSet<BroadcastId>, Kept> = BTreeMap::new();
        let mut totals = Vec::new();
        for contact_type in reasons(&types, None)? {
            let is_about = |of: &BTreeSet<_>| of.is_empty() || of.contains(&contact_type.id);
            let about = reaches.iter().filter(|(_, reach)| is_about(reach.covered()));
            let about: BTreeSet<_> = about.map(|(id, _)| *id).collect();
            let kept = known.entry(about).or_insert_with_key(|about| kept(&owing, about, now));
            totals.push(total(contact_type, &crews, kept));
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

fn total(contact_type: &ContactTypeRow, crews: &[Crew], kept: &Kept) -> ClearanceTotal {
    let counts = |crew: &Crew| {
        let (in_grace, not_cleared) = kept.get(&crew.vendor).copied().unwrap_or_default();
        ClearanceCounts::of(crew.agents, in_grace, not_cleared)
    };
    let sum = crews.iter().map(counts).fold(ClearanceCounts::default(), ClearanceCounts::with);
    let of_crew = |crew: &Crew| (crew.name.clone(), crew.is_shown.then(|| counts(crew)));
    ClearanceTotal {
        contact_type: contact_type.clone(),
        all: shown(people(sum.agents)).then_some(sum),
        vendors: if 1 < crews.len() { crews.iter().map(of_crew).collect() } else { Vec::new() },
    }
}

impl ClearanceCounts {
    const fn of(agents: u64, in_grace: u64, not_cleared: u64) -> Self {
        let cleared = agents.saturating_sub(in_grace).saturating_sub(not_cleared);
        Self { agents, cleared, in_grace, not_cleared }
    }

    const fn with(self, other: Self) -> Self {
        Self {
            agents: self.agents + other.agents,
            cleared: self.cleared + other.cleared,
            in_grace: self.in_grace + other.in_grace,
            not_cleared: self.not_cleared + other.not_cleared,
        }
    }
}

fn people(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

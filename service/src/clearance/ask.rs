//! Asking for clearances: one's own, those that a routing platform asks for, and how many there are.

use std::collections::{BTreeMap, BTreeSet};

use domain::clearance::{Clearance, Verdict};
use domain::knowledge::Channel;
use domain::people::{Role, User, UserState};
use domain::{Actor, ContactTypeId, Locale, Permission, Scope, Timestamp, UserId};
use store::{ContactTypeRow, Db, RecipientRow, UserFilter};

use super::assess::{Key, Reach, grounds, reaches};
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// The most agents of a page.
const MAX_AGENTS: usize = 200;

/// Which clearances are asked for. What is not named is all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClearanceAsk {
    /// Whose.
    pub agent: Option<UserId>,
    /// For which contact type.
    pub contact_type: Option<ContactTypeId>,
    /// Through which channel.
    pub channel: Option<Channel>,
    /// In which language.
    pub language: Option<Locale>,
    /// At which instant; now when it is not said.
    pub at: Option<Timestamp>,
    /// Behind which agent.
    pub after: Option<UserId>,
    /// How many agents at the most.
    pub limit: usize,
}

/// A clearance of somebody for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearanceEntry {
    /// Whose.
    pub agent: UserId,
    /// For which contact type.
    pub contact_type: ContactTypeRow,
    /// Through which channel; none for all.
    pub channel: Option<Channel>,
    /// In which language; none for all.
    pub language: Option<Locale>,
    /// What may be done, and why not more.
    pub clearance: Clearance,
}

/// Clearances, and where to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClearancePage {
    /// The clearances, by agent.
    pub entries: Vec<ClearanceEntry>,
    /// Behind which agent there are more.
    pub next: Option<UserId>,
    /// What the log held: see the change feed.
    pub revision: i64,
}

/// How many agents may handle everything, and how many not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClearanceTotals {
    /// How many agents there are.
    pub agents: u64,
    /// How many are cleared for everything.
    pub cleared: u64,
    /// How many have something to acknowledge soon.
    pub in_grace: u64,
    /// How many are suspended from something.
    pub suspended: u64,
}

impl Portal {
    /// The actor's own clearances, for each contact type.
    pub async fn my_clearances(&self, actor: &Actor) -> Result<Vec<ClearanceEntry>> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let ask = ClearanceAsk { agent: Some(me), limit: 1, ..ClearanceAsk::default() };
        let scope = match actor.scope() {
            Scope::Team(vendor, _) => Scope::Vendor(vendor),
            scope => scope,
        };
        Ok(self.clearances_in(scope, ask).await?.entries)
    }

    /// Clearances as a routing platform asks for them.
    pub async fn clearances(&self, actor: &Actor, ask: ClearanceAsk) -> Result<ClearancePage> {
        require(actor, Permission::ReadClearances)?;
        self.clearances_in(actor.scope(), ask).await
    }

    pub(crate) async fn clearances_in(&self, scope: Scope, ask: ClearanceAsk) -> Result<ClearancePage> {
        let revision = *self.store().head().borrow();
        let db = self.store().read();
        let now = ask.at.unwrap_or_else(|| self.world().now());
        let (agents, next) = agents(&db, scope, &ask).await?;
        let all_types = db.contact_types().all().await?;
        let types: Vec<_> = match ask.contact_type {
            Some(id) => all_types.into_iter().filter(|row| row.id == id).collect(),
            None => leaves(all_types),
        };
        if ask.contact_type.is_some() && types.is_empty() {
            return Err(Error::NotFound);
        }
        let mut entries = Vec::new();
        for agent in agents {
            let rows = db.recipients(scope).of_user(agent.id, 1_000).await?;
            let reaches = reaches_of(&db, &rows).await?;
            for contact_type in &types {
                let key =
                    Key { contact_type: Some(contact_type.id), channel: ask.channel, language: ask.language };
                let is_active = agent.state == UserState::Active;
                entries.push(ClearanceEntry {
                    agent: agent.id,
                    contact_type: contact_type.clone(),
                    channel: ask.channel,
                    language: ask.language,
                    clearance: grounds(is_active, &rows, &reaches, &key).at(now),
                });
            }
        }
        Ok(ClearancePage { entries, next, revision })
    }

    /// How many agents in scope may handle everything, from what is stored.
    pub async fn clearance_totals(&self, actor: &Actor) -> Result<ClearanceTotals> {
        require(actor, Permission::FollowBroadcasts)?;
        let db = self.store().read();
        let filter =
            UserFilter { role: Some(Role::Agent), state: Some(UserState::Active), ..UserFilter::default() };
        let agents = db.users(actor.scope()).all(&filter).await?;
        let agents: BTreeSet<UserId> = agents.into_iter().map(|agent| agent.id).collect();
        let mut worst: BTreeMap<UserId, u8> = BTreeMap::new();
        for row in db.clearances(actor.scope()).all().await? {
            let verdict: Verdict = serde_json::from_str(&row.verdict)
                .map_err(|error| Error::Internal(format!("a stored clearance: {error}")))?;
            let grade = match verdict {
                Verdict::Cleared | Verdict::Supervised { .. } => 0,
                Verdict::ClearedInGrace { .. } => 1,
                Verdict::Suspended | Verdict::NotCleared => 2,
            };
            if agents.contains(&row.user) {
                let known = worst.entry(row.user).or_default();
                *known = grade.max(*known);
            }
        }
        let count = |grade| worst.values().filter(|known| **known == grade).count() as u64;
        let total = agents.len() as u64;
        let (in_grace, suspended) = (count(1), count(2));
        Ok(ClearanceTotals { agents: total, cleared: total - in_grace - suspended, in_grace, suspended })
    }
}

async fn reaches_of(db: &Db, rows: &[RecipientRow]) -> Result<BTreeMap<domain::BroadcastId, Reach>> {
    let ids: Vec<_> = rows.iter().map(|row| row.broadcast).collect();
    let known = db.broadcasts(Scope::Everything).get_many(&ids).await?;
    reaches(db, &known).await
}

/// The agents that are asked for, and whether there are more.
async fn agents(db: &Db, scope: Scope, ask: &ClearanceAsk) -> Result<(Vec<User>, Option<UserId>)> {
    if let Some(id) = ask.agent {
        let agent = db.users(scope).get(id).await?.filter(|user| user.role == Role::Agent);
        return Ok((vec![agent.ok_or(Error::NotFound)?], None));
    }
    let filter = UserFilter { role: Some(Role::Agent), ..UserFilter::default() };
    let limit = ask.limit.clamp(1, MAX_AGENTS);
    let all = db.users(scope).all(&filter).await?;
    let mut page: Vec<_> = all
        .into_iter()
        .filter(|agent| ask.after.is_none_or(|after| after < agent.id))
        .take(limit + 1)
        .collect();
    let has_more = limit < page.len();
    page.truncate(limit);
    let next = if has_more { page.last().map(|agent| agent.id) } else { None };
    Ok((page, next))
}

/// The contact types that have none below them: the reasons that contacts come in for.
fn leaves(types: Vec<ContactTypeRow>) -> Vec<ContactTypeRow> {
    let parents: BTreeSet<_> = types.iter().filter_map(|row| row.parent).collect();
    types.into_iter().filter(|row| !parents.contains(&row.id)).collect()
}

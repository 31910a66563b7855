//! Asking for clearances: one's own, and those that a routing platform asks for.

use std::collections::BTreeSet;

use domain::broadcast::Severity;
use domain::clearance::Clearance;
use domain::knowledge::Channel;
use domain::people::{Role, User};
use domain::{Actor, ContactTypeId, Locale, Permission, Scope, Timestamp, UserId};
use store::{ContactTypeRow, Db, UserFilter};

use super::assess::binds;
use super::evidence::Evidence;
use crate::broadcast::with_children;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// The most agents of a page.
pub(super) const MAX_AGENTS: usize = 200;

/// Which clearances are asked for. What is not named is all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClearanceAsk {
    /// Whose.
    pub agent: Option<UserId>,
    /// For which contact type: those that have none below them, of it and everything below it.
    pub contact_type: Option<ContactTypeId>,
    /// Through which channel. For all of them together: what keeps from one of them counts.
    pub channel: Option<Channel>,
    /// In which language. The same.
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

    /// From how many contact types, of those that have none below them, a change about some of them keeps people who have not
    /// acknowledged it, when it asks so much.
    pub(crate) async fn count_kept_from(
        &self,
        about: &BTreeSet<ContactTypeId>,
        severity: Severity,
    ) -> Result<usize> {
        if !binds(severity) {
            return Ok(0);
        }
        let types = self.known_contact_types().await?;
        Ok(reasons_about(&types, about).len())
    }

    pub(crate) async fn clearances_in(&self, scope: Scope, ask: ClearanceAsk) -> Result<ClearancePage> {
        let revision = *self.store().head().borrow();
        let db = self.store().read();
        let now = self.world().now();
        let (agents, next) = agents(&db, scope, &ask).await?;
        let types = self.known_contact_types().await?;
        let asked = reasons(&types, ask.contact_type)?;
        let evidence = Evidence::of(self, scope, &agents, (ask.at.unwrap_or(now), now)).await?;
        let mut entries = Vec::with_capacity(agents.len() * asked.len());
        for agent in &agents {
            let entry = |contact_type| evidence.entry(agent.id, contact_type, ask.channel, ask.language);
            entries.extend(asked.iter().copied().map(entry));
        }
        Ok(ClearancePage { entries, next, revision })
    }
}

/// The agents that are asked for, and whether there are more.
async fn agents(db: &Db, scope: Scope, ask: &ClearanceAsk) -> Result<(Vec<User>, Option<UserId>)> {
    if let Some(id) = ask.agent {
        let agent = db.users(scope).get(id).await?.filter(|user| user.role == Role::Agent);
        return Ok((vec![agent.ok_or(Error::NotFound)?], None));
    }
    let filter = UserFilter { role: Some(Role::Agent), ..UserFilter::default() };
    let limit = ask.limit.clamp(1, MAX_AGENTS);
    let mut page = db.users(scope).behind(&filter, ask.after, limit + 1).await?;
    let has_more = limit < page.len();
    page.truncate(limit);
    let next = page.last().filter(|_| has_more).map(|agent| agent.id);
    Ok((page, next))
}

/// The contact types that have none below them, for which contacts come in: all of them, or those of one and of everything
/// below it.
pub(super) fn reasons(types: &[ContactTypeRow], of: Option<ContactTypeId>) -> Result<Vec<&ContactTypeRow>> {
    if of.is_some_and(|id| types.iter().all(|row| row.id != id)) {
        return Err(Error::NotFound);
    }
    Ok(reasons_about(types, &of.into_iter().collect()))
}

/// The same of several: all of them where none is named.
fn reasons_about<'t>(
    types: &'t [ContactTypeRow],
    about: &BTreeSet<ContactTypeId>,
) -> Vec<&'t ContactTypeRow> {
    let parents: BTreeSet<_> = types.iter().filter_map(|row| row.parent).collect();
    let meant = with_children(about, types);
    let is_meant =
        |row: &&ContactTypeRow| !parents.contains(&row.id) && (about.is_empty() || meant.contains(&row.id));
    types.iter().filter(is_meant).collect()
}

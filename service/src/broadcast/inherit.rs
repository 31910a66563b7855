//! What a change takes with it from the broadcasts whose place it takes.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Audience, Binding, Broadcast, CheckItem, Severity, raised};
use domain::knowledge::ArticleVersion;
use domain::people::User;
use domain::{BroadcastId, Scope, Timestamp, UserId};
use store::RecipientRow;

use super::receive::text_for;
use crate::error::Result;
use crate::portal::Portal;

/// What a change takes with it from the broadcasts whose place it takes.
#[derive(Debug, Default)]
pub(super) struct Inherited {
    /// Those broadcasts, from the oldest.
    pub(super) replaced: Vec<Broadcast>,
    /// Those of them that announced the version itself.
    pub(super) announced: BTreeSet<BroadcastId>,
    /// What they are about, in their order.
    pub(super) bindings: Vec<Binding>,
    /// What each of them asks.
    items: BTreeMap<BroadcastId, Vec<CheckItem>>,
    /// Who owes them.
    owed: BTreeMap<UserId, Vec<RecipientRow>>,
}

/// How much is asked of somebody, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Weight {
    /// How much.
    pub(super) severity: Severity,
    /// What it keeps them from.
    pub(super) audience: Audience,
}

/// Those of whom a change asks the same.
#[derive(Debug)]
pub(super) struct Group {
    /// How much it asks of them.
    pub(super) weight: Weight,
    /// Who they are.
    pub(super) agents: Vec<User>,
    /// What is asked of them already, from the oldest.
    pub(super) owed: Vec<CheckItem>,
}

impl Portal {
    /// What a version that takes effect at an instant takes with it, as far as it is owed by some agents: of everything live
    /// about the article in its language alone that is in effect by then, and of what announced the version itself before.
    /// Where the instant is not chosen yet, of all that is live.
    pub(super) async fn inherited(
        &self,
        version: &ArticleVersion,
        effective_at: Option<Timestamp>,
        agents: &[User],
    ) -> Result<Inherited> {
        let db = self.store().read();
        let broadcasts = db.broadcasts(Scope::Everything);
        let mut inherited = Inherited::default();
        for broadcast in broadcasts.live_only_in(version.article, version.locale).await? {
            let bindings = broadcasts.bindings(broadcast.id).await?;
            let is_of_it = bindings.iter().any(|binding| binding.to == version.id);
            if is_of_it || effective_at.is_none_or(|at| broadcast.effect() <= at) {
                inherited.announced.extend(is_of_it.then_some(broadcast.id));
                inherited.bindings.extend(bindings);
                inherited.replaced.push(broadcast);
            }
        }
        let asking = inherited.replaced.iter().filter(|one| one.severity.needs_acknowledgement());
        let asking: Vec<_> = asking.map(|one| one.id).collect();
        let texts = broadcasts.texts(&asking).await?;
        for id in &asking {
            let text = text_for(version.locale, *id, &texts);
            inherited.items.insert(*id, text.map(|text| text.items).unwrap_or_default());
        }
        let agents: BTreeSet<UserId> = agents.iter().map(|agent| agent.id).collect();
        for row in db.recipients(Scope::Everything).open_in(&asking).await? {
            if row.recipient.will_owe() && agents.contains(&row.user) {
                inherited.owed.entry(row.user).or_default().push(row);
            }
        }
        Ok(inherited)
    }
}

impl Inherited {
    /// Those of the agents who read the article that a change is for then, by what it asks of them: whom it means itself, and
    /// who still owes. The first group is of those of whom it asks what it does by itself, be there any or not: they owe
    /// nothing, or nothing that weighs more. Of the others it asks no less than what they owe does.
    pub(super) fn groups(&self, own: Weight, agents: Vec<User>, meant: &[User]) -> Vec<Group> {
        let meant: BTreeSet<UserId> = meant.iter().map(|agent| agent.id).collect();
        let mut groups = vec![Group { weight: own.clone(), agents: Vec::new(), owed: Vec::new() }];
        for agent in agents {
            let owed = self.owed_by(agent.id);
            if owed.is_empty() && !meant.contains(&agent.id) {
                continue;
            }
            let weight = own.with(&owed);
            match groups.iter_mut().find(|group| group.weight == weight) {
                Some(group) => group.agents.push(agent),
                None => groups.push(Group { weight, agents: vec![agent], owed: Vec::new() }),
            }
        }
        for group in &mut groups {
            group.owed = self.items_of(&group.agents);
        }
        groups
    }

    /// What is asked of some agents already.
    fn items_of(&self, agents: &[User]) -> Vec<CheckItem> {
        let rows = agents.iter().filter_map(|agent| self.owed.get(&agent.id)).flatten();
        let owed: BTreeSet<_> = rows.map(|row| row.broadcast).collect();
        let owed = self.replaced.iter().filter(|broadcast| owed.contains(&broadcast.id));
        owed.filter_map(|broadcast| self.items.get(&broadcast.id)).flatten().cloned().collect()
    }

    /// What somebody owes.
    fn owed_by(&self, user: UserId) -> Vec<&Broadcast> {
        let rows = self.owed.get(&user).map(Vec::as_slice).unwrap_or_default();
        let is_owed = |broadcast: &&Broadcast| rows.iter().any(|row| row.broadcast == broadcast.id);
        self.replaced.iter().filter(is_owed).collect()
    }

    /// A recipient, with what they keep of what they owe: how long they may go on, and for how long they are exempt.
    pub(super) fn keep(&self, mut row: RecipientRow) -> RecipientRow {
        let Some(owed) = self.owed.get(&row.user) else { return row };
        row.deadline = owed.iter().fold(row.deadline, |deadline, owed| deadline.carrying(owed.deadline));
        let until = |row: &&RecipientRow| row.recipient.exempt.as_ref().and_then(|exempt| exempt.until);
        // Who is exempt from one of several only is not exempt; none comes before any instant.
        row.recipient.exempt = owed.iter().min_by_key(until).and_then(|owed| owed.recipient.exempt.clone());
        row
    }
}

impl Weight {
    /// That of a change for somebody who owes some broadcasts: no less than theirs.
    fn with(&self, owed: &[&Broadcast]) -> Self {
        let audience = owed.iter().fold(self.audience.clone(), |all, one| all.widened(&one.audience));
        Self { severity: raised(self.severity, owed.iter().map(|one| one.severity)), audience }
    }
}

//! Whose figures are shown as one. A change may be told by several broadcasts: to everybody at its own weight, and beside that
//! to those who still owed more of the article. The change is one all the same.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::Broadcast;
use domain::{Actor, BroadcastId};
use store::{Progress, RecipientTally};

use crate::error::Result;
use crate::portal::Portal;

/// Broadcasts, each with those whose recipients are counted with its own.
#[derive(Debug)]
pub(super) struct Joint(BTreeMap<BroadcastId, Vec<Broadcast>>);

impl Portal {
    /// With what the recipients of some broadcasts are counted. A vendor's own side has each broadcast by itself: it sees who
    /// they are. The client's side is told of a change as a whole, here as where changes are compared: few owe more than the
    /// others, and what is hidden of them could be worked out from the whole and the others.
    pub(super) async fn joint(&self, actor: &Actor, sent: &[Broadcast]) -> Result<Joint> {
        let mut told = Vec::new();
        if actor.scope().vendor().is_none() {
            let changes: BTreeSet<_> = sent.iter().map(Broadcast::change).collect();
            let changes: Vec<_> = changes.into_iter().collect();
            told = self.store().read().broadcasts(actor.scope()).of_changes(&changes).await?;
            // What asks nothing, or ended before it took effect, is in no comparison.
            told.retain(|one| {
                let has_come = one.ended_at.is_none_or(|ended_at| one.effect() <= ended_at);
                one.severity.needs_acknowledgement() && has_come
            });
        }
        let with = |broadcast: &Broadcast| {
            let is_of_it = |one: &&Broadcast| one.change() == broadcast.change();
            let mut with: Vec<_> = told.iter().filter(is_of_it).cloned().collect();
            if with.iter().all(|one| one.id != broadcast.id) {
                with = vec![broadcast.clone()];
            }
            (broadcast.id, with)
        };
        Ok(Joint(sent.iter().map(with).collect()))
    }

    /// How far everybody in scope is whom some broadcasts reached.
    pub(super) async fn progress(&self, actor: &Actor, told: &[Broadcast]) -> Result<Vec<Progress>> {
        let (db, now) = (self.store().read(), self.world().now());
        let mut rows = Vec::new();
        for broadcast in told {
            rows.extend(db.recipients(actor.scope()).progress(broadcast, now).await?);
        }
        Ok(rows)
    }
}

impl Joint {
    /// The broadcasts whose recipients are counted with those of one, itself among them, from the one for everybody.
    pub(super) fn of(&self, broadcast: &Broadcast) -> &[Broadcast] {
        self.0.get(&broadcast.id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The first of several that are counted together; none where one is counted by itself.
    pub(super) fn first(&self, broadcast: &Broadcast) -> Option<BroadcastId> {
        first_of(self.of(broadcast))
    }

    /// All of them, each once.
    pub(super) fn ids(&self) -> Vec<BroadcastId> {
        let ids: BTreeSet<_> = self.0.values().flatten().map(|broadcast| broadcast.id).collect();
        ids.into_iter().collect()
    }
}

/// The first of several broadcasts that are counted together; none where one is counted by itself.
pub(super) fn first_of(told: &[Broadcast]) -> Option<BroadcastId> {
    told.first().filter(|_| 1 < told.len()).map(|first| first.id)
}

/// What some broadcasts that are counted together come to; none where they reached nobody.
pub(super) fn tally_of(told: &[Broadcast], tallies: &[RecipientTally]) -> Option<RecipientTally> {
    let mine = tallies.iter().filter(|tally| told.iter().any(|one| one.id == tally.broadcast));
    mine.copied().reduce(|all, one| RecipientTally {
        broadcast: all.broadcast,
        population: all.population + one.population,
        acknowledged: all.acknowledged + one.acknowledged,
        last_acknowledged: all.last_acknowledged.max(one.last_acknowledged),
        last_due: all.last_due.max(one.last_due),
    })
}

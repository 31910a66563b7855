//! What a change takes with it from the broadcasts whose place it takes.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::{Audience, Binding, Broadcast, BroadcastText, CheckItem, Severity, raised};
use domain::knowledge::ArticleVersion;
use domain::people::User;
use domain::{BroadcastId, Locale, Scope, Timestamp, UserId};
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
    /// What those of them ask that somebody still owes.
    pub(super) items: Vec<CheckItem>,
    /// How much those ask.
    severities: Vec<Severity>,
    /// Whom those are for.
    audiences: Vec<Audience>,
    /// Who owes them.
    owed: BTreeMap<UserId, Vec<RecipientRow>>,
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
        let agents: BTreeSet<UserId> = agents.iter().map(|agent| agent.id).collect();
        let mut rows = db.recipients(Scope::Everything).open_in(&asking).await?;
        rows.retain(|row| row.recipient.will_owe() && agents.contains(&row.user));
        let texts = broadcasts.texts(&asking).await?;
        inherited.note_owed(rows, &texts, version.locale);
        Ok(inherited)
    }
}

impl Inherited {
    /// Notes who owes what, and what it asks in a language.
    fn note_owed(&mut self, rows: Vec<RecipientRow>, texts: &[(BroadcastId, BroadcastText)], locale: Locale) {
        let owed: BTreeSet<_> = rows.iter().map(|row| row.broadcast).collect();
        for broadcast in self.replaced.iter().filter(|broadcast| owed.contains(&broadcast.id)) {
            self.severities.push(broadcast.severity);
            self.audiences.push(broadcast.audience.clone());
            self.items
                .extend(text_for(locale, broadcast.id, texts).map(|text| text.items).unwrap_or_default());
        }
        for row in rows {
            self.owed.entry(row.user).or_default().push(row);
        }
    }

    /// How much a change of a severity asks with what is owed.
    pub(super) fn raise(&self, own: Severity) -> Severity {
        raised(own, self.severities.iter().copied())
    }

    /// Whom it means then, and what it keeps them from: no less than what is owed does.
    pub(super) fn widen(&self, own: &Audience) -> Audience {
        self.audiences.iter().fold(own.clone(), |all, one| all.widened(one))
    }

    /// Those of the agents who read the article that it is for then: whom it means itself, and who still owes.
    pub(super) fn with_owing(&self, mut agents: Vec<User>, meant: &[User]) -> Vec<User> {
        let meant: BTreeSet<UserId> = meant.iter().map(|agent| agent.id).collect();
        agents.retain(|agent| meant.contains(&agent.id) || self.owed.contains_key(&agent.id));
        agents
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

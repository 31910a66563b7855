//! A broadcast and its words.

use serde::{Deserialize, Serialize};

use super::{Audience, Binding, BroadcastState, CheckItem, Severity};
use crate::{BroadcastId, Locale, Timestamp, UserId};

/// Something that is told to everybody it concerns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broadcast {
    /// Which.
    pub id: BroadcastId,
    /// Where it stands.
    pub state: BroadcastState,
    /// How much it matters.
    pub severity: Severity,
    /// Whom it is for.
    pub audience: Audience,
    /// Who sent it; none when Palier did.
    pub author: Option<UserId>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was sent.
    pub published_at: Option<Timestamp>,
    /// When what it says takes effect.
    pub effective_at: Option<Timestamp>,
    /// When it ceased to bind anybody.
    pub ended_at: Option<Timestamp>,
    /// The broadcast of the same change that goes to everybody else, where this one is only for those who still owed more of
    /// the article than the change itself asks.
    pub beside: Option<BroadcastId>,
    /// For optimistic locking.
    pub version: i64,
}

impl Broadcast {
    /// When it takes effect: where nothing else was said, when it was sent.
    pub fn effect(&self) -> Timestamp {
        self.effective_at.or(self.published_at).unwrap_or(self.created_at)
    }

    /// Whether it is over when nothing stays in effect, from an instant on, of the article that it is about: but for a recall,
    /// which is not about what can be worked by, and for what announces a later version.
    pub fn ends_with_article(&self, at: Timestamp) -> bool {
        self.effect() <= at && self.severity != Severity::Recall
    }

    /// Whether another, which announced a version of the article that it is about, takes its place when that version takes
    /// effect. What was sent after that was announced stays, for it is not carried.
    pub fn gives_way_to(&self, news: &Self) -> bool {
        self.effect() <= news.effect() && self.published_at <= news.published_at
    }

    /// The change that it tells of, by the broadcast of it that goes to everybody else: the same for all that were sent
    /// together.
    pub fn change(&self) -> BroadcastId {
        self.beside.unwrap_or(self.id)
    }
}

/// The words of a broadcast in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BroadcastText {
    /// The language.
    pub locale: Locale,
    /// What it is about.
    pub title: String,
    /// What changes and why, in a few sentences.
    pub summary: String,
    /// What is asked before it counts as acknowledged.
    pub items: Vec<CheckItem>,
}

impl BroadcastText {
    /// Whether those who read it are shown what changes there: of what a broadcast is bound to, they read what is in its
    /// language.
    pub fn shows(&self, binding: &Binding) -> bool {
        binding.locale == self.locale
    }
}

/// Of the languages in which something is said, the one in which somebody reads it: their own, or else the first.
pub fn language_for(reader: Locale, said: impl IntoIterator<Item = Locale>) -> Option<Locale> {
    let said: Vec<_> = said.into_iter().collect();
    if said.contains(&reader) { Some(reader) } else { said.first().copied() }
}

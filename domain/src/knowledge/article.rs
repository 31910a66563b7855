//! Spaces, articles and their versions.

use serde::{Deserialize, Serialize};

use super::{Life, Significance};
use crate::{ArticleId, ArticleVersionId, Locale, Slug, SpaceId, Timestamp};

/// A knowledge base. Opened to vendors one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space {
    /// Which.
    pub id: SpaceId,
    /// Its place in addresses.
    pub slug: Slug,
    /// Its name in each language, French first.
    pub name: [String; 2],
    /// What it is about, in each language.
    pub about: [String; 2],
}

impl Space {
    /// Its name in one language.
    pub fn name_in(&self, locale: Locale) -> &str {
        pick(&self.name, locale)
    }

    /// What it is about, in one language.
    pub fn about_in(&self, locale: Locale) -> &str {
        pick(&self.about, locale)
    }
}

fn pick(texts: &[String; 2], locale: Locale) -> &str {
    let [fr, en] = texts;
    match locale {
        Locale::Fr => fr,
        Locale::En => en,
    }
}

/// An instruction, whatever its versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Which.
    pub id: ArticleId,
    /// In which space.
    pub space: SpaceId,
    /// Its place in addresses.
    pub slug: Slug,
    /// Where its file lies in the folder of a language, with `/`.
    pub path: String,
    /// The language in which it is written first, where somebody noted it.
    pub source: Option<Locale>,
}

/// Where a version is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VersionState {
    /// Being written; readers never see it.
    Draft,
    /// Waiting for approval.
    InReview,
    /// Sent back to its author.
    ChangesRequested,
    /// Approved; from here on it never changes.
    Approved,
    /// Will take effect at its instant.
    Scheduled,
    /// What agents work by.
    Effective,
    /// Replaced by a later version.
    Superseded,
    /// Withdrawn as wrong.
    Recalled,
    /// Past its end.
    Expired,
    /// Put away.
    Archived,
}

impl VersionState {
    /// Every state, in the order of a version's life.
    pub const ALL: [Self; 10] = [
        Self::Draft,
        Self::InReview,
        Self::ChangesRequested,
        Self::Approved,
        Self::Scheduled,
        Self::Effective,
        Self::Superseded,
        Self::Recalled,
        Self::Expired,
        Self::Archived,
    ];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::ChangesRequested => "changes_requested",
            Self::Approved => "approved",
            Self::Scheduled => "scheduled",
            Self::Effective => "effective",
            Self::Superseded => "superseded",
            Self::Recalled => "recalled",
            Self::Expired => "expired",
            Self::Archived => "archived",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Those of versions that are or have been in effect. What was put away before it took effect is in one of them as well, and
    /// has no instant.
    pub const PUBLISHED: [Self; 5] =
        [Self::Effective, Self::Superseded, Self::Recalled, Self::Expired, Self::Archived];

    /// Those of versions that readers may look up: what is or has been in effect, and what will be at an instant that is set.
    pub const READABLE: [Self; 6] =
        [Self::Scheduled, Self::Effective, Self::Superseded, Self::Recalled, Self::Expired, Self::Archived];

    /// Whether content, author and number can no longer change.
    pub const fn is_immutable(self) -> bool {
        !matches!(self, Self::Draft | Self::InReview | Self::ChangesRequested)
    }
}

/// One version of an article in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleVersion {
    /// Which.
    pub id: ArticleVersionId,
    /// Of what.
    pub article: ArticleId,
    /// In which language.
    pub locale: Locale,
    /// 1, 2, 3 … per article and language.
    pub number: i64,
    /// Where it is in its life.
    pub state: VersionState,
    /// How much it changed what was before.
    pub significance: Significance,
    /// Its title.
    pub title: String,
    /// Markdown as it was written, with its front matter.
    pub source: String,
    /// SHA-256 of the source, in lower-case hexadecimal.
    pub content_hash: String,
    /// Sanitised HTML.
    pub html: String,
    /// Which renderer made the HTML.
    pub renderer: i64,
    /// When it took effect, or will.
    pub effective_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// How it came about, and when it ends.
    pub life: Life,
}

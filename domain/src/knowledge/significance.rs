//! How much a change matters.

use serde::{Deserialize, Serialize};

/// How much a change matters. It drives everything downstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Significance {
    /// Wording only: nobody needs to know.
    Editorial,
    /// Worth a notice.
    Moderate,
    /// Must be acknowledged, with a check.
    Major,
    /// Must be acknowledged before the next affected contact.
    Critical,
}

impl Significance {
    /// Every significance, from the lightest.
    pub const ALL: [Self; 4] = [Self::Editorial, Self::Moderate, Self::Major, Self::Critical];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Editorial => "editorial",
            Self::Moderate => "moderate",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|significance| significance.as_str() == text)
    }

    /// Its weight; larger matters more.
    pub const fn weight(self) -> u8 {
        match self {
            Self::Editorial => 10,
            Self::Moderate => 20,
            Self::Major => 30,
            Self::Critical => 40,
        }
    }
}

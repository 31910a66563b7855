//! How a customer reaches an agent.

use serde::{Deserialize, Serialize};

/// How a customer reaches an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By telephone.
    Voice,
    /// By chat.
    Chat,
    /// By e-mail.
    Email,
    /// On social networks.
    Social,
    /// Not at all: work on files behind the contact.
    BackOffice,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 5] = [Self::Voice, Self::Chat, Self::Email, Self::Social, Self::BackOffice];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Voice => "voice",
            Self::Chat => "chat",
            Self::Email => "email",
            Self::Social => "social",
            Self::BackOffice => "back_office",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == text)
    }
}

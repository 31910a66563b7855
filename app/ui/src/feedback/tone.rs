//! The four meanings that have a colour, and the one that has none.

use crate::IconName;

/// What a badge or a notice means. Colour never stands alone: every tone has its icon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// A plain fact.
    #[default]
    Neutral,
    /// Good, open, passed.
    Go,
    /// Somebody must act or time must pass.
    Wait,
    /// Refused, failed, forbidden.
    Stop,
    /// Worth knowing.
    Note,
}

impl Tone {
    /// Every tone.
    pub const ALL: [Self; 5] = [Self::Neutral, Self::Go, Self::Wait, Self::Stop, Self::Note];

    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Go => "tone-go",
            Self::Wait => "tone-wait",
            Self::Stop => "tone-stop",
            Self::Note => "tone-note",
        }
    }

    pub(crate) const fn icon(self) -> IconName {
        match self {
            Self::Neutral => IconName::CircleDot,
            Self::Go => IconName::CircleCheck,
            Self::Wait => IconName::Clock,
            Self::Stop => IconName::OctagonX,
            Self::Note => IconName::Info,
        }
    }
}

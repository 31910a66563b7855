//! The two languages Palier speaks.

use serde::{Deserialize, Serialize};

/// A language of the interface and of content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Locale {
    /// Every locale, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The BCP 47 language tag, which is also what is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// Reads a stored tag or the primary subtag of a longer one (`fr-CA` is French).
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| primary.eq_ignore_ascii_case(locale.as_str()))
    }

    /// The best of our languages for an `Accept-Language` header (RFC 9110, section 12.5.4).
    pub fn negotiate(accept_language: &str) -> Self {
        let mut best: Option<(Self, f32)> = None;
        for range in accept_language.split(',') {
            let mut parts = range.trim().split(';');
            let Some(locale) = parts.next().and_then(Self::parse) else { continue };
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=").and_then(|q| q.parse().ok()))
                .unwrap_or(1.0);
            if 0.0 < weight && best.is_none_or(|(_, other)| other < weight) {
                best = Some((locale, weight));
            }
        }
        best.map_or_else(Self::default, |(locale, _)| locale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_that_we_speak_wins() {
        assert_eq!(Locale::negotiate("de, en;q=0.7, fr;q=0.8"), Locale::Fr);
        assert_eq!(Locale::negotiate("en-GB,en;q=0.9,fr;q=0.8"), Locale::En);
        assert_eq!(Locale::negotiate("fr;q=0, en;q=0.1"), Locale::En);
        assert_eq!(Locale::negotiate("de"), Locale::Fr);
        assert_eq!(Locale::negotiate(";;q=x,,"), Locale::Fr);
    }
}

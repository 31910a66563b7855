//! Whether a translation still says what its source says.

use serde::{Deserialize, Serialize};

use super::Significance;

/// How an article stands in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Translation {
    /// It is written in this language first.
    Source,
    /// The translation says what the source says.
    Current,
    /// The source has changed since.
    Outdated {
        /// The number of the first version of the source that changed it.
        since_version: i64,
    },
    /// There is no translation.
    Missing,
}

/// What there is of an article in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rendition {
    /// The language in which it is written first.
    Source,
    /// Nothing.
    Nothing,
    /// A translation, and the number of the version of the source that it follows, where that is known.
    Follows(Option<i64>),
}

/// A version of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceVersion {
    /// Its number.
    pub number: i64,
    /// How much it changed what was before.
    pub significance: Significance,
    /// Whether it is still to take effect. A translation may be made before.
    pub is_coming: bool,
}

/// How an article stands in a language. `source` are the versions of its source in the order in which they took effect,
/// those to come behind them.
pub fn standing(rendition: Rendition, source: &[SourceVersion]) -> Translation {
    let followed = match rendition {
        Rendition::Source => return Translation::Source,
        Rendition::Nothing => return Translation::Missing,
        Rendition::Follows(number) => number,
    };
    // What follows a version that never took effect, or none, is behind everything that did.
    let place = source.iter().position(|version| Some(version.number) == followed);
    let later = source.iter().skip(place.map_or(0, |place| place + 1));
    let mut changes = later.filter(|version| !version.is_coming && version.significance.outdates());
    match changes.next() {
        Some(change) => Translation::Outdated { since_version: change.number },
        None => Translation::Current,
    }
}

impl Significance {
    /// Whether a change of this weight leaves translations behind.
    pub const fn outdates(self) -> bool {
        matches!(self, Self::Major | Self::Critical)
    }
}

impl Translation {
    /// Whether there is a translation that the source has left behind.
    pub const fn is_outdated(self) -> bool {
        matches!(self, Self::Outdated { .. })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn version(number: i64, significance: Significance) -> SourceVersion {
        SourceVersion { number, significance, is_coming: false }
    }

    fn history(weights: &[usize]) -> Vec<SourceVersion> {
        (1..).zip(weights).map(|(number, weight)| version(number, Significance::ALL[*weight])).collect()
    }

    #[test]
    fn the_source_follows_nothing_and_what_is_not_there_is_missing() {
        let source = history(&[2, 3]);
        assert_eq!(standing(Rendition::Source, &source), Translation::Source);
        assert_eq!(standing(Rendition::Nothing, &source), Translation::Missing);
        assert_eq!(standing(Rendition::Nothing, &[]), Translation::Missing);
    }

    #[test]
    fn what_was_translated_before_it_takes_effect_is_current_then() {
        let coming = SourceVersion { is_coming: true, ..version(3, Significance::Critical) };
        let before = [version(1, Significance::Major), version(2, Significance::Moderate), coming];
        assert_eq!(standing(Rendition::Follows(Some(1)), &before), Translation::Current);
        assert_eq!(standing(Rendition::Follows(Some(3)), &before), Translation::Current);
        let after = before.map(|version| SourceVersion { is_coming: false, ..version });
        assert_eq!(standing(Rendition::Follows(Some(1)), &after), Translation::Outdated { since_version: 3 });
        assert_eq!(standing(Rendition::Follows(Some(3)), &after), Translation::Current);
    }

    #[test]
    fn what_follows_a_version_that_never_took_effect_is_behind_all() {
        let source = history(&[2, 1]);
        let behind = Translation::Outdated { since_version: 1 };
        assert_eq!(standing(Rendition::Follows(Some(9)), &source), behind);
        assert_eq!(standing(Rendition::Follows(None), &source), behind);
    }

    proptest! {
        #[test]
        fn it_is_outdated_since_the_first_later_change_that_matters(
            weights in prop::collection::vec(0_usize..4, 1..12),
            followed in any::<prop::sample::Index>(),
        ) {
            let source = history(&weights);
            let place = followed.index(source.len());
            let found = standing(Rendition::Follows(Some(source[place].number)), &source);
            let matters = |version: &&SourceVersion| Significance::Major <= version.significance;
            let expected = source[place + 1..].iter().find(matters);
            prop_assert_eq!(found, expected.map_or(
                Translation::Current,
                |version| Translation::Outdated { since_version: version.number },
            ));
        }

        #[test]
        fn whoever_follows_the_last_version_is_current(weights in prop::collection::vec(0_usize..4, 1..12)) {
            let source = history(&weights);
            let last = source.last().map(|version| version.number);
            prop_assert_eq!(standing(Rendition::Follows(last), &source), Translation::Current);
        }

        #[test]
        fn what_is_outdated_stays_so_until_it_follows_something_later(
            weights in prop::collection::vec(0_usize..4, 1..12),
            next in 0_usize..4,
            followed in any::<prop::sample::Index>(),
        ) {
            let source = history(&weights);
            let rendition = Rendition::Follows(Some(source[followed.index(source.len())].number));
            let before = standing(rendition, &source);
            let longer = history(&[weights.as_slice(), &[next]].concat());
            let after = standing(rendition, &longer);
            if before.is_outdated() {
                prop_assert_eq!(after, before);
            } else {
                prop_assert_eq!(after.is_outdated(), Significance::ALL[next].outdates());
            }
        }
    }
}

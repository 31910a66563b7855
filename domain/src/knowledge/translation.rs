//! Whether a translation still says what its source says.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Significance, VersionState};
use crate::{Locale, Timestamp};

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
    /// Where it is in its life. A translation may be made before it takes effect.
    pub state: VersionState,
}

/// A version of an article that takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// Its language.
    pub locale: Locale,
    /// How much it changes what was before.
    pub significance: Significance,
    /// Whether it leaves translations behind: it is of the source, and weighs enough or follows a recall.
    pub outdates: bool,
    /// When it takes effect; none for at once.
    pub at: Option<Timestamp>,
}

/// A version of the same article that stands beside a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherText {
    /// Its language.
    pub locale: Locale,
    /// How much it changes what was before.
    pub significance: Significance,
    /// Where it is in its life.
    pub state: VersionState,
    /// When it took effect, or will.
    pub effective_at: Option<Timestamp>,
    /// Whether it translates the change itself.
    pub translates_it: bool,
}

/// The other languages whose readers a change leaves with a text that is right: one in effect that the change does not outdate,
/// or one that says what the change says, is in effect by then, and tells its readers no less.
pub fn keeping_up(change: TextChange, texts: &[OtherText]) -> BTreeSet<Locale> {
    let is_right = |text: &OtherText| {
        if change.outdates {
            text.translates_it_by(change.at) && change.significance <= text.significance
        } else {
            text.state == VersionState::Effective
        }
    };
    let right = texts.iter().filter(|text| text.locale != change.locale && is_right(text));
    right.map(|text| text.locale).collect()
}

/// How an article stands in a language. `source` are the versions of its source in the order in which they took effect,
/// those to come behind them. Where what a translation says was withdrawn as wrong, it is outdated at once.
pub fn standing(rendition: Rendition, source: &[SourceVersion]) -> Translation {
    let followed = match rendition {
        Rendition::Source => return Translation::Source,
        Rendition::Nothing => return Translation::Missing,
        Rendition::Follows(number) => number,
    };
    // What follows a version that never took effect, or none, is behind everything that did.
    let place = source.iter().position(|version| Some(version.number) == followed);
    let later = source.iter().skip(place.map_or(0, |place| place + 1));
    let mut said = place.and_then(|place| source.get(place));
    for version in later.filter(|version| !version.is_coming()) {
        if version.significance.outdates_after(said.map(|said| said.state)) {
            return Translation::Outdated { since_version: version.number };
        }
        said = Some(version);
    }
    match said {
        Some(SourceVersion { number, state: VersionState::Recalled, .. }) => {
            Translation::Outdated { since_version: *number }
        }
        _ => Translation::Current,
    }
}

impl Significance {
    /// Whether a change of this weight leaves translations behind.
    pub const fn outdates(self) -> bool {
        matches!(self, Self::Major | Self::Critical)
    }

    /// The same of a change that follows a version in some state: whatever follows what was withdrawn as wrong does.
    pub const fn outdates_after(self, before: Option<VersionState>) -> bool {
        self.outdates() || matches!(before, Some(VersionState::Recalled))
    }
}

impl SourceVersion {
    const fn is_coming(&self) -> bool {
        matches!(self.state, VersionState::Approved | VersionState::Scheduled)
    }
}

impl OtherText {
    /// Whether it translates the change, and is in effect by when that takes effect; none for at once. What is only approved may
    /// never come.
    pub fn translates_it_by(&self, at: Option<Timestamp>) -> bool {
        self.translates_it && self.is_there(at)
    }

    /// Whether it is in effect by an instant, unless something comes between.
    fn is_there(&self, at: Option<Timestamp>) -> bool {
        match self.state {
            VersionState::Effective => true,
            VersionState::Scheduled => at.is_some() && self.effective_at <= at,
            _ => false,
        }
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
        SourceVersion { number, significance, state: VersionState::Superseded }
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
        let coming = SourceVersion { state: VersionState::Scheduled, ..version(3, Significance::Critical) };
        let before = [version(1, Significance::Major), version(2, Significance::Moderate), coming];
        assert_eq!(standing(Rendition::Follows(Some(1)), &before), Translation::Current);
        assert_eq!(standing(Rendition::Follows(Some(3)), &before), Translation::Current);
        let after = before.map(|one| version(one.number, one.significance));
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

    #[test]
    fn what_says_what_was_withdrawn_is_outdated_whatever_takes_its_place() {
        let first = version(1, Significance::Major);
        let withdrawn = SourceVersion { state: VersionState::Recalled, ..version(2, Significance::Moderate) };
        let next = version(3, Significance::Editorial);
        let coming = SourceVersion { state: VersionState::Approved, ..next };
        for followed in [1, 2] {
            let check = |source: &[SourceVersion], since_version| {
                let found = standing(Rendition::Follows(Some(followed)), source);
                assert_eq!(found, Translation::Outdated { since_version }, "{followed} {source:?}");
            };
            check(&[first, withdrawn], 2);
            check(&[first, withdrawn, coming], 2);
            check(&[first, withdrawn, next], 3);
        }
        for last in [coming, next] {
            let source = [first, withdrawn, last];
            assert_eq!(standing(Rendition::Follows(Some(3)), &source), Translation::Current);
        }
    }

    /// A French change that takes effect at an instant, and whether readers of an English text need not hear of it.
    fn check_kept_up(significance: Significance, at: Option<i64>, text: OtherText, expected: bool) {
        let at = at.map(Timestamp::from_millis);
        let change = TextChange { locale: Locale::Fr, significance, outdates: significance.outdates(), at };
        let expected: BTreeSet<_> = expected.then_some(Locale::En).into_iter().collect();
        assert_eq!(keeping_up(change, &[text]), expected, "{change:?} {text:?}");
    }

    /// An English text in effect that translates something earlier.
    const ENGLISH: OtherText = OtherText {
        locale: Locale::En,
        significance: Significance::Major,
        state: VersionState::Effective,
        effective_at: Some(Timestamp::from_millis(1)),
        translates_it: false,
    };

    #[test]
    fn what_a_change_does_not_outdate_keeps_up_where_it_is_in_effect() {
        for significance in [Significance::Editorial, Significance::Moderate] {
            check_kept_up(significance, None, ENGLISH, true);
            check_kept_up(
                significance,
                None,
                OtherText { state: VersionState::Superseded, ..ENGLISH },
                false,
            );
        }
        // A change of a translation outdates nothing, whatever its weight.
        let of_translation = TextChange {
            locale: Locale::En,
            significance: Significance::Critical,
            outdates: false,
            at: None,
        };
        let french = OtherText { locale: Locale::Fr, ..ENGLISH };
        assert_eq!(keeping_up(of_translation, &[french, ENGLISH]), BTreeSet::from([Locale::Fr]));
    }

    #[test]
    fn what_a_change_outdates_keeps_up_only_with_its_own_translation() {
        let translated = OtherText { translates_it: true, ..ENGLISH };
        check_kept_up(Significance::Major, None, ENGLISH, false);
        check_kept_up(Significance::Major, None, translated, true);
        // Its readers would be told less than the others.
        check_kept_up(Significance::Critical, None, translated, false);
        let critical = OtherText { significance: Significance::Critical, ..translated };
        check_kept_up(Significance::Critical, None, critical, true);
        // What follows a recall does so as well, whatever its weight.
        let after_recall = TextChange {
            locale: Locale::Fr,
            significance: Significance::Editorial,
            outdates: Significance::Editorial.outdates_after(Some(VersionState::Recalled)),
            at: None,
        };
        assert_eq!(keeping_up(after_recall, &[ENGLISH]), BTreeSet::new());
    }

    #[test]
    fn a_translation_that_is_to_come_keeps_up_if_it_comes_in_time() {
        let coming = OtherText {
            state: VersionState::Scheduled,
            effective_at: Some(Timestamp::from_millis(50)),
            translates_it: true,
            ..ENGLISH
        };
        check_kept_up(Significance::Major, Some(50), coming, true);
        check_kept_up(Significance::Major, Some(49), coming, false);
        check_kept_up(Significance::Major, None, coming, false);
        for state in [VersionState::Draft, VersionState::Approved, VersionState::Recalled] {
            check_kept_up(Significance::Major, Some(50), OtherText { state, ..coming }, false);
        }
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

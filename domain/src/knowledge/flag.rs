//! Flags: what readers say of a passage, and what becomes of it.

use serde::{Deserialize, Serialize};

use crate::{ArticleId, ArticleVersionId, FlagId, Locale, Timestamp, UserId, VendorId};

/// The most characters of a flagged passage.
pub const MAX_PASSAGE: usize = 500;
/// The most characters of what is said about it, and of the answer.
pub const MAX_FLAG_TEXT: usize = 1_000;
/// The fewest characters of the answer to somebody whose flag is declined.
pub const MIN_ANSWER: usize = 10;

/// What is the matter with a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagKind {
    /// It can be understood in more than one way, or not at all.
    Unclear,
    /// It says what is not so.
    Wrong,
    /// It leaves out what a customer asks.
    Missing,
    /// It was right once.
    Outdated,
}

impl FlagKind {
    /// Every kind, in the order in which a form offers them.
    pub const ALL: [Self; 4] = [Self::Unclear, Self::Wrong, Self::Missing, Self::Outdated];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unclear => "unclear",
            Self::Wrong => "wrong",
            Self::Missing => "missing",
            Self::Outdated => "outdated",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether the passage alone does not say what is meant.
    pub const fn needs_note(self) -> bool {
        matches!(self, Self::Missing)
    }

    /// Whether it says that agents would answer customers wrongly by the text.
    pub const fn disputes(self) -> bool {
        matches!(self, Self::Wrong | Self::Outdated)
    }
}

/// Where a flag is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlagState {
    /// Nobody has judged it yet.
    Open,
    /// It is right: the passage will be mended.
    Accepted,
    /// A version is in effect that mends it.
    Fixed,
    /// It was answered without a change.
    Declined,
}

/// What happens to a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagStep {
    /// Whoever answers for the article finds it right.
    Accept,
    /// They answer without a change.
    Decline,
    /// A later version takes effect that mends it.
    Fix,
}

impl FlagState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Accepted, Self::Fixed, Self::Declined];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Fixed => "fixed",
            Self::Declined => "declined",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Where a step leads from here; none where it is not possible.
    pub const fn after(self, step: FlagStep) -> Option<Self> {
        match (self, step) {
            (Self::Open, FlagStep::Accept) => Some(Self::Accepted),
            // On a closer look it may need no change after all.
            (Self::Open | Self::Accepted, FlagStep::Decline) => Some(Self::Declined),
            (Self::Accepted, FlagStep::Fix) => Some(Self::Fixed),
            _ => None,
        }
    }

    /// Whether nothing more happens to it.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Fixed | Self::Declined)
    }
}

/// What a version does to a flag that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// It mends what was flagged.
    Mends,
    /// It leaves that to a later one.
    Leaves,
}

impl Fix {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Mends, Self::Leaves];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mends => "mends",
            Self::Leaves => "leaves",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fix| fix.as_str() == text)
    }

    /// What a version with a text does to a flag on a passage: what somebody chose. Where nobody did, it mends the passage
    /// that no longer stands in it.
    pub fn of(choice: Option<Self>, passage: &str, text: &str) -> Self {
        match choice {
            Some(choice) => choice,
            None if occurs(passage, text) => Self::Leaves,
            None => Self::Mends,
        }
    }
}

/// What a reader says of a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Which.
    pub id: FlagId,
    /// Of which article.
    pub article: ArticleId,
    /// The version that they read.
    pub version: ArticleVersionId,
    /// Its language.
    pub locale: Locale,
    /// The passage.
    pub passage: String,
    /// What they say about it.
    pub note: String,
    /// What is the matter.
    pub kind: FlagKind,
    /// Where it is in its life.
    pub state: FlagState,
    /// Who.
    pub raised_by: UserId,
    /// For which vendor they work; none on the client's side.
    pub vendor: Option<VendorId>,
    /// When.
    pub raised_at: Timestamp,
    /// Who judged it.
    pub decided_by: Option<UserId>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// What they answered.
    pub answer: String,
    /// The version that mends it.
    pub fixed_by: Option<ArticleVersionId>,
    /// When that took effect.
    pub fixed_at: Option<Timestamp>,
}

impl Flag {
    /// When whoever raised it last had something to hear of it.
    pub fn answered_at(&self) -> Option<Timestamp> {
        self.fixed_at.max(self.decided_at)
    }
}

/// How long readers waited until what they flagged was mended, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeToContentFix {
    /// Of how many flags.
    pub count: usize,
    /// Half of them waited no longer.
    pub median: i64,
    /// Nine in ten waited no longer.
    pub p90: i64,
}

impl TimeToContentFix {
    /// From when each was raised and mended; none when none was. The nearest rank decides, as for the obsolescence window.
    pub fn of(fixed: impl IntoIterator<Item = (Timestamp, Timestamp)>) -> Option<Self> {
        let mut waits: Vec<i64> =
            fixed.into_iter().map(|(raised, fixed)| fixed.seconds_since(raised).max(0)).collect();
        waits.sort_unstable();
        let rank = |percent: usize| {
            let rank = waits.len().saturating_mul(percent).div_ceil(100);
            waits.get(rank.checked_sub(1)?).copied()
        };
        Some(Self { count: waits.len(), median: rank(50)?, p90: rank(90)? })
    }
}

/// Whether a text contains a passage. Spaces and line breaks do not count: what is selected has others than what is
/// written.
pub fn occurs(passage: &str, text: &str) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    bare(text).contains(&bare(passage))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const STEPS: [FlagStep; 3] = [FlagStep::Accept, FlagStep::Decline, FlagStep::Fix];

    #[test]
    fn every_word_is_read_back() {
        for kind in FlagKind::ALL {
            assert_eq!(FlagKind::parse(kind.as_str()), Some(kind));
        }
        for state in FlagState::ALL {
            assert_eq!(FlagState::parse(state.as_str()), Some(state));
        }
        for fix in Fix::ALL {
            assert_eq!(Fix::parse(fix.as_str()), Some(fix));
        }
    }

    fn check_fix(passage: &str, text: &str, expected: Fix) {
        assert_eq!(Fix::of(None, passage, text), expected, "{passage} in {text}");
        for choice in Fix::ALL {
            assert_eq!(Fix::of(Some(choice), passage, text), choice, "a choice outweighs the text");
        }
    }

    #[test]
    fn a_version_mends_the_passage_that_no_longer_stands_in_it_unless_somebody_chose() {
        check_fix("Sous 14 jours.", "Colis\n\nSous 10 jours.", Fix::Mends);
        check_fix("Sous 14 jours.", "Colis\n\nSous\u{a0}14\njours. Pas après.", Fix::Leaves);
        check_fix("Sous 14 jours.", "Colis\n\nSous 14 jours ouvrés.", Fix::Mends);
        check_fix("Colis", "", Fix::Mends);
    }

    #[test]
    fn only_what_was_accepted_is_fixed_and_what_is_closed_stays_closed() {
        for state in FlagState::ALL {
            assert_eq!(state.after(FlagStep::Fix).is_some(), state == FlagState::Accepted, "{state:?}");
            let goes_on = STEPS.into_iter().any(|step| state.after(step).is_some());
            assert_eq!(goes_on, !state.is_closed(), "{state:?}");
            assert!(STEPS.into_iter().all(|step| state.after(step) != Some(FlagState::Open)), "{state:?}");
        }
    }

    #[test]
    fn a_passage_is_found_however_it_is_broken_into_lines() {
        let text = "Sous 14\u{a0}jours.\n\nPas après.";
        for passage in ["14 jours", "jours. Pas", "jours.\r\n\r\nPas  après", "Sous 14 jours. Pas après."] {
            assert!(occurs(passage, text), "{passage}");
        }
        for passage in ["15 jours", "pas après", "jours. Et pas"] {
            assert!(!occurs(passage, text), "{passage}");
        }
    }

    #[test]
    fn without_a_fix_there_is_no_time() {
        assert_eq!(TimeToContentFix::of([]), None);
        let at = Timestamp::from_millis;
        let times = TimeToContentFix::of([(at(0), at(4_999)), (at(1_000), at(11_000))]);
        assert_eq!(times, Some(TimeToContentFix { count: 2, median: 4, p90: 10 }));
    }

    proptest! {
        #[test]
        fn half_of_the_waits_are_within_the_median_and_nine_in_ten_within_the_p90(
            waits in prop::collection::vec(0_i64..1_000_000, 1..60),
        ) {
            let raised = Timestamp::from_millis(7);
            let times = TimeToContentFix::of(waits.iter().map(|wait| (raised, raised.plus_seconds(*wait)))).unwrap();
            let within = |most: i64| waits.iter().filter(|wait| **wait <= most).count();
            prop_assert_eq!(times.count, waits.len());
            prop_assert!(times.median <= times.p90);
            prop_assert!(waits.len() <= 2 * within(times.median));
            prop_assert!(9 * waits.len() <= 10 * within(times.p90));
            prop_assert!(waits.contains(&times.median) && waits.contains(&times.p90));
        }

        #[test]
        fn what_stays_in_the_text_is_not_mended_by_it(
            before in "[a-zé \\n]{0,20}",
            passage in "[a-zé ]{1,20}",
            after in "[a-zé \\n]{0,20}",
        ) {
            let text = format!("{before}{passage}{after}");
            prop_assert_eq!(Fix::of(None, &passage, &text), Fix::Leaves);
        }

        #[test]
        fn every_part_of_a_text_occurs_in_it(text in "[a-zé \\n]{1,40}", from in 0_usize..40, length in 1_usize..40) {
            let part: String = text.chars().skip(from).take(length).collect();
            prop_assert!(occurs(&part, &text));
        }
    }
}

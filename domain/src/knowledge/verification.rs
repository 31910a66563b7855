//! Verification: by when somebody has to look again whether an article is still right.

use serde::{Deserialize, Serialize};

use super::{Flag, FlagKind, FlagState, Significance};
use crate::Timestamp;

const DAY: i64 = 24 * 60 * 60;
/// How long before its day a verification is due.
const DUE_DAYS: i64 = 14;
/// So many readers who do not understand a text within so many days doubt it as one who finds it wrong.
const UNCLEAR: (usize, i64) = (3, 7);

/// How often an article is verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// As often as its significance asks.
    #[default]
    Usual,
    /// After so many days.
    Days(u16),
}

impl Rhythm {
    /// For what hardly ever changes.
    pub const EVERGREEN: Self = Self::Days(180);
    /// The longest.
    pub const MAX_DAYS: u16 = 365;

    /// Reads the answer of a form: nothing for the usual, or the number of days.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "" => Some(Self::Usual),
            days => days.parse().ok().and_then(Self::after_days),
        }
    }

    /// As it is stored: none for the usual.
    pub const fn stored(self) -> Option<i64> {
        match self {
            Self::Usual => None,
            Self::Days(days) => Some(days as i64),
        }
    }

    /// Reads what is stored.
    pub fn of_stored(days: Option<i64>) -> Option<Self> {
        match days {
            None => Some(Self::Usual),
            Some(days) => u16::try_from(days).ok().and_then(Self::after_days),
        }
    }

    fn after_days(days: u16) -> Option<Self> {
        (1..=Self::MAX_DAYS).contains(&days).then_some(Self::Days(days))
    }

    /// How many days a verification holds.
    pub const fn days(self, significance: Significance) -> i64 {
        match (self, significance) {
            (Self::Days(days), _) => days as i64,
            (Self::Usual, Significance::Critical) => 30,
            (Self::Usual, Significance::Editorial | Significance::Moderate | Significance::Major) => 90,
        }
    }
}

/// What decides by when a version in effect has to be verified anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verifiable {
    /// When it took effect: whoever approved it verified it.
    pub effective_at: Timestamp,
    /// When somebody verified its article last.
    pub verified_at: Option<Timestamp>,
    /// How much it changed what was before.
    pub significance: Significance,
    /// How often.
    pub rhythm: Rhythm,
}

/// How a version in effect stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The verdict.
    pub status: VerificationStatus,
    /// By when it has to be verified anew.
    pub by: Timestamp,
}

/// Whether somebody has verified a version in effect, and whether readers doubt it: the more it asks, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VerificationStatus {
    /// Somebody has.
    Verified,
    /// Somebody has to soon.
    Due,
    /// Somebody should have.
    Overdue,
    /// Readers say that it is not right, and it is not mended yet.
    Disputed,
}

impl VerificationStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Verified, Self::Due, Self::Overdue, Self::Disputed];

    /// The word in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Due => "due",
            Self::Overdue => "overdue",
            Self::Disputed => "disputed",
        }
    }

    /// Reads the word in addresses.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// Whether somebody has to look at the text now.
    pub const fn asks(self) -> bool {
        !matches!(self, Self::Verified)
    }
}

impl Verifiable {
    /// Since when it counts as verified.
    pub fn since(&self) -> Timestamp {
        self.verified_at.map_or(self.effective_at, |at| at.max(self.effective_at))
    }

    /// How it stands. What readers say outweighs the calendar.
    pub fn verification(&self, flags: &[Flag], now: Timestamp) -> Verification {
        let by = self.since().plus_seconds(self.rhythm.days(self.significance) * DAY);
        let status = if self.is_disputed(flags, now) {
            VerificationStatus::Disputed
        } else if by <= now {
            VerificationStatus::Overdue
        } else if by <= now.plus_seconds(DUE_DAYS * DAY) {
            VerificationStatus::Due
        } else {
            VerificationStatus::Verified
        };
        Verification { status, by }
    }

    /// Whether somebody was right to find it wrong, or several do not understand it.
    fn is_disputed(&self, flags: &[Flag], now: Timestamp) -> bool {
        let (many, days) = UNCLEAR;
        let is_wrong = |flag: &Flag| flag.state == FlagState::Accepted && flag.kind.disputes();
        let is_recent = |flag: &&Flag| {
            flag.kind == FlagKind::Unclear
                && !flag.state.is_closed()
                && self.since() <= flag.raised_at
                && now.plus_seconds(-days * DAY) < flag.raised_at
        };
        flags.iter().any(is_wrong) || many <= flags.iter().filter(is_recent).count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{ArticleId, ArticleVersionId, FlagId, Locale, UserId};

    const START: Timestamp = Timestamp::from_millis(1_795_420_800_000);

    fn day(days: i64) -> Timestamp {
        START.plus_seconds(days * DAY)
    }

    const fn text(significance: Significance, rhythm: Rhythm, verified_at: Option<Timestamp>) -> Verifiable {
        Verifiable { effective_at: START, verified_at, significance, rhythm }
    }

    fn flag(kind: FlagKind, state: FlagState, raised_at: Timestamp) -> Flag {
        let id = Uuid::nil();
        Flag {
            id: FlagId::new(id),
            article: ArticleId::new(id),
            version: ArticleVersionId::new(id),
            locale: Locale::Fr,
            passage: "Sous 14 jours".to_owned(),
            note: String::new(),
            kind,
            state,
            raised_by: UserId::new(id),
            vendor: None,
            raised_at,
            decided_by: None,
            decided_at: None,
            answer: String::new(),
            fixed_by: None,
            fixed_at: None,
        }
    }

    #[test]
    fn every_status_is_read_back_and_only_what_is_verified_asks_for_nothing() {
        for status in VerificationStatus::ALL {
            assert_eq!(VerificationStatus::parse(status.as_str()), Some(status));
        }
        let quiet: Vec<_> = VerificationStatus::ALL.into_iter().filter(|status| !status.asks()).collect();
        assert_eq!(quiet, [VerificationStatus::Verified]);
    }

    #[track_caller]
    fn check(of: Verifiable, now: Timestamp, status: VerificationStatus, by: Timestamp) {
        assert_eq!(of.verification(&[], now), Verification { status, by });
    }

    #[test]
    fn a_version_is_due_two_weeks_before_its_day_and_overdue_from_it_on() {
        use VerificationStatus::{Due, Overdue, Verified};
        let usual = text(Significance::Major, Rhythm::Usual, None);
        check(usual, day(0), Verified, day(90));
        check(usual, day(76).plus_seconds(-1), Verified, day(90));
        check(usual, day(76), Due, day(90));
        check(usual, day(90).plus_seconds(-1), Due, day(90));
        check(usual, day(90), Overdue, day(90));
        check(text(Significance::Critical, Rhythm::Usual, None), day(30), Overdue, day(30));
        check(text(Significance::Critical, Rhythm::EVERGREEN, None), day(30), Verified, day(180));
        check(text(Significance::Major, Rhythm::Days(7), None), day(1), Due, day(7));
    }

    #[test]
    fn a_verification_begins_it_anew_unless_a_later_version_does() {
        use VerificationStatus::Verified;
        check(text(Significance::Major, Rhythm::Usual, Some(day(60))), day(100), Verified, day(150));
        check(text(Significance::Major, Rhythm::Usual, Some(day(-60))), day(10), Verified, day(90));
    }

    #[test]
    fn readers_who_are_right_dispute_it_until_it_is_mended() {
        let of = text(Significance::Major, Rhythm::Usual, None);
        let disputed = |kind, state| {
            of.verification(&[flag(kind, state, day(1))], day(2)).status == VerificationStatus::Disputed
        };
        for state in FlagState::ALL {
            assert_eq!(disputed(FlagKind::Wrong, state), state == FlagState::Accepted, "{state:?}");
            assert_eq!(disputed(FlagKind::Outdated, state), state == FlagState::Accepted, "{state:?}");
            assert!(!disputed(FlagKind::Unclear, state) && !disputed(FlagKind::Missing, state), "{state:?}");
        }
    }

    #[test]
    fn three_who_do_not_understand_it_within_a_week_dispute_it() {
        let of = text(Significance::Major, Rhythm::Usual, None);
        let flags = [1, 3, 7].map(|at| flag(FlagKind::Unclear, FlagState::Open, day(at)));
        let status = |of: Verifiable, flags: &[Flag], now| of.verification(flags, now).status;
        assert_eq!(status(of, &flags, day(7)), VerificationStatus::Disputed);
        assert_eq!(status(of, &flags, day(8)), VerificationStatus::Verified, "the first is a week old");
        assert_eq!(status(of, &flags[..2], day(7)), VerificationStatus::Verified);
        let declined = flag(FlagKind::Unclear, FlagState::Declined, day(7));
        assert_eq!(
            status(of, &[flags[0].clone(), flags[1].clone(), declined], day(7)),
            VerificationStatus::Verified
        );
        // Whoever verified it since has read what they say.
        let since = Verifiable { verified_at: Some(day(2)), ..of };
        assert_eq!(status(since, &flags, day(7)), VerificationStatus::Verified);
    }

    #[test]
    fn a_rhythm_is_nothing_or_a_number_of_days() {
        assert_eq!(Rhythm::parse(" "), Some(Rhythm::Usual));
        assert_eq!(Rhythm::parse("180"), Some(Rhythm::EVERGREEN));
        for bad in ["0", "366", "-1", "90 jours", "evergreen"] {
            assert_eq!(Rhythm::parse(bad), None, "{bad}");
        }
        for rhythm in [Rhythm::Usual, Rhythm::EVERGREEN, Rhythm::Days(1)] {
            assert_eq!(Rhythm::of_stored(rhythm.stored()), Some(rhythm));
        }
    }

    proptest! {
        #[test]
        fn time_only_ever_makes_it_worse(days in 1_u16..=365, verified in prop::option::of(-100_i64..100), at in 0_i64..500) {
            let of = text(Significance::Major, Rhythm::Days(days), verified.map(day));
            let rank = |status| match status {
                VerificationStatus::Verified => 0,
                VerificationStatus::Due => 1,
                VerificationStatus::Overdue => 2,
                VerificationStatus::Disputed => 3,
            };
            let (now, later) = (of.verification(&[], day(at)), of.verification(&[], day(at + 1)));
            prop_assert_eq!(now.by, later.by);
            prop_assert!(rank(now.status) <= rank(later.status));
            prop_assert!(START < now.by);
            prop_assert_eq!(now.status == VerificationStatus::Overdue, now.by <= day(at));
        }
    }
}

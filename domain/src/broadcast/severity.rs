//! How much a broadcast asks of those it reaches.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::Escalation;
use crate::knowledge::Significance;

/// How much a broadcast asks of those it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Told in the feed; nothing is asked.
    Info,
    /// To be acknowledged within two shifts; who does not is reminded, never suspended.
    Standard,
    /// To be acknowledged before it takes effect, with a check; in grace, then suspended.
    Major,
    /// To be acknowledged before the next affected contact, with every item right.
    Critical,
    /// What was said is wrong: nobody goes on with it from this instant.
    Recall,
}

impl Severity {
    /// Every severity, from the lightest.
    pub const ALL: [Self; 5] = [Self::Info, Self::Standard, Self::Major, Self::Critical, Self::Recall];

    /// Those of a broadcast that tells something of its own. A recall belongs to the version that is withdrawn.
    pub const OF_ITS_OWN: [Self; 4] = [Self::Info, Self::Standard, Self::Major, Self::Critical];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Standard => "standard",
            Self::Major => "major",
            Self::Critical => "critical",
            Self::Recall => "recall",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == text)
    }

    /// What a change of this weight calls for; none where nobody needs to know. A notice asks for nothing.
    pub const fn of_significance(significance: Significance) -> Option<Self> {
        match significance {
            Significance::Editorial => None,
            Significance::Moderate => Some(Self::Info),
            Significance::Major => Some(Self::Major),
            Significance::Critical => Some(Self::Critical),
        }
    }

    /// The same for what takes effect after a version that was recalled: whatever its weight, those who know the recalled
    /// one have to learn what holds now.
    pub fn after_recall(significance: Significance) -> Self {
        Self::of_significance(significance).unwrap_or(Self::Standard).max(Self::Standard)
    }

    /// Whether those it reaches have to acknowledge it.
    pub const fn needs_acknowledgement(self) -> bool {
        match self {
            Self::Info => false,
            Self::Standard | Self::Major | Self::Critical | Self::Recall => true,
        }
    }

    /// How many check items it may carry. A recall carries none: its only question is yes or no.
    pub const fn check_items(self) -> RangeInclusive<usize> {
        match self {
            Self::Info | Self::Recall => 0..=0,
            Self::Standard => 0..=3,
            Self::Major => 1..=3,
            Self::Critical => 1..=10,
        }
    }

    /// Whether the check has to be passed before acknowledging, when it has so many items. The check of a standard
    /// broadcast is an offer.
    pub const fn requires_check(self, items: usize) -> bool {
        match self {
            Self::Major | Self::Critical => 0 < items,
            Self::Info | Self::Standard | Self::Recall => false,
        }
    }

    /// Whether who has not acknowledged is suspended at the very instant of the effect, without grace.
    pub const fn suspends_at_once(self) -> bool {
        match self {
            Self::Critical | Self::Recall => true,
            Self::Info | Self::Standard | Self::Major => false,
        }
    }

    /// Who hears that somebody has not acknowledged in time, in order.
    pub const fn escalations(self) -> &'static [Escalation] {
        match self {
            Self::Info => &[],
            Self::Standard => &[Escalation::TeamLead],
            Self::Major | Self::Critical | Self::Recall => &Escalation::ALL,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_word_is_read_back_and_nothing_else_is() {
        for severity in Severity::ALL {
            assert_eq!(Severity::parse(severity.as_str()), Some(severity));
            assert_eq!(serde_json::to_value(severity).unwrap(), severity.as_str());
        }
        assert_eq!(Severity::parse("Recall"), None);
    }

    #[test]
    fn they_are_listed_from_the_lightest() {
        assert!(Severity::ALL.is_sorted());
    }

    #[test]
    fn a_heavier_change_never_asks_for_less() {
        let asked = Significance::ALL.map(Severity::of_significance);
        assert_eq!(asked, [None, Some(Severity::Info), Some(Severity::Major), Some(Severity::Critical)]);
        assert!(asked.is_sorted());
    }

    #[test]
    fn what_follows_a_recall_is_acknowledged_whatever_its_weight() {
        let asked = Significance::ALL.map(Severity::after_recall);
        assert_eq!(asked, [Severity::Standard, Severity::Standard, Severity::Major, Severity::Critical]);
    }

    #[test]
    fn nobody_recalls_what_was_told_of_its_own() {
        assert!(!Severity::OF_ITS_OWN.contains(&Severity::Recall));
        assert_eq!(Severity::OF_ITS_OWN.len() + 1, Severity::ALL.len());
    }

    #[test]
    fn only_information_may_be_left_unanswered() {
        let silent: Vec<_> =
            Severity::ALL.into_iter().filter(|severity| !severity.needs_acknowledgement()).collect();
        assert_eq!(silent, [Severity::Info]);
    }

    #[test]
    fn critical_and_recall_suspend_at_once() {
        let hard: Vec<_> = Severity::ALL.into_iter().filter(|severity| severity.suspends_at_once()).collect();
        assert_eq!(hard, [Severity::Critical, Severity::Recall]);
    }

    proptest! {
        #[test]
        fn a_check_is_required_only_where_it_may_be_carried(
            severity in prop::sample::select(&Severity::ALL), items in 0_usize..12,
        ) {
            let may_carry = severity.check_items().contains(&items);
            let must_carry = !severity.check_items().contains(&0);
            if may_carry {
                prop_assert_eq!(severity.requires_check(items), must_carry);
            }
            prop_assert!(!severity.requires_check(0));
        }
    }
}

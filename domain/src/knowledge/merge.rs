//! What two authors make of one draft.

use serde::{Deserialize, Serialize};

use super::Significance;

/// What two authors made of one value that both read as `base`: what one of them left alone is the other's. None where both
/// changed it, and differently.
pub fn merged<'a, T: PartialEq + ?Sized>(base: &'a T, mine: &'a T, theirs: &'a T) -> Option<&'a T> {
    if mine == theirs || mine == base { Some(theirs) } else { (theirs == base).then_some(mine) }
}

impl Significance {
    /// What two authors made of a significance that both read as `base`, if that is known. Where both changed it, and
    /// differently, the more severe one stands: so nobody is asked for less than an author wanted, and whoever wanted less
    /// sees it and can say so again.
    pub fn merged(base: Option<Self>, mine: Self, theirs: Self) -> Self {
        merged(&base, &Some(mine), &Some(theirs)).copied().flatten().unwrap_or_else(|| mine.max(theirs))
    }
}

/// What somebody else wrote in the same places, so that a draft cannot have both. The text and the reason may clash; a
/// significance never does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theirs {
    /// Their text, if the same lines of it were changed.
    pub source: Option<String>,
    /// Their reason, if it was changed too.
    pub change_reason: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_author_changed_stays_and_what_both_changed_clashes() {
        for (base, mine, theirs, expected) in [
            ("a", "a", "a", Some("a")),
            ("a", "b", "a", Some("b")),
            ("a", "a", "b", Some("b")),
            ("a", "b", "b", Some("b")),
            ("a", "b", "c", None),
        ] {
            assert_eq!(merged(base, mine, theirs), expected, "{base} {mine} {theirs}");
        }
    }

    #[test]
    fn of_two_new_significances_the_more_severe_one_stands() {
        use Significance::{Critical, Editorial, Major, Moderate};
        for (base, mine, theirs, expected) in [
            (Some(Major), Major, Critical, Critical),
            (Some(Major), Major, Editorial, Editorial),
            (Some(Major), Moderate, Major, Moderate),
            (Some(Major), Moderate, Critical, Critical),
            (Some(Major), Moderate, Editorial, Moderate),
            (None, Major, Critical, Critical),
        ] {
            assert_eq!(Significance::merged(base, mine, theirs), expected);
        }
    }
}

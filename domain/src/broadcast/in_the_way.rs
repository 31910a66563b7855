//! How far what somebody owes stands in their way.

use super::{Deadline, Recipient, RecipientState, Severity};
use crate::Timestamp;

/// How far what somebody owes stands in their way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InTheWay {
    /// A banner on top of the page.
    Banner,
    /// A card that interrupts them until they put it off, and then is a banner.
    Card,
    /// It covers the screen until it is acknowledged.
    Cover,
}

impl Recipient {
    /// How far a broadcast that takes effect at an instant stands in the way of whoever owes it; none where they owe nothing.
    /// What they have opened interrupts them no more, until it is overdue: then it does so whenever they sign in.
    pub fn in_the_way(
        &self,
        severity: Severity,
        effective_at: Timestamp,
        deadline: &Deadline,
        now: Timestamp,
    ) -> Option<InTheWay> {
        if !severity.needs_acknowledgement() || !self.owes(now) {
            return None;
        }
        let interrupts = self.state < RecipientState::Opened || deadline.is_past(now);
        Some(if severity.suspends_at_once() && effective_at <= now {
            InTheWay::Cover
        } else if Severity::Major <= severity && interrupts {
            InTheWay::Card
        } else {
            InTheWay::Banner
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BroadcastEnd, Exemption, Step};
    use super::*;

    const fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn due(millis: i64) -> Deadline {
        Deadline { due_at: Some(at(millis)), grace_until: None }
    }

    /// At the instant 5, of what takes effect then and is due later.
    fn now(recipient: &Recipient) -> [Option<InTheWay>; 5] {
        Severity::ALL.map(|severity| recipient.in_the_way(severity, at(5), &due(6), at(5)))
    }

    fn opened() -> Recipient {
        Recipient::default().after(Step::Open, Severity::Major, 1, at(1)).unwrap()
    }

    #[test]
    fn the_heavier_it_is_the_more_it_is_in_the_way() {
        let expected = [
            None,
            Some(InTheWay::Banner),
            Some(InTheWay::Card),
            Some(InTheWay::Cover),
            Some(InTheWay::Cover),
        ];
        assert_eq!(now(&Recipient::default()), expected);
        assert!(expected.is_sorted());
    }

    #[test]
    fn what_was_opened_interrupts_no_more_but_for_what_suspends() {
        let (banner, cover) = (Some(InTheWay::Banner), Some(InTheWay::Cover));
        assert_eq!(now(&opened()), [None, banner, banner, cover, cover]);
    }

    #[test]
    fn what_was_opened_interrupts_again_once_it_is_overdue() {
        let late = |severity| opened().in_the_way(severity, at(1), &due(5), at(5));
        let (banner, card, cover) = (InTheWay::Banner, InTheWay::Card, InTheWay::Cover);
        assert_eq!(Severity::ALL.map(late), [None, Some(banner), Some(card), Some(cover), Some(cover)]);
    }

    #[test]
    fn what_is_only_announced_covers_nothing() {
        let coming = |recipient: &Recipient| recipient.in_the_way(Severity::Critical, at(6), &due(6), at(5));
        assert_eq!(coming(&Recipient::default()), Some(InTheWay::Card));
        assert_eq!(coming(&opened()), Some(InTheWay::Banner));
    }

    #[test]
    fn whoever_owes_nothing_has_nothing_in_their_way() {
        let exempt = Some(Exemption { reason: "En congé".to_owned(), until: Some(at(6)) });
        let exempt = Recipient { exempt, ..Recipient::default() };
        let ended = Recipient::default().ended(BroadcastEnd::Closed, at(4));
        for recipient in [exempt, ended] {
            assert_eq!(now(&recipient), [None; 5]);
        }
    }
}

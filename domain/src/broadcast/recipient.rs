//! The way of one agent through a broadcast: from its delivery to their word that they have read it.

use serde::{Deserialize, Serialize};

use super::{BroadcastEnd, RecallAnswer, Severity};
use crate::Timestamp;

/// How far an agent has come with a broadcast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecipientState {
    /// It is for them and has not reached them yet.
    #[default]
    Pending,
    /// A page of theirs was told of it: it waits in their list, stands on top of what they read or covers it.
    Delivered,
    /// They opened it.
    Opened,
    /// They read it to its end.
    Read,
    /// They answered every item of the check right.
    CheckPassed,
    /// They gave their word that they have read it.
    Acknowledged,
}

/// Why an agent need not acknowledge for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exemption {
    /// Why.
    pub reason: String,
    /// Until when, without this instant; none for no end.
    pub until: Option<Timestamp>,
}

/// How and when a broadcast ceased to bind an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// How.
    pub by: BroadcastEnd,
    /// When.
    pub at: Timestamp,
}

/// An agent for whom a broadcast is. Its instants are in the order of the states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipient {
    /// How far they have come.
    pub state: RecipientState,
    /// When it reached them.
    pub delivered_at: Option<Timestamp>,
    /// When they first opened it.
    pub opened_at: Option<Timestamp>,
    /// When they last read it. It stays when a failed check sends them back to read again.
    pub read_at: Option<Timestamp>,
    /// When they passed the check.
    pub check_passed_at: Option<Timestamp>,
    /// When they acknowledged it.
    pub acknowledged_at: Option<Timestamp>,
    /// What they said when they acknowledged a recall; none of anything else.
    pub recall_answer: Option<RecallAnswer>,
    /// How often they failed the check.
    pub failed_checks: u32,
    /// Why they need not.
    pub exempt: Option<Exemption>,
    /// How it ceased to bind them; none while it does.
    pub ended: Option<Ended>,
}

/// What an agent does with a broadcast, or what happens to it on its way to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It reaches them.
    Deliver,
    /// They open it.
    Open,
    /// They read it to its end.
    Read,
    /// They answer the check, and every item right.
    PassCheck,
    /// They answer the check, and not every item right.
    FailCheck,
    /// They give their word that they have read it.
    Acknowledge,
}

/// Why a step is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecipientRefusal {
    /// The broadcast binds nobody any more.
    Ended(Ended),
    /// They have not read it yet, or not again since they failed the check.
    NotRead,
    /// They have to pass the check first.
    CheckNotPassed,
    /// It has no check.
    NoCheck,
}

impl RecipientState {
    /// Every state, from the first.
    pub const ALL: [Self; 6] =
        [Self::Pending, Self::Delivered, Self::Opened, Self::Read, Self::CheckPassed, Self::Acknowledged];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Opened => "opened",
            Self::Read => "read",
            Self::CheckPassed => "check_passed",
            Self::Acknowledged => "acknowledged",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 6] =
        [Self::Deliver, Self::Open, Self::Read, Self::PassCheck, Self::FailCheck, Self::Acknowledge];

    /// The state that it is a step towards.
    const fn towards(self) -> RecipientState {
        match self {
            Self::Deliver => RecipientState::Delivered,
            Self::Open => RecipientState::Opened,
            Self::Read => RecipientState::Read,
            Self::PassCheck | Self::FailCheck => RecipientState::CheckPassed,
            Self::Acknowledge => RecipientState::Acknowledged,
        }
    }
}

impl Recipient {
    /// After how many failed checks somebody is to help.
    pub const COACHING_AFTER: u32 = 2;

    /// The recipient after a step, of a broadcast with this severity and so many check items. A step that was taken
    /// before changes nothing. Opening it tells that it was delivered, reading it that it was opened: those messages may
    /// be lost. No step is earlier than the one before, even where the clock was set back. A failed check sends back to
    /// reading.
    ///
    /// # Errors
    ///
    /// When the broadcast has ended, or something has to come first.
    pub fn after(
        &self,
        step: Step,
        severity: Severity,
        items: usize,
        at: Timestamp,
    ) -> Result<Self, RecipientRefusal> {
        if let Some(ended) = self.ended {
            return Err(RecipientRefusal::Ended(ended));
        }
        if step.towards() <= self.state {
            return Ok(self.clone());
        }
        self.may(step, severity, items)?;
        Ok(match step {
            Step::FailCheck => self.failed(),
            Step::Deliver | Step::Open | Step::Read | Step::PassCheck | Step::Acknowledge => {
                self.reached(step.towards(), at)
            }
        })
    }

    /// The recipient once the broadcast binds nobody any more. What ended first stays.
    #[must_use]
    pub fn ended(&self, by: BroadcastEnd, at: Timestamp) -> Self {
        Self { ended: self.ended.or(Some(Ended { by, at })), ..self.clone() }
    }

    /// Whether somebody is to help them.
    pub const fn needs_coaching(&self) -> bool {
        Self::COACHING_AFTER <= self.failed_checks
    }

    /// Whether somebody is to help them still: nobody is once they were helped, or it binds them no more. That they have
    /// passed the check meanwhile changes nothing: they may have found the answer by trying.
    pub const fn awaits_coaching(&self, given_at: Option<Timestamp>) -> bool {
        self.needs_coaching() && given_at.is_none() && self.ended.is_none()
    }

    /// Whether they are exempt at an instant.
    pub fn is_exempt(&self, at: Timestamp) -> bool {
        self.exempt.as_ref().is_some_and(|exempt| exempt.until.is_none_or(|until| at < until))
    }

    /// Whether they still owe an acknowledgement at an instant, of a broadcast that asks for one.
    pub fn owes(&self, at: Timestamp) -> bool {
        self.state < RecipientState::Acknowledged && self.ended.is_none() && !self.is_exempt(at)
    }

    /// Whether they owe an acknowledgement, or will once they are no longer exempt, of a broadcast that asks for one.
    pub fn will_owe(&self) -> bool {
        let is_exempt_for_good = self.exempt.as_ref().is_some_and(|exempt| exempt.until.is_none());
        self.state < RecipientState::Acknowledged && self.ended.is_none() && !is_exempt_for_good
    }

    fn may(&self, step: Step, severity: Severity, items: usize) -> Result<(), RecipientRefusal> {
        let has_read = RecipientState::Read <= self.state;
        let has_passed = RecipientState::CheckPassed <= self.state;
        match step {
            Step::Deliver | Step::Open | Step::Read => Ok(()),
            Step::PassCheck | Step::FailCheck if items == 0 => Err(RecipientRefusal::NoCheck),
            Step::PassCheck | Step::FailCheck | Step::Acknowledge if !has_read => {
                Err(RecipientRefusal::NotRead)
            }
            Step::Acknowledge if severity.requires_check(items) && !has_passed => {
                Err(RecipientRefusal::CheckNotPassed)
            }
            Step::PassCheck | Step::FailCheck | Step::Acknowledge => Ok(()),
        }
    }

    fn failed(&self) -> Self {
        let failed_checks = self.failed_checks.saturating_add(1);
        Self { state: RecipientState::Opened, failed_checks, ..self.clone() }
    }

    fn reached(&self, state: RecipientState, at: Timestamp) -> Self {
        let at = self.instants().max().map_or(at, |latest| latest.max(at));
        let mut next = Self { state, ..self.clone() };
        if RecipientState::Delivered <= state {
            next.delivered_at.get_or_insert(at);
        }
        if RecipientState::Opened <= state {
            next.opened_at.get_or_insert(at);
        }
        match state {
            RecipientState::Pending | RecipientState::Delivered | RecipientState::Opened => {}
            RecipientState::Read => next.read_at = Some(at),
            RecipientState::CheckPassed => next.check_passed_at = Some(at),
            RecipientState::Acknowledged => next.acknowledged_at = Some(at),
        }
        next
    }

    /// The instants that are known, in the order of the states.
    fn instants(&self) -> impl Iterator<Item = Timestamp> {
        let instants =
            [self.delivered_at, self.opened_at, self.read_at, self.check_passed_at, self.acknowledged_at];
        instants.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    /// Takes steps at the instants 0, 1, 2 and so on; all have to be possible.
    fn walk(severity: Severity, items: usize, steps: &[Step]) -> Recipient {
        (0..).zip(steps).fold(Recipient::default(), |recipient, (now, step)| {
            recipient.after(*step, severity, items, at(now)).unwrap()
        })
    }

    fn check_refused(severity: Severity, items: usize, steps: &[Step], refusal: RecipientRefusal) {
        let (last, before) = steps.split_last().unwrap();
        let recipient = walk(severity, items, before);
        assert_eq!(recipient.after(*last, severity, items, at(99)), Err(refusal), "{severity:?} {steps:?}");
    }

    #[test]
    fn every_word_is_read_back_and_states_are_in_order() {
        for state in RecipientState::ALL {
            assert_eq!(RecipientState::parse(state.as_str()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
        assert!(RecipientState::ALL.is_sorted());
    }

    #[test]
    fn the_whole_way_leaves_every_instant() {
        let steps = [Step::Deliver, Step::Open, Step::Read, Step::PassCheck, Step::Acknowledge];
        let expected = Recipient {
            state: RecipientState::Acknowledged,
            delivered_at: Some(at(0)),
            opened_at: Some(at(1)),
            read_at: Some(at(2)),
            check_passed_at: Some(at(3)),
            acknowledged_at: Some(at(4)),
            ..Recipient::default()
        };
        assert_eq!(walk(Severity::Critical, 3, &steps), expected);
    }

    #[test]
    fn reading_tells_that_it_was_delivered_and_opened() {
        let recipient = walk(Severity::Standard, 0, &[Step::Read]);
        assert_eq!(
            (recipient.delivered_at, recipient.opened_at, recipient.read_at),
            (Some(at(0)), Some(at(0)), Some(at(0)))
        );
        assert_eq!(recipient.state, RecipientState::Read);
    }

    #[test]
    fn a_clock_that_is_set_back_moves_nothing_back() {
        let read = Recipient::default().after(Step::Read, Severity::Standard, 0, at(50)).unwrap();
        let acknowledged = read.after(Step::Acknowledge, Severity::Standard, 0, at(20)).unwrap();
        assert_eq!((acknowledged.read_at, acknowledged.acknowledged_at), (Some(at(50)), Some(at(50))));
    }

    #[test]
    fn nobody_acknowledges_what_they_have_not_read() {
        for severity in Severity::ALL {
            check_refused(severity, 0, &[Step::Open, Step::Acknowledge], RecipientRefusal::NotRead);
        }
        check_refused(Severity::Major, 1, &[Step::Open, Step::PassCheck], RecipientRefusal::NotRead);
    }

    #[test]
    fn the_check_comes_first_where_it_is_required() {
        for severity in [Severity::Major, Severity::Critical] {
            check_refused(severity, 1, &[Step::Read, Step::Acknowledge], RecipientRefusal::CheckNotPassed);
        }
        let acknowledged = walk(Severity::Standard, 1, &[Step::Read, Step::Acknowledge]);
        assert_eq!((acknowledged.acknowledged_at, acknowledged.check_passed_at), (Some(at(1)), None));
        walk(Severity::Recall, 0, &[Step::Read, Step::Acknowledge]);
        check_refused(Severity::Recall, 0, &[Step::Read, Step::PassCheck], RecipientRefusal::NoCheck);
    }

    #[test]
    fn who_fails_reads_again_and_is_helped_the_second_time() {
        let once = walk(Severity::Major, 2, &[Step::Read, Step::FailCheck]);
        assert_eq!((once.state, once.read_at, once.failed_checks), (RecipientState::Opened, Some(at(0)), 1));
        assert!(!once.needs_coaching());
        check_refused(
            Severity::Major,
            2,
            &[Step::Read, Step::FailCheck, Step::PassCheck],
            RecipientRefusal::NotRead,
        );
        // An answer that is sent twice is one failure.
        check_refused(
            Severity::Major,
            2,
            &[Step::Read, Step::FailCheck, Step::FailCheck],
            RecipientRefusal::NotRead,
        );
        let twice = walk(Severity::Major, 2, &[Step::Read, Step::FailCheck, Step::Read, Step::FailCheck]);
        assert_eq!((twice.needs_coaching(), twice.read_at), (true, Some(at(2))));
    }

    #[test]
    fn who_is_to_be_helped_waits_until_it_is_done_or_over() {
        let twice = walk(Severity::Major, 1, &[Step::Read, Step::FailCheck, Step::Read, Step::FailCheck]);
        assert!(twice.awaits_coaching(None) && !twice.awaits_coaching(Some(at(9))));
        assert!(!twice.ended(BroadcastEnd::Recalled, at(9)).awaits_coaching(None));
        let passed = [Step::Read, Step::PassCheck]
            .into_iter()
            .fold(twice, |recipient, step| recipient.after(step, Severity::Major, 1, at(9)).unwrap());
        assert!(passed.awaits_coaching(None), "a third try that was right");
        assert!(!walk(Severity::Major, 1, &[Step::Read, Step::FailCheck]).awaits_coaching(None));
    }

    #[test]
    fn a_failure_that_comes_late_does_not_undo_the_check() {
        let passed = walk(Severity::Major, 1, &[Step::Read, Step::PassCheck]);
        assert_eq!(passed.after(Step::FailCheck, Severity::Major, 1, at(9)), Ok(passed.clone()));
    }

    #[test]
    fn what_has_ended_is_refused_with_how_and_when() {
        for by in BroadcastEnd::ALL {
            let ended = walk(Severity::Major, 1, &[Step::Read]).ended(by, at(5));
            let refusal = RecipientRefusal::Ended(Ended { by, at: at(5) });
            for step in Step::ALL {
                assert_eq!(ended.after(step, Severity::Major, 1, at(3)), Err(refusal));
            }
            assert_eq!(ended.ended(BroadcastEnd::Recalled, at(9)), ended);
            assert!(!ended.owes(at(9)));
        }
    }

    #[test]
    fn the_exempt_owe_nothing_for_a_time() {
        let exempt = |until| Some(Exemption { reason: "congé".to_owned(), until });
        let recipient = Recipient { exempt: exempt(Some(at(5))), ..Recipient::default() };
        assert_eq!([4, 5].map(|now| recipient.owes(at(now))), [false, true]);
        assert!(recipient.will_owe(), "later");
        let for_good = Recipient { exempt: exempt(None), ..recipient };
        assert!(for_good.is_exempt(at(i64::MAX)) && !for_good.will_owe());
        assert!(!walk(Severity::Standard, 0, &[Step::Read, Step::Acknowledge]).will_owe());
        assert!(!Recipient::default().ended(BroadcastEnd::Closed, at(0)).will_owe());
        assert!(!walk(Severity::Standard, 0, &[Step::Read, Step::Acknowledge]).owes(at(0)));
    }

    fn any_steps() -> impl Strategy<Value = Vec<(Step, i64)>> {
        prop::collection::vec((prop::sample::select(&Step::ALL), -20_i64..20), 0..30)
    }

    /// The recipients that any steps lead through, refused ones left out.
    fn way(severity: Severity, items: usize, steps: &[(Step, i64)]) -> Vec<Recipient> {
        let mut way = vec![Recipient::default()];
        for (step, now) in steps {
            way.extend(way.last().and_then(|last| last.after(*step, severity, items, at(*now)).ok()));
        }
        way
    }

    proptest! {
        #[test]
        fn instants_are_in_the_order_of_the_states(
            severity in prop::sample::select(&Severity::ALL), items in 0_usize..3, steps in any_steps(),
        ) {
            let way = way(severity, items, &steps);
            for recipient in &way {
                prop_assert!(recipient.instants().is_sorted(), "{:?}", recipient);
                prop_assert_eq!(recipient.acknowledged_at.is_some(), recipient.state == RecipientState::Acknowledged);
                prop_assert!(recipient.read_at.is_some() || recipient.state < RecipientState::Read);
            }
            // What was written down is never taken back, nor set to an earlier instant.
            prop_assert!(way.windows(2).all(|pair| pair[0].instants().max() <= pair[1].instants().max()));
        }

        #[test]
        fn only_a_failed_check_leads_back(
            severity in prop::sample::select(&Severity::ALL), items in 0_usize..3, steps in any_steps(),
        ) {
            for pair in way(severity, items, &steps).windows(2) {
                let has_failed = pair[0].failed_checks < pair[1].failed_checks;
                prop_assert_eq!(pair[1].state < pair[0].state, has_failed);
                prop_assert!(!has_failed || pair[1].state == RecipientState::Opened);
            }
        }

        #[test]
        fn nobody_acknowledges_without_the_check_where_it_is_required(
            severity in prop::sample::select(&Severity::ALL), items in 0_usize..3, steps in any_steps(),
        ) {
            for recipient in way(severity, items, &steps) {
                let is_acknowledged = recipient.state == RecipientState::Acknowledged;
                prop_assert!(!is_acknowledged || recipient.read_at.is_some());
                prop_assert!(!is_acknowledged || !severity.requires_check(items) || recipient.check_passed_at.is_some());
            }
        }

        #[test]
        fn a_step_taken_twice_is_taken_once(
            severity in prop::sample::select(&Severity::ALL), items in 0_usize..3, steps in any_steps(),
            step in prop::sample::select(&Step::ALL), now in -20_i64..20, later in -20_i64..20,
        ) {
            for before in way(severity, items, &steps) {
                let Ok(once) = before.after(step, severity, items, at(now)) else { continue };
                match once.after(step, severity, items, at(later)) {
                    Ok(twice) => prop_assert_eq!(twice, once),
                    Err(refusal) => prop_assert_eq!((step, refusal), (Step::FailCheck, RecipientRefusal::NotRead)),
                }
            }
        }
    }
}

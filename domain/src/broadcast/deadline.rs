//! By when a broadcast has to be acknowledged, who is reminded when, and who hears of it when it was not.

use serde::{Deserialize, Serialize};

use super::{Severity, Shifts};
use crate::Timestamp;
use crate::people::Role;

/// What a shift counts as where the calendar says nothing, in seconds: a day on the clock on the wall. So a deadline is
/// never missing, and never comes sooner than a shift would.
pub const SHIFT_WITHOUT_CALENDAR: i64 = 24 * 60 * 60;

/// How long before it a deadline is near, in seconds: so that it is seen on the working day before, or on the day itself.
const NEAR: i64 = 24 * 60 * 60;

/// By when a broadcast has to be acknowledged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// By when; none where nothing is asked.
    pub due_at: Option<Timestamp>,
    /// Until when the agent may go on without, once it is in effect; none for not at all.
    pub grace_until: Option<Timestamp>,
}

/// How much of the time to acknowledge has gone when somebody is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReminderLevel {
    /// Half of it.
    Half,
    /// Four fifths of it.
    FourFifths,
    /// All of it.
    Due,
}

/// Who hears that somebody has not acknowledged in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Escalation {
    /// The lead of the team, at once.
    TeamLead,
    /// The vendor's half of the pair of referents, one shift later.
    VendorReferent,
    /// The client's half, two shifts later.
    Referent,
}

impl Deadline {
    /// The deadline of somebody at a site with these shifts. They have to begin before the broadcast is published; what
    /// lies beyond their end is counted by [`SHIFT_WITHOUT_CALENDAR`].
    ///
    /// - `info`: none.
    /// - `standard`: the end of the second shift; the one under way when it is published is the first.
    /// - `major`: the effect, if a whole shift lies before it; otherwise the end of the first shift that ends after
    ///   both instants. Grace lasts until the end of that shift either way.
    /// - `critical`: the effect. One that lies before the publication is due when it is published.
    /// - `recall`: at once.
    pub fn of(severity: Severity, published_at: Timestamp, effective_at: Timestamp, shifts: &Shifts) -> Self {
        let both = published_at.max(effective_at);
        match severity {
            Severity::Info => Self::default(),
            Severity::Standard => Self::without_grace(end_of_shift(shifts, published_at, 2)),
            Severity::Major => {
                let is_in_time = shifts.has_whole_between(published_at, effective_at);
                let grace_until = Some(end_of_shift(shifts, both, 1));
                Self { due_at: if is_in_time { Some(effective_at) } else { grace_until }, grace_until }
            }
            Severity::Critical => Self::without_grace(both),
            Severity::Recall => Self::without_grace(published_at),
        }
    }

    const fn without_grace(due_at: Timestamp) -> Self {
        Self { due_at: Some(due_at), grace_until: None }
    }

    /// The deadline of somebody who still owes what the broadcast takes the place of. There is something new to read, so they
    /// are reminded anew; but what they may not go on with, or only for so long, is not opened to them by a change.
    #[must_use]
    pub fn carrying(self, owed: Self) -> Self {
        let grace_until = match (self.grace_until, owed.grace_until) {
            (Some(grace), Some(owed)) => Some(grace.min(owed)),
            (grace, _) => grace,
        };
        Self { grace_until, ..self }
    }

    /// When somebody is reminded, in order: when so much of the working time between publication and deadline has gone,
    /// or of the time on the wall where nobody works in between. What would come together with the publication or a
    /// later reminder is left out.
    pub fn reminders(&self, published_at: Timestamp, shifts: &Shifts) -> Vec<(ReminderLevel, Timestamp)> {
        let Some(due_at) = self.due_at else { return Vec::new() };
        let mut reminders = vec![(ReminderLevel::Due, due_at)];
        let mut next = due_at;
        for level in [ReminderLevel::FourFifths, ReminderLevel::Half] {
            let instant = when_gone(level.percent(), published_at, due_at, shifts);
            if published_at < instant && instant < next {
                reminders.insert(0, (level, instant));
                next = instant;
            }
        }
        reminders
    }

    /// Who hears that something of a severity was not acknowledged in time, and when, in order.
    pub fn escalations(&self, severity: Severity, shifts: &Shifts) -> Vec<(Escalation, Timestamp)> {
        let Some(due_at) = self.due_at else { return Vec::new() };
        let late = (0..).zip(severity.escalations());
        late.map(|(later, whom)| (*whom, end_of_shift(shifts, due_at, later))).collect()
    }

    /// Whether it is past at an instant.
    pub fn is_past(&self, now: Timestamp) -> bool {
        self.due_at.is_some_and(|due_at| due_at <= now)
    }

    /// Whether it is past at an instant, or near.
    pub fn is_near(&self, now: Timestamp) -> bool {
        self.is_past(now.plus_seconds(NEAR))
    }

    /// How overdue it is for somebody who has not acknowledged, from 1 to 3: who was the last to hear of it; none while it is
    /// not.
    pub fn overdue(&self, severity: Severity, shifts: &Shifts, now: Timestamp) -> Option<Escalation> {
        let heard = self.escalations(severity, shifts).into_iter().filter(|(_, instant)| *instant <= now);
        heard.map(|(whom, _)| whom).max()
    }
}

impl ReminderLevel {
    /// Every level, in order.
    pub const ALL: [Self; 3] = [Self::Half, Self::FourFifths, Self::Due];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Half => "half",
            Self::FourFifths => "four_fifths",
            Self::Due => "due",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }

    /// How much of the time has gone.
    pub const fn percent(self) -> i64 {
        match self {
            Self::Half => 50,
            Self::FourFifths => 80,
            Self::Due => 100,
        }
    }
}

impl Escalation {
    /// Everybody who hears of it, in order.
    pub const ALL: [Self; 3] = [Self::TeamLead, Self::VendorReferent, Self::Referent];

    /// The stored word: that of the role.
    pub const fn as_str(self) -> &'static str {
        self.role().as_str()
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|escalation| escalation.as_str() == text)
    }

    /// Who it is.
    pub const fn role(self) -> Role {
        match self {
            Self::TeamLead => Role::TeamLead,
            Self::VendorReferent => Role::VendorReferent,
            Self::Referent => Role::Referent,
        }
    }
}

/// The end of the n-th shift that ends after an instant; that instant for the zeroth.
fn end_of_shift(shifts: &Shifts, at: Timestamp, n: u8) -> Timestamp {
    (0..n).fold(at, |at, _| {
        shifts.nth_end_after(at, 1).unwrap_or_else(|| at.plus_seconds(SHIFT_WITHOUT_CALENDAR))
    })
}

/// The instant at which so much of the time between two others has gone.
fn when_gone(percent: i64, from: Timestamp, until: Timestamp, shifts: &Shifts) -> Timestamp {
    let part_of = |seconds: i64| seconds.saturating_mul(percent) / 100;
    let worked = shifts.worked_between(from, until);
    let on_the_wall = || from.plus_seconds(part_of(until.seconds_since(from)));
    if worked == 0 {
        return on_the_wall();
    }
    shifts.instant_after_working(from, part_of(worked)).unwrap_or_else(on_the_wall)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shift::tests::{any_shifts, at, shifts};
    use super::*;

    const HOUR: i64 = 60 * 60;
    const DAY: i64 = 24 * HOUR;

    /// Three days from 8 to 20 o'clock.
    fn three_days() -> Shifts {
        shifts(&[0, 1, 2].map(|day| (day * DAY + 8 * HOUR, day * DAY + 20 * HOUR)))
    }

    /// An hour of a day.
    fn hour(day: i64, hour: i64) -> Timestamp {
        at(day * DAY + hour * HOUR)
    }

    #[test]
    fn a_deadline_is_near_from_the_day_before_and_past_from_its_instant_on() {
        let deadline = Deadline { due_at: Some(at(DAY)), grace_until: None };
        let check = |now: i64| (deadline.is_near(at(now)), deadline.is_past(at(now)));
        assert_eq!(check(-1), (false, false));
        assert_eq!(check(0), (true, false));
        assert_eq!(check(DAY - 1), (true, false));
        assert_eq!(check(DAY), (true, true));
        let none = Deadline::default();
        assert!(!none.is_near(at(DAY)) && !none.is_past(at(DAY)));
    }

    #[test]
    fn a_change_gives_nobody_more_grace_than_they_had() {
        let deadline = |due, grace| Deadline { due_at: Some(due), grace_until: grace };
        let (early, late) = (Some(hour(0, 12)), Some(hour(1, 20)));
        let new = deadline(hour(1, 20), late);
        assert_eq!(new.carrying(deadline(hour(0, 8), early)), deadline(hour(1, 20), early));
        assert_eq!(new.carrying(deadline(hour(2, 20), Some(hour(2, 20)))), new);
        assert_eq!(new.carrying(deadline(hour(0, 8), None)), new, "what is owed had no suspension to end");
        let critical = deadline(hour(1, 8), None);
        assert_eq!(critical.carrying(deadline(hour(2, 20), late)), critical);
    }

    fn check(
        severity: Severity,
        published: Timestamp,
        effective: Timestamp,
        due: Timestamp,
        grace: Option<Timestamp>,
    ) {
        let deadline = Deadline::of(severity, published, effective, &three_days());
        assert_eq!(deadline, Deadline { due_at: Some(due), grace_until: grace }, "{severity:?}");
    }

    #[test]
    fn information_is_never_due() {
        let deadline = Deadline::of(Severity::Info, hour(0, 9), hour(1, 9), &three_days());
        assert_eq!(deadline, Deadline::default());
        assert!(deadline.reminders(hour(0, 9), &three_days()).is_empty());
        assert_eq!(deadline.overdue(Severity::Info, &three_days(), hour(9, 0)), None);
    }

    #[test]
    fn a_standard_broadcast_is_due_at_the_end_of_the_second_shift() {
        check(Severity::Standard, hour(0, 19), hour(0, 19), hour(1, 20), None);
        check(Severity::Standard, hour(0, 20), hour(0, 20), hour(2, 20), None);
        check(Severity::Standard, hour(0, 2), hour(2, 19), hour(1, 20), None);
    }

    #[test]
    fn a_major_change_with_a_whole_shift_before_it_is_due_at_its_effect_and_then_in_grace() {
        check(Severity::Major, hour(0, 8), hour(0, 20), hour(0, 20), Some(hour(1, 20)));
        check(Severity::Major, hour(0, 9), hour(2, 10), hour(2, 10), Some(hour(2, 20)));
    }

    #[test]
    fn a_major_change_at_short_notice_has_grace_until_the_end_of_a_shift() {
        check(Severity::Major, hour(0, 9), hour(0, 20), hour(1, 20), Some(hour(1, 20)));
        check(Severity::Major, hour(0, 9), hour(1, 7), hour(1, 20), Some(hour(1, 20)));
        check(Severity::Major, hour(0, 9), hour(0, 9), hour(0, 20), Some(hour(0, 20)));
        check(Severity::Major, hour(0, 9), hour(-9, 0), hour(0, 20), Some(hour(0, 20)));
    }

    #[test]
    fn a_critical_change_is_due_at_its_effect_and_a_recall_at_once() {
        check(Severity::Critical, hour(0, 9), hour(0, 10), hour(0, 10), None);
        check(Severity::Critical, hour(0, 9), hour(-1, 0), hour(0, 9), None);
        check(Severity::Recall, hour(0, 9), hour(1, 10), hour(0, 9), None);
    }

    #[test]
    fn beyond_the_calendar_a_shift_is_a_day() {
        check(Severity::Standard, hour(2, 9), hour(2, 9), hour(3, 20), None);
        check(Severity::Standard, hour(2, 21), hour(2, 21), hour(4, 21), None);
        check(Severity::Major, hour(2, 9), hour(5, 7), hour(6, 7), Some(hour(6, 7)));
    }

    #[test]
    fn reminders_come_when_so_much_was_worked() {
        // Ten hours on the first day, twelve on the second: eleven and 17.6 of 22.
        let deadline = Deadline::of(Severity::Standard, hour(0, 10), hour(0, 10), &three_days());
        let expected = [
            (ReminderLevel::Half, hour(1, 9)),
            (ReminderLevel::FourFifths, hour(1, 15).plus_seconds(36 * 60)),
            (ReminderLevel::Due, hour(1, 20)),
        ];
        assert_eq!(deadline.reminders(hour(0, 10), &three_days()), expected);
    }

    #[test]
    fn where_nobody_works_reminders_go_by_the_clock_on_the_wall() {
        let deadline = Deadline::of(Severity::Critical, hour(0, 21), hour(1, 7), &three_days());
        let expected = [
            (ReminderLevel::Half, hour(1, 2)),
            (ReminderLevel::FourFifths, hour(1, 5)),
            (ReminderLevel::Due, hour(1, 7)),
        ];
        assert_eq!(deadline.reminders(hour(0, 21), &three_days()), expected);
    }

    #[test]
    fn what_is_due_at_once_is_reminded_of_once() {
        let deadline = Deadline::of(Severity::Recall, hour(0, 9), hour(0, 9), &three_days());
        assert_eq!(deadline.reminders(hour(0, 9), &three_days()), [(ReminderLevel::Due, hour(0, 9))]);
    }

    #[test]
    fn nobody_is_reminded_of_what_they_are_only_just_told() {
        let deadline = Deadline::of(Severity::Critical, at(9), at(10), &three_days());
        assert_eq!(deadline.reminders(at(9), &three_days()), [(ReminderLevel::Due, at(10))]);
    }

    #[test]
    fn who_is_late_is_known_to_one_more_with_every_shift() {
        let (severity, shifts) = (Severity::Major, three_days());
        let deadline = Deadline::of(severity, hour(0, 10), hour(0, 10), &shifts);
        let expected = [
            (Escalation::TeamLead, hour(0, 20)),
            (Escalation::VendorReferent, hour(1, 20)),
            (Escalation::Referent, hour(2, 20)),
        ];
        assert_eq!(deadline.escalations(severity, &shifts), expected);
        let instants = [hour(0, 19), hour(0, 20), hour(1, 19), hour(1, 20), hour(2, 20), hour(9, 0)];
        let [lead, second, last] = Escalation::ALL.map(Some);
        let overdue = instants.map(|now| deadline.overdue(severity, &shifts, now));
        assert_eq!(overdue, [None, lead, lead, second, last, last]);
    }

    #[test]
    fn a_clock_that_jumps_changes_no_deadline() {
        let (severity, shifts) = (Severity::Major, three_days());
        let deadline = Deadline::of(severity, hour(0, 10), hour(0, 10), &shifts);
        // Far ahead, back before it was published, and right again.
        let overdue =
            [hour(1, 21), hour(-9, 0), hour(0, 21)].map(|now| deadline.overdue(severity, &shifts, now));
        assert_eq!(overdue, [Some(Escalation::VendorReferent), None, Some(Escalation::TeamLead)]);
        // A server whose clock was ahead published it: it is due by that clock, and never before it was told.
        let ahead = Deadline::of(Severity::Critical, hour(1, 3), hour(0, 10), &shifts);
        assert_eq!(ahead.due_at, Some(hour(1, 3)));
        assert_eq!(ahead.reminders(hour(1, 3), &shifts), [(ReminderLevel::Due, hour(1, 3))]);
    }

    #[test]
    fn of_a_standard_broadcast_the_team_lead_alone_hears() {
        let (severity, shifts) = (Severity::Standard, three_days());
        let deadline = Deadline::of(severity, hour(0, 10), hour(0, 10), &shifts);
        assert_eq!(deadline.escalations(severity, &shifts), [(Escalation::TeamLead, hour(1, 20))]);
        assert_eq!(deadline.overdue(severity, &shifts, hour(9, 0)), Some(Escalation::TeamLead));
    }

    #[test]
    fn every_word_is_read_back() {
        for level in ReminderLevel::ALL {
            assert_eq!(ReminderLevel::parse(level.as_str()), Some(level));
            assert_eq!(serde_json::to_value(level).unwrap(), level.as_str());
        }
        for escalation in Escalation::ALL {
            assert_eq!(Escalation::parse(escalation.as_str()), Some(escalation));
            assert_eq!(serde_json::to_value(escalation).unwrap(), escalation.as_str());
        }
    }

    fn any_severity() -> impl Strategy<Value = Severity> {
        prop::sample::select(&Severity::ALL)
    }

    proptest! {
        #[test]
        fn whatever_is_asked_is_due_after_it_was_published(
            severity in any_severity(), shifts in any_shifts(), published in -60_i64..180, effective in -60_i64..180,
        ) {
            let (published, effective) = (at(published), at(effective));
            let deadline = Deadline::of(severity, published, effective, &shifts);
            prop_assert_eq!(deadline.due_at.is_some(), severity.needs_acknowledgement());
            prop_assert!(deadline.due_at.is_none_or(|due| published <= due));
            let is_before_effect = deadline.due_at.is_some_and(|due| due < effective);
            prop_assert!(!is_before_effect || !matches!(severity, Severity::Major | Severity::Critical));
            prop_assert_eq!(deadline.grace_until.is_some(), severity == Severity::Major);
            if let Some(grace) = deadline.grace_until {
                prop_assert!(deadline.due_at.is_some_and(|due| due <= grace));
                prop_assert!(effective < grace && published < grace);
                // Who had a whole shift before the effect owes it by then.
                let is_in_time = shifts.has_whole_between(published, effective);
                prop_assert_eq!(deadline.due_at == Some(effective), is_in_time);
            }
        }

        #[test]
        fn reminders_and_escalations_are_in_order_and_meet_at_the_deadline(
            severity in any_severity(), shifts in any_shifts(), published in -60_i64..180, effective in -60_i64..180,
        ) {
            let (published, effective) = (at(published), at(effective));
            let deadline = Deadline::of(severity, published, effective, &shifts);
            let reminders = deadline.reminders(published, &shifts);
            let escalations = deadline.escalations(severity, &shifts);
            prop_assert_eq!(escalations.len(), severity.escalations().len());
            prop_assert!(reminders.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
            prop_assert!(reminders.iter().all(|(_, instant)| published <= *instant));
            prop_assert!(escalations.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 < pair[1].1));
            prop_assert_eq!(reminders.last().map(|(_, instant)| *instant), deadline.due_at);
            prop_assert_eq!(escalations.first().map(|(_, instant)| *instant), deadline.due_at);
        }

        #[test]
        fn nobody_becomes_less_overdue(
            severity in any_severity(), shifts in any_shifts(), published in -60_i64..180, now in -60_i64..400_000, later in 0_i64..200_000,
        ) {
            let deadline = Deadline::of(severity, at(published), at(published), &shifts);
            let overdue = deadline.overdue(severity, &shifts, at(now));
            prop_assert!(overdue <= deadline.overdue(severity, &shifts, at(now + later)));
            prop_assert_eq!(overdue.is_some(), deadline.is_past(at(now)));
        }
    }
}

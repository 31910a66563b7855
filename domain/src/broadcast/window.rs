//! The obsolescence window: who could still act on the old instruction, and for how long.

use serde::{Deserialize, Serialize};

use super::{Broadcast, Recipient};
use crate::Timestamp;

/// The fewest people of whom figures are shown. Below it, a figure says something of a person.
pub const MIN_GROUP: usize = 5;

/// The share of a population that is to have acknowledged when a change takes effect, in percent.
pub const COVERAGE_TARGET: u64 = 95;

/// Whether figures of so many people are shown.
pub const fn shown(population: usize) -> bool {
    MIN_GROUP <= population
}

/// Which of the groups that a whole consists of show their figures, in their order, by how many people each has. What is
/// hidden is as good as told where it can be worked out, from the whole and the other groups: while that would be figures
/// of too few people, the smallest group that is large enough is hidden as well.
pub fn shown_parts(populations: &[usize]) -> Vec<bool> {
    let mut parts: Vec<bool> = populations.iter().map(|population| shown(*population)).collect();
    let hidden: usize = populations.iter().filter(|population| !shown(**population)).sum();
    if 0 < hidden && !shown(hidden) {
        let large = populations.iter().enumerate().filter(|(_, population)| shown(**population));
        let smallest = large.min_by_key(|(_, population)| **population);
        if let Some(part) = smallest.and_then(|(index, _)| parts.get_mut(index)) {
            *part = false;
        }
    }
    parts
}

/// Whether somebody whom a broadcast reached is part of its figures at an instant. Who acknowledged always is. Who did not
/// is left out while they are exempt, when they left, and when it ended before it took effect: it never bound them. An end
/// that came later takes nobody out: until then they could act on the old instruction.
pub fn is_counted(recipient: &Recipient, broadcast: &Broadcast, now: Timestamp) -> bool {
    if recipient.acknowledged_at.is_some() {
        return true;
    }
    let Some(ended) = recipient.ended else { return !recipient.is_exempt(now) };
    // It ends for everybody at once; who leaves is let go of alone.
    let ended_for_all = broadcast.ended_at == Some(ended.at);
    ended_for_all && broadcast.effect() <= ended.at && !recipient.is_exempt(ended.at.min(now))
}

/// A part of a whole that is not nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// The part, never more than the whole.
    pub part: u64,
    /// The whole, never zero.
    pub whole: u64,
}

/// When somebody acknowledged a broadcast, and since when it had reached them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// Since when it has reached them, time away left out ([`Answer::reached_again`]); none where that is since it was sent.
    pub reached_since: Option<Timestamp>,
    /// When they acknowledged it; none while they have not.
    pub acknowledged_at: Option<Timestamp>,
}

/// When the people whom a broadcast is for acknowledged it. Only those who are counted ([`is_counted`]) are among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgements {
    published_at: Timestamp,
    effective_at: Timestamp,
    population: usize,
    /// When they acknowledged, from the earliest.
    instants: Vec<Timestamp>,
    /// For how long each of them could act on the old instruction, in milliseconds, from the shortest.
    delays: Vec<i64>,
}

/// The obsolescence window of a broadcast. Times are in seconds, rounded up, so that zero means that nobody was late. The time of
/// whoever came to it later than it took effect runs from when it reached them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// How many people have to acknowledge.
    pub population: usize,
    /// How many have.
    pub acknowledged: usize,
    /// The share that had acknowledged when it took effect, or reached them; before that, the share that has. None for nobody.
    pub coverage_at_effect: Option<Ratio>,
    /// How long after the effect half of them had acknowledged; none while they have not.
    pub ow50: Option<i64>,
    /// How long after the effect nine in ten had acknowledged; none while they have not.
    pub ow90: Option<i64>,
    /// How long after the effect all had acknowledged; none while they have not.
    pub ow_max: Option<i64>,
    /// How long after the publication the last acknowledged; none while somebody has not.
    pub publish_to_last_ack: Option<i64>,
}

/// How many people are how far with a broadcast, where somebody else has counted them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many have to acknowledge.
    pub population: usize,
    /// How many have.
    pub acknowledged: usize,
    /// How many had when it took effect, or reached them.
    pub covered: usize,
    /// When the last of those who have did.
    pub last_acknowledged: Option<Timestamp>,
}

impl Answer {
    /// For how long they could act on the old instruction, in milliseconds: from the effect, or from when it reached them where
    /// that was later. Not above zero where they never could; none while they still can.
    pub fn delay(self, effective_at: Timestamp) -> Option<i64> {
        Some(self.delay_at(effective_at, self.acknowledged_at?))
    }

    /// Since when it counts as having reached somebody whom it reaches again: the time for which they could act on the old
    /// instruction until they left is theirs, the time for which they were away is nobody's.
    #[must_use]
    pub fn reached_again(self, effective_at: Timestamp, left_at: Timestamp, now: Timestamp) -> Timestamp {
        let before = self.delay_at(effective_at, left_at).max(0);
        Timestamp::from_millis(now.as_millis().saturating_sub(before))
    }

    fn delay_at(self, effective_at: Timestamp, at: Timestamp) -> i64 {
        let from = self.reached_since.map_or(effective_at, |reached| reached.max(effective_at));
        at.as_millis().saturating_sub(from.as_millis())
    }
}

impl Window {
    /// What is known of it at an instant: before the effect only who has acknowledged, for nobody acts on an old instruction yet.
    #[must_use]
    pub fn known_at(self, now: Timestamp, effective_at: Timestamp) -> Self {
        if effective_at <= now {
            return self;
        }
        Self { coverage_at_effect: None, ow50: None, ow90: None, ow_max: None, ..self }
    }
}

impl Tally {
    /// Which of the acknowledgements, from 1 and in the order of their delays, decide about the window: those with which half,
    /// nine in ten, and all had acknowledged. The nearest rank decides: of n people, those who have not last, it is the one with
    /// the number ⌈n · percent ÷ 100⌉. Zero where there is nobody.
    pub fn deciding(self) -> [usize; 3] {
        [50, 90, 100].map(|percent| rank(self.population, percent))
    }

    /// The obsolescence window, from the delays of those that decide about it, in milliseconds, as far as they were given.
    pub fn window(self, published_at: Timestamp, deciding: [Option<i64>; 3]) -> Window {
        let Self { population, acknowledged, covered, last_acknowledged } = self;
        let [ow50, ow90, ow_max] = deciding.map(|delay| delay.map(seconds));
        let last = last_acknowledged.filter(|_| acknowledged == population);
        let since_published = |last: Timestamp| last.as_millis().saturating_sub(published_at.as_millis());
        Window {
            population,
            acknowledged,
            // Whoever acknowledged at the very instant of the effect could not act on the old instruction.
            coverage_at_effect: Ratio::new(count(covered), count(population)),
            ow50,
            ow90,
            ow_max,
            publish_to_last_ack: last.map(|last| seconds(since_published(last))),
        }
    }
}

impl Ratio {
    /// None where the whole is nothing, or less than its part.
    pub const fn new(part: u64, whole: u64) -> Option<Self> {
        if whole == 0 || whole < part { None } else { Some(Self { part, whole }) }
    }

    /// In percent, rounded down: 100 is all.
    pub const fn percent(self) -> u64 {
        match self.part.saturating_mul(100).checked_div(self.whole) {
            Some(percent) => percent,
            None => 0,
        }
    }

    /// Whether it is so many percent or more.
    pub const fn is_at_least(self, percent: u64) -> bool {
        self.whole.saturating_mul(percent) <= self.part.saturating_mul(100)
    }
}

impl Acknowledgements {
    /// One entry for each person.
    pub fn new(
        published_at: Timestamp,
        effective_at: Timestamp,
        people: impl IntoIterator<Item = Answer>,
    ) -> Self {
        let people: Vec<_> = people.into_iter().collect();
        let mut instants: Vec<_> = people.iter().filter_map(|answer| answer.acknowledged_at).collect();
        let mut delays: Vec<_> = people.iter().filter_map(|answer| answer.delay(effective_at)).collect();
        instants.sort_unstable();
        delays.sort_unstable();
        Self { published_at, effective_at, population: people.len(), instants, delays }
    }

    /// The obsolescence window.
    pub fn window(&self) -> Window {
        let tally = Tally {
            population: self.population,
            acknowledged: self.delays.len(),
            covered: self.delays.partition_point(|delay| *delay <= 0),
            last_acknowledged: self.instants.last().copied(),
        };
        let delay = |number: usize| self.delays.get(number.checked_sub(1)?).copied();
        tally.window(self.published_at, tally.deciding().map(delay))
    }

    /// How many had acknowledged as time went by: so many equal steps from the publication to the last acknowledgement,
    /// or to the effect if that is later. Instants that fall together are one.
    pub fn curve(&self, steps: usize) -> Vec<(Timestamp, usize)> {
        let first = self.published_at.min(self.instants.first().copied().unwrap_or(self.published_at));
        let last = self.instants.last().copied().unwrap_or(self.published_at);
        let last = last.max(self.effective_at).max(self.published_at);
        let instants = (0..=steps).map(|step| between(first, last, step, steps));
        let mut curve: Vec<_> = instants.map(|instant| (instant, self.until(instant))).collect();
        curve.dedup();
        curve
    }

    /// How many had acknowledged at an instant.
    fn until(&self, instant: Timestamp) -> usize {
        self.instants.partition_point(|acknowledged| *acknowledged <= instant)
    }
}

/// The nearest rank of so many percent.
const fn rank(population: usize, percent: usize) -> usize {
    population.saturating_mul(percent).div_ceil(100)
}

/// Milliseconds as seconds, rounded up; zero for less than none.
const fn seconds(millis: i64) -> i64 {
    if millis <= 0 { 0 } else { millis.saturating_sub(1) / 1000 + 1 }
}

/// The instant after so many of some equal steps; the last one where there are none.
fn between(first: Timestamp, last: Timestamp, step: usize, steps: usize) -> Timestamp {
    let whole = i128::from(last.as_millis()) - i128::from(first.as_millis());
    let part = whole * i128::from(count(step)) / i128::from(count(steps).max(1));
    let part = if steps == 0 { whole } else { part };
    let millis = i128::from(first.as_millis()) + part;
    i64::try_from(millis).map_or(last, Timestamp::from_millis)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{
        Audience, BroadcastEnd, BroadcastState, Ended, Exemption, RecipientState, Severity, Step,
    };
    use super::*;
    use crate::BroadcastId;

    const fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    /// Somebody whom it reached with the sending, or since an instant, and who acknowledged at another.
    fn answer(reached_since: Option<i64>, acknowledged_at: Option<i64>) -> Answer {
        Answer { reached_since: reached_since.map(at), acknowledged_at: acknowledged_at.map(at) }
    }

    /// Published at 0, in effect at 100.
    fn of(recipients: &[Option<i64>]) -> Acknowledgements {
        Acknowledgements::new(at(0), at(100), recipients.iter().map(|instant| answer(None, *instant)))
    }

    #[test]
    fn the_window_of_ten_people() {
        let recipients: Vec<_> = [10, 20, 30, 100, 104, 110, 120, 130, 190, 250].map(Some).into();
        let expected = Window {
            population: 10,
            acknowledged: 10,
            coverage_at_effect: Ratio::new(4, 10),
            ow50: Some(4),
            ow90: Some(90),
            ow_max: Some(150),
            publish_to_last_ack: Some(250),
        };
        assert_eq!(of(&recipients).window(), expected);
    }

    #[test]
    fn what_is_not_reached_is_not_said() {
        let window = of(&[Some(10), Some(150), None]).window();
        assert_eq!((window.ow50, window.ow90, window.ow_max), (Some(50), None, None));
        assert_eq!((window.acknowledged, window.publish_to_last_ack), (2, None));
    }

    #[test]
    fn nobody_has_no_window() {
        let window = of(&[]).window();
        assert_eq!(window.coverage_at_effect, None);
        assert_eq!((window.ow50, window.ow_max, window.publish_to_last_ack), (None, None, None));
        assert_eq!(of(&[]).curve(4).last(), Some(&(at(100), 0)));
    }

    #[test]
    fn one_person_is_half_and_all() {
        let window = of(&[Some(101)]).window();
        assert_eq!((window.ow50, window.ow90, window.ow_max), (Some(1), Some(1), Some(1)));
    }

    #[test]
    fn a_part_of_a_second_is_late() {
        let given = Answer { acknowledged_at: Some(Timestamp::from_millis(1001)), ..Answer::default() };
        let late = Acknowledgements::new(at(0), at(1), [given]).window();
        assert_eq!((late.ow_max, late.publish_to_last_ack), (Some(1), Some(2)));
        assert_eq!(late.coverage_at_effect.map(Ratio::percent), Some(0));
    }

    #[test]
    fn the_time_of_whoever_comes_later_runs_from_when_it_reached_them() {
        // One was there, one came before the effect, one long after it: they acknowledged last, and soonest.
        let people = [answer(None, Some(150)), answer(Some(40), Some(130)), answer(Some(9_000), Some(9_010))];
        let window = Acknowledgements::new(at(0), at(100), people).window();
        assert_eq!((window.ow50, window.ow90, window.ow_max), (Some(30), Some(50), Some(50)));
        assert_eq!(window.coverage_at_effect, Ratio::new(0, 3));
        assert_eq!(window.publish_to_last_ack, Some(9_010), "the last word is when it was given");
        let curve = Acknowledgements::new(at(0), at(100), people).curve(0);
        assert_eq!(curve, [(at(9_010), 3)]);
    }

    #[test]
    fn time_away_is_nobodys_and_the_time_before_stays() {
        let back = |since, left, now| answer(since, None).reached_again(at(100), at(left), at(now));
        // Who left before the effect could act on nothing old.
        assert_eq!(back(None, 90, 9_000), at(9_000));
        assert_eq!(back(None, 90, 95), at(95));
        // Who left 20 after it has those 20 behind them, however often they come and go.
        let once = back(None, 120, 9_000);
        assert_eq!(once, at(8_980));
        let twice = back(Some(8_980), 9_030, 20_000);
        assert_eq!(twice, at(19_950), "20 and 30");
        let given = Answer { reached_since: Some(twice), acknowledged_at: Some(at(20_010)) };
        assert_eq!(given.delay(at(100)), Some(60_000));
    }

    #[test]
    fn a_share_is_rounded_down_and_compared_exactly() {
        let ratio = Ratio::new(949, 1000).unwrap();
        assert_eq!((ratio.percent(), ratio.is_at_least(COVERAGE_TARGET)), (94, false));
        assert!(Ratio::new(95, 100).unwrap().is_at_least(COVERAGE_TARGET));
        assert_eq!([Ratio::new(0, 0), Ratio::new(2, 1)], [None, None]);
    }

    #[test]
    fn the_curve_has_as_many_steps_as_asked_for() {
        let recipients = of(&[Some(10), Some(50), Some(50), Some(120), None]);
        let expected = [(at(0), 0), (at(30), 1), (at(60), 3), (at(90), 3), (at(120), 4)];
        assert_eq!(recipients.curve(4), expected);
        assert_eq!(recipients.curve(0), [(at(120), 4)]);
    }

    /// Published at 0, in effect at 100; live, or ended for all at an instant.
    fn broadcast(ended_at: Option<i64>) -> Broadcast {
        Broadcast {
            id: BroadcastId::new(uuid::Uuid::from_u128(1)),
            state: if ended_at.is_some() { BroadcastState::Closed } else { BroadcastState::Live },
            severity: Severity::Major,
            audience: Audience::default(),
            author: None,
            created_at: at(0),
            published_at: Some(at(0)),
            effective_at: Some(at(100)),
            ended_at: ended_at.map(at),
            beside: None,
            version: 1,
        }
    }

    /// Somebody who has not acknowledged, and whom it ceased to bind at an instant.
    fn silent(ended_at: Option<i64>) -> Recipient {
        let ended = ended_at.map(|instant| Ended { by: BroadcastEnd::Closed, at: at(instant) });
        Recipient { ended, ..Recipient::default() }
    }

    #[test]
    fn an_end_after_the_effect_takes_nobody_out() {
        let now = at(1000);
        assert!(is_counted(&silent(None), &broadcast(None), now));
        assert!(is_counted(&silent(Some(200)), &broadcast(Some(200)), now));
        assert!(is_counted(&silent(Some(100)), &broadcast(Some(100)), now), "the effect is part of the time");
        assert!(!is_counted(&silent(Some(99)), &broadcast(Some(99)), now), "it never bound anybody");
    }

    #[test]
    fn who_left_is_not_counted_whatever_becomes_of_it() {
        for ended_at in [None, Some(300)] {
            assert!(!is_counted(&silent(Some(200)), &broadcast(ended_at), at(1000)));
        }
    }

    #[test]
    fn who_is_exempt_is_not_counted_and_an_end_keeps_that() {
        let exempt = |until: Option<i64>, ended_at| {
            let exempt = Some(Exemption { reason: "congé".to_owned(), until: until.map(at) });
            Recipient { exempt, ..silent(ended_at) }
        };
        let counted =
            |until, ended_at, now| is_counted(&exempt(until, ended_at), &broadcast(ended_at), at(now));
        assert_eq!([499, 500].map(|now| counted(Some(500), None, now)), [false, true]);
        assert!(!counted(None, None, 9999));
        // Exempt when it ended: the time that passes since does not make them late.
        assert!(!counted(Some(500), Some(200), 9999));
        assert!(counted(Some(150), Some(200), 9999));
    }

    #[test]
    fn who_acknowledged_is_counted_in_any_case() {
        let acknowledged = Recipient::default()
            .after(Step::Read, Severity::Standard, 0, at(10))
            .and_then(|read| read.after(Step::Acknowledge, Severity::Standard, 0, at(20)))
            .unwrap();
        assert_eq!(acknowledged.state, RecipientState::Acknowledged);
        let exempt = Some(Exemption { reason: "congé".to_owned(), until: None });
        let exempt = Recipient { exempt, ..acknowledged };
        assert!(is_counted(&exempt, &broadcast(Some(50)), at(1000)));
    }

    #[test]
    fn small_groups_are_not_shown() {
        assert_eq!([0, 4, 5, 6].map(shown), [false, false, true, true]);
    }

    fn check_parts<const N: usize>(populations: [usize; N], expected: [bool; N]) {
        assert_eq!(shown_parts(&populations), expected, "{populations:?}");
    }

    #[test]
    fn a_hidden_part_cannot_be_worked_out_from_the_others() {
        check_parts([5, 6, 7], [true, true, true]);
        check_parts([4, 6, 7], [false, false, true]);
        check_parts([7, 4, 5], [true, false, false]);
        check_parts([4, 5], [false, false]);
        // Two that are hidden hide each other only where they are enough together.
        check_parts([3, 2, 9], [false, false, true]);
        check_parts([1, 2, 9, 9], [false, false, false, true]);
        check_parts([4], [false]);
        check_parts([5], [true]);
        // Nobody has no figures, and hides none.
        check_parts([0, 5, 6], [false, true, true]);
        check_parts([], []);
    }

    fn any() -> impl Strategy<Value = Acknowledgements> {
        let instant = |weight: f64| prop::option::weighted(weight, -5_000_i64..20_000);
        let people = prop::collection::vec((instant(0.2), instant(0.8)), 0..40);
        (0_i64..5_000, 0_i64..10_000, people).prop_map(|(published, effective, people)| {
            let millis = |instant: Option<i64>| instant.map(Timestamp::from_millis);
            let answer = |(reached, acknowledged)| Answer {
                reached_since: millis(reached),
                acknowledged_at: millis(acknowledged),
            };
            Acknowledgements::new(
                Timestamp::from_millis(published),
                Timestamp::from_millis(effective),
                people.into_iter().map(answer),
            )
        })
    }

    proptest! {
        #[test]
        fn more_people_take_longer(acknowledgements in any()) {
            let window = acknowledgements.window();
            // What is not reached is longer than anything.
            let delays = [window.ow50, window.ow90, window.ow_max].map(|delay| delay.unwrap_or(i64::MAX));
            prop_assert!(delays.is_sorted() && delays.iter().all(|delay| 0 <= *delay));
        }

        #[test]
        fn what_is_hidden_is_nobody_or_enough_people_or_all(populations in prop::collection::vec(0_usize..12, 0..8)) {
            let parts = shown_parts(&populations);
            prop_assert_eq!(parts.len(), populations.len());
            let hidden: usize = populations.iter().zip(&parts).filter(|(_, part)| !**part).map(|(count, _)| count).sum();
            prop_assert!(hidden == 0 || shown(hidden) || !parts.contains(&true));
            prop_assert!(populations.iter().zip(&parts).all(|(count, part)| shown(*count) || !*part));
        }

        #[test]
        fn figures_agree_with_each_other(acknowledgements in any()) {
            let window = acknowledgements.window();
            prop_assert_eq!(window.coverage_at_effect.is_some(), 0 < window.population);
            if let Some(coverage) = window.coverage_at_effect {
                prop_assert!(coverage.part <= coverage.whole && coverage.percent() <= 100);
                prop_assert_eq!(window.ow_max == Some(0), coverage.is_at_least(100));
                prop_assert_eq!(window.ow50 == Some(0), coverage.is_at_least(50));
                prop_assert_eq!(window.ow90 == Some(0), coverage.is_at_least(90));
            }
            prop_assert_eq!(window.ow_max.is_some(), window.publish_to_last_ack.is_some());
        }

        #[test]
        fn whoever_was_there_is_covered_when_they_had_acknowledged_by_the_effect(
            instants in prop::collection::vec(prop::option::weighted(0.8, -5_000_i64..20_000), 1..40),
        ) {
            let window = of(&instants).window();
            let covered = instants.iter().flatten().filter(|instant| **instant <= 100).count();
            prop_assert_eq!(window.coverage_at_effect.map(|share| share.part), Some(count(covered)));
        }

        #[test]
        fn whoever_comes_later_lengthens_nothing_by_having_come_later(
            acknowledgements in any(), came in 10_000_i64..20_000, took in 0_i64..1_000, away in 0_i64..1_000_000,
        ) {
            let later = |came: i64| Answer {
                reached_since: Some(Timestamp::from_millis(came)),
                acknowledged_at: Some(Timestamp::from_millis(came + took)),
            };
            let effective_at = acknowledgements.effective_at;
            prop_assert_eq!(later(came).delay(effective_at), later(came + away).delay(effective_at));
        }

        #[test]
        fn the_curve_only_climbs_and_ends_with_everybody_who_has(acknowledgements in any(), steps in 0_usize..30) {
            let curve = acknowledgements.curve(steps);
            prop_assert!(curve.len() <= steps + 1);
            prop_assert!(curve.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
            prop_assert_eq!(curve.last().map(|(_, count)| *count), Some(acknowledgements.window().acknowledged));
        }
    }
}

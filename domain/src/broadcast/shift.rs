//! Shifts: the hours in which a site works, as instants. Deadlines are counted in them.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// One shift: from an instant on, up to another and without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shift {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it.
    pub until: Timestamp,
}

/// Shifts one after the other: none is empty, none overlaps the next. They reach as far as whoever made them looked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shifts(Vec<Shift>);

impl Shifts {
    /// Puts shifts in order. Those that end before they begin or last no time are dropped: a clock that is set forward
    /// at night makes such ones. Where two overlap, the later one begins when the earlier one ends.
    pub fn new(shifts: impl IntoIterator<Item = Shift>) -> Self {
        let mut shifts: Vec<_> = shifts.into_iter().filter(|shift| shift.from < shift.until).collect();
        shifts.sort_unstable();
        let mut ordered: Vec<Shift> = Vec::with_capacity(shifts.len());
        for Shift { from, until } in shifts {
            let from = ordered.last().map_or(from, |before| before.until.max(from));
            if from < until {
                ordered.push(Shift { from, until });
            }
        }
        Self(ordered)
    }

    /// The shifts, from the earliest.
    pub fn as_slice(&self) -> &[Shift] {
        &self.0
    }

    /// When the n-th shift ends that ends after an instant. A shift under way at that instant is the first. None for
    /// the zeroth, and where there are not so many.
    pub fn nth_end_after(&self, at: Timestamp, n: usize) -> Option<Timestamp> {
        let ended = self.0.partition_point(|shift| shift.until <= at);
        let index = ended.checked_add(n.checked_sub(1)?)?;
        self.0.get(index).map(|shift| shift.until)
    }

    /// Whether a shift begins and ends between two instants.
    pub fn has_whole_between(&self, from: Timestamp, until: Timestamp) -> bool {
        let begun = self.0.partition_point(|shift| shift.from < from);
        self.0.get(begun).is_some_and(|shift| shift.until <= until)
    }

    /// How many seconds of the time between two instants lie in shifts, rounded down; none when the second is earlier.
    pub fn worked_between(&self, from: Timestamp, until: Timestamp) -> i64 {
        let millis = self.parts_from(from).map(|part| millis(part.from, part.until.min(until)).max(0));
        millis.fold(0_i64, i64::saturating_add) / 1000
    }

    /// The first instant by which so many seconds were worked since another; none where the shifts are too few.
    pub fn instant_after_working(&self, from: Timestamp, seconds: i64) -> Option<Timestamp> {
        let mut missing = seconds.saturating_mul(1000);
        if missing <= 0 {
            return Some(from);
        }
        for part in self.parts_from(from) {
            let worked = millis(part.from, part.until);
            if missing <= worked {
                return Some(Timestamp::from_millis(part.from.as_millis().saturating_add(missing)));
            }
            missing -= worked;
        }
        None
    }

    /// What is left of the shifts from an instant on.
    fn parts_from(&self, from: Timestamp) -> impl Iterator<Item = Shift> {
        let ended = self.0.partition_point(|shift| shift.until <= from);
        let left = self.0.get(ended..).unwrap_or_default().iter();
        left.map(move |shift| Shift { from: shift.from.max(from), until: shift.until })
    }
}

const fn millis(from: Timestamp, until: Timestamp) -> i64 {
    until.as_millis().saturating_sub(from.as_millis())
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An instant, in seconds.
    pub(in crate::broadcast) const fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    /// Shifts from and until instants in seconds.
    pub(in crate::broadcast) fn shifts(bounds: &[(i64, i64)]) -> Shifts {
        Shifts::new(bounds.iter().map(|(from, until)| Shift { from: at(*from), until: at(*until) }))
    }

    /// Shifts as a careless caller makes them, within -60 and 160.
    pub(in crate::broadcast) fn any_shifts() -> impl Strategy<Value = Shifts> {
        any_bounds().prop_map(|bounds| shifts(&bounds))
    }

    fn any_bounds() -> impl Strategy<Value = Vec<(i64, i64)>> {
        let bounds = (-50_i64..150, -10_i64..30).prop_map(|(from, length)| (from, from + length));
        prop::collection::vec(bounds, 0..8)
    }

    fn bounds(shifts: &Shifts) -> Vec<(i64, i64)> {
        let seconds = |instant: Timestamp| instant.as_millis() / 1000;
        shifts.as_slice().iter().map(|shift| (seconds(shift.from), seconds(shift.until))).collect()
    }

    #[test]
    fn shifts_are_put_in_order_and_odd_ones_dropped() {
        assert_eq!(
            bounds(&shifts(&[(30, 40), (5, 5), (9, 3), (10, 20), (15, 35)])),
            [(10, 20), (20, 35), (35, 40)]
        );
        assert_eq!(bounds(&shifts(&[(0, 10), (2, 8), (10, 20)])), [(0, 10), (10, 20)]);
    }

    #[test]
    fn a_shift_under_way_is_the_first() {
        let shifts = shifts(&[(0, 10), (20, 30), (30, 40)]);
        let ends = |now, n| shifts.nth_end_after(at(now), n);
        assert_eq!([ends(-5, 1), ends(0, 1), ends(9, 1)], [Some(at(10)); 3]);
        assert_eq!([ends(10, 1), ends(15, 1), ends(9, 2)], [Some(at(30)); 3]);
        assert_eq!(ends(0, 3), Some(at(40)));
        assert_eq!([ends(0, 0), ends(0, 4), ends(40, 1), ends(0, usize::MAX)], [None; 4]);
    }

    #[test]
    fn a_whole_shift_may_fill_the_time_to_the_brim() {
        let shifts = shifts(&[(0, 10), (20, 30)]);
        assert!(shifts.has_whole_between(at(0), at(10)));
        assert!(shifts.has_whole_between(at(1), at(30)));
        assert!(!shifts.has_whole_between(at(1), at(29)));
        assert!(!shifts.has_whole_between(at(21), at(99)));
        assert!(!shifts.has_whole_between(at(10), at(0)));
    }

    #[test]
    fn only_time_in_shifts_is_worked() {
        let shifts = shifts(&[(0, 10), (20, 30)]);
        assert_eq!(shifts.worked_between(at(5), at(25)), 10);
        assert_eq!(shifts.worked_between(at(10), at(20)), 0);
        assert_eq!(shifts.worked_between(at(25), at(5)), 0);
        assert_eq!(shifts.instant_after_working(at(5), 5), Some(at(10)));
        assert_eq!(shifts.instant_after_working(at(5), 6), Some(at(21)));
        assert_eq!(shifts.instant_after_working(at(12), 0), Some(at(12)));
        assert_eq!(shifts.instant_after_working(at(5), 16), None);
    }

    #[test]
    fn the_ends_of_time_are_no_trap() {
        let (first, last) = (Timestamp::from_millis(i64::MIN), Timestamp::from_millis(i64::MAX));
        let shifts = Shifts::new([Shift { from: first, until: last }]);
        assert_eq!(shifts.worked_between(first, last), i64::MAX / 1000);
        assert_eq!(shifts.nth_end_after(last, 1), None);
        assert!(shifts.instant_after_working(at(0), i64::MAX).is_some());
    }

    proptest! {
        #[test]
        fn shifts_are_sorted_disjoint_and_cover_what_was_given(given in any_bounds()) {
            let made = bounds(&shifts(&given));
            prop_assert!(made.iter().all(|(from, until)| from < until));
            prop_assert!(made.windows(2).all(|pair| pair[0].1 <= pair[1].0));
            let holds = |bounds: &[(i64, i64)], now: i64| bounds.iter().any(|(from, until)| (*from..*until).contains(&now));
            for now in -60..180 {
                prop_assert_eq!(holds(&made, now), holds(&given, now));
            }
            prop_assert_eq!(&bounds(&shifts(&made)), &made);
        }

        #[test]
        fn the_next_ends_follow_each_other(shifts in any_shifts(), now in -60_i64..180, n in 1_usize..9) {
            let end = shifts.nth_end_after(at(now), n);
            let one_by_one = (0..n).try_fold(at(now), |last, _| shifts.nth_end_after(last, 1));
            prop_assert_eq!(end, one_by_one);
            prop_assert!(end.is_none_or(|end| at(now) < end));
        }

        #[test]
        fn working_time_adds_up(shifts in any_shifts(), mut cuts in prop::array::uniform3(-60_i64..180)) {
            cuts.sort_unstable();
            let [first, middle, last] = cuts.map(at);
            let parts = shifts.worked_between(first, middle) + shifts.worked_between(middle, last);
            prop_assert_eq!(shifts.worked_between(first, last), parts);
            prop_assert!(parts <= last.seconds_since(first));
        }

        #[test]
        fn so_much_is_worked_at_the_instant_and_not_before(
            shifts in any_shifts(), now in -60_i64..180, seconds in 1_i64..200,
        ) {
            match shifts.instant_after_working(at(now), seconds) {
                Some(instant) => {
                    prop_assert_eq!(shifts.worked_between(at(now), instant), seconds);
                    prop_assert_eq!(shifts.worked_between(at(now), instant.plus_seconds(-1)), seconds - 1);
                }
                None => prop_assert!(shifts.worked_between(at(now), at(1000)) < seconds),
            }
        }

        #[test]
        fn a_whole_shift_is_found_where_there_is_one(
            shifts in any_shifts(), from in -60_i64..180, until in -60_i64..180,
        ) {
            let whole = |shift: &Shift| at(from) <= shift.from && shift.until <= at(until);
            prop_assert_eq!(
                shifts.has_whole_between(at(from), at(until)),
                shifts.as_slice().iter().any(whole)
            );
        }
    }
}

//! The shifts of a site as instants.

use domain::Timestamp;
use domain::broadcast::{Shift, Shifts, WeekShift};
use domain::vendor::Site;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// How many days before an instant its shifts are looked for: one may have begun the day before.
const BEFORE: i32 = 2;
/// How many days after it: longer than the longest closing of a site.
const AFTER: i32 = 35;
/// How many days between two instants are looked at.
const LONGEST: i64 = 400;
const DAY_SECONDS: i64 = 24 * 3600;

/// The shifts of a site around everything between two instants. What a change of clocks does to local times is done to the
/// shifts: they begin and end when the clock on the wall says so, and a time that is left out is as much later.
pub(crate) fn shifts_between(site: &Site, from: Timestamp, until: Timestamp) -> Shifts {
    let zone = TimeZone::get(site.time_zone.as_str()).unwrap_or(TimeZone::UTC);
    let first = jiff::Timestamp::from_millisecond(from.as_millis()).unwrap_or_default();
    let today = first.to_zoned_datetime(zone.clone()).date();
    let between = (until.seconds_since(from) / DAY_SECONDS).clamp(0, LONGEST);
    let last = AFTER.saturating_add(i32::try_from(between).unwrap_or_default());
    let days = (-BEFORE..=last).filter_map(|days| today.checked_add(days.days()).ok());
    Shifts::new(days.flat_map(|day| {
        let zone = zone.clone();
        let of_day =
            |shift: &&WeekShift| i8::try_from(shift.weekday) == Ok(day.weekday().to_monday_one_offset());
        let shifts: Vec<_> = site.shifts.as_slice().iter().filter(of_day).copied().collect();
        shifts.into_iter().filter_map(move |shift| {
            let end_day = if shift.passes_midnight() { day.tomorrow().ok()? } else { day };
            let from = instant_of(at_minute(day, shift.starts)?, &zone)?;
            let until = instant_of(at_minute(end_day, shift.ends)?, &zone)?;
            Some(Shift { from, until })
        })
    }))
}

fn at_minute(day: Date, minutes: u16) -> Option<DateTime> {
    let (hour, minute) = (i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?);
    Some(day.at(hour, minute, 0, 0))
}

fn instant_of(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let instant = local.to_zoned_datetime(zone.clone()).ok()?.timestamp();
    Some(Timestamp::from_millis(instant.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use domain::broadcast::{Deadline, Severity, WeeklyShifts};
    use domain::people::TimeZone;
    use domain::vendor::{Country, Standing, TransferRegime};
    use domain::{Name, SiteId, VendorId};

    use super::*;

    fn site(shifts: &str) -> Site {
        let id = uuid::Uuid::from_u128(1);
        Site {
            id: SiteId::new(id),
            vendor: VendorId::new(id),
            name: Name::parse("Nantes").unwrap(),
            country: Country::parse("FR").unwrap(),
            time_zone: TimeZone::stored("Europe/Paris".to_owned()),
            transfer_regime: TransferRegime::Eu,
            standing: Standing::Active,
            shifts: WeeklyShifts::parse(shifts).unwrap(),
            version: 1,
        }
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::from_millis(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    /// How long the shift lasts that ends first after an instant, in hours.
    fn hours(shifts: &str, instant: &str) -> i64 {
        let found = shifts_between(&site(shifts), at(instant), at(instant));
        let shift = found.as_slice().iter().find(|shift| at(instant) < shift.until).unwrap();
        shift.until.seconds_since(shift.from) / 3600
    }

    #[test]
    fn a_shift_is_as_long_as_the_clock_on_the_wall_makes_it() {
        let night = "mon-sun 22:00-06:00";
        assert_eq!(hours(night, "2026-03-20T22:00:00Z"), 8);
        // The clocks go forward on 29 March 2026 and back on 25 October.
        assert_eq!(hours(night, "2026-03-28T23:00:00Z"), 7);
        assert_eq!(hours(night, "2026-10-24T22:00:00Z"), 9);
    }

    /// The shifts that begin between two instants, in minutes.
    fn minutes(shifts: &str, from: &str, until: &str) -> Vec<i64> {
        let (from, until) = (at(from), at(until));
        let found = shifts_between(&site(shifts), from, until);
        let begun = found.as_slice().iter().filter(|shift| from <= shift.from && shift.from < until);
        begun.map(|shift| shift.until.seconds_since(shift.from) / 60).collect()
    }

    /// A major change at a French site that works at night, published as the night begins: when it is due, who is reminded
    /// when, and when the others hear.
    fn check_night(published: &str, reminders: [&str; 3], escalations: [&str; 3]) {
        let (published, due) = (at(published), at(reminders[2]));
        let shifts = shifts_between(&site("mon-sun 22:00-06:00"), published, published);
        let deadline = Deadline::of(Severity::Major, published, published, &shifts);
        assert_eq!(deadline, Deadline { due_at: Some(due), grace_until: Some(due) });
        let reminded = deadline.reminders(published, &shifts).into_iter().map(|(_, at)| at);
        assert_eq!(reminded.collect::<Vec<_>>(), reminders.map(at));
        let heard = deadline.escalations(Severity::Major, &shifts).into_iter().map(|(_, at)| at);
        assert_eq!(heard.collect::<Vec<_>>(), escalations.map(at));
    }

    #[test]
    fn a_deadline_is_when_the_clock_on_the_wall_says_so_whatever_was_done_to_it() {
        check_night(
            "2026-03-21T21:00:00Z",
            ["2026-03-22T01:00:00Z", "2026-03-22T03:24:00Z", "2026-03-22T05:00:00Z"],
            ["2026-03-22T05:00:00Z", "2026-03-23T05:00:00Z", "2026-03-24T05:00:00Z"],
        );
        // The last Sunday of March takes an hour out of the night: seven are worked.
        check_night(
            "2026-03-28T21:00:00Z",
            ["2026-03-29T00:30:00Z", "2026-03-29T02:36:00Z", "2026-03-29T04:00:00Z"],
            ["2026-03-29T04:00:00Z", "2026-03-30T04:00:00Z", "2026-03-31T04:00:00Z"],
        );
        // The last Sunday of October puts one in: nine are.
        check_night(
            "2026-10-24T20:00:00Z",
            ["2026-10-25T00:30:00Z", "2026-10-25T03:12:00Z", "2026-10-25T05:00:00Z"],
            ["2026-10-25T05:00:00Z", "2026-10-26T05:00:00Z", "2026-10-27T05:00:00Z"],
        );
    }

    #[test]
    fn a_change_of_clocks_leaves_no_gap_and_no_overlap_between_shifts() {
        let (march, october) = (
            ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"],
            ["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
        );
        let of = |shifts: &str, [from, until]: [&str; 2]| minutes(shifts, from, until);
        assert_eq!(of("mon-sun 00:00-24:00", march), [23 * 60]);
        assert_eq!(of("mon-sun 00:00-24:00", october), [25 * 60]);
        assert_eq!(of("mon-sun 00:00-03:00, 03:00-08:00", march), [2 * 60, 5 * 60]);
        assert_eq!(of("mon-sun 00:00-03:00, 03:00-08:00", october), [4 * 60, 5 * 60]);
        // What would begin in the hour that is left out begins an hour later; in the hour that comes twice, the first time.
        assert_eq!(of("mon-sun 02:30-06:00", march), [150]);
        assert_eq!(of("mon-sun 02:30-06:00", october), [270]);
    }

    #[test]
    fn a_shift_that_the_change_of_clocks_leaves_out_is_none() {
        let before = at("2026-03-28T12:00:00Z");
        let found = shifts_between(&site("sun 02:15-02:45; mon 08:00-20:00"), before, before);
        let of_the_night = found.as_slice().iter().filter(|shift| {
            at("2026-03-29T00:00:00Z") <= shift.from && shift.from < at("2026-03-29T12:00:00Z")
        });
        // 02:15 and 02:45 do not exist: they are 03:15 and 03:45.
        assert_eq!(
            of_the_night.map(|shift| shift.until.seconds_since(shift.from)).collect::<Vec<_>>(),
            [1800]
        );
    }
}

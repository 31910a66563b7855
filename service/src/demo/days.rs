//! The working days of a story as instants.

use domain::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::story::wrong;
use crate::error::Result;

/// The last working day before today.
const LAST: i32 = 10;

/// A day of the story, and an hour of it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Moment {
    pub(super) day: i32,
    pub(super) at: Hour,
}

/// An hour of the day, such as `09:10`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Hour {
    hour: i8,
    minute: i8,
}

impl TryFrom<String> for Hour {
    type Error = String;

    fn try_from(text: String) -> std::result::Result<Self, String> {
        let read = || {
            let (hour, minute) = text.split_once(':')?;
            let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
            ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(Self { hour, minute })
        };
        read().ok_or_else(|| format!("`{text}` is not an hour of the day"))
    }
}

/// The working days around today, on the clock of the client. Holidays are not known.
#[derive(Clone, Debug)]
pub(super) struct Days {
    zone: TimeZone,
    /// The last working day before today.
    last: Date,
}

impl Days {
    /// The days around an instant.
    pub(super) fn around(now: Timestamp, zone: &str) -> Result<Self> {
        let zone = TimeZone::get(zone).map_err(|error| wrong(&error.to_string()))?;
        let now = jiff::Timestamp::from_millisecond(now.as_millis()).unwrap_or_default();
        let today = now.to_zoned_datetime(zone.clone()).date();
        let last = neighbour(today, -1).ok_or_else(|| wrong("there are no such days"))?;
        Ok(Self { zone, last })
    }

    /// When a day of the story has come to an hour.
    pub(super) fn instant(&self, day: i32, at: Hour) -> Result<Timestamp> {
        let Hour { hour, minute } = at;
        let found = || {
            let local = neighbour(self.last, day.checked_sub(LAST)?)?.at(hour, minute, 0, 0);
            let instant = local.to_zoned_datetime(self.zone.clone()).ok()?.timestamp();
            Some(Timestamp::from_millis(instant.as_millisecond()))
        };
        found().ok_or_else(|| wrong(&format!("there is no day {day}")))
    }
}

/// The working day so many working days later, or earlier where it is negative.
fn neighbour(date: Date, days: i32) -> Option<Date> {
    let mut at = date;
    for _ in 0..days.unsigned_abs() {
        loop {
            at = if days < 0 { at.yesterday() } else { at.tomorrow() }.ok()?;
            if at.weekday().to_monday_one_offset() <= 5 {
                break;
            }
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::from_millis(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    fn check(now: &str, day: i32, expected: &str) {
        let days = Days::around(at(now), "Europe/Paris").unwrap();
        let hour = Hour::try_from("09:10".to_owned()).unwrap();
        assert_eq!(days.instant(day, hour).unwrap(), at(expected), "{now} {day}");
    }

    #[test]
    fn the_tenth_day_is_the_last_working_day_before_today() {
        // A Wednesday, a Saturday, a Sunday and a Monday.
        check("2026-11-25T08:00:00Z", 10, "2026-11-24T08:10:00Z");
        for weekend in ["2026-11-28T05:00:00Z", "2026-11-29T22:00:00Z", "2026-11-30T08:00:00Z"] {
            check(weekend, 10, "2026-11-27T08:10:00Z");
            check(weekend, 11, "2026-11-30T08:10:00Z");
        }
        // Half past midnight on Wednesday in Paris.
        check("2026-11-24T23:30:00Z", 10, "2026-11-24T08:10:00Z");
    }

    #[test]
    fn days_leave_weekends_out_and_follow_the_clock_on_the_wall() {
        check("2026-11-25T08:00:00Z", 1, "2026-11-11T08:10:00Z");
        // Before the clocks went back on 25 October.
        check("2026-10-28T08:00:00Z", 1, "2026-10-14T07:10:00Z");
        check("2026-11-25T08:00:00Z", -5, "2026-11-03T08:10:00Z");
    }

    #[test]
    fn what_is_no_hour_is_said() {
        for text in ["24:00", "9", "09:60", "-1:00", "x"] {
            assert!(Hour::try_from(text.to_owned()).unwrap_err().contains(text));
        }
    }
}

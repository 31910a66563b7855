//! Instants that people name by the clock on their wall.

use domain::Timestamp;
use domain::people::TimeZone;
use jiff::civil::{Date, Time};

/// The instant at which a day and a time of it (midnight without one) are reached in a zone; nothing for no day, `None` for what
/// is neither. A time that a change of clocks leaves out is as much later, and one that comes twice is the first.
pub fn instant_of(day: &str, time: &str, zone: &TimeZone) -> Option<Option<Timestamp>> {
    let (day, time) = (day.trim(), time.trim());
    if day.is_empty() {
        return time.is_empty().then_some(None);
    }
    let time = if time.is_empty() { Time::midnight() } else { Time::strptime("%H:%M", time).ok()? };
    reached(day.parse().ok()?, time, zone).map(Some)
}

/// The end of a day in a zone, which is the first instant of the next one; nothing for no day, `None` for what is none.
pub fn end_of_day(day: &str, zone: &TimeZone) -> Option<Option<Timestamp>> {
    match day.trim() {
        "" => Some(None),
        day => reached(day.parse::<Date>().ok()?.tomorrow().ok()?, Time::midnight(), zone).map(Some),
    }
}

fn reached(day: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    let zone = jiff::tz::TimeZone::get(zone.as_str()).unwrap_or(jiff::tz::TimeZone::UTC);
    let at = day.to_datetime(time).to_zoned_datetime(zone).ok()?.timestamp();
    Some(Timestamp::from_millis(at.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::stored(name.to_owned())
    }

    fn at(instant: &str) -> Option<Option<Timestamp>> {
        let instant: jiff::Timestamp = instant.parse().unwrap();
        Some(Some(Timestamp::from_millis(instant.as_millisecond())))
    }

    #[test]
    fn a_day_ends_where_the_next_begins_in_the_zone() {
        for (day, name, instant) in [
            ("2026-11-23", "Europe/Paris", "2026-11-23T23:00:00Z"),
            ("2026-11-23", "Indian/Antananarivo", "2026-11-23T21:00:00Z"),
            ("2026-12-31", "UTC", "2027-01-01T00:00:00Z"),
            // That Sunday has 25 hours.
            ("2026-10-25", "Europe/Paris", "2026-10-25T23:00:00Z"),
        ] {
            assert_eq!(end_of_day(day, &zone(name)), at(instant), "{day} {name}");
        }
    }

    #[test]
    fn a_time_that_a_change_of_clocks_leaves_out_is_later_and_one_that_comes_twice_the_first() {
        let paris = zone("Europe/Paris");
        assert_eq!(instant_of("2026-11-23", " ", &paris), at("2026-11-22T23:00:00Z"));
        assert_eq!(instant_of("2026-03-29", "02:30", &paris), at("2026-03-29T01:30:00Z"));
        assert_eq!(instant_of("2026-10-25", "02:30", &paris), at("2026-10-25T00:30:00Z"));
    }

    #[test]
    fn what_is_no_day_is_refused_and_none_is_none() {
        let paris = zone("Europe/Paris");
        for text in ["demain", "2026-02-30", "9999-12-31"] {
            assert_eq!(end_of_day(text, &paris), None, "{text}");
        }
        assert_eq!(end_of_day(" ", &paris), Some(None));
        assert_eq!(instant_of("", "", &paris), Some(None));
        assert_eq!(instant_of("", "12:00", &paris), None);
        assert_eq!(instant_of("2026-11-23", "25:00", &paris), None);
    }
}

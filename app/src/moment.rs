//! Instants as a reader sees them: taken apart on the server, in the reader's zone and language.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{TimeText, view};

/// An instant for one reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// For machines (RFC 3339).
    pub iso: String,
    /// For the reader.
    pub text: String,
    /// To the second, with the zone.
    pub exact: String,
}

/// Shows an instant.
#[component]
pub fn MomentText(
    /// The instant.
    moment: Moment,
) -> impl IntoView {
    let Moment { iso, text, exact } = moment;
    view! { <TimeText iso text exact /> }
}

#[cfg(feature = "ssr")]
mod for_reader {
    use domain::Timestamp;
    use i18n::{CivilTime, Messages};
    use service::Principal;

    use super::Moment;

    impl Moment {
        /// The day of an instant as somebody reads it.
        pub fn day(at: Timestamp, reader: &Principal) -> String {
            Messages::of(reader.locale()).date(taken_apart(at, reader).0)
        }

        /// The instant as somebody reads it.
        pub fn of(at: Timestamp, reader: &Principal) -> Self {
            let (civil, iso, exact) = taken_apart(at, reader);
            Self { iso, text: Messages::of(reader.locale()).date_time(civil), exact }
        }
    }

    /// The instant at which a day and a time of it (midnight without one) are reached in the reader's zone; nothing for
    /// no day, `None` for what is neither. A time that a change of clocks leaves out is as much later, and one that
    /// comes twice is the first.
    pub fn instant(day: &str, time: &str, reader: &Principal) -> Option<Option<Timestamp>> {
        let (day, time) = (day.trim(), time.trim());
        if day.is_empty() {
            return time.is_empty().then_some(None);
        }
        let day: jiff::civil::Date = day.parse().ok()?;
        let time: jiff::civil::Time = if time.is_empty() {
            jiff::civil::Time::midnight()
        } else {
            jiff::civil::Time::strptime("%H:%M", time).ok()?
        };
        reached(day, time, reader.time_zone().as_str()).map(Some)
    }

    /// The end of a day in the reader's zone, which is the first instant of the next one; nothing for no day, `None` for
    /// what is none.
    pub fn end_of_day(day: &str, reader: &Principal) -> Option<Option<Timestamp>> {
        match day.trim() {
            "" => Some(None),
            day => end_of(day, reader.time_zone().as_str()).map(Some),
        }
    }

    fn end_of(day: &str, zone: &str) -> Option<Timestamp> {
        let day: jiff::civil::Date = day.parse().ok()?;
        reached(day.tomorrow().ok()?, jiff::civil::Time::midnight(), zone)
    }

    /// When a day and a time of it are reached in a zone.
    fn reached(day: jiff::civil::Date, time: jiff::civil::Time, zone: &str) -> Option<Timestamp> {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let at = day.to_datetime(time).to_zoned_datetime(zone).ok()?.timestamp();
        Some(Timestamp::from_millis(at.as_millisecond()))
    }

    /// An instant in the reader's zone, for machines, and to the second.
    fn taken_apart(at: Timestamp, reader: &Principal) -> (CivilTime, String, String) {
        let zone = jiff::tz::TimeZone::get(reader.time_zone().as_str()).unwrap_or(jiff::tz::TimeZone::UTC);
        let instant =
            jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let zoned = instant.to_zoned_datetime(zone);
        let civil = CivilTime {
            year: zoned.year(),
            month: zoned.month(),
            day: zoned.day(),
            hour: zoned.hour(),
            minute: zoned.minute(),
        };
        (civil, instant.to_string(), zoned.strftime("%Y-%m-%d %H:%M:%S %Z").to_string())
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn check(day: &str, zone: &str, instant: &str) {
            let instant: jiff::Timestamp = instant.parse().unwrap();
            let expected = Timestamp::from_millis(instant.as_millisecond());
            assert_eq!(end_of(day, zone), Some(expected), "{day} {zone}");
        }

        #[test]
        fn a_day_ends_where_the_next_begins_in_the_zone() {
            check("2026-11-23", "Europe/Paris", "2026-11-23T23:00:00Z");
            check("2026-11-23", "Indian/Antananarivo", "2026-11-23T21:00:00Z");
            check("2026-12-31", "UTC", "2027-01-01T00:00:00Z");
            // That Sunday has 25 hours.
            check("2026-10-25", "Europe/Paris", "2026-10-25T23:00:00Z");
        }

        #[test]
        fn what_is_no_day_has_no_end() {
            for text in ["", "demain", "2026-02-30", "9999-12-31"] {
                assert_eq!(end_of(text, "Europe/Paris"), None, "{text}");
            }
        }
    }
}

#[cfg(feature = "ssr")]
pub(crate) use for_reader::{end_of_day, instant};

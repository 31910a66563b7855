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
}

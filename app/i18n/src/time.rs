//! Dates and times, from their parts: whoever knows the reader's zone has taken the instant apart.

use domain::Locale;

/// Parts of a civil date and time in the reader's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CivilTime {
    /// Year.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
    /// Day of the month.
    pub day: i8,
    /// Hour, 0 to 23.
    pub hour: i8,
    /// Minute.
    pub minute: i8,
}

impl crate::Messages {
    /// `23 nov. 2026, 14:05` or `23 Nov 2026, 14:05`.
    pub fn date_time(self, at: CivilTime) -> String {
        let CivilTime { hour, minute, .. } = at;
        format!("{}, {hour:02}:{minute:02}", self.date(at))
    }

    /// `23 nov. 2026` or `23 Nov 2026`; the French first of the month is `1er`.
    pub fn date(self, at: CivilTime) -> String {
        let CivilTime { year, month, day, .. } = at;
        let months = self.months();
        let month =
            usize::try_from(month - 1).ok().and_then(|month| months.get(month)).copied().unwrap_or("?");
        match (self.locale(), day) {
            (Locale::Fr, 1) => format!("1er\u{a0}{month}\u{a0}{year}"),
            _ => format!("{day}\u{a0}{month}\u{a0}{year}"),
        }
    }

    const fn months(self) -> [&'static str; 12] {
        match self.locale() {
            Locale::Fr => [
                "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
                "déc.",
            ],
            Locale::En => {
                ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Messages;

    #[test]
    fn times_are_written_as_each_language_does() {
        let at = CivilTime { year: 2026, month: 8, day: 1, hour: 9, minute: 5 };
        assert_eq!(Messages::of(Locale::Fr).date_time(at), "1er\u{a0}août\u{a0}2026, 09:05");
        assert_eq!(Messages::of(Locale::En).date_time(at), "1\u{a0}Aug\u{a0}2026, 09:05");
    }
}

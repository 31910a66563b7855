//! The week of a site: its shifts in local time, as people write them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Locale;
use crate::field::LEFT_OUT;

/// The minutes of a day whose clock is not set.
const DAY: u16 = 24 * 60;
/// The minutes of a week.
const WEEK: u32 = 7 * DAY as u32;

/// The days as they are written, from Monday; at least three letters of a word are enough to read it.
const DAYS: [(&str, &str); 7] = [
    ("monday", "lundi"),
    ("tuesday", "mardi"),
    ("wednesday", "mercredi"),
    ("thursday", "jeudi"),
    ("friday", "vendredi"),
    ("saturday", "samedi"),
    ("sunday", "dimanche"),
];

/// One shift of every week, in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WeekShift {
    /// The day on which it begins: 1 for Monday to 7 for Sunday (ISO 8601).
    pub weekday: u8,
    /// When it begins, in minutes since midnight.
    pub starts: u16,
    /// When it ends, in minutes since midnight: on the next day, unless this is later than its beginning.
    pub ends: u16,
}

/// The shifts of a site, week by week. Never empty, in order, and no two overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WeeklyShifts(Vec<WeekShift>);

/// What is wrong with a week, each with the part of the text that it is about. The words for it are in `i18n`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeekProblem {
    /// There is no shift.
    #[error("there is no shift")]
    Empty,
    /// No day stands before these hours.
    #[error("no day before `{0}`")]
    NoDay(String),
    /// No hours stand after these days.
    #[error("no hours after `{0}`")]
    NoHours(String),
    /// Not a day.
    #[error("`{0}` is not a day")]
    NotADay(String),
    /// Not a beginning and an end, such as `08:00-20:00`.
    #[error("`{0}` is not a beginning and an end")]
    NotAShift(String),
    /// Not an hour of the day.
    #[error("`{0}` is not an hour")]
    NotAnHour(String),
    /// The shift begins before the one before it has ended.
    #[error("`{}` overlaps another shift", .0.written(Locale::En))]
    Overlap(WeekShift),
}

impl WeekProblem {
    /// See [`Reason::without_words`](crate::Reason::without_words).
    pub(crate) fn without_words(self) -> Self {
        match self {
            Self::Empty | Self::Overlap(_) => self,
            Self::NoDay(part) => Self::NoDay(hour_at_most(part)),
            Self::NoHours(part) => Self::NoHours(hour_at_most(part)),
            Self::NotADay(part) => Self::NotADay(hour_at_most(part)),
            Self::NotAShift(part) => Self::NotAShift(hour_at_most(part)),
            Self::NotAnHour(part) => Self::NotAnHour(hour_at_most(part)),
        }
    }
}

/// A part that has the signs of an hour, with which nothing can be said; of another nothing.
fn hour_at_most(part: String) -> String {
    let is_of_hour = |sign: char| sign.is_ascii_digit() || matches!(sign, ':' | 'h');
    if part.len() <= "00:00".len() && part.chars().all(is_of_hour) { part } else { LEFT_OUT.to_owned() }
}

impl WeekShift {
    /// How long it lasts, in minutes, where no clock is set meanwhile.
    pub const fn minutes(self) -> u16 {
        if self.passes_midnight() {
            DAY.saturating_sub(self.starts).saturating_add(self.ends)
        } else {
            self.ends.saturating_sub(self.starts)
        }
    }

    /// Whether it ends on the next day. One that ends when it began lasts a day.
    pub const fn passes_midnight(self) -> bool {
        self.ends <= self.starts
    }

    /// The shift as people of a language write it.
    pub fn written(self, locale: Locale) -> String {
        format!("{} {}", written_day(self.weekday, locale), written_hours(self))
    }

    /// When it begins, in minutes since the week began.
    fn offset(self) -> u32 {
        u32::from(self.weekday.saturating_sub(1)) * u32::from(DAY) + u32::from(self.starts)
    }
}

impl WeeklyShifts {
    /// Puts the shifts of a week in order.
    ///
    /// # Errors
    ///
    /// When there is none, one is of no day or hour, or two overlap.
    pub fn new(mut shifts: Vec<WeekShift>) -> Result<Self, WeekProblem> {
        shifts.sort_unstable();
        let first = *shifts.first().ok_or(WeekProblem::Empty)?;
        for shift in &shifts {
            shift.check()?;
        }
        // After the last comes the first of the next week.
        let next = shifts.iter().skip(1).map(|shift| (*shift, shift.offset()));
        let next = next.chain([(first, first.offset() + WEEK)]);
        for (shift, (next, begins)) in shifts.iter().zip(next) {
            if begins < shift.offset() + u32::from(shift.minutes()) {
                return Err(WeekProblem::Overlap(next));
            }
        }
        Ok(Self(shifts))
    }

    /// Reads a week such as `mon-fri 08:00-20:00; sat 09:00-12:00, 13:00-18:00`. The days may be English or French,
    /// and in full; `22:00-06:00` ends on the next day, `00:00-24:00` lasts the whole day.
    ///
    /// # Errors
    ///
    /// What is wrong, with the part of the text that it is about.
    pub fn parse(text: &str) -> Result<Self, WeekProblem> {
        let mut shifts = Vec::new();
        for entry in text.split([';', '\n']).map(str::trim).filter(|entry| !entry.is_empty()) {
            shifts.extend(parse_entry(entry)?);
        }
        Self::new(shifts)
    }

    /// The shifts, from Monday.
    pub fn as_slice(&self) -> &[WeekShift] {
        &self.0
    }

    /// The week as people of a language write it. `parse` reads it back.
    pub fn written(&self, locale: Locale) -> String {
        let mut hours: BTreeMap<u8, Vec<String>> = BTreeMap::new();
        for shift in &self.0 {
            hours.entry(shift.weekday).or_default().push(written_hours(*shift));
        }
        // Days with the same hours stand together, in the order of their first day.
        let mut entries: Vec<(Vec<u8>, String)> = Vec::new();
        for (day, hours) in hours {
            let hours = hours.join(", ");
            match entries.iter_mut().find(|(_, others)| *others == hours) {
                Some((days, _)) => days.push(day),
                None => entries.push((vec![day], hours)),
            }
        }
        let entries =
            entries.into_iter().map(|(days, hours)| format!("{} {hours}", written_days(&days, locale)));
        entries.collect::<Vec<_>>().join("; ")
    }
}

impl Default for WeeklyShifts {
    /// Monday to Saturday from 8 to 20 o'clock.
    fn default() -> Self {
        Self((1..=6).map(|weekday| WeekShift { weekday, starts: 8 * 60, ends: 20 * 60 }).collect())
    }
}

impl fmt::Display for WeeklyShifts {
    /// As it is stored: in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(Locale::En))
    }
}

impl FromStr for WeeklyShifts {
    type Err = WeekProblem;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for WeeklyShifts {
    type Error = WeekProblem;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<WeeklyShifts> for String {
    fn from(week: WeeklyShifts) -> Self {
        week.to_string()
    }
}

impl WeekShift {
    fn check(self) -> Result<(), WeekProblem> {
        if !(1..=7).contains(&self.weekday) {
            return Err(WeekProblem::NotADay(self.weekday.to_string()));
        }
        match [self.starts, self.ends].into_iter().find(|minutes| DAY <= *minutes) {
            Some(minutes) => Err(WeekProblem::NotAnHour(written_hour(minutes))),
            None => Ok(()),
        }
    }
}

/// Days, then hours: `mon-fri 08:00-20:00`.
fn parse_entry(entry: &str) -> Result<Vec<WeekShift>, WeekProblem> {
    let (days, hours) = match entry.find(|letter: char| letter.is_ascii_digit()) {
        Some(digit) => entry.split_at(digit),
        None => return Err(WeekProblem::NoHours(entry.to_owned())),
    };
    if days.trim().is_empty() {
        return Err(WeekProblem::NoDay(entry.to_owned()));
    }
    let days = days.split(',').map(parse_days).collect::<Result<Vec<_>, _>>()?;
    let hours = hours.split(',').map(parse_hours).collect::<Result<Vec<_>, _>>()?;
    // A day that is named twice counts once.
    let days: BTreeSet<_> = days.into_iter().flatten().collect();
    let shifts = days
        .into_iter()
        .flat_map(|weekday| hours.iter().map(move |&(starts, ends)| WeekShift { weekday, starts, ends }));
    Ok(shifts.collect())
}

/// One day, or a run of days that may pass the end of the week: `mon`, `sat-mon`.
fn parse_days(part: &str) -> Result<Vec<u8>, WeekProblem> {
    let Some((first, last)) = split_range(part) else {
        return Ok(vec![parse_day(part)?]);
    };
    let (first, last) = (parse_day(first)?, parse_day(last)?);
    if first <= last { Ok((first..=last).collect()) } else { Ok((first..=7).chain(1..=last).collect()) }
}

fn parse_day(part: &str) -> Result<u8, WeekProblem> {
    let word = part.trim().trim_end_matches('.').to_lowercase();
    let is_begun = |name: &str| 3 <= word.len() && name.starts_with(&word);
    let days = (1..).zip(DAYS);
    days.into_iter()
        .find(|(_, (english, french))| is_begun(english) || is_begun(french))
        .map(|(day, _)| day)
        .ok_or_else(|| WeekProblem::NotADay(part.trim().to_owned()))
}

fn parse_hours(part: &str) -> Result<(u16, u16), WeekProblem> {
    let (starts, ends) = split_range(part).ok_or_else(|| WeekProblem::NotAShift(part.trim().to_owned()))?;
    let (starts, ends) = (parse_hour(starts)?, parse_end(ends)?);
    Ok((starts, ends))
}

/// An hour, or the end of the day, which is the beginning of the next.
pub(super) fn parse_end(part: &str) -> Result<u16, WeekProblem> {
    if part.trim() == "24:00" { Ok(0) } else { parse_hour(part) }
}

/// `8:00`, `08:00` or, as the French write it, `8h00`.
pub(super) fn parse_hour(part: &str) -> Result<u16, WeekProblem> {
    let read = || {
        let (hours, minutes) = part.trim().split_once([':', 'h'])?;
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !matches!(hours.len(), 1 | 2) || minutes.len() != 2 || !is_number(hours) || !is_number(minutes) {
            return None;
        }
        let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
        (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
    };
    read().ok_or_else(|| WeekProblem::NotAnHour(part.trim().to_owned()))
}

/// The two sides of a hyphen, or of the dash that word processors make of it.
fn split_range(part: &str) -> Option<(&str, &str)> {
    part.split_once(['-', '–'])
}

fn written_hours(shift: WeekShift) -> String {
    format!("{}-{}", written_hour(shift.starts), written_hour(shift.ends))
}

pub(super) fn written_hour(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Days in order; those that follow each other as a run.
fn written_days(days: &[u8], locale: Locale) -> String {
    let runs = days.chunk_by(|day, next| day + 1 == *next);
    let runs = runs.filter_map(|run| match run {
        [] => None,
        [day] => Some(written_day(*day, locale).to_owned()),
        [first, .., last] => Some(format!("{}-{}", written_day(*first, locale), written_day(*last, locale))),
    });
    runs.collect::<Vec<_>>().join(",")
}

fn written_day(day: u8, locale: Locale) -> &'static str {
    let names = DAYS.get(usize::from(day.saturating_sub(1))).copied().unwrap_or_default();
    let name = match locale {
        Locale::En => names.0,
        Locale::Fr => names.1,
    };
    name.get(..3).unwrap_or(name)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expected: &str) {
        match WeeklyShifts::parse(text) {
            Ok(week) => assert_eq!(week.to_string(), expected, "{text}"),
            Err(problem) => assert_eq!(problem.to_string(), expected, "{text}"),
        }
    }

    #[test]
    fn what_people_write_is_read() {
        check("mon-fri 08:00-20:00; sat 09:00-18:00", "mon-fri 08:00-20:00; sat 09:00-18:00");
        check("lun-ven 8h00-20h00 ; samedi 9:00 – 18:00\n", "mon-fri 08:00-20:00; sat 09:00-18:00");
        check("Mon, WED. ,fri 6:00-14:00 , 14:00-22:00", "mon,wed,fri 06:00-14:00, 14:00-22:00");
        check("sat-mon 08:00-12:00", "mon,sat-sun 08:00-12:00");
        check("mon-fri,tue 08:00-12:00", "mon-fri 08:00-12:00");
        check("sun-sun 08:00-12:00", "sun 08:00-12:00");
        check("mon-sun 00:00-24:00", "mon-sun 00:00-00:00");
        check(
            "sat 20:00-04:00; tue 08:00-12:00; sat 08:00-12:00",
            "tue 08:00-12:00; sat 08:00-12:00, 20:00-04:00",
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_part() {
        check(" ; \n", "there is no shift");
        check("08:00-20:00", "no day before `08:00-20:00`");
        check("mon-fri; sat 08:00-20:00", "no hours after `mon-fri`");
        check("mon-fry 08:00-20:00", "`fry` is not a day");
        check("m 08:00-20:00", "`m` is not a day");
        check("mon,, 08:00-20:00", "`` is not a day");
        check("mon 08:00", "`08:00` is not a beginning and an end");
        check("mon 08:00-12:00,", "`` is not a beginning and an end");
        for hour in ["25:00", "24:00", "8", "08:60", "008:00", "+8:00", "8:0", "é8:00"] {
            let text = format!("mon 07:00-12:00, {hour}-20:00");
            check(&text, &format!("`{hour}` is not an hour"));
        }
        check("mon 08:00-24:01", "`24:01` is not an hour");
        check("mon 08:00-12:00-14:00", "`12:00-14:00` is not an hour");
    }

    #[test]
    fn shifts_that_overlap_are_refused() {
        check("mon 08:00-12:00; mon 11:00-14:00", "`mon 11:00-14:00` overlaps another shift");
        check("mon 08:00-12:00; mon-tue 08:00-12:00", "`mon 08:00-12:00` overlaps another shift");
        check("mon 20:00-06:00; tue 05:00-12:00", "`tue 05:00-12:00` overlaps another shift");
        check("sun 20:00-06:00; mon 05:00-12:00", "`mon 05:00-12:00` overlaps another shift");
        check("sun 20:00-06:00; mon 06:00-12:00", "mon 06:00-12:00; sun 20:00-06:00");
    }

    #[test]
    fn shifts_out_of_the_calendar_are_refused() {
        let refused =
            |weekday, starts, ends| WeeklyShifts::new(vec![WeekShift { weekday, starts, ends }]).unwrap_err();
        assert_eq!(refused(0, 0, 60), WeekProblem::NotADay("0".to_owned()));
        assert_eq!(refused(8, 0, 60), WeekProblem::NotADay("8".to_owned()));
        assert_eq!(refused(1, 0, 1440), WeekProblem::NotAnHour("24:00".to_owned()));
        assert_eq!(refused(u8::MAX, u16::MAX, u16::MAX), WeekProblem::NotADay("255".to_owned()));
    }

    #[test]
    fn the_default_is_every_day_but_sunday() {
        let week = WeeklyShifts::default();
        assert_eq!(week.to_string(), "mon-sat 08:00-20:00");
        assert_eq!(week.written(Locale::Fr), "lun-sam 08:00-20:00");
        assert_eq!(WeeklyShifts::new(week.as_slice().to_vec()), Ok(week));
    }

    #[test]
    fn a_stored_week_is_checked_again() {
        let week: WeeklyShifts = serde_json::from_str("\"mon 08:00-20:00\"").unwrap();
        assert_eq!(serde_json::to_string(&week).unwrap(), "\"mon 08:00-20:00\"");
        assert!(serde_json::from_str::<WeeklyShifts>("\"mon\"").is_err());
    }

    #[test]
    fn a_shift_may_pass_midnight() {
        let shift = |starts, ends| WeekShift { weekday: 1, starts, ends };
        assert_eq!((shift(480, 1200).minutes(), shift(480, 1200).passes_midnight()), (720, false));
        assert_eq!((shift(1200, 480).minutes(), shift(1200, 480).passes_midnight()), (720, true));
        assert_eq!((shift(0, 0).minutes(), shift(0, 0).passes_midnight()), (1440, true));
    }

    pub(in crate::broadcast) fn any_week() -> impl Strategy<Value = Vec<WeekShift>> {
        let shift = (1_u8..=7, 0_u16..DAY, 0_u16..DAY);
        let shift = shift.prop_map(|(weekday, starts, ends)| WeekShift { weekday, starts, ends });
        // Short ones too, so that many fit into a week.
        let short = (1_u8..=7, 0_u16..47, 1_u16..4).prop_map(|(weekday, half, length)| WeekShift {
            weekday,
            starts: half * 30,
            ends: (half + length) * 30 % DAY,
        });
        prop_oneof![prop::collection::vec(shift, 0..3), prop::collection::vec(short, 0..12)]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(shifts in any_week()) {
            if let Ok(week) = WeeklyShifts::new(shifts) {
                for locale in Locale::ALL {
                    prop_assert_eq!(WeeklyShifts::parse(&week.written(locale)), Ok(week.clone()));
                }
            }
        }

        #[test]
        fn a_week_never_works_two_shifts_in_one_minute(shifts in any_week()) {
            let mut minutes = vec![0_u8; WEEK as usize];
            for shift in &shifts {
                for minute in 0..u32::from(shift.minutes()) {
                    minutes[((shift.offset() + minute) % WEEK) as usize] += 1;
                }
            }
            let is_disjoint = !shifts.is_empty() && minutes.iter().all(|count| *count <= 1);
            prop_assert_eq!(WeeklyShifts::new(shifts).is_ok(), is_disjoint);
        }

        #[test]
        fn no_text_is_a_trap(text in "[monsatlun0-9:;,h–é -]{0,40}") {
            if let Ok(week) = WeeklyShifts::parse(&text) {
                prop_assert_eq!(WeeklyShifts::parse(&week.to_string()), Ok(week));
            }
        }
    }
}

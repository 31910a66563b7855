//! The week of a site as a table: for each day the beginnings and the ends of its shifts, as people type them.

use serde::{Deserialize, Serialize};

use super::week::{parse_end, parse_hour, written_hour};
use super::{WeekProblem, WeekShift, WeeklyShifts};
use crate::{Checked, Fields, Reason};

/// For how many shifts a day there is room, unless one has more.
const ROOM: usize = 2;

/// A shift as it is typed; both sides are empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedShift {
    /// When it begins.
    pub from: String,
    /// When it ends: on the next day, unless this is later than its beginning.
    pub until: String,
}

/// The shifts of each day as they are typed. A form names its fields `shifts[mon][0][from]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timetable {
    mon: Vec<TypedShift>,
    tue: Vec<TypedShift>,
    wed: Vec<TypedShift>,
    thu: Vec<TypedShift>,
    fri: Vec<TypedShift>,
    sat: Vec<TypedShift>,
    sun: Vec<TypedShift>,
}

impl Timetable {
    /// The table of a week: as many shifts for each day, those that it has and room for more.
    pub fn of(week: &WeeklyShifts) -> Self {
        let mut table = Self::default();
        for shift in week.as_slice() {
            let day = usize::from(shift.weekday.saturating_sub(1));
            let typed = TypedShift { from: written_hour(shift.starts), until: written_hour(shift.ends) };
            if let Some(day) = table.days_mut().into_iter().nth(day) {
                day.push(typed);
            }
        }
        let room = table.days().iter().map(|(_, shifts)| shifts.len()).fold(ROOM, usize::max);
        table.days_mut().into_iter().for_each(|day| day.resize(room, TypedShift::default()));
        table
    }

    /// The days from Monday, each with its word in the names of fields and its shifts.
    pub fn days(&self) -> [(&'static str, &[TypedShift]); 7] {
        let Self { mon, tue, wed, thu, fri, sat, sun } = self;
        [("mon", mon), ("tue", tue), ("wed", wed), ("thu", thu), ("fri", fri), ("sat", sat), ("sun", sun)]
    }

    /// Reads the table. What is wrong is noted at its field below `name`.
    pub fn read(&self, name: &str, fields: &mut Fields) -> Option<WeeklyShifts> {
        let (mut shifts, mut is_right) = (Vec::new(), true);
        for (weekday, (day, typed)) in (1..).zip(self.days()) {
            for (place, TypedShift { from, until }) in typed.iter().enumerate() {
                if from.trim().is_empty() && until.trim().is_empty() {
                    continue;
                }
                let field = |side: &str| format!("{name}[{day}][{place}][{side}]");
                let starts = fields.read(&field("from"), hour(from, parse_hour));
                let ends = fields.read(&field("until"), hour(until, parse_end));
                match starts.zip(ends) {
                    Some((starts, ends)) => {
                        shifts.push((WeekShift { weekday, starts, ends }, field("from")));
                    }
                    None => is_right = false,
                }
            }
        }
        let week = || WeeklyShifts::new(shifts.iter().map(|(shift, _)| *shift).collect());
        match is_right.then(week)? {
            Ok(week) => Some(week),
            Err(problem) => {
                let at_fault = match &problem {
                    WeekProblem::Overlap(one) => shifts.iter().rfind(|(shift, _)| shift == one),
                    _ => None,
                };
                let field =
                    at_fault.map_or_else(|| format!("{name}[mon][0][from]"), |(_, field)| field.clone());
                fields.refuse(&field, Reason::NotAWeek(problem));
                None
            }
        }
    }

    fn days_mut(&mut self) -> [&mut Vec<TypedShift>; 7] {
        let Self { mon, tue, wed, thu, fri, sat, sun } = self;
        [mon, tue, wed, thu, fri, sat, sun]
    }
}

/// One side of a shift of which the other is typed.
fn hour(text: &str, parse: fn(&str) -> Result<u16, WeekProblem>) -> Checked<u16> {
    if text.trim().is_empty() { Err(Reason::Missing) } else { parse(text).map_err(Reason::NotAWeek) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::week::tests::any_week;
    use super::*;

    fn typed(from: &str, until: &str) -> TypedShift {
        TypedShift { from: from.to_owned(), until: until.to_owned() }
    }

    /// What a table says, or what is wrong with it: the field and why.
    fn read(table: &Timetable) -> Result<WeeklyShifts, Vec<(String, Reason)>> {
        let mut fields = Fields::new();
        let week = table.read("shifts", &mut fields);
        let wrong = fields.verdict(week);
        wrong.map_err(|invalid| invalid.0.into_iter().map(|wrong| (wrong.field, wrong.reason)).collect())
    }

    fn check(table: Timetable, expected: Result<&str, &[(&str, Reason)]>) {
        let expected = expected.map(str::to_owned).map_err(|wrong| {
            wrong.iter().map(|(field, why)| ((*field).to_owned(), why.clone())).collect::<Vec<_>>()
        });
        assert_eq!(read(&table).map(|week| week.to_string()), expected);
    }

    #[test]
    fn a_table_is_read_as_people_type_it() {
        let mon = vec![typed("8h00", "12:00"), typed(" 13:00 ", "17:00")];
        let sat = vec![typed("", ""), typed("22:00", "6:00")];
        let table = Timetable { mon, sat, sun: vec![typed("12:00", "24:00")], ..Timetable::default() };
        check(table, Ok("mon 08:00-12:00, 13:00-17:00; sat 22:00-06:00; sun 12:00-00:00"));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let hour = |text: &str| Reason::NotAWeek(WeekProblem::NotAnHour(text.to_owned()));
        let mon = vec![typed("8", "20:00"), typed("", "23:00")];
        let table = Timetable { mon, wed: vec![typed("24:00", " ")], ..Timetable::default() };
        check(
            table,
            Err(&[
                ("shifts[mon][0][from]", hour("8")),
                ("shifts[mon][1][from]", Reason::Missing),
                ("shifts[wed][0][from]", hour("24:00")),
                ("shifts[wed][0][until]", Reason::Missing),
            ]),
        );
    }

    #[test]
    fn a_table_without_a_shift_is_refused_where_it_begins() {
        let empty = Reason::NotAWeek(WeekProblem::Empty);
        check(Timetable::default(), Err(&[("shifts[mon][0][from]", empty)]));
    }

    #[test]
    fn the_shift_that_overlaps_is_named() {
        let overlap = |weekday, starts, ends| {
            Reason::NotAWeek(WeekProblem::Overlap(WeekShift { weekday, starts, ends }))
        };
        let mon = vec![typed("08:00", "12:00"), typed("11:00", "14:00")];
        let table = Timetable { mon, ..Timetable::default() };
        check(table, Err(&[("shifts[mon][1][from]", overlap(1, 660, 840))]));
        let twice = vec![typed("08:00", "12:00"), typed("08:00", "12:00")];
        let table = Timetable { fri: twice, ..Timetable::default() };
        check(table, Err(&[("shifts[fri][1][from]", overlap(5, 480, 720))]));
        // The night before reaches into it.
        let (sun, mon) = (vec![typed("20:00", "06:00")], vec![typed("05:00", "12:00")]);
        let table = Timetable { sun, mon, ..Timetable::default() };
        check(table, Err(&[("shifts[mon][0][from]", overlap(1, 300, 720))]));
    }

    #[test]
    fn every_day_has_room_for_two_shifts_or_as_many_as_one_has() {
        let room = |week: &str| {
            let table = Timetable::of(&WeeklyShifts::parse(week).unwrap());
            table.days().map(|(_, shifts)| shifts.len())
        };
        assert_eq!(room("mon 08:00-20:00"), [2; 7]);
        assert_eq!(room("tue 06:00-08:00, 10:00-12:00, 14:00-16:00"), [3; 7]);
    }

    proptest! {
        #[test]
        fn the_table_of_a_week_says_the_same(shifts in any_week()) {
            if let Ok(week) = WeeklyShifts::new(shifts) {
                prop_assert_eq!(read(&Timetable::of(&week)), Ok(week));
            }
        }

        #[test]
        fn no_text_is_a_trap(from in "[0-9:h –-]{0,7}", until in "[0-9:h –-]{0,7}") {
            let table = Timetable { thu: vec![typed(&from, &until)], ..Timetable::default() };
            match read(&table) {
                Ok(week) => prop_assert_eq!(week.as_slice().len(), 1),
                Err(wrong) => prop_assert!(!wrong.is_empty()),
            }
        }
    }
}

//! The shifts of a site as a table: the days, and beside each the beginnings and the ends of its shifts.

use domain::broadcast::{Timetable, TypedShift};
use leptos::prelude::*;
use ui::{Column, DataTable, FieldSet, FieldWidth, LabelDisplay, Need, Row, TextField, cell, t, view};

/// The shifts of a site as a table. Its fields are named as [`Timetable`] says.
#[component]
pub(super) fn ShiftTable(timetable: Timetable) -> impl IntoView {
    let t = t();
    let days = timetable.days();
    let most = days.iter().map(|(_, shifts)| shifts.len()).fold(0, usize::max);
    let numbered = (1..=most).map(|number| Column::text(t.shift_number(number)));
    let columns: Vec<_> = std::iter::once(Column::text(t.shift_day())).chain(numbered).collect();
    let rows = t.weekdays().into_iter().zip(days).map(|(name, (day, shifts))| day_row(name, day, shifts));
    let rows: Vec<_> = rows.collect();
    view! {
        <FieldSet legend=t.site_shifts() hint=t.site_shifts_hint()>
            <DataTable caption=t.site_shifts() columns rows />
        </FieldSet>
    }
}

fn day_row(name: &'static str, day: &'static str, shifts: &[TypedShift]) -> Row {
    let mut cells = vec![cell(name)];
    for (place, shift) in shifts.iter().enumerate() {
        let shift = shift.clone();
        cells.push(cell(view! { <ShiftFields name day place shift /> }));
    }
    Row::new(cells)
}

/// The beginning and the end of one shift.
#[component]
fn ShiftFields(name: &'static str, day: &'static str, place: usize, shift: TypedShift) -> impl IntoView {
    let t = t();
    let TypedShift { from, until } = shift;
    let number = place + 1;
    view! {
        <div class="hours">
            <HourField name=format!("shifts[{day}][{place}][from]") label=t.shift_from(name, number) value=from />
            <span class="hours__to" aria-hidden="true">{t.shift_to()}</span>
            <HourField name=format!("shifts[{day}][{place}][until]") label=t.shift_until(name, number) value=until />
        </div>
    }
}

#[component]
fn HourField(name: String, label: String, value: String) -> impl IntoView {
    view! {
        <TextField
            name
            label
            label_display=LabelDisplay::Hidden
            value
            need=Need::Unmarked
            width=FieldWidth::Short
            max_length=5u32
            autocomplete="off"
        />
    }
}

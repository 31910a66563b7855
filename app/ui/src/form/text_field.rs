//! One line of text.

use leptos::{html, prelude::*};

use super::bind::keep_in_step;
use crate::{Field, FieldTies, FieldWidth, LabelDisplay, Need, Text, class::classes, view};

/// What is typed into a [`TextField`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextKind {
    /// Anything.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A secret without a button to show it; see [`crate::PasswordField`].
    Password,
    /// Words to look for.
    Search,
    /// A day.
    Date,
    /// A whole number.
    Number,
}

impl TextKind {
    const fn input_type(self) -> &'static str {
        match self {
            Self::Text | Self::Number => "text",
            Self::Email => "email",
            Self::Password => "password",
            Self::Search => "search",
            Self::Date => "date",
        }
    }

    const fn input_mode(self) -> Option<&'static str> {
        match self {
            Self::Number => Some("numeric"),
            Self::Text | Self::Email | Self::Password | Self::Search | Self::Date => None,
        }
    }
}

/// A question answered with one line.
#[component]
pub fn TextField(
    /// Name in the form; the id follows from it.
    #[prop(into)]
    name: Text,
    /// The question.
    #[prop(into)]
    label: Text,
    /// Whether the label is seen or only heard.
    #[prop(optional)]
    label_display: LabelDisplay,
    /// What helps to answer it.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// What is typed.
    #[prop(optional)]
    kind: TextKind,
    /// The answer to start with.
    #[prop(optional, into)]
    value: Option<Text>,
    /// A signal that follows what is typed, and the other way round.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// Whether it must be answered.
    #[prop(optional)]
    need: Need,
    /// What the browser may fill in, such as `username` or `current-password`.
    #[prop(optional, into)]
    autocomplete: Option<Text>,
    /// The longest answer, in characters.
    #[prop(optional)]
    max_length: Option<u32>,
    /// How wide the control is.
    #[prop(optional)]
    width: FieldWidth,
    /// An example inside the control. Never instead of a label or hint.
    #[prop(optional, into)]
    placeholder: Option<Text>,
) -> impl IntoView {
    let ties = FieldTies::of(&name, hint.as_ref());
    let value = value.filter(|value| kind != TextKind::Date || is_day(value));
    let input = NodeRef::<html::Input>::new();
    keep_in_step(
        bind,
        move || input.get().map(|input| input.value()),
        move |value| {
            if let Some(input) = input.get_untracked() {
                input.set_value(value);
            }
        },
    );
    let control = view! {
        <input
            class=classes(&["control", width.class()])
            type=kind.input_type()
            inputmode=kind.input_mode()
            id=ties.id.clone()
            name=name
            value=ties.initial(value, bind)
            required=matches!(need, Need::Required)
            autocomplete=autocomplete
            maxlength=max_length
            placeholder=placeholder
            aria-describedby=ties.described_by()
            aria-invalid=ties.invalid()
            node_ref=input
            on:input:target=move |event| {
                if let Some(bind) = bind {
                    bind.set(event.target().value());
                }
            }
        />
    };
    view! { <Field ties label label_display hint need>{control}</Field> }
}

/// Whether a text is a day as a date control takes it: `2026-11-23`. Anything else it would refuse aloud.
fn is_day(text: &str) -> bool {
    let mut parts = text.split('-').map(|part| (part.len(), part.parse::<u32>().ok()));
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some((4, Some(year))), Some((2, Some(month))), Some((2, Some(day))), None) => {
            0 < year && 0 < day && day <= days_in(year, month)
        }
        _ => false,
    }
}

const fn days_in(year: u32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_day_of_the_calendar_is_a_day() {
        for good in ["2026-11-23", "2028-02-29", "2000-02-29"] {
            assert!(is_day(good), "{good}");
        }
        for bad in
            ["", "hier", "2026-2-3", "2026-02-29", "1900-02-29", "2026-13-01", "2026-01-00", "2026-01-01-"]
        {
            assert!(!is_day(bad), "{bad}");
        }
    }
}

//! One line of text.

use leptos::{html, prelude::*};

use super::bind::{initial, keep_in_step};
use crate::{Field, FieldTies, FieldWidth, LabelDisplay, Need, Text, class::classes};

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
            value=initial(value, bind)
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

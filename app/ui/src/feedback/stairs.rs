//! The staircase of a rollout.

use leptos::prelude::*;

use super::Tone;
use crate::{Icon, IconName, Text, class::classes, t, view};

/// A flight of stairs that fills as stages open. Up to nine steps.
#[component]
pub fn Stairs(
    /// What the flight is, for those who do not see it.
    #[prop(optional, into)]
    label: Option<Text>,
    /// The steps from the ground up.
    steps: Vec<Step>,
) -> impl IntoView {
    let label = label.unwrap_or_else(|| t().ui_staircase().into());
    let steps = steps.into_iter().map(|step| view! { <StairsStep step /> }).collect_view();
    view! {
        <ol class="stairs" aria-label=label>
            {steps}
        </ol>
    }
}

/// One step of a [`Stairs`].
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub label: Text,
    /// How far it is.
    pub state: StepState,
    /// A fact about it, such as its date or share.
    pub note: Option<Text>,
    /// The page about it.
    pub href: Option<Text>,
}

impl Step {
    /// A step with neither note nor link.
    pub fn new(label: impl Into<Text>, state: StepState) -> Self {
        Self { label: label.into(), state, note: None, href: None }
    }

    /// The same step with a fact about it.
    pub fn note(self, note: impl Into<Text>) -> Self {
        Self { note: Some(note.into()), ..self }
    }

    /// The same step with a link to the page about it.
    pub fn href(self, href: impl Into<Text>) -> Self {
        Self { href: Some(href.into()), ..self }
    }
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Its gate opened.
    Done,
    /// The rollout stands on it.
    Current,
    /// The rollout stands on it and may not go on.
    Holding,
    /// Not reached.
    Todo,
}

impl StepState {
    const fn class(self) -> &'static str {
        match self {
            Self::Done => "stairs__step--done",
            Self::Current => "stairs__step--current",
            Self::Holding => "stairs__step--holding",
            Self::Todo => "stairs__step--todo",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Done => IconName::CircleCheck,
            Self::Current => IconName::MapPin,
            Self::Holding => IconName::CirclePause,
            Self::Todo => IconName::Circle,
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Done => Tone::Go,
            Self::Current => Tone::Note,
            Self::Holding => Tone::Wait,
            Self::Todo => Tone::Neutral,
        }
    }

    fn word(self) -> &'static str {
        let t = t();
        match self {
            Self::Done => t.ui_step_done(),
            Self::Current => t.ui_step_current(),
            Self::Holding => t.ui_step_holding(),
            Self::Todo => t.ui_step_todo(),
        }
    }
}

#[component]
fn StairsStep(step: Step) -> impl IntoView {
    let Step { label, state, note, href } = step;
    let current = matches!(state, StepState::Current | StepState::Holding).then_some("step");
    let label = match href {
        Some(href) => view! { <a class="stairs__label" href=href>{label}</a> },
        None => view! { <span class="stairs__label">{label}</span> },
    };
    view! {
        <li class=classes(&["stairs__step", state.class()]) aria-current=current>
            <span class="stairs__block"></span>
            <span class="stairs__text">
                {label}
                {note.map(|note| view! { <span class="stairs__note">{note}</span> })}
                <span class=classes(&["stairs__state", state.tone().class()])>
                    <Icon name=state.icon() />
                    {state.word()}
                </span>
            </span>
        </li>
    }
}

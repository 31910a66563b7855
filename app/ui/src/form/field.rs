//! Label, hint and error around a control.

use leptos::prelude::*;

use super::context::field_id;
use crate::{FormContext, Icon, IconName, LabelDisplay, Text, t, view};

/// Whether a field must be filled in. What must be is not marked; what need not be is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// The form is refused without it.
    #[default]
    Required,
    /// Marked as optional.
    Optional,
    /// Not a question: a filter, a search.
    Unmarked,
}

/// How wide a control is: as wide as what is expected in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldWidth {
    /// A number, a date, a code.
    Short,
    /// A name, an address.
    #[default]
    Medium,
    /// As wide as there is room.
    Full,
}

impl FieldWidth {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Short => "control--short",
            Self::Medium => "",
            Self::Full => "control--full",
        }
    }
}

/// What ties a control to its label, hint and error.
#[derive(Clone, Debug)]
pub struct FieldTies {
    /// Id of the control.
    pub id: String,
    /// Whether there is a hint.
    hint: bool,
    error: Option<Signal<Option<String>>>,
    typed: Option<String>,
}

impl FieldTies {
    /// The ties of the field `name` in the surrounding form.
    pub fn of(name: &str, hint: Option<&Text>) -> Self {
        let form = use_context::<FormContext>();
        let id = form.map_or_else(|| field_id("", name), |form| form.field_id(name));
        let error = form.map(|form| {
            let name = name.to_owned();
            Signal::from(Memo::new(move |_| {
                form.problem.with(|problem| problem.as_ref()?.field(&name).map(str::to_owned))
            }))
        });
        let typed = form.and_then(|form| form.typed(name));
        Self { id, hint: hint.is_some(), error, typed }
    }

    /// The answer that the control starts with: what was typed before, or else what is known.
    pub(super) fn initial(&self, value: Option<Text>, bind: Option<RwSignal<String>>) -> String {
        match (&self.typed, value, bind) {
            (Some(typed), _, _) => typed.clone(),
            (None, _, Some(bind)) => bind.get_untracked(),
            (None, Some(value), None) => value.into_owned(),
            (None, None, None) => String::new(),
        }
    }

    /// For `aria-describedby`: the ids of hint and error, as far as they exist.
    pub fn described_by(&self) -> impl Fn() -> Option<String> + Clone + Send + Sync + use<> {
        let Self { id, hint, error, typed: _ } = self.clone();
        move || {
            let wrong = error.is_some_and(|error| error.with(Option::is_some));
            match (hint, wrong) {
                (false, false) => None,
                (true, false) => Some(format!("{id}-hint")),
                (false, true) => Some(format!("{id}-error")),
                (true, true) => Some(format!("{id}-hint {id}-error")),
            }
        }
    }

    /// For `aria-invalid`.
    pub fn invalid(&self) -> impl Fn() -> Option<&'static str> + Clone + Send + Sync + use<> {
        let error = self.error;
        move || error.is_some_and(|error| error.with(Option::is_some)).then_some("true")
    }
}

/// Label, hint and error around any control. The fields of the kit use it; use it for a control of your own.
#[component]
pub fn Field(
    /// What ties the control to its words.
    ties: FieldTies,
    /// The question.
    #[prop(into)]
    label: Text,
    /// Whether the label is seen or only heard.
    #[prop(optional)]
    label_display: LabelDisplay,
    /// What helps to answer it.
    #[prop(optional_no_strip)]
    hint: Option<Text>,
    /// Whether it must be answered.
    #[prop(optional)]
    need: Need,
    /// The control.
    children: Children,
) -> impl IntoView {
    let invalid = ties.invalid();
    let label_class = match label_display {
        LabelDisplay::Shown => "field__label",
        LabelDisplay::Hidden => "visually-hidden",
    };
    view! {
        <div class="field" class:field--invalid=move || invalid().is_some()>
            <label class=label_class for=ties.id.clone()>
                {label}
                <NeedMark need />
            </label>
            <FieldWords ties hint />
            {children()}
        </div>
    }
}

/// Hint and error, in the order in which they are read.
#[component]
pub(super) fn FieldWords(ties: FieldTies, hint: Option<Text>) -> impl IntoView {
    let FieldTies { id, hint: _, error, typed: _ } = ties;
    let hint = hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> });
    let message = move |text: String| {
        view! {
            <p class="field__error" id=format!("{id}-error")>
                <Icon name=IconName::CircleAlert />
                <span>
                    <span class="visually-hidden">{t().ui_error_prefix()} " "</span>
                    {text}
                </span>
            </p>
        }
    };
    let error = error.map(|error| move || error.get().map(&message));
    view! {
        {hint}
        {error}
    }
}

/// The word behind the label of what need not be answered.
#[component]
pub(super) fn NeedMark(need: Need) -> impl IntoView {
    matches!(need, Need::Optional)
        .then(|| view! { <span class="field__optional">" (" {t().ui_optional()} ")"</span> })
}

//! A button.

use leptos::{ev::MouseEvent, prelude::*};

use super::{ButtonKind, ButtonSize, ButtonVariant, LabelDisplay};
use crate::{FormContext, Icon, IconName, Text, class::classes, view};

/// A button that starts an action. For navigation use [`crate::LinkButton`].
#[component]
pub fn Button(
    /// Visible label, also the accessible name.
    #[prop(into)]
    label: Text,
    /// A longer accessible name for where several buttons have the same label; it contains the label.
    #[prop(optional, into)]
    accessible_label: Option<Text>,
    /// The weight.
    #[prop(optional)]
    variant: ButtonVariant,
    /// The height.
    #[prop(optional)]
    size: ButtonSize,
    /// What the browser does with it in a form.
    #[prop(optional)]
    kind: ButtonKind,
    /// An icon in front of the label.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Whether the label is seen or only heard.
    #[prop(optional)]
    label_display: LabelDisplay,
    /// Shows a spinner and refuses presses; the label stays readable. A submit button follows its form.
    #[prop(optional, into)]
    busy: Option<Signal<bool>>,
    /// Refuses presses. Prefer to say why instead.
    #[prop(optional, into)]
    disabled: Option<Signal<bool>>,
    /// The name under which a submit button adds its value to the form.
    #[prop(optional, into)]
    name: Option<Text>,
    /// That value.
    #[prop(optional, into)]
    value: Option<Text>,
    /// What to do when pressed.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
) -> impl IntoView {
    let busy = busy.or_else(|| busy_of_form(kind));
    let press = move |event: MouseEvent| {
        if busy.is_some_and(|busy| busy.get_untracked()) {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let title = matches!(label_display, LabelDisplay::Hidden).then(|| label.clone());
    view! {
        <button
            type=kind.as_str()
            class=button_class(variant, size, label_display)
            title=title
            aria-label=accessible_label
            name=name
            value=value
            disabled=disabled.map(|disabled| move || disabled.get())
            aria-busy=busy.map(|busy| move || busy.get().then_some("true"))
            on:click=press
        >
            <ButtonFace label icon label_display />
        </button>
    }
}

/// What is inside a button or a link that looks like one.
#[component]
pub(crate) fn ButtonFace(
    label: Text,
    #[prop(optional_no_strip)] icon: Option<IconName>,
    #[prop(optional)] label_display: LabelDisplay,
) -> impl IntoView {
    let class = match label_display {
        LabelDisplay::Shown => "button__label",
        LabelDisplay::Hidden => "visually-hidden",
    };
    view! {
        {icon.map(|name| view! { <Icon name /> })}
        <span class=class>{label}</span>
    }
}

/// The classes of a button.
pub(crate) fn button_class(variant: ButtonVariant, size: ButtonSize, label_display: LabelDisplay) -> String {
    let only_icon = match label_display {
        LabelDisplay::Shown => "",
        LabelDisplay::Hidden => "button--icon",
    };
    classes(&["button", variant.class(), size.class(), only_icon])
}

fn busy_of_form(kind: ButtonKind) -> Option<Signal<bool>> {
    match kind {
        ButtonKind::Button => None,
        ButtonKind::Submit => use_context::<FormContext>().map(|form| form.busy),
    }
}

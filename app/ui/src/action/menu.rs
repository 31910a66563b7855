//! A menu of further actions.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::{ButtonSize, ButtonVariant, LabelDisplay, button::ButtonFace, button::button_class};
use crate::{Icon, IconName, Text, t};

/// A button that unfolds links and buttons. Works without scripts; closes on Escape and when left.
#[component]
pub fn Menu(
    /// Label of the button; "More actions" by default.
    #[prop(optional, into)]
    label: Option<Text>,
    /// Icon of the button.
    #[prop(default = IconName::Ellipsis)]
    icon: IconName,
    /// Whether the label is seen or only heard.
    #[prop(default = LabelDisplay::Hidden)]
    label_display: LabelDisplay,
    /// The height of the button.
    #[prop(optional)]
    size: ButtonSize,
    /// [`MenuLink`]s, buttons and forms.
    children: Children,
) -> impl IntoView {
    let label = label.unwrap_or_else(|| t().ui_more_actions().into());
    view! {
        <Disclosure
            class="menu"
            summary_class=button_class(ButtonVariant::Quiet, size, label_display)
            summary=move || view! { <ButtonFace label icon=Some(icon) label_display /> }
        >
            <div class="menu__panel">{children()}</div>
        </Disclosure>
    }
}

/// A link in a [`Menu`] or in the account menu.
#[component]
pub fn MenuLink(
    /// Where to.
    #[prop(into)]
    href: Text,
    /// The words of the link.
    #[prop(into)]
    label: Text,
    /// An icon in front.
    #[prop(optional, into)]
    icon: Option<IconName>,
) -> impl IntoView {
    view! {
        <a class="menu__item" href=href>
            {icon.map(|name| view! { <Icon name /> })}
            <span>{label}</span>
        </a>
    }
}

/// A `<details>` that behaves like a menu once the page is alive.
#[component]
pub(crate) fn Disclosure(
    class: &'static str,
    #[prop(into)] summary_class: String,
    #[prop(into)] summary: ViewFnOnce,
    children: Children,
) -> impl IntoView {
    let details = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(details) = details.get_untracked() {
            details.set_open(false);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    let on_leave = move |event: leptos::ev::FocusEvent| {
        let inside = event.related_target().is_some_and(|target| contains(details, target));
        if event.related_target().is_some() && !inside {
            close();
        }
    };
    view! {
        <details class=class node_ref=details on:keydown=on_key on:focusout=on_leave>
            <summary class=summary_class>{summary.run()}</summary>
            {children()}
        </details>
    }
    .into_any()
}

fn contains(details: NodeRef<html::Details>, target: web_sys::EventTarget) -> bool {
    use wasm_bindgen::JsCast;
    let Some(details) = details.get_untracked() else { return false };
    details.contains(target.dyn_ref::<web_sys::Node>())
}

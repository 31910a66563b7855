//! What unfolds below a button.

use leptos::{
    ev::{FocusEvent, KeyboardEvent, MouseEvent},
    html,
    prelude::*,
};
use wasm_bindgen::JsCast;

use super::{ButtonSize, ButtonVariant, LabelDisplay, button::ButtonFace, button::button_class};
use crate::{Icon, IconName, Text, t, view};

/// A button that unfolds links and buttons.
///
/// A native popover: it opens without scripts, closes on Escape and on a press elsewhere, and no table cuts
/// it off.
#[component]
pub fn Menu(
    /// Id of what unfolds, unique on the page.
    #[prop(into)]
    id: Text,
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
    let panel = NodeRef::<html::Div>::new();
    let close = move |event: MouseEvent| {
        if let (true, Some(panel)) = (leaves(&event), panel.get_untracked()) {
            drop(panel.hide_popover());
        }
    };
    view! {
        <div class="menu">
            <button
                type="button"
                class=button_class(ButtonVariant::Quiet, size, label_display)
                popovertarget=id.clone()
            >
                <ButtonFace label icon=Some(icon) label_display />
            </button>
            <div
                class="menu__panel menu__panel--floating"
                id=id
                popover="auto"
                node_ref=panel
                on:click=close
            >
                {children()}
            </div>
        </div>
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
    let on_click = move |event: MouseEvent| {
        if leaves(&event) {
            close();
        }
    };
    let on_leave = move |event: FocusEvent| {
        if event.related_target().is_some_and(|target| !contains(details, &target)) {
            close();
        }
    };
    view! {
        <details class=class node_ref=details on:keydown=on_key on:click=on_click on:focusout=on_leave>
            <summary class=summary_class>{summary.run()}</summary>
            {children()}
        </details>
    }
}

/// Whether a press was on something that goes elsewhere, so that what unfolded must fold.
pub(crate) fn leaves(event: &MouseEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .is_some_and(|target| target.closest("a").is_ok_and(|link| link.is_some()))
}

fn contains(details: NodeRef<html::Details>, target: &web_sys::EventTarget) -> bool {
    details.get_untracked().is_some_and(|details| details.contains(target.dyn_ref::<web_sys::Node>()))
}

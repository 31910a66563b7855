//! Looking for something from anywhere.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use crate::{Icon, IconName, Kbd, Text, view};

/// The search of the top bar: a plain form that leads to the results. The keys `/` and Ctrl K move the focus into it,
/// or, where there is one, open what is put in its place.
#[component]
pub fn SearchForm(
    /// The path of the results.
    #[prop(into)]
    action: Text,
    /// What it looks for; also the accessible name.
    #[prop(into)]
    label: Text,
    /// Name of the query.
    #[prop(into, default = Text::from("q"))]
    name: Text,
    /// The words that are looked for at present.
    #[prop(optional, into)]
    value: Option<Text>,
    /// What takes its place once somebody begins: it is given what was typed by then, which may be nothing.
    #[prop(optional, into)]
    on_begin: Option<Callback<String>>,
    /// Told when somebody comes near, so that what is needed can be fetched.
    #[prop(optional, into)]
    on_near: Option<Callback<()>>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let begin = move || match (input.get_untracked(), on_begin) {
        (Some(input), Some(on_begin)) => {
            let typed = input.value();
            input.set_value("");
            on_begin.run(typed);
        }
        (Some(input), None) => drop(input.focus()),
        (None, _) => {}
    };
    let near = move || {
        if let Some(on_near) = on_near {
            on_near.run(());
        }
    };
    // One listener for all: each kind of listener has its weight in the first load.
    let hear = move |event: ev::Event| {
        let is_here = || event.target().is_some_and(|target| is_input(&target, input));
        match event.type_().as_str() {
            "keydown" if calls_search(event.unchecked_ref()) => {
                event.prevent_default();
                begin();
            }
            "focusin" if is_here() => near(),
            "input" if on_begin.is_some() && is_here() && !is_composed(&event) => begin(),
            "click" | "compositionend" if on_begin.is_some() && is_here() => begin(),
            _ => {}
        }
    };
    Effect::new(move |_| {
        for name in ["keydown", "focusin", "input", "click", "compositionend"] {
            let handle = window_event_listener_untyped(name, hear);
            on_cleanup(move || handle.remove());
        }
    });
    let placeholder = label.clone();
    let search_label = label.clone();
    view! {
        <form class="search" role="search" aria-label=search_label action=action>
            <Icon name=IconName::Search />
            <input
                class="control"
                type="search"
                name=name
                value=value
                aria-label=label
                placeholder=placeholder
                autocomplete="off"
                maxlength=200u32
                aria-keyshortcuts="/ Control+K"
                node_ref=input
            />
            <span aria-hidden="true">
                <Kbd key="/" />
            </span>
        </form>
    }
}

fn is_input(target: &web_sys::EventTarget, input: NodeRef<html::Input>) -> bool {
    input.get_untracked().is_some_and(|input| **AsRef::<web_sys::EventTarget>::as_ref(&input) == **target)
}

/// Whether the letter is not finished: an accent waits for its letter.
fn is_composed(event: &ev::Event) -> bool {
    event.dyn_ref::<web_sys::InputEvent>().is_some_and(web_sys::InputEvent::is_composing)
}

/// Whether the key was meant for the search and not for a field.
fn calls_search(event: &ev::KeyboardEvent) -> bool {
    let in_field =
        event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|target| {
            target.matches("input, textarea, select, [contenteditable]").unwrap_or_default()
        });
    let with_control = event.ctrl_key() || event.meta_key();
    let is_slash = event.key() == "/" && !in_field && !with_control && !event.alt_key();
    is_slash || (with_control && !event.alt_key() && !event.shift_key() && event.key() == "k")
}

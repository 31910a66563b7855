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
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            if calls_search(&event) {
                event.prevent_default();
                begin();
            }
        });
        on_cleanup(move || handle.remove());
    });
    let is_replaced = on_begin.is_some();
    let near = move || {
        if let Some(on_near) = on_near {
            on_near.run(());
        }
    };
    let placeholder = label.clone();
    let search_label = label.clone();
    view! {
        <form class="search" role="search" aria-label=search_label action=action on:pointerenter=move |_| near()>
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
                on:focus=move |_| near()
                on:click=move |_| {
                    if is_replaced {
                        begin();
                    }
                }
                on:input=move |event| {
                    if is_replaced && !is_composed(&event) {
                        begin();
                    }
                }
                on:compositionend=move |_| {
                    if is_replaced {
                        begin();
                    }
                }
            />
            <span aria-hidden="true">
                <Kbd key="/" />
            </span>
        </form>
    }
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

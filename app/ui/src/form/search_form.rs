//! Looking for something from anywhere.

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use crate::{Icon, IconName, Kbd, Text, view};

/// The search of the top bar: a plain form that leads to the results. The key `/` moves the focus into it.
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
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            if let (true, Some(input)) = (calls_search(&event), input.get_untracked()) {
                event.prevent_default();
                drop(input.focus());
            }
        });
        on_cleanup(move || handle.remove());
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
                aria-keyshortcuts="/"
                node_ref=input
            />
            <span aria-hidden="true">
                <Kbd key="/" />
            </span>
        </form>
    }
}

/// Whether the key was meant for the search and not for a field.
fn calls_search(event: &ev::KeyboardEvent) -> bool {
    let in_field =
        event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|target| {
            target.matches("input, textarea, select, [contenteditable]").unwrap_or_default()
        });
    event.key() == "/" && !in_field && !event.ctrl_key() && !event.meta_key() && !event.alt_key()
}

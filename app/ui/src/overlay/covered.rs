//! What covers the screen.

use leptos::{html, prelude::*};

use crate::view;

/// A panel over the whole page that cannot be put away: something has to be done first. Without scripts it lies over the
/// page all the same. The heading inside has the id `cover-title`.
#[component]
pub fn Covered(
    /// What it says and what can be done.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get() {
            // As a modal dialog, so that nothing below it can be reached.
            dialog.close();
            drop(dialog.show_modal());
        }
    });
    view! {
        <dialog
            class="cover"
            open
            role="alertdialog"
            aria-labelledby="cover-title"
            node_ref=dialog
            on:cancel=|event: leptos::ev::Event| event.prevent_default()
        >
            <div class="cover__panel">{children()}</div>
        </dialog>
    }
}

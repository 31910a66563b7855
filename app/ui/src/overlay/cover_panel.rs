//! What covers the screen.

use leptos::{html, prelude::*};

use crate::{Icon, IconName, Text, view};

/// A panel over the whole page that cannot be put away: something has to be done first. Without scripts it lies over the
/// page all the same.
#[component]
pub fn CoverPanel(
    /// What it is about; also its accessible name.
    #[prop(into)]
    title: Text,
    /// What stands above the title, in a word or two.
    #[prop(into)]
    kicker: Text,
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
    let heard = title.clone();
    view! {
        <dialog
            class="cover"
            open
            role="alertdialog"
            aria-label=heard
            node_ref=dialog
            on:cancel=|event: leptos::ev::Event| event.prevent_default()
        >
            <div class="cover__panel">
                <p class="cover__kicker"><Icon name=IconName::TriangleAlert /> {kicker}</p>
                <h2 class="cover__title">{title}</h2>
                {children()}
            </div>
        </dialog>
    }
}

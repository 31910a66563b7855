//! Actions and facts in a row.

use leptos::prelude::*;

use crate::{Text, view};

/// Actions that belong together, in a row.
#[component]
pub fn Toolbar(
    /// What they act on.
    #[prop(into)]
    label: Text,
    /// The actions.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="toolbar" role="group" aria-label=label>
            {children()}
        </div>
    }
}

/// A key of the keyboard.
#[component]
pub fn Kbd(
    /// What is printed on it.
    #[prop(into)]
    key: Text,
) -> impl IntoView {
    view! { <kbd class="kbd">{key}</kbd> }
}

//! A form that always loads a page.

use leptos::prelude::*;

use crate::{Text, view};

/// A form that posts and loads what the server answers: signing out, changing a setting of the whole page.
/// For everything else use [`crate::Form`].
#[component]
pub fn PostForm(
    /// Where it is sent.
    #[prop(into)]
    action: Text,
    /// Fields and a submit button.
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=action>
            {children()}
        </form>
    }
}

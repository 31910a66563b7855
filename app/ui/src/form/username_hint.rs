//! Whose password it is.

use leptos::prelude::*;

use crate::{Text, view};

/// Tells password managers whose password a form sets; nobody sees it.
#[component]
pub fn UsernameHint(
    /// What the person signs in with.
    #[prop(into)]
    username: Text,
) -> impl IntoView {
    view! { <input type="text" autocomplete="username" value=username hidden readonly tabindex="-1" /> }
}

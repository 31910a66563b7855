//! Every component in every state.

use leptos::prelude::*;

/// The design system on one page.
#[component]
pub fn Gallery() -> impl IntoView {}

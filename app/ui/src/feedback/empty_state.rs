//! Nothing to show, and what to do about it.

use leptos::prelude::*;

use crate::{Text, shell::StaircaseArt, view};

/// Says that a list is empty, why, and what to do.
#[component]
pub fn EmptyState(
    /// What is missing.
    #[prop(into)]
    title: Text,
    /// Why, and what to do.
    #[prop(optional, into)]
    text: Option<Text>,
    /// The one action that mends it.
    #[prop(optional, into)]
    action: ViewFnOnce,
) -> impl IntoView {
    view! {
        <div class="empty">
            <StaircaseArt />
            <p class="empty__title">{title}</p>
            {text.map(|text| view! { <p class="empty__text">{text}</p> })}
            <div class="empty__action">{action.run()}</div>
        </div>
    }
}

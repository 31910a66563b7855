//! What is only heard.

use leptos::prelude::*;

use crate::view;

/// Text that is not seen but read aloud when it changes.
#[component]
pub fn LiveRegion(
    /// What is said; empty for nothing.
    #[prop(into)]
    message: Signal<String>,
    /// Whether it may interrupt.
    #[prop(optional)]
    urgency: Urgency,
) -> impl IntoView {
    view! {
        <span class="visually-hidden" role=urgency.role()>
            {move || message.get()}
        </span>
    }
}

/// Whether an announcement waits for a pause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Urgency {
    /// Waits.
    #[default]
    Polite,
    /// Interrupts: only for what changes what the person must do now.
    Assertive,
}

impl Urgency {
    const fn role(self) -> &'static str {
        match self {
            Self::Polite => "status",
            Self::Assertive => "alert",
        }
    }
}

/// Content that is heard but not seen.
#[component]
pub fn VisuallyHidden(
    /// What is heard.
    children: Children,
) -> impl IntoView {
    view! { <span class="visually-hidden">{children()}</span> }
}

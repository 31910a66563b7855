//! A state in a word.

use leptos::prelude::*;

use super::Tone;
use crate::{Icon, IconName, Text, class::classes, view};

/// A state in a word or two, with the icon of its tone.
#[component]
pub fn Badge(
    /// The word.
    #[prop(into)]
    label: Text,
    /// What the state means.
    #[prop(optional)]
    tone: Tone,
    /// Another icon than the tone's.
    #[prop(optional, into)]
    icon: Option<IconName>,
) -> impl IntoView {
    view! {
        <span class=classes(&["badge", tone.class()])>
            <Icon name=icon.unwrap_or(tone.icon()) />
            {label}
        </span>
    }
}

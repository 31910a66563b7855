//! A notice in the flow of the page.

use leptos::prelude::*;

use super::Tone;
use crate::{Icon, Text, class::classes, t, view};

/// A notice that belongs to what follows it. Not announced; for something that just happened use
/// [`crate::Flash`].
#[component]
pub fn Alert(
    /// What it means.
    #[prop(default = Tone::Note)]
    tone: Tone,
    /// The notice in a few words; the name of the tone by default.
    #[prop(optional, into)]
    title: Option<Text>,
    /// The rest.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let title = title.unwrap_or_else(|| tone_word(tone).into());
    view! {
        <div class=classes(&["alert", tone.class()])>
            <Icon name=tone.icon() />
            <div class="alert__content">
                <p class="alert__title">{title}</p>
                {children.map(|children| view! { <div class="alert__text">{children()}</div> })}
            </div>
        </div>
    }
}

fn tone_word(tone: Tone) -> &'static str {
    let t = t();
    match tone {
        Tone::Neutral | Tone::Note => t.ui_note(),
        Tone::Go => t.ui_success(),
        Tone::Wait => t.ui_warning(),
        Tone::Stop => t.ui_error(),
    }
}

//! Something that just happened.

use leptos::prelude::*;

use super::Tone;
use crate::{Button, ButtonSize, ButtonVariant, Icon, IconName, LabelDisplay, class::classes, t, view};

/// Announces what just happened; the person can dismiss it. It never leaves by itself.
#[component]
pub fn Flash(
    /// What happened; nothing is shown while it is `None`.
    message: RwSignal<Option<String>>,
    /// What it means.
    #[prop(default = Tone::Go)]
    tone: Tone,
) -> impl IntoView {
    let notice = move |text: String| {
        view! {
            <div class=classes(&["flash", tone.class()])>
                <Icon name=tone.icon() />
                <p class="flash__text">{text}</p>
                <Button
                    label=t().ui_dismiss()
                    icon=IconName::X
                    label_display=LabelDisplay::Hidden
                    variant=ButtonVariant::Quiet
                    size=ButtonSize::Small
                    on_press=move |()| message.set(None)
                />
            </div>
        }
    };
    view! { <div class="flash-region" role="status">{move || message.get().map(notice)}</div> }
}

//! Copying a text.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::{ButtonSize, ButtonVariant, LabelDisplay, button::ButtonFace, button::button_class};
use crate::{IconName, LiveRegion, Text, t, view};

const SAID_FOR: Duration = Duration::from_millis(2500);

/// A button that copies `text` and says so.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Text,
    /// Visible label; "Copy" by default.
    #[prop(optional, into)]
    label: Option<Text>,
    /// The weight.
    #[prop(optional)]
    variant: ButtonVariant,
    /// The height.
    #[prop(optional)]
    size: ButtonSize,
) -> impl IntoView {
    let t = t();
    let label = label.unwrap_or_else(|| t.ui_copy().into());
    let said = RwSignal::new("");
    let press = move |_| {
        let text = text.clone();
        spawn_local(async move {
            said.set(if copy(&text).await { t.ui_copied() } else { t.ui_copy_failed() });
            set_timeout(move || said.set(""), SAID_FOR);
        });
    };
    let face = move || {
        let (icon, label) = match said.get() {
            said if said == t.ui_copied() => (IconName::Check, Text::from(said)),
            _ => (IconName::Copy, label.clone()),
        };
        view! { <ButtonFace label icon=Some(icon) /> }
    };
    view! {
        <button type="button" class=button_class(variant, size, LabelDisplay::Shown) on:click=press>
            {face}
        </button>
        <LiveRegion message=Signal::derive(move || said.get().to_owned()) />
    }
}

/// Puts a text on the clipboard; whether the browser allowed it.
pub(crate) async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

//! A link that looks like a button.

use leptos::prelude::*;

use super::{ButtonSize, ButtonVariant, LabelDisplay, button::ButtonFace, button::button_class};
use crate::{IconName, Text, view};

/// A link with the weight of a button, for going somewhere.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: Text,
    /// Visible label, also the accessible name.
    #[prop(into)]
    label: Text,
    /// The weight.
    #[prop(optional)]
    variant: ButtonVariant,
    /// The height.
    #[prop(optional)]
    size: ButtonSize,
    /// An icon in front of the label.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Whether the label is seen or only heard.
    #[prop(optional)]
    label_display: LabelDisplay,
    /// The relation to the target: `external` for what the router must not handle, such as a download.
    #[prop(optional, into)]
    rel: Option<Text>,
) -> impl IntoView {
    let title = matches!(label_display, LabelDisplay::Hidden).then(|| label.clone());
    view! {
        <a href=href class=button_class(variant, size, label_display) title=title rel=rel>
            <ButtonFace label icon label_display />
        </a>
    }
}

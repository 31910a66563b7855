//! The end of a form.

use leptos::prelude::*;

use crate::{Button, ButtonKind, ButtonVariant, IconName, LinkButton, Text, t, view};

/// The button that sends the form and the way out of it.
#[component]
pub fn SubmitRow(
    /// The verb of the form.
    #[prop(into)]
    label: Text,
    /// The weight of the button.
    #[prop(default = ButtonVariant::Primary)]
    variant: ButtonVariant,
    /// An icon in front of the label.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// Where "Cancel" leads; without it there is no such link.
    #[prop(optional, into)]
    cancel: Option<Text>,
    /// Further buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let cancel =
        cancel.map(|href| view! { <LinkButton href label=t().cancel() variant=ButtonVariant::Quiet /> });
    view! {
        <div class="submit-row">
            <Button label variant kind=ButtonKind::Submit nostrip:icon />
            {children.map(|children| children())}
            {cancel}
        </div>
    }
}

//! An action that asks first.

use leptos::{ev::MouseEvent, prelude::*};

use super::{
    Button, ButtonKind, ButtonSize, ButtonVariant, LabelDisplay, button::ButtonFace, button::button_class,
};
use crate::{Dialog, IconName, Text, t, view};

/// A button inside a form that explains the consequence before it sends the form.
///
/// Without scripts the explanation and the real button unfold in place; with them they open as a dialog.
#[component]
pub fn ConfirmButton(
    /// Id of the dialog, unique on the page.
    #[prop(into)]
    id: Text,
    /// Label of the button and title of the dialog: a verb.
    #[prop(into)]
    label: Text,
    /// What will happen, in one or two sentences.
    #[prop(into)]
    consequence: Text,
    /// Label of the button that does it; the label by default.
    #[prop(optional, into)]
    confirm_label: Option<Text>,
    /// The weight of both buttons.
    #[prop(default = ButtonVariant::Danger)]
    variant: ButtonVariant,
    /// The height of the first button.
    #[prop(optional)]
    size: ButtonSize,
    /// An icon in front of the label.
    #[prop(optional, into)]
    icon: Option<IconName>,
    /// What to do, when it is not sending the surrounding form.
    #[prop(optional, into)]
    on_confirm: Option<Callback<()>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let confirm_label = confirm_label.unwrap_or_else(|| label.clone());
    let ask = move |event: MouseEvent| {
        event.prevent_default();
        open.set(true);
    };
    let class = button_class(variant, size, LabelDisplay::Shown);
    let (title, inline_label, inline_text) = (label.clone(), confirm_label.clone(), consequence.clone());
    view! {
        <details class="confirm">
            <summary class=class on:click=ask>
                <ButtonFace label icon />
            </summary>
            <div class="confirm__inline">
                <p>{inline_text}</p>
                <Button label=inline_label variant kind=ButtonKind::Submit />
            </div>
        </details>
        <ConfirmDialog id open title consequence confirm_label variant nostrip:on_confirm />
    }
}

/// The dialog of a [`ConfirmButton`], for actions that start elsewhere.
#[component]
pub fn ConfirmDialog(
    /// Id of the dialog, unique on the page.
    #[prop(into)]
    id: Text,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The action as a verb.
    #[prop(into)]
    title: Text,
    /// What will happen, in one or two sentences.
    #[prop(into)]
    consequence: Text,
    /// Label of the button that does it.
    #[prop(into)]
    confirm_label: Text,
    /// The weight of that button.
    #[prop(default = ButtonVariant::Danger)]
    variant: ButtonVariant,
    /// What to do; without it the button sends the surrounding form.
    #[prop(optional, into)]
    on_confirm: Option<Callback<()>>,
) -> impl IntoView {
    let kind = if on_confirm.is_some() { ButtonKind::Button } else { ButtonKind::Submit };
    let confirm = move |()| {
        // Not at once: a button that leaves the page during its own click sends nothing.
        request_animation_frame(move || open.set(false));
        if let Some(on_confirm) = on_confirm {
            on_confirm.run(());
        }
    };
    view! {
        <Dialog id title open>
            <p>{consequence.clone()}</p>
            <div class="dialog__actions">
                <Button label=t().cancel() on_press=move |()| open.set(false) />
                <Button label=confirm_label.clone() variant kind on_press=confirm />
            </div>
        </Dialog>
    }
}

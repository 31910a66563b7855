//! The session ended while somebody was typing.

use leptos::prelude::*;

use crate::{ButtonVariant, Dialog, LinkButton, Text, t};

/// Says that the session is over and that nothing typed is lost.
#[component]
pub fn SignInAgain(
    /// Whether it is shown.
    open: RwSignal<bool>,
    /// The sign-in page with the way back.
    #[prop(into)]
    href: Text,
) -> impl IntoView {
    let t = t();
    view! {
        <Dialog id="sign-in-again" title=t.ui_signed_out_title() open>
            <p>{t.ui_signed_out_text()}</p>
            <div class="dialog__actions">
                <LinkButton
                    href=href.clone()
                    label=t.ui_sign_in_again()
                    variant=ButtonVariant::Primary
                    rel="external"
                />
            </div>
        </Dialog>
    }
}

//! The session ended while somebody was typing.

use leptos::prelude::*;
use leptos_router::{hooks::use_location, location::Url};

use crate::{ButtonVariant, Dialog, LinkButton, Text, shell::address, t, view};

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

/// Where the sign-in page is, given by the application as context.
#[derive(Clone, Copy, Debug)]
pub struct SignInPath(pub &'static str);

/// Leads to the sign-in page, and from there back to this one.
#[component]
pub fn SignInAgainLink() -> impl IntoView {
    let SignInPath(path) = use_context().unwrap_or(SignInPath("/"));
    let here = use_location();
    let back = address(&here.pathname.get_untracked(), &here.search.get_untracked());
    let href = format!("{path}?next={}", Url::escape(&back));
    view! { <LinkButton href label=t().ui_sign_in_again() variant=ButtonVariant::Primary rel="external" /> }
}

//! Setting a password through a mailed link.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    Alert, Form, HiddenField, Loaded, Page, PageWidth, PasswordField, SubmitRow, Tone, UsernameHint, t, view,
};

use super::api::{ReadPasswordResetOwner, ResetPassword};
use crate::ask;
use crate::frame::PublicFrame;

/// Setting a password through a mailed link.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let t = t();
    let secret = use_params_map().with_untracked(|params| params.get("secret")).unwrap_or_default();
    let asked = secret.clone();
    let owner = ask::load_secretly(move || ReadPasswordResetOwner { secret: asked.clone() });
    view! {
        <PublicFrame>
            <Page title=t.reset_password() width=PageWidth::Narrow>
                <Loaded value=owner refused=|| view! { <BadLink /> } let:email>
                    <ResetForm email secret=secret.clone() />
                </Loaded>
            </Page>
        </PublicFrame>
    }
}

#[component]
fn ResetForm(email: String, secret: String) -> impl IntoView {
    let t = t();
    let action = ask::action::<ResetPassword>();
    let whose = t.reset_password_for(&email);
    view! {
        <p>{whose}</p>
        <Form action>
            <HiddenField name="secret" value=secret />
            <UsernameHint username=email />
            <PasswordField
                name="new"
                label=t.new_password()
                hint=t.new_password_hint()
                autocomplete="new-password"
            />
            <PasswordField name="again" label=t.new_password_again() autocomplete="new-password" />
            <SubmitRow label=t.reset_password() />
        </Form>
    }
}

#[component]
fn BadLink() -> impl IntoView {
    let t = t();
    view! {
        <Alert tone=Tone::Stop title=t.reset_link_bad()>
            {t.reset_link_bad_text()}
        </Alert>
        <p><a href="/password/forgot">{t.forgot_password()}</a></p>
    }
}

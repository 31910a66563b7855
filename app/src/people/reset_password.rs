//! Setting a password through a mailed link.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{Alert, Form, HiddenField, Page, PageWidth, PasswordField, SubmitRow, Tone, UsernameHint, t};

use super::api::{ResetPassword, password_reset_owner};
use crate::frame::PublicFrame;

/// Setting a password through a mailed link.
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let t = t();
    let secret = use_params_map().with_untracked(|params| params.get("secret")).unwrap_or_default();
    let asked = secret.clone();
    let owner = Resource::new(move || asked.clone(), password_reset_owner);
    let content = move || {
        let secret = secret.clone();
        Suspend::new(async move {
            match owner.await {
                Ok(email) => view! { <ResetForm email secret /> }.into_any(),
                Err(_) => view! { <BadLink /> }.into_any(),
            }
        })
    };
    view! {
        <PublicFrame>
            <Page title=t.reset_password() width=PageWidth::Narrow>
                <Suspense>{content}</Suspense>
            </Page>
        </PublicFrame>
    }
    .into_any()
}

#[component]
fn ResetForm(email: String, secret: String) -> impl IntoView {
    let t = t();
    let action = ServerAction::<ResetPassword>::new();
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

//! Asking for a new password.

use leptos::prelude::*;
use ui::{Alert, Form, Page, PageWidth, SubmitRow, TextField, TextKind, Tone, t, view};

use super::api::AskPasswordReset;
use crate::ask;
use crate::done::query_value;
use crate::frame::PublicFrame;

/// Asking for a new password.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let t = t();
    let action = ask::action::<AskPasswordReset>();
    let is_sent = move || query_value("done") == "sent" || action.accepted().is_some();
    let content = move || {
        if is_sent() {
            return view! { <Alert tone=Tone::Go title=t.forgot_password_sent() /> };
        }
        view! {
            <Form action>
                <TextField name="email" label=t.email() kind=TextKind::Email autocomplete="username" />
                <SubmitRow label=t.forgot_password_send() />
            </Form>
        }
    };
    view! {
        <PublicFrame>
            <Page title=t.forgot_password() lead=t.forgot_password_lead() width=PageWidth::Narrow>
                {content}
                <p><a href="/sign-in">{t.back_to_sign_in()}</a></p>
            </Page>
        </PublicFrame>
    }
}

//! Changing one's own password.

use leptos::prelude::*;
use ui::{Crumb, Form, Page, PageWidth, PasswordField, SubmitRow, UsernameHint, t, view};

use super::api::ChangePassword;
use crate::ask;
use crate::done::Done;
use crate::me::use_session;

/// Changing one's own password.
#[component]
pub fn PasswordPage() -> impl IntoView {
    let t = t();
    let action = ask::action::<ChangePassword>();
    let email = use_session().me.map(|me| me.email).unwrap_or_default();
    view! {
        <Page
            title=t.change_password()
            lead=t.change_password_lead()
            breadcrumbs=vec![Crumb::link(t.profile(), "/profile")]
            width=PageWidth::Narrow
        >
            {move || {
                action.tries().get();
                view! { <Done words=vec![("changed", t.password_changed().to_owned())] /> }
            }}
            <Form action after_success=ui::AfterSuccess::Clear>
                <UsernameHint username=email />
                <PasswordField name="current" label=t.current_password() />
                <PasswordField
                    name="new"
                    label=t.new_password()
                    hint=t.new_password_hint()
                    autocomplete="new-password"
                />
                <PasswordField name="again" label=t.new_password_again() autocomplete="new-password" />
                <SubmitRow label=t.change_password() cancel="/profile" />
            </Form>
        </Page>
    }
}

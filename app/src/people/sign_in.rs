//! Signing in.

use leptos::prelude::*;
use ui::{
    Button, ButtonKind, ButtonSize, ButtonVariant, Form, HiddenField, Loaded, Page, PageWidth, PasswordField,
    PostForm, SubmitRow, TextField, TextKind, t, view,
};

use super::api::{ReadDemoPeople, SignIn};
use super::view::DemoPerson;
use crate::ask;
use crate::done::{Done, query_value};
use crate::frame::PublicFrame;
use crate::routes::local_path;

/// Signing in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let t = t();
    let next = local_path(&query_value("next")).to_owned();
    let demo = ask::load(|| ReadDemoPeople {});
    let demo_next = next.clone();
    view! {
        <PublicFrame>
            <Page title=t.sign_in_title() lead=t.sign_in_lead() width=PageWidth::Narrow>
            <Done words=vec![("reset", t.reset_password_done().to_owned())] />
            <SignInForm next />
            <Loaded value=demo skeleton=|| () refused=|| () let:demo>
                {demo.map(|(people, password)| {
                    view! { <DemoAccounts people password next=demo_next.clone() /> }
                })}
            </Loaded>
            </Page>
        </PublicFrame>
    }
}

#[component]
fn SignInForm(next: String) -> impl IntoView {
    let t = t();
    let action = ask::action::<SignIn>();
    ask::leave_when_done(action);
    view! {
        <Form action>
            <HiddenField name="next" value=next />
            <TextField name="email" label=t.email() kind=TextKind::Email autocomplete="username" />
            <PasswordField name="password" label=t.password() />
            <SubmitRow label=t.sign_in() />
            <p><a href="/password/forgot">{t.forgot_password()}</a></p>
        </Form>
    }
}

#[component]
fn DemoAccounts(people: Vec<DemoPerson>, password: String, next: String) -> impl IntoView {
    let t = t();
    let shown_password = t.demo_password_is(&password);
    let people = people
        .into_iter()
        .map(|person| view! { <li><DemoAccount person password=password.clone() next=next.clone() /></li> })
        .collect_view();
    view! {
        <section class="demo-accounts" aria-labelledby="demo-accounts">
            <h2 id="demo-accounts" class="section__title">{t.demo_accounts()}</h2>
            <p class="section__lead">{t.demo_accounts_lead()}</p>
            <ul class="demo-accounts__list">{people}</ul>
            <p class="demo-accounts__password">{shown_password}</p>
        </section>
    }
}

#[component]
fn DemoAccount(person: DemoPerson, password: String, next: String) -> impl IntoView {
    let t = t();
    let DemoPerson { email, name, role, vendor, about } = person;
    let place = vendor.unwrap_or_else(|| t.client_side().to_owned());
    view! {
        <PostForm action="/api/sign_in">
            <HiddenField name="email" value=email />
            <HiddenField name="password" value=password />
            <HiddenField name="next" value=next />
            <div class="demo-account">
                <div class="demo-account__person">
                    <p class="demo-account__name">{name.clone()}</p>
                    <p class="demo-account__role">{t.role(role)} " · " {place}</p>
                    <p class="demo-account__about">{about}</p>
                </div>
                <Button
                    label=t.demo_enter()
                    accessible_label=t.demo_sign_in_as(&name)
                    kind=ButtonKind::Submit
                    size=ButtonSize::Small
                    variant=ButtonVariant::Secondary
                />
            </div>
        </PostForm>
    }
}

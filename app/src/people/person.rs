//! One person.

use domain::people::UserState;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    ButtonVariant, ConfirmButton, Crumb, DescriptionList, Extent, Fact, Form, FormAction, HiddenField,
    LinkButton, Loaded, Page, Section, VersionField, t, view,
};

use super::api::{InvitePerson, ReadPerson, SetPersonState};
use super::list::StateBadge;
use super::view::PersonDetail;
use crate::ask;
use crate::done::Done;
use crate::moment::MomentText;

/// One person.
#[component]
pub fn PersonPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("person")).unwrap_or_default();
    let invite = ask::action::<InvitePerson>();
    let set_state = ask::action::<SetPersonState>();
    let detail = ask::load(move || ReadPerson { id: id() }).again_after(invite).again_after(set_state);
    view! {
        <Loaded value=detail extent=Extent::Page let:detail>
            <PersonContent detail invite set_state />
        </Loaded>
    }
}

#[component]
fn PersonContent(detail: PersonDetail, invite: FormAction, set_state: FormAction) -> impl IntoView {
    let t = t();
    let (id, is_manageable) = (detail.row.id, detail.is_manageable);
    let edit = move || {
        is_manageable.then(|| {
            view! {
                <LinkButton
                    href=format!("/people/{id}/edit")
                    label=ui::t().person_change()
                    variant=ButtonVariant::Primary
                />
            }
        })
    };
    let access = is_manageable.then(|| {
        view! {
            <Section title=t.person_access()>
                <div class="cluster">
                    <Invite id=id.to_string() action=invite />
                    <SetState id=id.to_string() version=detail.version state=detail.row.state action=set_state />
                </div>
            </Section>
        }
    });
    let name = detail.row.name.clone();
    view! {
        <Page title=name breadcrumbs=vec![Crumb::link(t.people(), "/people")] actions=edit>
            <Done words=done_words() />
            <DescriptionList items=facts(detail) />
            {access}
        </Page>
    }
}

fn done_words() -> Vec<(&'static str, String)> {
    let t = t();
    vec![
        ("added", t.person_added().to_owned()),
        ("changed", t.person_changed().to_owned()),
        ("invited", t.person_invited().to_owned()),
        ("deactivated", t.person_deactivated().to_owned()),
        ("reactivated", t.person_reactivated().to_owned()),
    ]
}

fn facts(detail: PersonDetail) -> Vec<Fact> {
    let t = t();
    let PersonDetail { row, pseudonym, locale, time_zone, since, .. } = detail;
    let mut facts = Vec::new();
    match row.email {
        Some(email) => {
            facts.extend([Fact::new(t.email(), email), Fact::new(t.person_pseudonym(), pseudonym)])
        }
        None => facts.push(Fact::new(t.person_pseudonym(), pseudonym)),
    }
    let (state, has_password) = (row.state, row.has_password);
    facts.extend([
        Fact::new(t.person_role(), t.role(row.role)),
        Fact::new(t.person_place(), row.place.unwrap_or_else(|| t.client_side().to_owned())),
        Fact::new(t.person_state(), view! { <StateBadge state has_password /> }),
        Fact::new(t.language(), t.language_name(locale)),
        Fact::new(t.time_zone(), time_zone.replace('_', " ")),
        Fact::new(t.person_since(), view! { <MomentText moment=since /> }),
    ]);
    facts
}

#[component]
fn Invite(id: String, action: FormAction) -> impl IntoView {
    let t = t();
    view! {
        <Form action id="invite">
            <HiddenField name="id" value=id />
            <ConfirmButton
                id="invite-dialog"
                label=t.person_invite()
                consequence=t.person_invite_consequence()
                variant=ButtonVariant::Secondary
            />
        </Form>
    }
}

#[component]
fn SetState(id: String, version: i64, state: UserState, action: FormAction) -> impl IntoView {
    let t = t();
    let (next, label, consequence, variant) = match state {
        UserState::Active => (
            UserState::Deactivated,
            t.person_deactivate(),
            t.person_deactivate_consequence(),
            ButtonVariant::Danger,
        ),
        UserState::Deactivated => (
            UserState::Active,
            t.person_reactivate(),
            t.person_reactivate_consequence(),
            ButtonVariant::Secondary,
        ),
    };
    view! {
        <Form action id="state">
            <HiddenField name="id" value=id />
            <VersionField version />
            <HiddenField name="state" value=next.as_str() />
            <ConfirmButton id="state-dialog" label consequence variant />
        </Form>
    }
}

//! Adding and changing a person.

use domain::Locale;
use domain::people::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    Crumb, Extent, Form, FormAction, HiddenField, Loaded, Need, Page, PageWidth, RadioGroup, RadioOption,
    Select, SelectOption, SubmitRow, TextField, TextKind, VersionField, t, view,
};

use super::api::{CreatePerson, ReadPersonChoices, ReadPersonToEdit, UpdatePerson};
use super::view::{PersonChoices, PersonDetail, zone_options};
use crate::ask;

/// Adding a person.
#[component]
pub fn NewPersonPage() -> impl IntoView {
    let t = t();
    let choices = ask::load(|| ReadPersonChoices {});
    let action = ask::action::<CreatePerson>();
    view! {
        <Page
            title=t.person_add()
            lead=t.person_add_lead()
            breadcrumbs=vec![Crumb::link(t.people(), "/people")]
            width=PageWidth::Narrow
        >
            <Loaded value=choices let:choices>
                <Form action draft_key="person-new">
                    <PersonFields choices />
                    <SubmitRow label=t.person_add() cancel="/people" />
                </Form>
            </Loaded>
        </Page>
    }
}

/// Changing a person.
#[component]
pub fn PersonEditPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("person")).unwrap_or_default();
    let both = ask::load(move || ReadPersonToEdit { id: id() });
    let action = ask::action::<UpdatePerson>();
    view! {
        <Loaded value=both extent=Extent::Page let:both>
            <PersonEdit detail=both.0 choices=both.1 action />
        </Loaded>
    }
}

#[component]
fn PersonEdit(detail: PersonDetail, choices: PersonChoices, action: FormAction) -> impl IntoView {
    let t = t();
    let id = detail.row.id;
    let back = format!("/people/{id}");
    let crumbs = vec![Crumb::link(t.people(), "/people"), Crumb::link(detail.row.name.clone(), back.clone())];
    view! {
        <Page title=t.person_change() lead=t.person_moved_hint() breadcrumbs=crumbs width=PageWidth::Narrow>
            <Form action draft_key=format!("person-{id}")>
                <HiddenField name="id" value=id.to_string() />
                <VersionField version=detail.version />
                <PersonFields choices person=detail />
                <SubmitRow label=t.save() cancel=back />
            </Form>
        </Page>
    }
}

#[component]
fn PersonFields(choices: PersonChoices, #[prop(optional)] person: Option<PersonDetail>) -> impl IntoView {
    let t = t();
    let PersonChoices { roles, vendors, teams, zones, zone } = choices;
    let is_new = person.is_none();
    let (email, name, role, vendor, team, locale, zone) = match person {
        Some(person) => (
            person.row.email.unwrap_or_default(),
            person.row.name,
            person.row.role.as_str(),
            person.vendor.map(|id| id.to_string()).unwrap_or_default(),
            person.team.map(|id| id.to_string()).unwrap_or_default(),
            person.locale,
            person.time_zone,
        ),
        None => (String::new(), String::new(), "", String::new(), String::new(), t.locale(), zone),
    };
    let vendor_field = (!vendors.is_empty()).then(|| {
        let options = options(t.choose_vendor(), vendors);
        view! { <Select name="vendor" label=t.vendor() hint=t.vendor_hint() options value=vendor need=Need::Optional /> }
    });
    let languages = Locale::ALL.map(|locale| RadioOption::new(locale.as_str(), t.language_name(locale)));
    view! {
        <TextField name="name" label=t.person_name() value=name autocomplete="off" max_length=120u32 />
        <TextField name="email" label=t.email() kind=TextKind::Email value=email autocomplete="off" />
        <Select name="role" label=t.person_role() options=role_options(&roles, is_new) value=role />
        {vendor_field}
        <Select
            name="team"
            label=t.team()
            hint=t.team_hint()
            options=options(t.choose_team(), teams)
            value=team
            need=Need::Optional
        />
        <RadioGroup name="locale" legend=t.language() options=languages.to_vec() value=locale.as_str() />
        <Select
            name="time_zone"
            label=t.time_zone()
            hint=t.time_zone_hint()
            options=zone_options(&zones)
            value=zone
        />
    }
}

fn role_options(roles: &[Role], is_new: bool) -> Vec<SelectOption> {
    let t = t();
    let none = is_new.then(|| SelectOption::new("", t.choose_role()));
    none.into_iter().chain(roles.iter().map(|role| SelectOption::new(role.as_str(), t.role(*role)))).collect()
}

fn options<I: std::fmt::Display>(none: &'static str, some: Vec<(I, String)>) -> Vec<SelectOption> {
    let none = SelectOption::new("", none);
    std::iter::once(none)
        .chain(some.into_iter().map(|(id, name)| SelectOption::new(id.to_string(), name)))
        .collect()
}

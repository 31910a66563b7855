//! The people of the portal.

use domain::Permission;
use domain::people::{Role, UserState};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use ui::{
    Alert, Badge, ButtonVariant, Column, DataTable, EmptyState, FilterBar, IconName, LinkButton, Loaded,
    Need, Page, Pagination, Select, SelectOption, SortOrder, Text, TextField, TextKind, Tone, row, t, view,
};

use super::api::{PeopleAsk, ReadPeople};
use super::view::{PeopleList, PersonRow};
use crate::ask;
use crate::me::may;

/// The people of the portal.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let t = t();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(ask_of));
    let list = ask::load(move || ReadPeople { ask: asked.get() });
    let add = || {
        let t = ui::t();
        may(Permission::WriteUsers).then(|| {
            view! {
                <LinkButton
                    href="/people/new"
                    label=t.person_add()
                    icon=IconName::Plus
                    variant=ButtonVariant::Primary
                />
            }
        })
    };
    view! {
        <Page title=t.people() lead=t.people_lead() actions=add>
            <Loaded value=list let:list>
                <PeopleContent list ask=asked.get_untracked() />
            </Loaded>
        </Page>
    }
}

fn ask_of(query: &ParamsMap) -> PeopleAsk {
    let get = |key| query.get(key).unwrap_or_default();
    PeopleAsk {
        text: get("text"),
        role: get("role"),
        vendor: get("vendor"),
        state: get("state"),
        sort: get("sort"),
        after: get("after"),
        before: get("before"),
    }
}

/// The address of the list with other values.
fn address(ask: &PeopleAsk, change: impl FnOnce(&mut PeopleAsk)) -> String {
    let mut ask = ask.clone();
    change(&mut ask);
    let PeopleAsk { text, role, vendor, state, sort, after, before } = ask;
    let mut query = ParamsMap::new();
    for (key, value) in [
        ("text", text),
        ("role", role),
        ("vendor", vendor),
        ("state", state),
        ("sort", sort),
        ("after", after),
        ("before", before),
    ] {
        if !value.is_empty() {
            query.insert(key, value);
        }
    }
    format!("/people{}", query.to_query_string())
}

#[component]
fn PeopleContent(list: PeopleList, ask: PeopleAsk) -> impl IntoView {
    let t = t();
    let PeopleList { rows, total, previous, next, vendors, has_pseudonyms } = list;
    let shown = rows.len() as u64;
    let previous: Option<Text> = previous
        .map(|id| address(&ask, |ask| (ask.before, ask.after) = (id.to_string(), String::new())).into());
    let next: Option<Text> =
        next.map(|id| address(&ask, |ask| (ask.after, ask.before) = (id.to_string(), String::new())).into());
    view! {
        <Filters ask=ask.clone() vendors />
        {has_pseudonyms.then(|| view! { <Alert tone=Tone::Note title=t.people_pseudonyms() /> })}
        <PeopleTable rows ask />
        <Pagination nostrip:previous nostrip:next shown total />
    }
}

#[component]
fn Filters(ask: PeopleAsk, vendors: Vec<(domain::VendorId, String)>) -> impl IntoView {
    let t = t();
    let is_active = PeopleAsk { sort: ask.sort.clone(), ..PeopleAsk::default() } != ask;
    let mut roles = vec![SelectOption::new("", t.any_role())];
    roles.extend(Role::ALL.map(|role| SelectOption::new(role.as_str(), t.role(role))));
    let mut states = vec![SelectOption::new("", t.any_state())];
    let both = [UserState::Active, UserState::Deactivated];
    states.extend(both.map(|state| SelectOption::new(state.as_str(), t.user_state(state))));
    let vendor_filter = (!vendors.is_empty()).then(|| {
        let mut options = vec![SelectOption::new("", t.any_vendor())];
        options.extend(vendors.into_iter().map(|(id, name)| SelectOption::new(id.to_string(), name)));
        view! { <Select name="vendor" label=t.vendor() options value=ask.vendor need=Need::Unmarked /> }
    });
    view! {
        <FilterBar action="/people" active=is_active>
            <TextField
                name="text"
                label=t.search_people()
                kind=TextKind::Search
                value=ask.text
                need=Need::Unmarked
                max_length=200u32
            />
            <Select name="role" label=t.person_role() options=roles value=ask.role need=Need::Unmarked />
            {vendor_filter}
            <Select name="state" label=t.person_state() options=states value=ask.state need=Need::Unmarked />
        </FilterBar>
    }
}

#[component]
fn PeopleTable(rows: Vec<PersonRow>, ask: PeopleAsk) -> impl IntoView {
    let t = t();
    let (order, other) = match ask.sort.as_str() {
        "" | "name" => (Some(SortOrder::Ascending), "-name"),
        "-name" => (Some(SortOrder::Descending), ""),
        _ => (None, ""),
    };
    let by_name = address(&ask, |ask| {
        ask.sort = other.to_owned();
        ask.after.clear();
        ask.before.clear();
    });
    let columns = vec![
        Column::text(t.person_name()).sorted_by(by_name, order),
        Column::text(t.person_role()),
        Column::text(t.person_place()),
        Column::text(t.person_state()),
    ];
    let rows = rows.into_iter().map(person_row).collect();
    let empty = move || view! { <EmptyState title=t.people_empty() text=t.people_empty_text() /> };
    view! { <DataTable caption=t.people() columns rows empty /> }
}

/// A person as a row: name with address, role, place, state.
pub(crate) fn person_row(person: PersonRow) -> ui::Row {
    let t = t();
    let PersonRow { id, name, email, role, place, state, has_password } = person;
    let name = view! {
        <a href=format!("/people/{id}")>{name}</a>
        {email.map(|email| view! { <span class="table__note">{email}</span> })}
    };
    let place = place.unwrap_or_else(|| t.client_side().to_owned());
    let row = row![name, t.role(role), place, view! { <StateBadge state has_password /> }];
    if state == UserState::Active { row } else { row.faded() }
}

/// Whether a person may sign in, and whether they have begun to.
#[component]
pub(crate) fn StateBadge(state: UserState, has_password: bool) -> impl IntoView {
    let t = t();
    match (state, has_password) {
        (UserState::Deactivated, _) => view! { <Badge label=t.state_deactivated() tone=Tone::Stop /> },
        (UserState::Active, true) => view! { <Badge label=t.state_active() tone=Tone::Go /> },
        (UserState::Active, false) => view! { <Badge label=t.person_no_password() tone=Tone::Wait /> },
    }
}

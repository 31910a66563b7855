//! One's own sessions.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::{
    Badge, ButtonSize, ButtonVariant, Column, ConfirmButton, Crumb, DataTable, Form, FormAction, HiddenField,
    Loaded, Page, Tone, row, t, view,
};

use super::api::{EndOtherSessions, EndSession, ReadMySessions};
use super::view::SessionRow;
use crate::ask;
use crate::done::Done;
use crate::moment::MomentText;

/// One's own sessions.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let t = t();
    let (end_one, end_others) = (ask::action::<EndSession>(), ask::action::<EndOtherSessions>());
    let changes = move || (end_one.tries().get(), end_others.tries().get());
    let sessions = ask::load(|| ReadMySessions {}).again_after(end_one).again_after(end_others);
    let query = use_query_map();
    let words = move || {
        let others = query.with(|query| query.get("count")).and_then(|count| count.parse().ok()).unwrap_or(0);
        vec![("ended", t.session_ended().to_owned()), ("others", t.sessions_others_ended(others))]
    };
    view! {
        <Page
            title=t.sessions()
            lead=t.sessions_lead()
            breadcrumbs=vec![Crumb::link(t.profile(), "/profile")]
            actions=move || view! { <EndOthers action=end_others /> }
        >
            {move || {
                changes();
                view! { <Done words=words() /> }
            }}
            <Loaded value=sessions let:sessions>
                <SessionTable sessions end_one />
            </Loaded>
        </Page>
    }
}

#[component]
fn EndOthers(action: FormAction) -> impl IntoView {
    let t = t();
    view! {
        <Form action id="others">
            <ConfirmButton
                id="end-others"
                label=t.sessions_end_others()
                consequence=t.sessions_end_others_consequence()
                variant=ButtonVariant::Secondary
            />
        </Form>
    }
}

#[component]
fn SessionTable(sessions: Vec<SessionRow>, end_one: FormAction) -> impl IntoView {
    let t = t();
    let columns = vec![
        Column::text(t.session_device()),
        Column::text(t.session_last_seen()),
        Column::text(t.session_began()),
        Column::actions(t.session_end()),
    ];
    let rows = sessions
        .into_iter()
        .map(|session| {
            let SessionRow { id, device, began, last_seen, is_current } = session;
            let last = if is_current {
                view! { <Badge label=t.session_current() tone=Tone::Go /> }
            } else {
                view! { <EndOne id=id.to_string() device=device.clone() action=end_one /> }
            };
            row![
                device,
                view! { <MomentText moment=last_seen /> },
                view! { <MomentText moment=began /> },
                last
            ]
        })
        .collect();
    view! { <DataTable caption=t.sessions() columns rows /> }
}

#[component]
fn EndOne(id: String, device: String, action: FormAction) -> impl IntoView {
    let t = t();
    view! {
        <Form action id=id.clone()>
            <HiddenField name="session" value=id.clone() />
            <ConfirmButton
                id=format!("end-{id}")
                label=t.session_end()
                confirm_label=t.session_end_of(&device)
                consequence=t.session_end_consequence()
                size=ButtonSize::Small
                variant=ButtonVariant::Secondary
            />
        </Form>
    }
}

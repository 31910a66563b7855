//! The broadcasts: for agents those that reached them, for others those that they follow.

use domain::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use ui::{
    Badge, ButtonVariant, Column, DataTable, EmptyState, IconName, LinkButton, Loaded, Page, Pagination,
    Text, Tone, row, t, view,
};

use super::api::{OpenBroadcast, PageOf, ReadMyBroadcasts};
use super::board::{duration, percent, tone_of_state};
use super::board_api::{FollowedBroadcast, ReadFollowed};
use super::waiting::tone_of;
use crate::ask;
use crate::done::Done;
use crate::live::again_on;
use crate::me::may;
use crate::moment::MomentText;
use crate::written::Written;

/// The broadcasts.
#[component]
pub fn BroadcastsPage() -> impl IntoView {
    let t = t();
    if may(Permission::FollowBroadcasts) {
        let compose = || {
            may(Permission::PublishKnowledge).then(|| {
                view! {
                    <LinkButton
                        href="/broadcasts/new"
                        label=ui::t().compose()
                        icon=IconName::Plus
                        variant=ButtonVariant::Primary
                    />
                }
            })
        };
        return view! {
            <Page title=t.broadcasts() lead=t.broadcasts_lead() actions=compose>
                <Done words=vec![("discarded", t.compose_discarded().to_owned())] />
                <Followed />
            </Page>
        };
    }
    view! {
        <Page title=t.broadcasts() lead=t.broadcasts_mine_lead()>
            <Mine />
        </Page>
    }
}

/// Behind and in front of what a page of a list stands, as the address says it.
pub(super) fn place_in_list(query: &ParamsMap) -> (String, String) {
    let get = |key| query.get(key).unwrap_or_default();
    (get("after"), get("before"))
}

/// The addresses of the pages before and behind one.
pub(super) fn page_links(
    path: &str,
    previous: Option<String>,
    next: Option<String>,
) -> (Option<Text>, Option<Text>) {
    let link = |key: &str, id: String| Text::from(format!("{path}?{key}={id}"));
    (previous.map(|id| link("before", id)), next.map(|id| link("after", id)))
}

#[component]
fn Mine() -> impl IntoView {
    let query = use_query_map();
    let mine = ask::load(move || {
        let (after, before) = query.with(place_in_list);
        ReadMyBroadcasts { after, before }
    });
    let mine = again_on(mine, &["broadcast."]);
    view! {
        <Loaded value=mine let:mine>
            <MyTable mine />
        </Loaded>
    }
}

#[component]
fn MyTable(mine: PageOf<OpenBroadcast>) -> impl IntoView {
    let t = t();
    let PageOf { rows: mine, previous, next } = mine;
    let (previous, next) = page_links("/broadcasts", previous, next);
    let columns = vec![
        Column::text(t.broadcast_title()),
        Column::text(t.broadcast_severity()),
        Column::text(t.broadcast_sent()),
        Column::text(t.version_state()),
    ];
    let rows = mine
        .into_iter()
        .map(|one| {
            let (label, tone) = match (one.acknowledged.is_some(), one.ended.is_some(), one.due.is_some()) {
                (true, ..) => (t.broadcast_acknowledged(), Tone::Go),
                (_, true, _) => (t.broadcast_over(), Tone::Neutral),
                (_, _, true) => (t.broadcast_to_acknowledge(), Tone::Wait),
                _ => (t.severity_info(), Tone::Note),
            };
            let label = one.exempt.map_or(Text::from(label), |(until, _)| until.into());
            let lang = (one.locale != t.locale()).then_some(one.locale.as_str());
            row![
                view! { <a href=format!("/broadcasts/{}", one.id) lang=lang>{one.title}</a> },
                view! { <Badge label=t.severity(one.severity) tone=tone_of(one.severity) /> },
                one.sent.map(|at| view! { <MomentText moment=at /> }),
                view! { <Badge label tone /> },
            ]
        })
        .collect();
    view! {
        <DataTable caption=t.broadcasts() columns rows empty=|| {
            view! { <EmptyState title=ui::t().broadcasts_none() text=ui::t().broadcasts_none_mine() /> }
        } />
        <Pagination nostrip:previous nostrip:next />
    }
}

#[component]
fn Followed() -> impl IntoView {
    let query = use_query_map();
    let followed = ask::load(move || {
        let (after, before) = query.with(place_in_list);
        ReadFollowed { after, before }
    });
    let followed = again_on(followed, &["broadcast."]);
    view! {
        <Loaded value=followed let:followed>
            <Written part=followed.drafts />
            <FollowedTable lines=followed.lines />
        </Loaded>
    }
}

#[component]
fn FollowedTable(lines: PageOf<FollowedBroadcast>) -> impl IntoView {
    let t = t();
    let PageOf { rows: lines, previous, next } = lines;
    let (previous, next) = page_links("/broadcasts", previous, next);
    let columns = vec![
        Column::text(t.broadcast_title()),
        Column::text(t.version_state()),
        Column::text(t.draft_from_short()),
        Column::number(t.board_acknowledged()),
        Column::number(t.board_coverage()),
        Column::number(t.board_ow90()),
        Column::number(t.board_stale_views()),
    ];
    let rows = lines.into_iter().map(followed_row).collect();
    view! {
        <DataTable caption=t.broadcasts() columns rows empty=|| {
            view! { <EmptyState title=ui::t().broadcasts_none() text=ui::t().broadcasts_none_text() /> }
        } />
        <Pagination nostrip:previous nostrip:next />
    }
}

fn followed_row(line: FollowedBroadcast) -> ui::Row {
    let t = t();
    let FollowedBroadcast {
        id,
        title,
        severity,
        state,
        sent: _,
        effective,
        is_effective: _,
        figures,
        stale_views,
        is_counted_there,
    } = line;
    // What is counted there is not said twice.
    let (figures, stale_views) =
        (figures.filter(|_| !is_counted_there), stale_views.filter(|_| !is_counted_there));
    let hidden = || if is_counted_there { "–".to_owned() } else { t.board_too_few().to_owned() };
    let no_figures = || if severity.needs_acknowledgement() { hidden() } else { "–".to_owned() };
    row![
        view! {
            <a href=format!("/broadcasts/{id}/board")>{title}</a>
            " "
            <Badge label=t.severity(severity) tone=tone_of(severity) />
        },
        view! { <Badge label=t.broadcast_state(state) tone=tone_of_state(state) /> },
        effective.map(|at| view! { <MomentText moment=at /> }),
        figures.map_or_else(no_figures, |all| t
            .ui_out_of(&t.number(all.acknowledged), &t.number(all.population))),
        figures.map_or_else(no_figures, |all| percent(all.coverage)),
        figures.map_or_else(no_figures, |all| duration(all.ow90)),
        stale_views.map_or_else(hidden, |count| t.number(count)),
    ]
}

//! The live board of one broadcast: coverage filling, by vendor, site and team; who is late; the obsolescence window.

use domain::broadcast::{BroadcastState, COVERAGE_TARGET, Severity};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use ui::{
    Badge, Column, Crumb, DataTable, EmptyState, Extent, IconName, LinkButton, Loaded, Page, Pagination,
    Progress, Section, Stat, StepCurve, StepPoint, Text, Tone, row, t, view,
};

use super::api::PageOf;
use super::board_api::{BoardContent, Figures, GroupLine, OpenPerson, ReadBoard};
use super::list::{page_links, place_in_list};
use super::steer::{Exempt, Steer};
use super::waiting::tone_of;
use crate::ask;
use crate::done::Done;
use crate::live::{again_on, again_with_address};
use crate::moment::MomentText;
use crate::written::{Part, Written};

/// The live board of one broadcast.
#[component]
pub fn BoardPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let board = ask::load(move || {
        let id = params.with(|params| params.get("broadcast")).unwrap_or_default();
        let (after, before) = query.with(place_in_list);
        ReadBoard { id, after, before }
    });
    let board = again_on(again_with_address(board), &["broadcast."]);
    view! {
        <Loaded value=board extent=Extent::Page let:board>
            <Board board />
        </Loaded>
    }
}

#[component]
fn Board(board: BoardContent) -> impl IntoView {
    let t = t();
    let BoardContent {
        line,
        summary,
        curve,
        effect_at,
        groups,
        open,
        nobody_open,
        has_names,
        coaching,
        beside,
        may_prove,
        may_steer,
        may_exempt,
    } = board;
    let crumbs = vec![Crumb::link(t.broadcasts(), "/broadcasts")];
    let (id, proof) = (line.id.clone(), format!("/broadcasts/{}/proof", line.id));
    let actions = move || {
        may_prove.then(|| {
            view! { <LinkButton href=proof label=t.board_proof() icon=IconName::Download rel="external" /> }
        })
    };
    let effective = line.effective.clone().map(|at| {
        let label = if line.is_effective { t.article_effective() } else { t.draft_from() };
        view! { <span>{label} " " <MomentText moment=at /></span> }
    });
    let population = line.figures.map_or(0, |figures| figures.population);
    let curve = (!curve.is_empty()).then(|| view! { <Curve curve population effect_at /> });
    let groups = (!groups.is_empty()).then(|| view! { <Groups groups /> });
    let people = has_names.then(|| {
        let id = id.clone();
        view! { <People id open nobody_open may_exempt /> }
    });
    let steer = may_steer.then(|| view! { <Steer id=id.clone() severity=line.severity /> });
    view! {
        <Page title=line.title.clone() lead=summary breadcrumbs=crumbs actions>
            <Done words=done_words() />
            <p class="version-line">
                <Badge label=t.broadcast_state(line.state) tone=tone_of_state(line.state) />
                <Badge label=t.severity(line.severity) tone=tone_of(line.severity) />
                {effective}
            </p>
            <Totals figures=line.figures stale_views=line.stale_views severity=line.severity />
            {curve}
            {groups}
            {people}
            <Written part=coaching />
            <Written part=beside />
            {steer}
        </Page>
    }
}

fn done_words() -> Vec<(&'static str, String)> {
    let t = t();
    [
        ("sent", t.board_sent()),
        ("recalled", t.board_recalled()),
        ("closed", t.board_closed()),
        ("exempted", t.board_exempted()),
        ("coached", t.board_coached()),
    ]
    .map(|(code, words)| (code, words.to_owned()))
    .into()
}

#[component]
fn Totals(figures: Option<Figures>, stale_views: Option<u64>, severity: Severity) -> impl IntoView {
    let t = t();
    let stale_views =
        stale_views.map(|count| view! { <Stat label=t.board_stale_views() value=t.number(count) /> });
    let Some(figures) = figures else {
        let (title, text) = if severity.needs_acknowledgement() {
            (t.board_too_few(), t.board_too_few_text())
        } else {
            (t.board_asks_nothing(), t.board_asks_nothing_text())
        };
        return view! {
            <EmptyState title text />
            {stale_views.map(|stale_views| view! { <div class="stats">{stale_views}</div> })}
        };
    };
    let Figures { population, acknowledged, coverage, ow50, ow90, ow_max, publish_to_last, applied } =
        figures;
    let applied = applied.map(|count| view! { <Stat label=t.board_applied() value=t.number(count) /> });
    let words = t.ui_out_of(&t.number(acknowledged), &t.number(population));
    view! {
        <div data-acknowledged=acknowledged.to_string() data-population=population.to_string()>
            <Progress
                label=t.board_acknowledged()
                value=Signal::stored(acknowledged)
                max=population.max(1)
                text=Signal::stored(words)
            />
        </div>
        <div class="stats">
            <Stat label=t.board_coverage() value=percent(coverage) note=t.board_target(&t.percent(COVERAGE_TARGET)) />
            <Stat label=t.board_ow50() value=duration(ow50) />
            <Stat label=t.board_ow90() value=duration(ow90) note=t.board_ow90_target() />
            <Stat label=t.board_ow_max() value=duration(ow_max) />
            <Stat label=t.board_publish_to_last() value=duration(publish_to_last) />
            {stale_views}
            {applied}
        </div>
    }
}

#[component]
fn Curve(curve: Vec<(u64, u64, crate::moment::Moment)>, population: u64, effect_at: u64) -> impl IntoView {
    let t = t();
    // Figures of a drawing: thousandths and heads, far below where a fraction loses digits.
    let part = |of: u64, whole: u64| of as f64 / whole.max(1) as f64;
    let points = curve
        .into_iter()
        .map(|(at, count, moment)| StepPoint {
            at: part(at, 1000),
            share: part(count, population),
            words: (moment.text.into(), t.number(count).into()),
        })
        .collect();
    let mark = Some((part(effect_at, 1000), Text::from(t.board_effect())));
    view! {
        <Section title=t.board_curve()>
            <StepCurve label=t.board_curve() points mark when=t.board_when() how_many=t.board_acknowledged() />
        </Section>
    }
}

#[component]
fn Groups(groups: Vec<GroupLine>) -> impl IntoView {
    let t = t();
    let columns = vec![
        Column::text(t.board_group()),
        Column::number(t.board_acknowledged()),
        Column::number(t.board_coverage()),
        Column::number(t.board_ow50()),
        Column::number(t.board_ow90()),
        Column::number(t.board_ow_max()),
        Column::number(t.board_publish_to_last()),
        Column::number(t.board_stale_views()),
    ];
    let has_hidden = groups.iter().any(|(_, _, figures)| figures.is_none());
    let rows = groups
        .into_iter()
        .map(|(level, name, figures)| {
            let class = match level {
                0 => "group group--vendor",
                1 => "group group--site",
                _ => "group group--team",
            };
            let hidden = || t.board_hidden().to_owned();
            row![
                view! { <span class=class>{name}</span> },
                figures.map_or_else(hidden, |(all, _)| {
                    let words = t.ui_out_of(&t.number(all.acknowledged), &t.number(all.population));
                    match all.applied {
                        Some(count) => format!("{words} · {}", t.board_applied_of(count)),
                        None => words,
                    }
                }),
                figures.map(|(all, _)| percent(all.coverage)),
                figures.map(|(all, _)| duration(all.ow50)),
                figures.map(|(all, _)| duration(all.ow90)),
                figures.map(|(all, _)| duration(all.ow_max)),
                figures.map(|(all, _)| duration(all.publish_to_last)),
                figures.map(|(_, stale_views)| t.number(stale_views)),
            ]
        })
        .collect();
    view! {
        <Section title=t.board_groups()>
            <DataTable caption=t.board_groups() columns rows empty=|| () />
            {has_hidden.then(|| view! { <p class="table__note">{t.board_hidden_text()}</p> })}
        </Section>
    }
}

#[component]
fn People(id: String, open: PageOf<OpenPerson>, nobody_open: Part, may_exempt: bool) -> impl IntoView {
    let t = t();
    let PageOf { rows: open, previous, next } = open;
    let (previous, next) = page_links(&format!("/broadcasts/{id}/board"), previous, next);
    let columns = vec![
        Column::text(t.board_person()),
        Column::text(t.team()),
        Column::text(t.version_state()),
        Column::text(t.broadcast_due()),
    ];
    let choices: Vec<_> = open.iter().map(|person| (person.id.clone(), person.name.clone())).collect();
    let rows = open.into_iter().map(person_row).collect();
    let exempt = (may_exempt && !choices.is_empty()).then(|| view! { <Exempt id people=choices /> });
    view! {
        <Section title=t.board_open_people()>
            <DataTable caption=t.board_open_people() columns rows empty=move || {
                view! { <Written part=nobody_open /> }
            } />
            <Pagination nostrip:previous nostrip:next />
            {exempt}
        </Section>
    }
}

fn person_row(person: OpenPerson) -> ui::Row {
    let t = t();
    let OpenPerson { id, name, team, state, due, overdue, awaits_coaching, exempt } = person;
    let late = overdue.map(|whom| view! { <Badge label=t.overdue(whom) tone=Tone::Stop /> });
    let coaching = awaits_coaching.then(|| view! { <Badge label=t.board_coaching() tone=Tone::Wait /> });
    let exempt =
        exempt.map(|reason| view! { <span class="table__note">{t.board_exempt()} " " {reason}</span> });
    row![
        view! { <a href=format!("/people/{id}")>{name}</a> },
        team,
        view! { {t.recipient_state(state)} " " {late} " " {coaching} {exempt} },
        due.map(|at| view! { <MomentText moment=at /> }),
    ]
}

/// A share; a dash while there is none.
pub(super) fn percent(share: Option<u64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| t().percent(share))
}

/// A time in seconds, in words; a dash while it is not reached.
pub(super) fn duration(seconds: Option<i64>) -> String {
    let t = t();
    match seconds.map(|seconds| u64::try_from(seconds).unwrap_or(0)) {
        None => "–".to_owned(),
        Some(seconds) => t.duration(seconds),
    }
}

/// How a state is coloured.
pub(super) const fn tone_of_state(state: BroadcastState) -> Tone {
    match state {
        BroadcastState::Draft | BroadcastState::Closed | BroadcastState::Superseded => Tone::Neutral,
        BroadcastState::Scheduled => Tone::Note,
        BroadcastState::Live => Tone::Go,
        BroadcastState::Recalled => Tone::Stop,
    }
}

//! Samples of facts.

use leptos::prelude::*;

use super::Sample;
use crate::{
    Avatar, Badge, ButtonSize, Column, DataTable, DescriptionList, Fact, LinkButton, Pagination, Row,
    Section, SortOrder, Stat, StepCurve, StepPoint, Text, TimeText, Tone, row, t, view,
};

#[component]
pub(super) fn Data() -> impl IntoView {
    let t = t();
    view! {
        <Section title=t.gallery_data()>
            <Sample name=t.gallery_figures()>
                <Figures />
            </Sample>
            <Sample name=t.gallery_chart()>
                <Curve />
            </Sample>
            <Sample name=t.gallery_tables()>
                <Agents />
                <Pagination previous="?before=1" next="?after=3" shown=3 total=60 />
            </Sample>
            <div class="samples">
                <Sample name=t.gallery_facts()>
                    <SiteFacts />
                </Sample>
                <Sample name=t.gallery_people()>
                    <div class="cluster">
                        {["Amélie Tour", "Yassine Idrissi", "Jean-Luc Moreau", "Sofia Lindqvist", "Omar Bel"]
                            .map(|name| view! { <Avatar name /> })
                            .collect_view()}
                    </div>
                </Sample>
            </div>
        </Section>
    }
}

#[component]
fn Figures() -> impl IntoView {
    let t = t();
    view! {
        <div class="columns columns--narrow">
            <Stat label=t.gallery_coverage() value="96,4 %" note=t.gallery_coverage_note() href="#main" />
            <Stat label=t.gallery_window() value=t.gallery_window_value() note=t.gallery_window_note() />
            <Stat label=t.gallery_stale_views() value="3" note=t.gallery_stale_views_note() />
        </div>
    }
}

#[component]
fn Curve() -> impl IntoView {
    let t = t();
    let point = |at: f64, share: f64, instant: &'static str, count: u64| StepPoint {
        at,
        share,
        words: (instant.into(), t.number(count).into()),
    };
    let points = vec![
        point(0.0, 0.0, "08:00", 0),
        point(0.3, 0.4, "09:30", 24),
        point(0.55, 0.75, "10:45", 45),
        point(1.0, 0.95, "13:00", 57),
    ];
    let mark = Some((0.4, Text::from(t.board_effect())));
    view! {
        <StepCurve label=t.board_curve() points mark when=t.board_when() how_many=t.board_acknowledged() />
    }
}

#[component]
fn Agents() -> impl IntoView {
    let t = t();
    let columns = vec![
        Column::text(t.gallery_agent()).sorted_by("?sort=agent", Some(SortOrder::Ascending)),
        Column::text(t.gallery_site()).sorted_by("?sort=site", None),
        Column::text(t.gallery_state()),
        Column::number(t.gallery_score()),
        Column::text(t.gallery_last_seen()),
        Column::actions(t.gallery_table_actions()),
    ];
    let rows = vec![
        agent("Amélie Tour", t.gallery_nantes(), t.gallery_cleared(), Tone::Go, "94"),
        agent("Yassine Idrissi", t.gallery_casablanca(), t.gallery_supervised(), Tone::Wait, "81")
            .highlighted(),
        agent("Sofia Lindqvist", t.gallery_nantes(), t.gallery_suspended(), Tone::Stop, "67").faded(),
    ];
    view! { <DataTable caption=t.gallery_table_caption() columns rows /> }
}

fn agent(
    name: &'static str,
    site: &'static str,
    state: &'static str,
    tone: Tone,
    score: &'static str,
) -> Row {
    let t = t();
    row![
        name,
        site,
        view! { <Badge label=state tone /> },
        score,
        view! {
            <TimeText iso="2026-11-23T16:40:00Z" text=t.gallery_minutes_ago() exact=t.gallery_exact() />
        },
        view! { <LinkButton href="#main" label=t.gallery_edit() size=ButtonSize::Small /> },
    ]
}

#[component]
fn SiteFacts() -> impl IntoView {
    let t = t();
    let items = vec![
        Fact::new(t.gallery_site(), t.gallery_casablanca()),
        Fact::new(t.gallery_country(), t.gallery_morocco()),
        Fact::new(t.gallery_transfer(), t.gallery_transfer_scc()),
        Fact::new(t.gallery_hours(), t.gallery_hours_value()),
        Fact::new(t.gallery_state(), view! { <Badge label=t.gallery_open() tone=Tone::Go /> }),
    ];
    view! { <DescriptionList items /> }
}

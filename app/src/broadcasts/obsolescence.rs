//! The obsolescence window over time. The server alone writes it: there is nothing to press but a link.

use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use ui::{IconName, LinkButton, Page, t, view};

use crate::ask;
use crate::error::AppError;
use crate::live::again_on;
use crate::written::{Part, arriving};

/// The obsolescence window over time.
#[server(name = ReadObsolescence, endpoint = "obsolescence", input = GetUrl, output = Postcard)]
pub async fn obsolescence() -> Result<Part, AppError> {
    let me = crate::context::principal()?;
    let portal = crate::context::portal();
    let found = portal.obsolescence(&me.actor).await?;
    let clearances = portal.clearance_totals(&me.actor).await?;
    Ok(Part::of(|| {
        view! {
            {tables::tables(found, &me)}
            {tables::clearances(clearances, &me)}
        }
    }))
}

/// The obsolescence window over time.
#[component]
pub fn ObsolescencePage() -> impl IntoView {
    let part = again_on(ask::load_shown(|| ReadObsolescence {}), &["broadcast.", "article.seen_stale"]);
    let actions = || {
        view! {
            <LinkButton href="/obsolescence/export" label=ui::t().obsolescence_export() icon=IconName::Download rel="external" />
        }
    };
    view! {
        <Page title=t().obsolescence() lead=t().obsolescence_lead() actions>
            {arriving(part)}
        </Page>
    }
}

#[cfg(feature = "ssr")]
mod tables {
    use domain::Timestamp;
    use domain::broadcast::{COVERAGE_TARGET, Ratio};
    use leptos::prelude::*;
    use service::{
        AgentCount, BroadcastLine, ClearanceCounts, ClearanceTotal, Obsolescence, ObsolescenceChange,
        ObsolescenceGroup, ObsolescenceMonth, Principal, Together,
    };
    use ui::{Badge, Column, DataTable, EmptyState, Section, Tone, row, t, view};

    use super::super::api::name_of;
    use super::super::board::duration;
    use super::super::waiting::tone_of;
    use crate::moment::Moment;

    pub(super) fn tables(found: Obsolescence, me: &Principal) -> AnyView {
        let t = t();
        let Obsolescence { groups, months, changes, cut_at } = found;
        if changes.is_empty() {
            return view! { <EmptyState title=t.obsolescence_none() text=t.obsolescence_none_text() /> };
        }
        let columns = move |first: &'static str| {
            vec![
                Column::text(first),
                Column::number(t.obsolescence_changes()),
                Column::number(t.board_coverage()),
                Column::number(t.board_ow50()),
                Column::number(t.board_ow90()),
                Column::number(t.board_ow_max()),
                Column::number(t.board_publish_to_last()),
                Column::number(t.board_stale_views()),
            ]
        };
        let months = months.into_iter().map(|month| month_row(month, me)).collect();
        let has_hidden = groups.iter().any(|group| group.figures.is_none());
        let hidden = has_hidden.then(|| view! { <p class="table__note">{t.board_hidden_text()}</p> });
        let groups = groups.into_iter().map(group_row).collect();
        let of_changes = vec![
            Column::text(t.broadcast_title()),
            Column::text(t.draft_from_short()),
            Column::number(t.board_acknowledged()),
            Column::number(t.board_coverage()),
            Column::number(t.board_ow50()),
            Column::number(t.board_ow90()),
            Column::number(t.board_ow_max()),
            Column::number(t.board_publish_to_last()),
            Column::number(t.board_stale_views()),
        ];
        let changes = changes.into_iter().map(|change| change_row(change, me)).collect();
        let none_yet = move || view! { <p class="table__note">{t.obsolescence_none_yet()}</p> };
        let cut = cut_at.map(|count| view! { <p>{t.obsolescence_cut(count)}</p> });
        view! {
            {cut}
            <Section title=t.obsolescence_by_month() lead=t.obsolescence_away()>
                <DataTable caption=t.obsolescence_by_month() columns=columns(t.obsolescence_month()) rows=months empty=none_yet />
            </Section>
            <Section title=t.obsolescence_by_group()>
                <DataTable caption=t.obsolescence_by_group() columns=columns(t.board_group()) rows=groups empty=none_yet />
                {hidden}
            </Section>
            <Section title=t.obsolescence_by_change()>
                <DataTable caption=t.obsolescence_by_change() columns=of_changes rows=changes empty=|| () />
            </Section>
        }
    }

    /// How many agents may be sent which contacts now.
    pub(super) fn clearances(totals: Vec<ClearanceTotal>, me: &Principal) -> Option<AnyView> {
        let t = t();
        if totals.is_empty() {
            return None;
        }
        let is_hidden = |counts: &Option<ClearanceCounts>| {
            counts
                .is_none_or(|all| [all.cleared, all.in_grace, all.not_cleared].contains(&AgentCount::Hidden))
        };
        let has_hidden = totals
            .iter()
            .any(|total| is_hidden(&total.all) || total.vendors.iter().any(|(_, counts)| is_hidden(counts)));
        let hidden = has_hidden.then(|| view! { <p class="table__note">{t.board_hidden_text()}</p> });
        let columns = vec![
            Column::text(t.clearance_contact_type()),
            Column::number(t.clearance_agents()),
            Column::number(t.clearance_cleared()),
            Column::number(t.clearance_in_grace()),
            Column::number(t.clearance_not_cleared()),
        ];
        let rows = totals.into_iter().flat_map(|total| clearance_rows(total, me)).collect();
        Some(view! {
            <Section title=t.clearance_totals() lead=t.clearance_totals_lead()>
                <DataTable caption=t.clearance_totals() columns rows empty=|| () />
                {hidden}
            </Section>
        })
    }

    /// A contact type, and below it each vendor where it is said that somebody is kept from it.
    fn clearance_rows(total: ClearanceTotal, me: &Principal) -> Vec<ui::Row> {
        let ClearanceTotal { contact_type, all, vendors } = total;
        let link = format!("/contact-types/{}", contact_type.slug);
        let name = name_of(&contact_type, me.locale());
        let name = view! { <a class="group group--vendor" href=link>{name}</a> };
        let mut rows = vec![count_row(name, all)];
        let is_few = |count: AgentCount| matches!(count, AgentCount::Few | AgentCount::Exactly(0));
        let is_open_to_all = all.is_some_and(|all| is_few(all.in_grace) && is_few(all.not_cleared));
        rows.extend(vendors.into_iter().filter(|_| !is_open_to_all).map(|(name, counts)| {
            count_row(view! { <span class="group group--site">{name}</span> }, counts)
        }));
        rows
    }

    fn count_row(name: AnyView, counts: Option<ClearanceCounts>) -> ui::Row {
        let t = t();
        let hidden = || t.board_hidden().to_owned();
        let words = |of: fn(ClearanceCounts) -> AgentCount| match counts.map(of) {
            Some(AgentCount::Exactly(count)) => t.number(count),
            Some(AgentCount::AtLeast(count)) => t.clearance_at_least(&t.number(count)),
            Some(AgentCount::Few) => t.board_too_few().to_owned(),
            Some(AgentCount::Hidden) | None => hidden(),
        };
        row![
            name,
            counts.map_or_else(hidden, |counts| t.number(counts.agents)),
            words(|counts| counts.cleared),
            words(|counts| counts.in_grace),
            words(|counts| counts.not_cleared),
        ]
    }

    fn month_row(month: ObsolescenceMonth, me: &Principal) -> ui::Row {
        let ObsolescenceMonth { at, figures } = month;
        figures_row(month_of(at, me).into_any(), figures)
    }

    fn group_row(group: ObsolescenceGroup) -> ui::Row {
        let ObsolescenceGroup { level, name, figures } = group;
        let class = if level == 0 { "group group--vendor" } else { "group group--site" };
        figures_row(view! { <span class=class>{name}</span> }, figures)
    }

    /// A name and its figures in words. That they are hidden is said once: on a phone a cell without words takes no room.
    fn figures_row(name: AnyView, figures: Option<Together>) -> ui::Row {
        let t = t();
        row![
            name,
            figures.map_or_else(|| t.board_hidden().to_owned(), |all| t.number(all.changes)),
            figures.map(|all| coverage_badge(all.coverage)),
            figures.map(|all| duration(all.ow50)),
            figures.map(|all| duration(all.ow90)),
            figures.map(|all| duration(all.ow_max)),
            figures.map(|all| duration(all.publish_to_last_ack)),
            figures.map(|all| t.number(all.stale_views)),
        ]
    }

    /// The share, and whether it reaches the target.
    fn coverage_badge(coverage: Option<Ratio>) -> AnyView {
        let Some(coverage) = coverage else { return "–".into_any() };
        let tone = if coverage.is_at_least(COVERAGE_TARGET) { Tone::Go } else { Tone::Wait };
        view! { <Badge label=t().percent(coverage.percent()) tone /> }
    }

    fn change_row(change: ObsolescenceChange, me: &Principal) -> ui::Row {
        let t = t();
        // Its places are in the export.
        let ObsolescenceChange { line, severity, applied: _, groups: _ } = change;
        let BroadcastLine { broadcast, text, window, stale_views, counted_with: _ } = line;
        let hidden = || t.board_too_few().to_owned();
        let link = format!("/broadcasts/{}/board", broadcast.id);
        row![
            view! {
                <a href=link>{text.title}</a>
                " "
                <Badge label=t.severity(severity) tone=tone_of(severity) />
            },
            Moment::of(broadcast.effect(), me).text,
            window.map_or_else(hidden, |all| {
                t.ui_out_of(&t.number(all.acknowledged as u64), &t.number(all.population as u64))
            }),
            window.map(|all| coverage_badge(all.coverage_at_effect)),
            window.map(|all| duration(all.ow50)),
            window.map(|all| duration(all.ow90)),
            window.map(|all| duration(all.ow_max)),
            window.map(|all| duration(all.publish_to_last_ack)),
            stale_views.map(|count| t.number(count)),
        ]
    }

    /// The month of an instant as the reader writes it: its first day, without the day.
    fn month_of(at: Timestamp, me: &Principal) -> String {
        let day = Moment::day(at, me);
        day.split_once('\u{a0}').map_or(day.clone(), |(_, month)| month.to_owned())
    }
}

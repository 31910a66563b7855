//! What the reader has to acknowledge, wherever they are: a critical change covers the screen, others stand on top of the
//! page.

use domain::broadcast::Severity;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{Badge, ButtonVariant, CoverPanel, IconName, LinkButton, Loaded, t, view};

use super::api::{OpenBroadcast, ReadWaiting};
use crate::ask;
use crate::live::again_on;
use crate::moment::MomentText;

/// What interrupts the reader; it follows what happens.
#[component]
pub(crate) fn WaitingCards() -> impl IntoView {
    let waiting = again_on(ask::load(|| ReadWaiting {}), &["broadcast."]);
    view! {
        <Loaded value=waiting skeleton=|| () refused=|| () let:waiting>
            <Interruption waiting />
        </Loaded>
    }
}

#[component]
fn Interruption(waiting: Vec<OpenBroadcast>) -> impl IntoView {
    let location = use_location();
    let path = location.pathname;
    let covers = |one: &OpenBroadcast| {
        matches!(one.severity, Severity::Critical | Severity::Recall) && one.is_effective
    };
    let urgent = waiting.iter().find(|one| covers(one)).cloned();
    let first = waiting.into_iter().find(|one| one.severity != Severity::Info);
    move || {
        let here = path.get();
        // Where it is read, nothing covers it.
        if here.starts_with("/broadcasts/") || here.starts_with("/profile") {
            return ().into_any();
        }
        match (urgent.clone(), first.clone()) {
            (Some(urgent), _) => view! { <Urgent broadcast=urgent /> },
            (None, Some(first)) if here != "/" => view! { <Banner broadcast=first /> },
            _ => ().into_any(),
        }
    }
}

/// Covers the screen until it is read.
#[component]
fn Urgent(broadcast: OpenBroadcast) -> impl IntoView {
    let t = t();
    let OpenBroadcast { id, title, summary, severity, .. } = broadcast;
    view! {
        <CoverPanel title kicker=t.severity(severity)>
            <p>{summary}</p>
            <p>{t.broadcast_suspended_until()}</p>
            <LinkButton
                href=format!("/broadcasts/{id}")
                label=t.broadcast_read_now()
                icon=IconName::ArrowRight
                variant=ButtonVariant::Primary
            />
        </CoverPanel>
    }
}

#[component]
fn Banner(broadcast: OpenBroadcast) -> impl IntoView {
    let t = t();
    let OpenBroadcast { id, title, severity, due, is_late, .. } = broadcast;
    let due = due.map(|due| {
        let label = if is_late { t.broadcast_was_due() } else { t.broadcast_due() };
        view! { <span>{label} " " <MomentText moment=due /></span> }
    });
    let class = if is_late { "waiting-banner waiting-banner--late" } else { "waiting-banner" };
    view! {
        <aside class=class aria-label=t.broadcast_waiting()>
            <Badge label=t.severity(severity) tone=tone_of(severity) />
            <a class="waiting-banner__title" href=format!("/broadcasts/{id}")>{title}</a>
            {due}
        </aside>
    }
}

/// How a severity is coloured.
pub(crate) const fn tone_of(severity: Severity) -> ui::Tone {
    match severity {
        Severity::Info => ui::Tone::Note,
        Severity::Standard => ui::Tone::Neutral,
        Severity::Major => ui::Tone::Wait,
        Severity::Critical | Severity::Recall => ui::Tone::Stop,
    }
}

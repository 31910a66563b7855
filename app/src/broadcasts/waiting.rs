//! What interrupts the reader, wherever they are: a critical change covers the screen, others stand on top of the page.

use domain::broadcast::Severity;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};
use ui::{Covered, Loaded, view};

use crate::ask;
use crate::ask::InPage;
use crate::error::AppError;
use crate::live::again_on;
use crate::written::{Part, Written};

/// What interrupts the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interruption {
    part: Part,
    fate: Fate,
    /// Where it is read.
    href: String,
}

/// What it does to the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Fate {
    /// Nothing interrupts.
    #[default]
    Nothing,
    /// It stands on top of every page but its own and the first, which shows it itself.
    OnTop,
    /// It covers every page but its own.
    Covers,
}

impl InPage for Interruption {
    fn in_page(&self) -> Self {
        Self { part: self.part.in_page(), fate: self.fate, href: self.href.clone() }
    }
}

/// What interrupts the reader.
#[server(name = ReadInterruption, endpoint = "interruption", input = GetUrl, output = Postcard)]
pub async fn interruption() -> Result<Interruption, AppError> {
    let (me, portal) = (crate::context::principal()?, crate::context::portal());
    let open = portal.my_open_broadcasts(&me.actor).await?;
    portal.note_delivered(&me.actor, &open);
    let open: Vec<_> = open.into_iter().map(|one| super::api::open_of(one, &me)).collect();
    let covers = |one: &&super::api::OpenBroadcast| one.severity.suspends_at_once() && one.is_effective;
    if let Some(urgent) = open.iter().find(covers).cloned() {
        return Ok(Interruption {
            href: href_of(&urgent),
            part: Part::of(|| written::urgent(urgent)),
            fate: Fate::Covers,
        });
    }
    let first = open.into_iter().find(|one| one.severity.needs_acknowledgement());
    Ok(first.map_or_else(Interruption::default, |first| Interruption {
        href: href_of(&first),
        part: Part::of(|| written::banner(first)),
        fate: Fate::OnTop,
    }))
}

/// Where a broadcast is read.
#[cfg(feature = "ssr")]
fn href_of(broadcast: &super::api::OpenBroadcast) -> String {
    format!("/broadcasts/{}", broadcast.id)
}

/// What interrupts the reader; it follows what happens.
#[component]
pub(crate) fn WaitingCards() -> impl IntoView {
    let interruption = again_on(ask::load_shown(|| ReadInterruption {}), &["broadcast."]);
    view! {
        <Loaded value=interruption skeleton=|| () refused=|| () let:interruption>
            <Interrupt interruption />
        </Loaded>
    }
}

#[component]
fn Interrupt(interruption: Interruption) -> impl IntoView {
    let Interruption { part, fate, href } = interruption;
    let path = use_location().pathname;
    // Where it is read, nothing stands in the way.
    let is_shown = Memo::new(move |_| {
        path.with(|path| match fate {
            Fate::Nothing => false,
            Fate::OnTop => path != "/" && !path.starts_with(&href),
            Fate::Covers => !path.starts_with(&href),
        })
    });
    move || {
        is_shown.get().then(|| {
            let part = part.clone();
            match fate {
                Fate::Covers => view! { <Covered><Written part /></Covered> },
                Fate::Nothing | Fate::OnTop => view! { <Written part /> },
            }
        })
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

#[cfg(feature = "ssr")]
mod written {
    use leptos::prelude::*;
    use ui::{Badge, ButtonVariant, Icon, IconName, LinkButton, t, view};

    use super::super::api::OpenBroadcast;
    use super::{href_of, tone_of};
    use crate::moment::MomentText;

    /// What covers the screen until it is read.
    pub(super) fn urgent(broadcast: OpenBroadcast) -> AnyView {
        let t = t();
        let href = href_of(&broadcast);
        let OpenBroadcast { title, summary, severity, .. } = broadcast;
        view! {
            <p class="cover__kicker"><Icon name=IconName::TriangleAlert /> {t.severity(severity)}</p>
            <h2 class="cover__title" id="cover-title">{title}</h2>
            <p>{summary}</p>
            <p>{t.broadcast_suspended_until()}</p>
            <LinkButton
                href
                label=t.broadcast_read_now()
                icon=IconName::ArrowRight
                variant=ButtonVariant::Primary
            />
        }
    }

    /// What stands on top of the page.
    pub(super) fn banner(broadcast: OpenBroadcast) -> AnyView {
        let t = t();
        let href = href_of(&broadcast);
        let OpenBroadcast { title, severity, due, is_late, .. } = broadcast;
        let due = due.map(|due| {
            let label = if is_late { t.broadcast_was_due() } else { t.broadcast_due() };
            view! { <span>{label} " " <MomentText moment=due /></span> }
        });
        let class = if is_late { "waiting-banner waiting-banner--late" } else { "waiting-banner" };
        view! {
            <aside class=class aria-label=t.broadcast_waiting()>
                <Badge label=t.severity(severity) tone=tone_of(severity) />
                <a class="waiting-banner__title" href=href>{title}</a>
                {due}
            </aside>
        }
    }
}

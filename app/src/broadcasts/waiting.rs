//! What interrupts the reader, wherever they are: a critical change covers the screen, a major one is a card over the page until
//! it is put off or read, others stand on top of the page.

use domain::broadcast::Severity;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};
use ui::{Loaded, view};

use crate::ask;
use crate::error::AppError;
use crate::live::again_on;
use crate::written::{Part, Written};

/// What interrupts the reader. The server alone writes it: what lies over the page is opened by the script `cover.js`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interruption {
    /// What lies over every page but that on which it is read.
    over: Option<Part>,
    /// What stands on top of each of these pages, but for the first, which shows by itself what waits.
    banner: Option<Part>,
    /// Where it is read.
    href: String,
}

/// What interrupts the reader: the most urgent of what is furthest in their way.
#[server(name = ReadInterruption, endpoint = "interruption", input = GetUrl, output = Postcard)]
pub async fn interruption() -> Result<Interruption, AppError> {
    let (me, portal) = (crate::context::principal()?, crate::context::portal());
    let open = portal.my_open_broadcasts(&me.actor).await?;
    portal.note_delivered(&me.actor, &open);
    let now = portal.world().now();
    let in_the_way = open.into_iter().filter_map(|one| Some((one.in_the_way(now)?, one)));
    // The first of equals.
    let found = in_the_way.min_by_key(|(how, _)| std::cmp::Reverse(*how));
    Ok(found.map_or_else(Interruption::default, |(how, one)| written::interruption(how, one, &me)))
}

/// What interrupts the reader; it follows what happens.
#[component]
pub(crate) fn WaitingCards() -> impl IntoView {
    // All of it goes with the page: where it is not shown at first, it is once the reader goes elsewhere.
    let interruption = again_on(ask::load(|| ReadInterruption {}), &["broadcast."]);
    view! {
        <Loaded value=interruption skeleton=|| () refused=|| () let:interruption>
            <Interrupt interruption />
        </Loaded>
    }
}

#[component]
fn Interrupt(interruption: Interruption) -> impl IntoView {
    let Interruption { over, banner, href } = interruption;
    let path = use_location().pathname;
    let shown = |part: Option<&Part>| part.cloned().map(|part| view! { <Written part /> });
    move || {
        let path = path.get();
        let is_elsewhere = !path.starts_with(&href);
        let over = shown(over.as_ref()).filter(|_| is_elsewhere);
        let banner = shown(banner.as_ref()).filter(|_| is_elsewhere && path != "/");
        view! { {over} {banner} }
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
    use domain::broadcast::InTheWay;
    use leptos::prelude::*;
    use service::{MyBroadcast, Principal};
    use ui::{Badge, ButtonVariant, Covered, Icon, IconName, Interrupting, LinkButton, t, view};

    use super::super::api::{OpenBroadcast, open_of};
    use super::{Interruption, tone_of};
    use crate::moment::MomentText;
    use crate::written::Part;

    /// A broadcast as it stands in somebody's way.
    pub(super) fn interruption(how: InTheWay, mine: MyBroadcast, me: &Principal) -> Interruption {
        let name = name_of(&mine, me);
        let broadcast = open_of(mine, me);
        let (href, over) = (href_of(&broadcast), broadcast.clone());
        let banner = || Some(Part::of(|| banner(broadcast)));
        let (over, banner) = match how {
            InTheWay::Banner => (None, banner()),
            InTheWay::Card => (Some(Part::of(|| card(over, name))), banner()),
            InTheWay::Cover => (Some(Part::of(|| cover(over))), None),
        };
        Interruption { over, banner, href }
    }

    /// What is put off with a card: a broadcast, until the next session or the next reminder.
    fn name_of(mine: &MyBroadcast, me: &Principal) -> String {
        let session = me.actor.session_id().map(|id| id.to_string()).unwrap_or_default();
        format!("{}:{session}:{}", mine.broadcast.id, mine.recipient.reminded)
    }

    /// Where a broadcast is read.
    fn href_of(broadcast: &OpenBroadcast) -> String {
        format!("/broadcasts/{}", broadcast.id)
    }

    /// In which language it is, if that is not the reader's.
    fn language_of(broadcast: &OpenBroadcast) -> Option<&'static str> {
        (broadcast.locale != t().locale()).then_some(broadcast.locale.as_str())
    }

    /// What covers the screen until it is read.
    fn cover(broadcast: OpenBroadcast) -> AnyView {
        let t = t();
        let (href, lang) = (href_of(&broadcast), language_of(&broadcast));
        let OpenBroadcast { title, summary, severity, .. } = broadcast;
        view! {
            <Covered>
                <p class="cover__kicker"><Icon name=IconName::TriangleAlert /> {t.severity(severity)}</p>
                <h2 class="cover__title" id="cover-title" lang=lang>{title}</h2>
                <p lang=lang>{summary}</p>
                <p>{t.broadcast_suspended_until()}</p>
                <LinkButton
                    href
                    label=t.broadcast_read_now()
                    icon=IconName::ArrowRight
                    variant=ButtonVariant::Primary
                />
            </Covered>
        }
    }

    /// What interrupts once.
    fn card(broadcast: OpenBroadcast, name: String) -> AnyView {
        let t = t();
        let (href, lang) = (href_of(&broadcast), language_of(&broadcast));
        let due = due(&broadcast).map(|due| view! { <p>{due}</p> });
        let OpenBroadcast { title, summary, severity, .. } = broadcast;
        let label = t.broadcast_read_at_once();
        let read = move || view! { <LinkButton href label variant=ButtonVariant::Primary /> };
        view! {
            <Interrupting name later=t.broadcast_later() action=read>
                <p><Badge label=t.severity(severity) tone=tone_of(severity) /></p>
                <h2 class="cover__title" id="cover-title" lang=lang>{title}</h2>
                <p lang=lang>{summary}</p>
                {due}
            </Interrupting>
        }
    }

    /// What stands on top of the page.
    fn banner(broadcast: OpenBroadcast) -> AnyView {
        let t = t();
        let (href, lang) = (href_of(&broadcast), language_of(&broadcast));
        let due = due(&broadcast);
        let OpenBroadcast { title, severity, is_late, .. } = broadcast;
        let class = if is_late { "waiting-banner waiting-banner--late" } else { "waiting-banner" };
        view! {
            <aside class=class aria-label=t.broadcast_waiting()>
                <Badge label=t.severity(severity) tone=tone_of(severity) />
                <a class="waiting-banner__title" href=href lang=lang>{title}</a>
                {due}
            </aside>
        }
    }

    /// By when it has to be acknowledged, or had to.
    fn due(broadcast: &OpenBroadcast) -> Option<AnyView> {
        let t = t();
        let label = if broadcast.is_late { t.broadcast_was_due() } else { t.broadcast_due() };
        let due = broadcast.due.clone();
        due.map(|due| view! { <span>{label} " " <MomentText moment=due /></span> })
    }
}

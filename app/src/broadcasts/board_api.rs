//! What the pages of those who follow broadcasts ask of the server.

use domain::broadcast::{BroadcastState, Escalation, RecipientState, Severity};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};

use super::api::PageOf;
use crate::error::AppError;
use crate::moment::Moment;
use crate::written::Part;

#[cfg(feature = "ssr")]
use {
    super::api::{cursor, page_of},
    super::written,
    crate::context::{asked, portal, principal},
    crate::people::parse_id,
    domain::Permission,
    service::end_of_day,
};

/// A broadcast in the list of those who follow it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowedBroadcast {
    /// Which.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// How much it matters.
    pub severity: Severity,
    /// Where it stands.
    pub state: BroadcastState,
    /// When it was sent.
    pub sent: Option<Moment>,
    /// When it took or takes effect.
    pub effective: Option<Moment>,
    /// Whether it is in effect.
    pub is_effective: bool,
    /// Its figures; none where there are too few people.
    pub figures: Option<Figures>,
    /// How many had the old version open after it was replaced; none where there are too few people.
    pub stale_views: Option<u64>,
    /// Whether its figures are part of those of another broadcast of the same change.
    pub is_counted_there: bool,
}

/// The figures of a broadcast, or of a part of those whom it reached. Times are in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// How many have to acknowledge.
    pub population: u64,
    /// How many have.
    pub acknowledged: u64,
    /// The share that had when it took effect, in percent; none before that.
    pub coverage: Option<u64>,
    /// How long after the effect half of them had.
    pub ow50: Option<i64>,
    /// How long after the effect nine in ten had.
    pub ow90: Option<i64>,
    /// How long after the effect all had.
    pub ow_max: Option<i64>,
    /// How long after it was sent the last did.
    pub publish_to_last: Option<i64>,
    /// How many say that they had applied what is withdrawn; none of anything else.
    pub applied: Option<u64>,
}

/// A page of the list of those who follow broadcasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowedContent {
    /// What is being composed, for those who may send it.
    pub drafts: Part,
    /// What was sent.
    pub lines: PageOf<FollowedBroadcast>,
}

/// A vendor, site or team: level, name, figures and stale views, where they may be shown.
pub type GroupLine = (u8, String, Option<(Figures, u64)>);

/// Everything about one broadcast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardContent {
    /// The broadcast.
    pub line: FollowedBroadcast,
    /// What it says.
    pub summary: String,
    /// The curve: when, in thousandths of the way; how many; and both in words.
    pub curve: Vec<(u64, u64, Moment)>,
    /// Where on that way it took effect, in thousandths.
    pub effect_at: u64,
    /// The figures by vendor, site and team.
    pub groups: Vec<GroupLine>,
    /// A page of those who have not acknowledged.
    pub open: PageOf<OpenPerson>,
    /// What is said where nobody is left who has not.
    pub nobody_open: Part,
    /// Whether names are shown at all.
    pub has_names: bool,
    /// Who is coached.
    pub coaching: Part,
    /// The other broadcasts of the same change.
    pub beside: Part,
    /// Whether the reader may have the pack that proves it.
    pub may_prove: bool,
    /// Whether the reader may withdraw it.
    pub may_steer: bool,
    /// Whether the reader may exempt people.
    pub may_exempt: bool,
}

/// Somebody who has not acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPerson {
    /// Who.
    pub id: String,
    /// What they are called.
    pub name: String,
    /// Their team.
    pub team: String,
    /// How far they are.
    pub state: RecipientState,
    /// By when they have to.
    pub due: Option<Moment>,
    /// Who was the last to hear that they are late; none while they are in time.
    pub overdue: Option<Escalation>,
    /// Whether they wait for coaching.
    pub awaits_coaching: bool,
    /// Why they need not.
    pub exempt: Option<String>,
}

/// A page of the broadcasts that reached people in the reader's scope: behind one of them, or in front of one.
#[server(name = ReadFollowed, endpoint = "followed_broadcasts", input = GetUrl, output = Postcard)]
pub async fn followed(
    #[server(default)] after: String,
    #[server(default)] before: String,
) -> Result<FollowedContent, AppError> {
    let me = principal()?;
    let page = portal().broadcasts(&me.actor, cursor(&after, &before)?).await?;
    let lines = page_of(page, |line| line_of(line, None, &me));
    if !me.actor.may(Permission::PublishKnowledge) {
        return Ok(FollowedContent { drafts: Part::default(), lines });
    }
    let drafts = portal().broadcast_drafts(&me.actor).await?;
    Ok(FollowedContent { drafts: Part::of(|| written::drafts(drafts, &me)), lines })
}

/// One broadcast and how it goes, with a page of those who have not acknowledged.
#[server(name = ReadBoard, endpoint = "board", input = GetUrl, output = Postcard)]
pub async fn board(
    id: String,
    #[server(default)] after: String,
    #[server(default)] before: String,
) -> Result<BoardContent, AppError> {
    let me = principal()?;
    let place = cursor(&after, &before)?;
    let service::Board {
        line,
        applied,
        curve,
        groups,
        open,
        has_names,
        all_acknowledged,
        coaching,
        beside,
        may_prove,
    } = portal().board(&me.actor, parse_id(&id)?, place).await?;
    let nobody_open = if has_names && open.rows.is_empty() {
        Part::of(|| written::nobody_open(all_acknowledged, may_prove))
    } else {
        Part::default()
    };
    let (first, last) = (curve.first().map(|(at, _)| *at), curve.last().map(|(at, _)| *at));
    let place = |at: domain::Timestamp| match (first, last) {
        (Some(first), Some(last)) if first < last => {
            let (way, whole) = (at.as_millis() - first.as_millis(), last.as_millis() - first.as_millis());
            u64::try_from(way.saturating_mul(1000) / whole).unwrap_or(0).min(1000)
        }
        _ => 0,
    };
    let point = |(at, count): (domain::Timestamp, usize)| (place(at), count as u64, Moment::of(at, &me));
    let person = |person: service::BoardPerson| OpenPerson {
        id: person.id.to_string(),
        name: person.name,
        team: person.team,
        state: person.state,
        due: person.due_at.map(|at| Moment::of(at, &me)),
        overdue: person.overdue,
        awaits_coaching: person.awaits_coaching,
        exempt: person.exempt.map(|exempt| exempt.reason),
    };
    Ok(BoardContent {
        summary: line.text.summary.clone(),
        effect_at: place(line.broadcast.effect()),
        curve: curve.into_iter().map(point).collect(),
        groups: groups
            .into_iter()
            .map(|group| {
                let figures = group.window.map(|window| figures_of(window, group.applied));
                let figures = figures.zip(group.stale_views);
                (group.place.level(), group.name, figures)
            })
            .collect(),
        open: page_of(open, person),
        nobody_open,
        has_names,
        coaching: Part::of(|| written::coaching(line.broadcast.id, coaching, &me)),
        beside: Part::of(|| written::beside(&beside, line.counted_with)),
        may_prove,
        may_steer: me.actor.may(Permission::PublishKnowledge) && line.broadcast.state == BroadcastState::Live,
        may_exempt: me.actor.may(Permission::ExemptAgents) && line.broadcast.state == BroadcastState::Live,
        line: line_of(line, applied, &me),
    })
}

/// Withdraws a broadcast as wrong.
#[server(endpoint = "recall_broadcast", output = Postcard)]
pub async fn recall_broadcast(id: String, reason: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.recall_broadcast(&actor, parse_id(&id)?, &reason).await?;
    leptos_axum::redirect(&format!("/broadcasts/{id}/board?done=recalled"));
    Ok(())
}

/// Closes a broadcast that has run its course.
#[server(endpoint = "close_broadcast", output = Postcard)]
pub async fn close_broadcast(id: String, reason: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.close_broadcast(&actor, parse_id(&id)?, &reason).await?;
    leptos_axum::redirect(&format!("/broadcasts/{id}/board?done=closed"));
    Ok(())
}

/// Notes that the reader went through a broadcast with somebody who had failed its check again.
#[server(endpoint = "note_coaching", output = Postcard)]
pub async fn note_coaching(id: String, agent: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.note_coaching(&actor, parse_id(&id)?, parse_id(&agent)?).await?;
    leptos_axum::redirect(&format!("/broadcasts/{id}/board?done=coached"));
    Ok(())
}

/// Exempts somebody until the end of a day, or for good.
#[server(endpoint = "exempt_agent", output = Postcard)]
pub async fn exempt_agent(
    id: String,
    agent: String,
    reason: String,
    #[server(default)] until: String,
) -> Result<(), AppError> {
    use domain::{Fields, Reason};
    let me = principal()?;
    let mut fields = Fields::new();
    let until = fields.read("until", end_of_day(&until, me.time_zone()).ok_or(Reason::NotADate));
    let until = fields.verdict(until).map_err(service::Error::from)?;
    portal().exempt(&me.actor, parse_id(&id)?, parse_id(&agent)?, &reason, until).await?;
    leptos_axum::redirect(&format!("/broadcasts/{id}/board?done=exempted"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn line_of(line: service::BroadcastLine, applied: Option<u64>, me: &service::Principal) -> FollowedBroadcast {
    let service::BroadcastLine { broadcast, text, window, stale_views, counted_with } = line;
    FollowedBroadcast {
        is_counted_there: counted_with.is_some_and(|first| first != broadcast.id),
        id: broadcast.id.to_string(),
        title: text.title,
        severity: broadcast.severity,
        state: broadcast.state,
        sent: broadcast.published_at.map(|at| Moment::of(at, me)),
        effective: broadcast.effective_at.map(|at| Moment::of(at, me)),
        is_effective: broadcast.effect() <= portal().world().now(),
        figures: window.map(|window| figures_of(window, applied)),
        stale_views,
    }
}

#[cfg(feature = "ssr")]
fn figures_of(window: domain::broadcast::Window, applied: Option<u64>) -> Figures {
    Figures {
        population: window.population as u64,
        acknowledged: window.acknowledged as u64,
        coverage: window.coverage_at_effect.map(domain::broadcast::Ratio::percent),
        ow50: window.ow50,
        ow90: window.ow90,
        ow_max: window.ow_max,
        publish_to_last: window.publish_to_last_ack,
        applied,
    }
}

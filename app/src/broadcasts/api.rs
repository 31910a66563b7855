//! What the pages of those whom broadcasts reach ask of the server.

use std::collections::BTreeMap;

use domain::Locale;
use domain::broadcast::{BroadcastEnd, Severity};
use domain::knowledge::DiffBlock;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::moment::Moment;

#[cfg(feature = "ssr")]
use {
    crate::context::{asked, portal, principal, words},
    crate::people::parse_id,
    domain::BroadcastId,
    domain::broadcast::{RecallAnswer, Recipient, RecipientState, Step},
    domain::clearance::{Ground, Verdict},
    service::{Cursor, MyBroadcast, Page, Shown},
};

/// A broadcast in the list of somebody whom it reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenBroadcast {
    /// Which.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// What changes.
    pub summary: String,
    /// Its language.
    pub locale: Locale,
    /// How much it matters.
    pub severity: Severity,
    /// When it was sent.
    pub sent: Option<Moment>,
    /// When it takes effect.
    pub effective: Option<Moment>,
    /// Whether it is in effect.
    pub is_effective: bool,
    /// By when it has to be acknowledged; none while the reader is exempt.
    pub due: Option<Moment>,
    /// Whether that is past.
    pub is_late: bool,
    /// When the reader acknowledged it.
    pub acknowledged: Option<Moment>,
    /// How it ceased to bind.
    pub ended: Option<BroadcastEnd>,
    /// While the reader need not acknowledge it: until when, in words, and why.
    pub exempt: Option<(String, String)>,
}

impl OpenBroadcast {
    /// Whether the reader still has to do something about it.
    pub const fn is_open(&self) -> bool {
        self.acknowledged.is_none() && self.ended.is_none()
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageOf<T> {
    /// What is on it.
    pub rows: Vec<T>,
    /// Ask `before` this for the page before.
    pub previous: Option<String>,
    /// Ask `after` this for the page behind.
    pub next: Option<String>,
}

/// What an agent reads before they acknowledge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardContent {
    /// The broadcast.
    pub broadcast: OpenBroadcast,
    /// What changes.
    pub changes: Vec<CardChange>,
    /// What is asked.
    pub items: Vec<CardItem>,
    /// Whether the reader's lead is to go through it with them.
    pub awaits_coaching: bool,
    /// When this was shown, for the record: milliseconds since the epoch.
    pub shown_at: i64,
}

/// What changes in one article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardChange {
    /// Where the article stands.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub locale: Locale,
    /// The version that the reader knew; none when the article is new.
    pub from: Option<i64>,
    /// The version that takes effect.
    pub to: i64,
    /// Whether that version was recalled.
    pub is_withdrawn: bool,
    /// What differs.
    pub blocks: Vec<DiffBlock>,
}

/// A question of the check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardItem {
    /// What is asked.
    pub prompt: String,
    /// What can be answered, each under the index by which it is given; in the order in which it is shown.
    pub options: Vec<(usize, String)>,
    /// Whether several answers are right.
    pub is_multiple: bool,
    /// The passage to read again.
    pub passage: Option<String>,
}

/// What the reader is cleared for, by verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearanceLine {
    /// The contact type.
    pub contact_type: String,
    /// Its place in addresses.
    pub slug: String,
    /// The stored word of the verdict.
    pub verdict: ClearanceWord,
    /// Until when, if that is known.
    pub until: Option<Moment>,
    /// Why it is not more: what to acknowledge, with its title.
    pub reasons: Vec<(String, String)>,
}

/// A verdict without its instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ClearanceWord {
    /// Not for now.
    Suspended,
    /// Not at all.
    NotCleared,
    /// Until an instant.
    InGrace,
    /// Under supervision.
    Supervised,
    /// Contacts may be sent.
    Cleared,
}

/// A page of everything that reached the reader, the last first: behind one of them, or in front of one.
#[server(name = ReadMyBroadcasts, endpoint = "my_broadcasts", input = GetUrl, output = Postcard)]
pub async fn my_broadcasts(
    #[server(default)] after: String,
    #[server(default)] before: String,
) -> Result<PageOf<OpenBroadcast>, AppError> {
    let me = principal()?;
    let page = portal().my_broadcasts(&me.actor, cursor(&after, &before)?).await?;
    Ok(page_of(page, |one| open_of(one, &me)))
}

/// One broadcast as the reader has to read it.
#[server(name = ReadCard, endpoint = "card", input = GetUrl, output = Postcard)]
pub async fn card(id: String) -> Result<CardContent, AppError> {
    let me = principal()?;
    let card = portal().broadcast_card(&me.actor, parse_id(&id)?).await?;
    let question = recall_question(&card, &me);
    let change = |change: service::CardChange| CardChange {
        href: format!(
            "/knowledge/{}/{}?language={}",
            change.space.slug,
            change.article.slug,
            change.locale.as_str()
        ),
        title: change.title,
        locale: change.locale,
        from: change.from,
        to: change.to,
        is_withdrawn: change.is_withdrawn,
        blocks: change.blocks,
    };
    let item = |item: service::CardItem| {
        let service::CardItem { prompt, options, is_multiple, passage } = item;
        CardItem { prompt, options, is_multiple, passage }
    };
    Ok(CardContent {
        broadcast: open_of(card.mine, &me),
        changes: card.changes.into_iter().map(change).collect(),
        items: card.items.into_iter().map(item).chain(question).collect(),
        awaits_coaching: card.awaits_coaching,
        shown_at: portal().world().now().as_millis(),
    })
}

/// What is asked about an instruction that is withdrawn, in the reader's language.
#[cfg(feature = "ssr")]
fn recall_question(card: &service::Card, me: &service::Principal) -> Option<CardItem> {
    if card.mine.broadcast.severity != Severity::Recall {
        return None;
    }
    let t = words();
    let withdrawn = card.changes.iter().filter(|change| change.is_withdrawn);
    let prompt = match withdrawn.filter_map(|change| change.effective_at).min() {
        Some(since) => t.recall_question(&Moment::of(since, me).text),
        None => t.recall_question_ever().to_owned(),
    };
    let options = RecallAnswer::ALL.map(|answer| t.recall_answer(answer).to_owned());
    let options = options.into_iter().enumerate().collect();
    Some(CardItem { prompt, options, is_multiple: false, passage: None })
}

/// Notes that the reader has opened a broadcast (`opened`) or read it to its end (`read`).
#[server(endpoint = "note_broadcast", output = Postcard)]
pub async fn note_broadcast(id: String, state: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let step = match RecipientState::parse(&state) {
        Some(RecipientState::Opened) => Step::Open,
        Some(RecipientState::Read) => Step::Read,
        _ => Step::Deliver,
    };
    Ok(portal.note_broadcast(&actor, parse_id(&id)?, step).await?)
}

/// Acknowledges a broadcast. The answers are the options that were chosen, by the number of the question from 0; whatever
/// else is sent is none of them. The language is the one in which the broadcast was shown.
#[server(endpoint = "acknowledge", output = Postcard)]
pub async fn acknowledge(
    id: String,
    #[server(default)] shown_at: Option<i64>,
    #[server(default)] language: String,
    #[server(default)] answers: BTreeMap<String, Vec<String>>,
) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let broadcast: BroadcastId = parse_id(&id)?;
    let last = answers.keys().filter_map(|key| key.parse::<usize>().ok()).max();
    let option = |option: &String| option.parse().unwrap_or(usize::MAX);
    let of = |index: usize| answers.get(&index.to_string()).into_iter().flatten().map(option).collect();
    // Nobody is asked more than ten questions.
    let chosen: Vec<_> = last.map(|last| (0..=last.min(9)).map(of).collect()).unwrap_or_default();
    let shown =
        Shown { at: shown_at.map(domain::Timestamp::from_millis), locale: shown_language(&language)? };
    let outcome = portal.acknowledge(&actor, broadcast, &chosen, Some(shown)).await?;
    let place = match outcome {
        service::Acknowledged::Given => format!("/broadcasts/{id}?done=acknowledged"),
        service::Acknowledged::CheckFailed(right) => {
            let wrong: Vec<_> = right
                .iter()
                .enumerate()
                .filter(|(_, is_right)| !**is_right)
                .map(|(index, _)| index.to_string())
                .collect();
            let language = shown.locale.map(|locale| format!("&language={}", locale.as_str()));
            // Another address each time: wrong again in the same way is answered again, and may bring help.
            let again = portal.world().now().as_millis();
            format!("/broadcasts/{id}?wrong={}{}&at={again}", wrong.join("."), language.unwrap_or_default())
        }
    };
    leptos_axum::redirect(&place);
    Ok(())
}

/// The language in which a page says that it was shown; none where it says nothing.
#[cfg(feature = "ssr")]
fn shown_language(language: &str) -> Result<Option<Locale>, AppError> {
    use domain::{Invalid, Reason};
    if language.is_empty() {
        return Ok(None);
    }
    let unknown = || service::Error::from(Invalid::field("language", Reason::NotAChoice));
    Ok(Some(Locale::parse(language).ok_or_else(unknown)?))
}

/// What the reader is cleared for, and why not.
#[server(name = ReadMyClearances, endpoint = "my_clearances", input = GetUrl, output = Postcard)]
pub async fn my_clearances() -> Result<Vec<ClearanceLine>, AppError> {
    let me = principal()?;
    let titles: BTreeMap<_, _> = portal()
        .my_open_broadcasts(&me.actor)
        .await?
        .into_iter()
        .map(|one| (one.broadcast.id, one.text.title))
        .collect();
    let line = |entry: service::ClearanceEntry| {
        let (verdict, until) = match entry.clearance.verdict {
            Verdict::Cleared => (ClearanceWord::Cleared, None),
            Verdict::ClearedInGrace { until } => (ClearanceWord::InGrace, Some(until)),
            Verdict::Supervised { until } => (ClearanceWord::Supervised, until),
            Verdict::Suspended => (ClearanceWord::Suspended, None),
            Verdict::NotCleared => (ClearanceWord::NotCleared, None),
        };
        let reasons = entry.clearance.reasons.iter().map(|ground| reason_of(ground, &titles));
        ClearanceLine {
            contact_type: name_of(&entry.contact_type, me.locale()),
            slug: entry.contact_type.slug.to_string(),
            verdict,
            until: until.map(|at| Moment::of(at, &me)),
            reasons: reasons.collect(),
        }
    };
    Ok(portal().my_clearances(&me.actor).await?.into_iter().map(line).collect())
}

/// A reason: where to go, and its words.
#[cfg(feature = "ssr")]
fn reason_of(ground: &Ground, titles: &BTreeMap<BroadcastId, String>) -> (String, String) {
    let t = words();
    match ground {
        Ground::NotAcknowledged { broadcast } | Ground::InGrace { broadcast, .. } => {
            let title = titles.get(broadcast).map(String::as_str).unwrap_or_default();
            (format!("/broadcasts/{broadcast}"), t.clearance_acknowledge(title))
        }
        Ground::NotActive => (String::new(), t.clearance_not_active().to_owned()),
        Ground::OutsideStage => (String::new(), t.clearance_outside_stage().to_owned()),
        Ground::NotCertified { .. } => (String::new(), t.clearance_not_certified().to_owned()),
        Ground::Suspended { why } => (String::new(), t.clearance_suspended_why(why)),
        Ground::Supervised => (String::new(), t.clearance_supervised_why().to_owned()),
    }
}

#[cfg(feature = "ssr")]
pub(super) fn name_of(row: &service::ContactTypeRow, locale: Locale) -> String {
    let [fr, en] = &row.name;
    match locale {
        Locale::Fr => fr.clone(),
        Locale::En => en.clone(),
    }
}

#[cfg(feature = "ssr")]
pub(crate) fn open_of(mine: MyBroadcast, me: &service::Principal) -> OpenBroadcast {
    let now = portal().world().now();
    let MyBroadcast { broadcast, text, recipient } = mine;
    let (due, person) = (recipient.deadline.due_at, recipient.recipient);
    let exempt = exempt_of(&person, now, me);
    let is_asked = broadcast.severity.needs_acknowledgement() && exempt.is_none();
    OpenBroadcast {
        id: broadcast.id.to_string(),
        title: text.title,
        summary: text.summary,
        locale: text.locale,
        severity: broadcast.severity,
        sent: broadcast.published_at.map(|at| Moment::of(at, me)),
        effective: broadcast.effective_at.map(|at| Moment::of(at, me)),
        is_effective: broadcast.effect() <= now,
        due: due.filter(|_| is_asked).map(|at| Moment::of(at, me)),
        is_late: person.owes(now) && due.is_some_and(|due| due <= now),
        acknowledged: person.acknowledged_at.map(|at| Moment::of(at, me)),
        ended: person.ended.map(|ended| ended.by),
        exempt,
    }
}

/// Until when somebody need not acknowledge, in words, and why; none once nothing is asked of them any more.
#[cfg(feature = "ssr")]
fn exempt_of(
    person: &Recipient,
    now: domain::Timestamp,
    me: &service::Principal,
) -> Option<(String, String)> {
    let is_open = person.acknowledged_at.is_none() && person.ended.is_none();
    let exempt = person.exempt.as_ref().filter(|_| is_open && person.is_exempt(now))?;
    let until = match exempt.until {
        // It lasts to the end of the day before that instant.
        Some(until) => words().broadcast_exempt_until(&Moment::day(until.plus_seconds(-1), me)),
        None => words().broadcast_exempt().to_owned(),
    };
    Some((until, exempt.reason.clone()))
}

/// Where a page of a list begins.
#[cfg(feature = "ssr")]
pub(super) fn cursor<K: std::str::FromStr>(after: &str, before: &str) -> Result<Cursor<K>, AppError> {
    use domain::{Fields, Reason};
    let mut fields = Fields::new();
    let mut read = |name: &str, text: &str| match text.trim() {
        "" => Some(None),
        text => fields.read(name, text.parse::<K>().map(Some).map_err(|_| Reason::NotFromALink)),
    };
    let both = read("after", after).zip(read("before", before));
    Ok(match fields.verdict(both).map_err(service::Error::from)? {
        (Some(id), _) => Cursor::After(id),
        (None, Some(id)) => Cursor::Before(id),
        (None, None) => Cursor::Start,
    })
}

/// A page as it travels.
#[cfg(feature = "ssr")]
pub(super) fn page_of<T, U, K: ToString>(page: Page<T, K>, row: impl Fn(T) -> U) -> PageOf<U> {
    let Page { rows, previous, next } = page;
    PageOf {
        rows: rows.into_iter().map(row).collect(),
        previous: previous.map(|id| id.to_string()),
        next: next.map(|id| id.to_string()),
    }
}

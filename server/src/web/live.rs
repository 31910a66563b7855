//! `GET /live`: what happens, told to a browser while it happens (server-sent events).
//!
//! Every event has its place in the log for an id. A browser that was cut off says up to where it heard, and is told
//! what it missed, by this process or by another. `change` names what happened and to what; `resync` says that more was
//! missed than can be told; `pulse` says nothing but up to where all is told.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, UNIX_EPOCH};

use app::Visitor;
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use domain::{ErrorKind, Timestamp};
use futures::stream;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use serde::{Deserialize, Serialize};
use service::{Envelope, Heard, Listening};
use tokio::time::{Instant, Sleep};

use super::Web;
use super::asker::{Asker, text_of};
use super::refusal::Refusal;
use crate::listen::{Endless, told_to_stop};

/// Where it is.
pub(super) const PATH: &str = "/live";

/// How long to be silent at the most: shorter than proxies wait. A browser that hears nothing for longer knows that it
/// was cut off.
const PULSE: Duration = Duration::from_secs(20);
/// How long a stream lasts. Whoever comes back is judged anew: their session may be too old by then.
const LASTS: Duration = Duration::from_secs(3600);
/// The least and the most after which a browser comes back that was cut off: not all at once.
const RETRY: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];
/// Up to where the browser heard.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Asks proxies not to gather the answer before they hand it on.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// Up to where the page heard; a script cannot send a header with its first request.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Ask {
    last: String,
}

/// What is told of something that happened.
#[derive(Debug, Serialize)]
struct Change {
    kind: &'static str,
    r#ref: String,
}

/// A stream on its way to a browser. A piece of news wakes thousands of them, so what it waits for beside news is made
/// once, and not for each.
struct Telling {
    listening: Listening,
    /// Completes when everything is to end.
    stop: Pin<Box<dyn Future<Output = ()> + Send>>,
    /// Wakes it to see whether it was silent for too long.
    alarm: Pin<Box<Sleep>>,
    pulse: Duration,
    /// When something was said last.
    said: Instant,
    until: Instant,
    /// Said once, with the first event.
    retry: Option<Duration>,
    _counted: Counted,
}

/// A stream, in the figures for as long as it lasts.
#[derive(Debug)]
struct Counted;

/// What happens from now on, for somebody who is signed in.
pub(super) async fn follow(
    State(web): State<Web>,
    Extension(visitor): Extension<Visitor>,
    Extension(asker): Extension<Asker>,
    ask: Result<Query<Ask>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let Ok(Query(ask)) = ask else { return asker.refuse(Refusal::Unreadable) };
    let Some(reader) = visitor.principal else { return asker.refuse(ErrorKind::Unauthenticated.into()) };
    let listening = web.portal().listen(reader.actor.clone(), last_heard(&headers, &ask));
    let telling = Telling::new(&web, listening);
    let mut response = Sse::new(stream::unfold(telling, Telling::next)).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(BUFFERING, HeaderValue::from_static("no"));
    response.headers_mut().extend(date(web.portal().world().now()).map(|date| (header::DATE, date)));
    response.extensions_mut().insert(Endless);
    response
}

/// When it began, as HTTP says it.
fn date(now: Timestamp) -> Option<HeaderValue> {
    let since = Duration::from_millis(u64::try_from(now.as_millis()).ok()?);
    HeaderValue::try_from(httpdate::fmt_http_date(UNIX_EPOCH + since)).ok()
}

/// What a browser says that comes back by itself is newer than the address it was given.
fn last_heard(headers: &HeaderMap, ask: &Ask) -> Option<i64> {
    let said = [text_of(headers, LAST_EVENT_ID), ask.last.as_str()];
    said.into_iter().find_map(|text| text.parse().ok()).filter(|last| 0 <= *last)
}

impl Telling {
    fn new(web: &Web, listening: Listening) -> Self {
        let chance = chance(web);
        // What is silent for longer than a connection may rest would be closed.
        let longest = PULSE.min(web.http().idle_timeout() / 2);
        let pulse = between([longest * 3 / 4, longest], chance);
        let (now, mut stopped) = (Instant::now(), web.stopped());
        Self {
            listening,
            stop: Box::pin(async move { told_to_stop(&mut stopped).await }),
            alarm: Box::pin(tokio::time::sleep(pulse)),
            pulse,
            said: now,
            until: now + between([LASTS * 3 / 4, LASTS], chance),
            retry: Some(between(RETRY, chance)),
            _counted: Counted::new(),
        }
    }

    /// The next event, and the stream behind it.
    async fn next(mut self) -> Option<(Result<Event, axum::Error>, Self)> {
        if self.until <= Instant::now() {
            return None;
        }
        let heard = self.hear().await;
        self.said = Instant::now();
        let event = match heard {
            Some(Heard::End) => return None,
            Some(Heard::Envelope(envelope)) => change(envelope),
            Some(Heard::Begun(cursor)) => Ok(bare("pulse", Some(cursor))),
            Some(Heard::Resync(cursor)) => Ok(bare("resync", Some(cursor))),
            None => Ok(bare("pulse", self.listening.cursor())),
        };
        let event = match self.retry.take() {
            Some(retry) => event.map(|event| event.retry(retry)),
            None => event,
        };
        Some((event, self))
    }

    /// What is heard next; nothing when it was silent for long enough.
    async fn hear(&mut self) -> Option<Heard> {
        loop {
            tokio::select! {
                biased;
                () = &mut self.stop => return Some(Heard::End),
                heard = self.listening.next() => return Some(heard),
                () = &mut self.alarm => {
                    let due = self.said + self.pulse;
                    if due <= Instant::now() {
                        return None;
                    }
                    self.alarm.as_mut().reset(due);
                }
            }
        }
    }
}

fn change(envelope: Envelope) -> Result<Event, axum::Error> {
    let Envelope { seq, kind, subject } = envelope;
    let change = Change { kind: kind.as_str(), r#ref: subject.to_string() };
    Event::default().event("change").id(seq.to_string()).json_data(change)
}

/// An event that says no more than its name. Without data a browser would not hear of it.
fn bare(name: &str, cursor: Option<i64>) -> Event {
    let event = Event::default().event(name).data("{}");
    match cursor {
        Some(cursor) => event.id(cursor.to_string()),
        None => event,
    }
}

/// A number below a thousand.
fn chance(web: &Web) -> u32 {
    u32::try_from(web.portal().world().id().as_u128() % 1_000).unwrap_or_default()
}

fn between([least, most]: [Duration; 2], chance: u32) -> Duration {
    least + (most - least) * chance / 1_000
}

impl Counted {
    fn new() -> Self {
        metrics::gauge!("palier_live_streams").increment(1.0);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!("palier_live_streams").decrement(1.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_last(header: Option<&'static str>, last: &str, expected: Option<i64>) {
        let header = header.map(|value| (LAST_EVENT_ID, HeaderValue::from_static(value)));
        let headers = HeaderMap::from_iter(header.clone());
        assert_eq!(last_heard(&headers, &Ask { last: last.to_owned() }), expected, "{header:?} {last}");
    }

    #[test]
    fn a_browser_that_comes_back_says_up_to_where_it_heard() {
        check_last(None, "", None);
        check_last(None, "7", Some(7));
        check_last(Some("9"), "7", Some(9));
        check_last(Some(""), "7", Some(7));
        check_last(None, "0", Some(0));
        for nonsense in ["x", "-1", "1.5", "99999999999999999999"] {
            check_last(None, nonsense, None);
        }
    }

    #[test]
    fn not_all_come_back_at_once() {
        assert_eq!(between(RETRY, 0), Duration::from_secs(1));
        assert_eq!(between(RETRY, 500), Duration::from_secs(3));
        assert!(between(RETRY, 999) < Duration::from_secs(5));
    }
}

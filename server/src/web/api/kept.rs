//! Whether an answer that somebody keeps still holds.
//!
//! It depends on what is recorded, on the question, on whose people the token may name, and on the time. The tag of an
//! answer says all four, the last as the instant at which the answer may change by itself. So the portal keeps nothing,
//! and a question whose answer still holds costs no more than looking the token up.

use domain::{Actor, Timestamp};
use http::{HeaderMap, HeaderValue, header};
use service::{ClearanceAsk, Portal};
use sha2::{Digest, Sha256};

use super::super::asker::text_of;

/// What the tag of an answer begins with, and what time it is.
pub(super) struct Basis {
    prefix: String,
    now: Timestamp,
}

impl Basis {
    /// For a question. Take it before the answer is worked out: what is recorded meanwhile then changes the tag.
    pub(super) fn of(portal: &Portal, actor: &Actor, ask: &ClearanceAsk) -> Self {
        let question = Sha256::digest(format!("{ask:?} {:?}", actor.scope()));
        let question: String = question.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let prefix = format!("W/\"{}.{question}.", portal.store().revision());
        Self { prefix, now: portal.world().now() }
    }

    /// The tag of an answer that may change by itself at an instant, or never.
    pub(super) fn tag(&self, until: Option<Timestamp>) -> Option<HeaderValue> {
        let until = until.map(|until| until.as_millis().to_string()).unwrap_or_default();
        HeaderValue::try_from(format!("{}{until}\"", self.prefix)).ok()
    }

    /// The tag that was sent of an answer that still holds.
    pub(super) fn kept(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let mut sent = text_of(headers, header::IF_NONE_MATCH).split(',').map(str::trim);
        sent.find(|tag| self.holds(tag)).and_then(|tag| HeaderValue::from_str(tag).ok())
    }

    fn holds(&self, tag: &str) -> bool {
        match tag.strip_prefix(&self.prefix).and_then(|rest| rest.strip_suffix('"')) {
            None => false,
            Some("") => true,
            Some(until) => until.parse::<i64>().is_ok_and(|until| self.now.as_millis() < until),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basis(now: i64) -> Basis {
        Basis { prefix: "W/\"7-0.ab.".to_owned(), now: Timestamp::from_millis(now) }
    }

    fn check(basis: &Basis, tags: &'static str, expected: Option<&str>) {
        let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static(tags))]);
        let kept = basis.kept(&headers);
        assert_eq!(kept.as_ref().and_then(|tag| tag.to_str().ok()), expected, "{tags}");
    }

    #[test]
    fn an_answer_holds_until_something_is_recorded_or_its_time_comes() {
        let until = basis(10).tag(Some(Timestamp::from_millis(20))).unwrap();
        assert_eq!(until, "W/\"7-0.ab.20\"");
        check(&basis(19), "W/\"7-0.ab.20\"", Some("W/\"7-0.ab.20\""));
        check(&basis(20), "W/\"7-0.ab.20\"", None);
        assert_eq!(basis(10).tag(None).unwrap(), "W/\"7-0.ab.\"");
        check(&basis(99), "\"x\", W/\"7-0.ab.\"", Some("W/\"7-0.ab.\""));
    }

    #[test]
    fn other_tags_say_nothing() {
        for tags in
            ["*", "", "W/\"8-0.ab.\"", "W/\"7-0.cd.\"", "\"7-0.ab.\"", "W/\"7-0.ab.x\"", "W/\"7-0.ab."]
        {
            check(&basis(0), tags, None);
        }
    }
}

//! The hash chain: each event carries the hash of the one before, so that nothing can be changed, taken
//! out, put in or moved without every later hash being wrong.
//!
//! An event's hash is made in two steps: of what it says ([`content`]), and of that with the hash before
//! ([`link`]). So a part of the log can be handed on with some events shown and the others only as links.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::Event;

/// The name of the rule by which [`content`] is hashed.
const CONTENT_RULE: &[u8] = b"palier-event-2";
/// The name of the rule by which [`link`] is hashed.
const LINK_RULE: &[u8] = b"palier-link-2";

/// A SHA-256 hash (FIPS 180-4). Written in lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What stands before the first event.
    pub const ZERO: Self = Self([0; 32]);

    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// From the 32 bytes of a digest.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// From 32 stored bytes.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        // `from_str_radix` alone would also read `+f`.
        if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        for (byte, index) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(text.get(index..index + 2)?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("expected 64 hexadecimal digits"))
    }
}

/// What an event says, as one hash: every field but its place behind another.
///
/// Every field goes in with its length before it, so that no two different events give the same bytes, and the rule's
/// name before all of them.
pub fn content(event: &Event) -> Hash {
    let mut digest = Sha256::new();
    digest.update(CONTENT_RULE);
    put_fields(&mut digest, event);
    Hash(digest.finalize().into())
}

/// The hash of an event that follows the one whose hash is `event.previous`. The event's own `hash` does not go in.
///
/// It is made of what was before and of [`content`] alone, so that a chain can be walked where some of its events are
/// shown only as that hash: see [`RedactedEvent`].
pub fn link(event: &Event) -> Hash {
    link_2(event.previous, content(event))
}

fn link_2(previous: Hash, content: Hash) -> Hash {
    let mut digest = Sha256::new();
    digest.update(LINK_RULE);
    digest.update(previous.as_bytes());
    digest.update(content.as_bytes());
    Hash(digest.finalize().into())
}

/// The first rule, by which chains began before there was [`content`]: one hash over what was before and every field.
///
/// To accept an event under either rule is as sound as one rule alone. What is hashed here begins with a length, whose
/// first byte is 0; what is hashed today begins with the name of its rule, whose first byte is a letter. So no bytes
/// mean two things, and an event that fits one rule after it was changed would be a collision of SHA-256.
fn link_1(event: &Event) -> Hash {
    let mut digest = Sha256::new();
    put(&mut digest, event.previous.as_bytes());
    put_fields(&mut digest, event);
    Hash(digest.finalize().into())
}

fn put_fields(digest: &mut Sha256, event: &Event) {
    let Event { seq, at, kind, actor, subject, vendor, details, previous: _, hash: _ } = event;
    put(digest, &seq.to_be_bytes());
    put(digest, &at.as_millis().to_be_bytes());
    put(digest, kind.as_bytes());
    put(digest, &actor.map_or_else(Vec::new, |id| id.uuid().as_bytes().to_vec()));
    put(digest, subject.as_bytes());
    put(digest, &vendor.map_or_else(Vec::new, |id| id.uuid().as_bytes().to_vec()));
    put(digest, details.as_bytes());
}

fn put(digest: &mut Sha256, bytes: &[u8]) {
    digest.update((bytes.len() as u64).to_be_bytes());
    digest.update(bytes);
}

/// An event of which nothing is shown but where it stands, and the hash of what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RedactedEvent {
    /// Its place in the order.
    pub seq: i64,
    /// See [`content`].
    pub content: Hash,
    /// Its hash.
    pub hash: Hash,
}

impl RedactedEvent {
    /// What may be shown of an event to those who may not read it. None of one under the first rule, which says nothing
    /// without its fields.
    pub fn of(event: &Event) -> Option<Self> {
        let redacted = Self { seq: event.seq, content: content(event), hash: event.hash };
        (event.hash == link_2(event.previous, redacted.content)).then_some(redacted)
    }
}

/// Where and how a chain is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ChainBreak {
    /// The numbers do not follow each other.
    #[error("event {expected} is missing; {found} stands in its place")]
    Hole {
        /// The number that should come.
        expected: i64,
        /// The one that does.
        found: i64,
    },
    /// The event does not carry the hash of the one before.
    #[error("event {seq} does not follow the event before it")]
    Unlinked {
        /// Which.
        seq: i64,
    },
    /// The event's fields do not give its hash.
    #[error("event {seq} was changed after it was recorded")]
    Changed {
        /// Which.
        seq: i64,
    },
}

/// Walks a chain from its beginning, or from a known place in it.
#[derive(Clone, Debug)]
pub struct Verifier {
    seq: i64,
    head: Hash,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { seq: 0, head: Hash::ZERO }
    }
}

impl Verifier {
    /// Behind the event with this number and this hash, which are taken on trust.
    pub const fn behind(seq: i64, head: Hash) -> Self {
        Self { seq, head }
    }

    /// Takes the next event, or says how the chain is broken there. It may be under either rule.
    pub fn next(&mut self, event: &Event) -> Result<(), ChainBreak> {
        self.follows(event.seq)?;
        if event.previous != self.head {
            return Err(ChainBreak::Unlinked { seq: event.seq });
        }
        if event.hash != link(event) && event.hash != link_1(event) {
            return Err(ChainBreak::Changed { seq: event.seq });
        }
        self.pass(event.seq, event.hash);
        Ok(())
    }

    /// The same with an event that is not shown. Whether it or what was before it was changed cannot be told apart.
    pub fn next_redacted(&mut self, event: &RedactedEvent) -> Result<(), ChainBreak> {
        self.follows(event.seq)?;
        if event.hash != link_2(self.head, event.content) {
            return Err(ChainBreak::Unlinked { seq: event.seq });
        }
        self.pass(event.seq, event.hash);
        Ok(())
    }

    fn follows(&self, seq: i64) -> Result<(), ChainBreak> {
        let expected = self.seq.saturating_add(1);
        if seq == expected { Ok(()) } else { Err(ChainBreak::Hole { expected, found: seq }) }
    }

    const fn pass(&mut self, seq: i64, hash: Hash) {
        self.seq = seq;
        self.head = hash;
    }

    /// The number of the last event: from the beginning, how many were verified.
    pub const fn count(&self) -> i64 {
        self.seq
    }

    /// The hash of the last event.
    pub const fn head(&self) -> Hash {
        self.head
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{Timestamp, UserId, VendorId};

    /// When, what, who, to what, whose, what else.
    type Raw = (i64, String, Option<u128>, u128, Option<u128>, String);

    fn chain(raw: Vec<Raw>) -> Vec<Event> {
        chain_by(raw, |_| link)
    }

    /// A chain whose events are hashed by the rule that their index has.
    fn chain_by(raw: Vec<Raw>, rule: impl Fn(usize) -> fn(&Event) -> Hash) -> Vec<Event> {
        let mut previous = Hash::ZERO;
        let mut events = Vec::new();
        for (index, (at, kind, actor, subject, vendor, details)) in raw.into_iter().enumerate() {
            let mut event = Event {
                seq: index as i64 + 1,
                at: Timestamp::from_millis(at),
                kind,
                actor: actor.map(|id| UserId::new(Uuid::from_u128(id))),
                subject: Uuid::from_u128(subject),
                vendor: vendor.map(|id| VendorId::new(Uuid::from_u128(id))),
                details,
                previous,
                hash: Hash::ZERO,
            };
            event.hash = rule(index)(&event);
            previous = event.hash;
            events.push(event);
        }
        events
    }

    fn verify(events: &[Event]) -> Result<i64, ChainBreak> {
        let mut verifier = Verifier::default();
        events.iter().try_for_each(|event| verifier.next(event))?;
        Ok(verifier.count())
    }

    fn any_raw() -> impl Strategy<Value = Vec<Raw>> {
        let row = (
            any::<i64>(),
            "[a-z.]{0,12}",
            any::<Option<u128>>(),
            any::<u128>(),
            any::<Option<u128>>(),
            ".{0,20}",
        );
        proptest::collection::vec(row, 2..20)
    }

    fn any_chain() -> impl Strategy<Value = Vec<Event>> {
        any_raw().prop_map(chain)
    }

    /// Chains that began under the first rule, and chains in which both rules take turns.
    fn any_mixed_chain() -> impl Strategy<Value = Vec<Event>> {
        let rules = proptest::collection::vec(any::<bool>(), 20);
        (any_raw(), rules)
            .prop_map(|(raw, rules)| chain_by(raw, |index| if rules[index] { link_1 } else { link }))
    }

    /// Changes one field; `field` says which.
    fn change(event: &mut Event, field: usize) {
        match field {
            0 => event.at = Timestamp::from_millis(event.at.as_millis().wrapping_add(1)),
            1 => event.kind.push('x'),
            2 => event.actor = if event.actor.is_some() { None } else { Some(UserId::new(Uuid::nil())) },
            3 => event.subject = Uuid::from_u128(event.subject.as_u128().wrapping_add(1)),
            4 => event.vendor = if event.vendor.is_some() { None } else { Some(VendorId::new(Uuid::nil())) },
            _ => event.details.push(' '),
        }
    }

    /// Walks a chain of which the events that `is_shown` leaves out are redacted.
    fn verify_redacted(events: &[Event], is_shown: impl Fn(usize) -> bool) -> Result<i64, ChainBreak> {
        let mut verifier = Verifier::default();
        for (index, event) in events.iter().enumerate() {
            match RedactedEvent::of(event) {
                Some(redacted) if !is_shown(index) => verifier.next_redacted(&redacted)?,
                _ => verifier.next(event)?,
            }
        }
        Ok(verifier.count())
    }

    proptest! {
        #[test]
        fn an_untouched_chain_verifies(events in any_chain()) {
            prop_assert_eq!(verify(&events), Ok(events.len() as i64));
        }

        #[test]
        fn a_chain_under_the_first_rule_and_one_that_changed_its_rule_verify(
            raw in any_raw(), mixed in any_mixed_chain(), from in 0_usize..20,
        ) {
            let old = chain_by(raw.clone(), |_| link_1);
            prop_assert_eq!(verify(&old), Ok(old.len() as i64));
            let changed = chain_by(raw, |index| if index < from { link_1 } else { link });
            prop_assert_eq!(verify(&changed), Ok(changed.len() as i64));
            prop_assert_eq!(verify(&mixed), Ok(mixed.len() as i64));
        }

        #[test]
        fn a_changed_field_is_found_at_its_place_under_either_rule(
            events in any_mixed_chain(), at in any::<prop::sample::Index>(), field in 0_usize..6,
        ) {
            let mut events = events;
            let at = at.index(events.len());
            change(&mut events[at], field);
            prop_assert_eq!(verify(&events), Err(ChainBreak::Changed { seq: at as i64 + 1 }));
        }

        #[test]
        fn a_chain_is_walked_whatever_is_redacted_of_it(events in any_chain(), shown in any::<u32>()) {
            let is_shown = |index: usize| shown & (1 << index) != 0;
            prop_assert_eq!(verify_redacted(&events, is_shown), Ok(events.len() as i64));
        }

        #[test]
        fn what_is_changed_is_found_beside_redacted_events(
            events in any_chain(), shown in any::<u32>(), at in any::<prop::sample::Index>(), field in 0_usize..6,
        ) {
            let mut events = events;
            let at = at.index(events.len());
            change(&mut events[at], field);
            // Changed, it is no longer what its hash says, so it cannot be redacted either.
            prop_assert_eq!(RedactedEvent::of(&events[at]), None);
            let is_shown = |index: usize| shown & (1 << index) != 0;
            let found = verify_redacted(&events, is_shown);
            prop_assert_eq!(found, Err(ChainBreak::Changed { seq: at as i64 + 1 }));
        }

        #[test]
        fn a_redacted_event_with_another_content_or_hash_breaks_the_chain(
            events in any_chain(), at in any::<prop::sample::Index>(), other in any::<[u8; 32]>(), is_hash in any::<bool>(),
        ) {
            let at = at.index(events.len());
            let mut verifier = Verifier::default();
            events[..at].iter().try_for_each(|event| verifier.next(event)).unwrap();
            let mut redacted = RedactedEvent::of(&events[at]).unwrap();
            let place = if is_hash { &mut redacted.hash } else { &mut redacted.content };
            prop_assume!(*place != Hash(other));
            *place = Hash(other);
            let seq = at as i64 + 1;
            prop_assert_eq!(verifier.next_redacted(&redacted), Err(ChainBreak::Unlinked { seq }));
        }

        #[test]
        fn nothing_under_the_first_rule_is_redacted(raw in any_raw()) {
            for event in chain_by(raw, |_| link_1) {
                prop_assert_eq!(RedactedEvent::of(&event), None);
            }
        }

        #[test]
        fn a_missing_event_is_found(events in any_chain(), at in any::<prop::sample::Index>()) {
            let mut events = events;
            let at = at.index(events.len() - 1);
            events.remove(at);
            prop_assert_eq!(verify(&events), Err(ChainBreak::Hole { expected: at as i64 + 1, found: at as i64 + 2 }));
        }

        #[test]
        fn a_forged_event_with_a_right_hash_breaks_the_one_after_it(events in any_chain(), at in any::<prop::sample::Index>()) {
            let mut events = events;
            let at = at.index(events.len() - 1);
            events[at].details.push('!');
            events[at].hash = link(&events[at]);
            prop_assert_eq!(verify(&events), Err(ChainBreak::Unlinked { seq: at as i64 + 2 }));
        }

        #[test]
        fn two_swapped_events_are_found(events in any_chain(), at in any::<prop::sample::Index>()) {
            let mut events = events;
            let at = at.index(events.len() - 1);
            events.swap(at, at + 1);
            prop_assert!(verify(&events).is_err());
        }

        #[test]
        fn bytes_cannot_move_between_fields(kind in "[a-z]{1,6}", details in "[a-z]{1,6}") {
            let row = |kind: &str, details: &str| (0, kind.to_owned(), None, 0, None, details.to_owned());
            let moved = format!("{kind}{}", &details[..1]);
            prop_assert_ne!(chain(vec![row(&kind, &details)])[0].hash, chain(vec![row(&moved, &details[1..])])[0].hash);
        }
    }

    /// What these rules give stands in databases and packs: it never changes.
    #[test]
    fn the_rules_are_what_they_were() {
        let raw = |details: &str| {
            (1_795_420_800_000, "broadcast.sent".to_owned(), Some(7), 8, None, details.to_owned())
        };
        let events =
            chain_by(vec![raw(""), raw("{\"a\":1}")], |index| if index == 0 { link_1 } else { link });
        insta::assert_snapshot!(events[0].hash, @"eabd0982fbb08d578382c057b5b83f3d07c8c328733c3962976c88f0b2e2f0ef");
        insta::assert_snapshot!(content(&events[1]), @"67557abd105fd6e9db4737634df002c076321ee0cc07fe5f3765427f55ad44ab");
        insta::assert_snapshot!(events[1].hash, @"fa31c2a65d84fe2b46417c4f98f9446aebdc767f687ad88dc895e350a17c3f1c");
    }

    #[test]
    fn a_verifier_goes_on_from_a_known_place() {
        let raw = |at| (at, "a.b".to_owned(), None, 0, None, String::new());
        let events = chain(vec![raw(1), raw(2), raw(3)]);
        let mut verifier = Verifier::behind(1, events[0].hash);
        events[1..].iter().try_for_each(|event| verifier.next(event)).unwrap();
        assert_eq!((verifier.count(), verifier.head()), (3, events[2].hash));
        let expected = i64::MAX;
        let found = Verifier::behind(i64::MAX, Hash::ZERO).next(&events[0]);
        assert_eq!(found, Err(ChainBreak::Hole { expected, found: 1 }));
    }

    #[test]
    fn a_hash_is_read_back() {
        let hash = link(&chain(vec![(0, String::new(), None, 0, None, String::new())])[0]);
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        assert_eq!(Hash::parse("zz"), None);
        assert_eq!(Hash::parse(&"+f".repeat(32)), None);
    }
}

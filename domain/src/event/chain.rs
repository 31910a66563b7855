//! The hash chain: each event carries the hash of the one before, so that nothing can be changed, taken
//! out, put in or moved without every later hash being wrong.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::Event;

/// A SHA-256 hash (FIPS 180-4). Written in lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What stands before the first event.
    pub const ZERO: Self = Self([0; 32]);

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

/// The hash of an event that follows the one whose hash is `event.previous`.
///
/// Every field goes in with its length before it, so that no two different events give the same bytes.
/// The event's own `hash` does not go in.
pub fn link(event: &Event) -> Hash {
    let Event { seq, at, kind, actor, subject, vendor, details, previous, hash: _ } = event;
    let mut digest = Sha256::new();
    let mut put = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    put(previous.as_bytes());
    put(&seq.to_be_bytes());
    put(&at.as_millis().to_be_bytes());
    put(kind.as_bytes());
    put(&actor.map_or_else(Vec::new, |id| id.uuid().as_bytes().to_vec()));
    put(subject.as_bytes());
    put(&vendor.map_or_else(Vec::new, |id| id.uuid().as_bytes().to_vec()));
    put(details.as_bytes());
    Hash(digest.finalize().into())
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
    /// Takes the next event, or says how the chain is broken there.
    pub fn next(&mut self, event: &Event) -> Result<(), ChainBreak> {
        if event.seq != self.seq + 1 {
            return Err(ChainBreak::Hole { expected: self.seq + 1, found: event.seq });
        }
        if event.previous != self.head {
            return Err(ChainBreak::Unlinked { seq: event.seq });
        }
        if event.hash != link(event) {
            return Err(ChainBreak::Changed { seq: event.seq });
        }
        self.seq = event.seq;
        self.head = event.hash;
        Ok(())
    }

    /// How many events were verified, which is the number of the last.
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
            event.hash = link(&event);
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

    fn any_chain() -> impl Strategy<Value = Vec<Event>> {
        let row = (
            any::<i64>(),
            "[a-z.]{0,12}",
            any::<Option<u128>>(),
            any::<u128>(),
            any::<Option<u128>>(),
            ".{0,20}",
        );
        proptest::collection::vec(row, 2..20).prop_map(chain)
    }

    proptest! {
        #[test]
        fn an_untouched_chain_verifies(events in any_chain()) {
            prop_assert_eq!(verify(&events), Ok(events.len() as i64));
        }

        #[test]
        fn a_changed_field_is_found_at_its_place(events in any_chain(), at in any::<prop::sample::Index>(), field in 0..6) {
            let mut events = events;
            let at = at.index(events.len());
            let event = &mut events[at];
            match field {
                0 => event.at = Timestamp::from_millis(event.at.as_millis().wrapping_add(1)),
                1 => event.kind.push('x'),
                2 => event.actor = if event.actor.is_some() { None } else { Some(UserId::new(Uuid::nil())) },
                3 => event.subject = Uuid::from_u128(event.subject.as_u128().wrapping_add(1)),
                4 => event.vendor = if event.vendor.is_some() { None } else { Some(VendorId::new(Uuid::nil())) },
                _ => event.details.push(' '),
            }
            prop_assert_eq!(verify(&events), Err(ChainBreak::Changed { seq: at as i64 + 1 }));
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

    #[test]
    fn a_hash_is_read_back() {
        let hash = link(&chain(vec![(0, String::new(), None, 0, None, String::new())])[0]);
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        assert_eq!(Hash::parse("zz"), None);
        assert_eq!(Hash::parse(&"+f".repeat(32)), None);
    }
}

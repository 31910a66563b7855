//! The life of a broadcast: which step leads where.

use serde::{Deserialize, Serialize};

/// Where a broadcast stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BroadcastState {
    /// It is being written.
    Draft,
    /// It is to be sent at a later instant.
    Scheduled,
    /// It is sent, and binds those it reaches.
    Live,
    /// It has run its course.
    Closed,
    /// A later broadcast carries what it said.
    Superseded,
    /// It is withdrawn as wrong.
    Recalled,
}

/// How a broadcast came to bind nobody any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BroadcastEnd {
    /// It has run its course.
    Closed,
    /// A later broadcast carries what it said.
    Superseded,
    /// It is withdrawn as wrong.
    Recalled,
}

/// What happens to a broadcast.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BroadcastStep {
    /// It is to be sent at a later instant, or at another one.
    Schedule,
    /// It is not to be sent after all, for now.
    Unschedule,
    /// It is sent.
    Send,
    /// It has run its course.
    Close,
    /// A later broadcast takes its place.
    Supersede,
    /// It is withdrawn as wrong.
    Recall,
}

impl BroadcastState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Scheduled, Self::Live, Self::Closed, Self::Superseded, Self::Recalled];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Live => "live",
            Self::Closed => "closed",
            Self::Superseded => "superseded",
            Self::Recalled => "recalled",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Where a step leads from here; none where it is not possible.
    pub const fn after(self, step: BroadcastStep) -> Option<Self> {
        match (self, step) {
            (Self::Draft | Self::Scheduled, BroadcastStep::Schedule) => Some(Self::Scheduled),
            (Self::Scheduled, BroadcastStep::Unschedule) => Some(Self::Draft),
            (Self::Draft | Self::Scheduled, BroadcastStep::Send) => Some(Self::Live),
            (Self::Live, BroadcastStep::Close) => Some(Self::Closed),
            // What waits to be sent is superseded too: else it would tell of a version that is no longer the newest.
            (Self::Scheduled | Self::Live, BroadcastStep::Supersede) => Some(Self::Superseded),
            (Self::Live, BroadcastStep::Recall) => Some(Self::Recalled),
            _ => None,
        }
    }

    /// How it ended; none while it has not.
    pub const fn end(self) -> Option<BroadcastEnd> {
        match self {
            Self::Draft | Self::Scheduled | Self::Live => None,
            Self::Closed => Some(BroadcastEnd::Closed),
            Self::Superseded => Some(BroadcastEnd::Superseded),
            Self::Recalled => Some(BroadcastEnd::Recalled),
        }
    }
}

impl BroadcastStep {
    /// Every step.
    pub const ALL: [Self; 6] =
        [Self::Schedule, Self::Unschedule, Self::Send, Self::Close, Self::Supersede, Self::Recall];
}

impl BroadcastEnd {
    /// Every end.
    pub const ALL: [Self; 3] = [Self::Closed, Self::Superseded, Self::Recalled];

    /// The stored word: that of the state.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Closed => BroadcastState::Closed.as_str(),
            Self::Superseded => BroadcastState::Superseded.as_str(),
            Self::Recalled => BroadcastState::Recalled.as_str(),
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reachable(from: BroadcastState) -> Vec<BroadcastState> {
        let mut found = vec![from];
        let mut at = 0;
        while let Some(state) = found.get(at).copied() {
            at += 1;
            for next in BroadcastStep::ALL.into_iter().filter_map(|step| state.after(step)) {
                if !found.contains(&next) {
                    found.push(next);
                }
            }
        }
        found
    }

    fn from_which(step: BroadcastStep) -> Vec<BroadcastState> {
        BroadcastState::ALL.into_iter().filter(|state| state.after(step).is_some()).collect()
    }

    #[test]
    fn every_word_is_read_back() {
        for state in BroadcastState::ALL {
            assert_eq!(BroadcastState::parse(state.as_str()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
        }
        for end in BroadcastEnd::ALL {
            assert_eq!(BroadcastEnd::parse(end.as_str()), Some(end));
            assert_eq!(BroadcastState::parse(end.as_str()).and_then(BroadcastState::end), Some(end));
        }
        assert_eq!(BroadcastEnd::parse("live"), None);
    }

    #[test]
    fn every_state_is_reached_from_a_draft() {
        let found = reachable(BroadcastState::Draft);
        assert!(BroadcastState::ALL.iter().all(|state| found.contains(state)), "{found:?}");
    }

    #[test]
    fn what_has_ended_stays_ended() {
        for state in BroadcastState::ALL.into_iter().filter(|state| state.end().is_some()) {
            assert_eq!(reachable(state), [state]);
        }
    }

    #[test]
    fn what_was_sent_is_never_written_again() {
        let after = reachable(BroadcastState::Live);
        assert!(!after.contains(&BroadcastState::Draft) && !after.contains(&BroadcastState::Scheduled));
    }

    #[test]
    fn only_sending_makes_it_live_and_only_once() {
        for state in BroadcastState::ALL {
            for step in BroadcastStep::ALL {
                let is_live = state.after(step) == Some(BroadcastState::Live);
                assert_eq!(is_live, step == BroadcastStep::Send && state.after(step).is_some(), "{state:?}");
            }
        }
        assert_eq!(from_which(BroadcastStep::Send), [BroadcastState::Draft, BroadcastState::Scheduled]);
    }

    #[test]
    fn only_what_was_sent_is_closed_or_recalled() {
        assert_eq!(from_which(BroadcastStep::Close), [BroadcastState::Live]);
        assert_eq!(from_which(BroadcastStep::Recall), [BroadcastState::Live]);
        assert_eq!(from_which(BroadcastStep::Supersede), [BroadcastState::Scheduled, BroadcastState::Live]);
    }

    proptest! {
        #[test]
        fn a_life_is_live_at_most_once_and_ends_at_most_once(
            steps in prop::collection::vec(prop::sample::select(&BroadcastStep::ALL), 0..30),
        ) {
            let mut life = vec![BroadcastState::Draft];
            for step in steps {
                life.extend(life.last().and_then(|state| state.after(step)));
            }
            let ended = life.iter().filter(|state| state.end().is_some()).count();
            let live = life.iter().filter(|state| **state == BroadcastState::Live).count();
            prop_assert!(live <= 1 && ended <= 1);
            prop_assert!(ended == 0 || life.last().is_some_and(|state| state.end().is_some()));
        }
    }
}

//! The life of a version: which transition leads where, who may approve, and when it takes effect.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Significance, VersionState};
use crate::{ArticleVersionId, Timestamp, UserId};

/// What a version went through, beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// Counts its edits, from 1.
    pub revision: i64,
    /// Who began it; none when it was imported.
    pub author: Option<UserId>,
    /// Why it was made.
    pub change_reason: String,
    /// When somebody decided that it takes effect.
    pub published_at: Option<Timestamp>,
    /// When it ends by itself.
    pub ends_at: Option<Timestamp>,
    /// What whoever sent it back wants changed.
    pub review_note: String,
    /// The version of the source that it says the same as; none in the language of the source.
    pub follows: Option<ArticleVersionId>,
}

impl Default for Life {
    fn default() -> Self {
        Self {
            revision: 1,
            author: None,
            change_reason: String::new(),
            published_at: None,
            ends_at: None,
            review_note: String::new(),
            follows: None,
        }
    }
}

/// What happens to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    /// Its text is changed.
    Edit,
    /// Its author asks for approval.
    Submit,
    /// Whoever reviews it sends it back.
    RequestChanges,
    /// The last approval that it needs is given.
    Approve,
    /// It is to take effect at a later instant.
    Schedule,
    /// It is not to take effect after all, for now.
    Unschedule,
    /// It takes effect.
    TakeEffect,
    /// A later version takes effect.
    Supersede,
    /// It is withdrawn as wrong.
    Recall,
    /// Its end has come.
    Expire,
    /// It is put away.
    Archive,
}

impl Transition {
    /// Every transition.
    pub const ALL: [Self; 11] = [
        Self::Edit,
        Self::Submit,
        Self::RequestChanges,
        Self::Approve,
        Self::Schedule,
        Self::Unschedule,
        Self::TakeEffect,
        Self::Supersede,
        Self::Recall,
        Self::Expire,
        Self::Archive,
    ];
}

impl VersionState {
    /// Where a transition leads from here; none where it is not possible.
    pub const fn after(self, transition: Transition) -> Option<Self> {
        match (self, transition) {
            // What was sent back is a draft again once somebody works on it; what is being reviewed stays so, and its
            // approvals are void.
            (Self::Draft | Self::ChangesRequested, Transition::Edit) => Some(Self::Draft),
            (Self::InReview, Transition::Edit) => Some(Self::InReview),
            (Self::Draft | Self::ChangesRequested, Transition::Submit) => Some(Self::InReview),
            (Self::InReview, Transition::RequestChanges) => Some(Self::ChangesRequested),
            (Self::InReview, Transition::Approve) | (Self::Scheduled, Transition::Unschedule) => {
                Some(Self::Approved)
            }
            (Self::Approved | Self::Scheduled, Transition::Schedule) => Some(Self::Scheduled),
            (Self::Approved | Self::Scheduled, Transition::TakeEffect) => Some(Self::Effective),
            (Self::Effective, Transition::Supersede) => Some(Self::Superseded),
            (Self::Effective, Transition::Recall) => Some(Self::Recalled),
            (Self::Effective, Transition::Expire) => Some(Self::Expired),
            // Nothing is deleted: a draft that is given up is put away with everybody's approvals.
            (
                Self::Draft
                | Self::InReview
                | Self::ChangesRequested
                | Self::Approved
                | Self::Scheduled
                | Self::Effective,
                Transition::Archive,
            ) => Some(Self::Archived),
            _ => None,
        }
    }
}

/// The fewest characters of a change reason, without spaces around it.
pub const MIN_REASON: usize = 10;
/// The most characters of a change reason.
pub const MAX_REASON: usize = 1_000;

impl Significance {
    /// How many people have to approve a change of this weight.
    pub const fn approvers(self) -> usize {
        match self {
            Self::Editorial | Self::Moderate | Self::Major => 1,
            Self::Critical => 2,
        }
    }
}

/// An approval, of a text as it stood at one revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Who approved.
    pub by: UserId,
    /// The revision of the draft that they read.
    pub revision: i64,
}

/// What is to be approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review<'a> {
    /// How much the change matters.
    pub significance: Significance,
    /// Who began it, and everybody who changed it.
    pub contributors: &'a BTreeSet<UserId>,
    /// The revision of the draft.
    pub revision: i64,
    /// All approvals, those of earlier revisions too: these are void.
    pub approvals: &'a [Approval],
}

/// Why somebody may not approve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotApprover {
    /// They wrote it, or a part of it.
    Contributor,
    /// They have approved it as it stands.
    Again,
    /// It has changed since they read it.
    Changed,
}

impl Review<'_> {
    /// Who has approved it as it stands.
    pub fn approvers(&self) -> BTreeSet<UserId> {
        let valid = self.approvals.iter().filter(|approval| approval.revision == self.revision);
        valid.map(|approval| approval.by).filter(|by| !self.contributors.contains(by)).collect()
    }

    /// How many more people have to approve.
    pub fn missing(&self) -> usize {
        self.significance.approvers().saturating_sub(self.approvers().len())
    }

    /// Whether somebody may approve what they read.
    ///
    /// # Errors
    ///
    /// Why not.
    pub fn may_approve(&self, user: UserId, read: i64) -> Result<(), NotApprover> {
        if self.contributors.contains(&user) {
            return Err(NotApprover::Contributor);
        }
        if read != self.revision {
            return Err(NotApprover::Changed);
        }
        if self.approvers().contains(&user) {
            return Err(NotApprover::Again);
        }
        Ok(())
    }
}

/// When a version is to take effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// As soon as it is published.
    Now,
    /// At an instant.
    At(Timestamp),
}

/// Why a version cannot take effect then, or end then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotThen {
    /// The instant is past.
    Past,
    /// It would end before it begins.
    EndsFirst,
}

impl Effect {
    /// Reads what was asked for: an instant, or none for at once. An instant that has just passed while somebody
    /// filled in the form is refused like any other: nobody learns that it was too late otherwise.
    ///
    /// # Errors
    ///
    /// When the instant is past, or not before the end.
    pub fn at(instant: Option<Timestamp>, ends: Option<Timestamp>, now: Timestamp) -> Result<Self, NotThen> {
        let effect = match instant {
            Some(instant) if instant < now => return Err(NotThen::Past),
            Some(instant) => Self::At(instant),
            None => Self::Now,
        };
        if ends.is_some_and(|end| end <= instant.unwrap_or(now)) {
            return Err(NotThen::EndsFirst);
        }
        Ok(effect)
    }
}

/// Why something cannot be done to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LifeRefusal {
    /// Not from the state that it is in.
    State(VersionState),
    /// Somebody else has to approve it, or it has to be read again.
    Approver(NotApprover),
    /// It says the same as what is in effect.
    Unchanged,
    /// Another version of its article is approved or scheduled in its language: that one is to be published or put away
    /// first.
    Coming,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn reachable(from: VersionState) -> Vec<VersionState> {
        let mut found = vec![from];
        let mut at = 0;
        while let Some(state) = found.get(at).copied() {
            at += 1;
            for next in Transition::ALL.into_iter().filter_map(|transition| state.after(transition)) {
                if !found.contains(&next) {
                    found.push(next);
                }
            }
        }
        found
    }

    #[test]
    fn every_state_is_reached_from_a_draft() {
        let found = reachable(VersionState::Draft);
        assert!(VersionState::ALL.iter().all(|state| found.contains(state)), "{found:?}");
    }

    #[test]
    fn what_is_approved_is_never_edited_again() {
        for state in VersionState::ALL.into_iter().filter(|state| state.is_immutable()) {
            let after = reachable(state);
            assert!(after.iter().all(|state| state.is_immutable()), "{state:?} leads to {after:?}");
        }
    }

    #[test]
    fn nothing_takes_effect_without_approval() {
        let before: Vec<_> = VersionState::ALL
            .into_iter()
            .filter(|state| state.after(Transition::TakeEffect).is_some())
            .collect();
        assert_eq!(before, [VersionState::Approved, VersionState::Scheduled]);
        for state in VersionState::ALL {
            let leads =
                Transition::ALL.into_iter().any(|step| state.after(step) == Some(VersionState::Approved));
            assert_eq!(leads, matches!(state, VersionState::InReview | VersionState::Scheduled), "{state:?}");
        }
    }

    #[test]
    fn what_has_ended_stays_ended() {
        for state in
            [VersionState::Superseded, VersionState::Recalled, VersionState::Expired, VersionState::Archived]
        {
            assert_eq!(reachable(state), [state]);
        }
    }

    fn person(number: u8) -> UserId {
        UserId::new(uuid::Uuid::from_u128(u128::from(number)))
    }

    proptest! {
        #[test]
        fn an_approved_version_was_read_as_it_stands_by_enough_others(
            contributors in prop::collection::btree_set(0_u8..6, 1..4),
            tries in prop::collection::vec((0_u8..6, 0_i64..3), 0..20),
            edits in prop::collection::vec(0_usize..20, 0..4),
            is_critical in any::<bool>(),
        ) {
            let contributors: BTreeSet<_> = contributors.into_iter().map(person).collect();
            let significance = if is_critical { Significance::Critical } else { Significance::Major };
            let (mut approvals, mut revision) = (Vec::new(), 0);
            for (turn, (by, read)) in tries.into_iter().enumerate() {
                revision += i64::from(edits.contains(&turn));
                let review = Review { significance, contributors: &contributors, revision, approvals: &approvals };
                let before = review.missing();
                if review.may_approve(person(by), read).is_ok() {
                    prop_assert!(!contributors.contains(&person(by)));
                    prop_assert_eq!(read, revision);
                    approvals.push(Approval { by: person(by), revision: read });
                    let review = Review { significance, contributors: &contributors, revision, approvals: &approvals };
                    prop_assert_eq!(review.missing(), before.saturating_sub(1));
                }
            }
            // An edit voids whatever was given.
            let edited = Review { significance, contributors: &contributors, revision: revision + 1, approvals: &approvals };
            prop_assert_eq!(edited.missing(), significance.approvers());
        }

        #[test]
        fn a_version_takes_effect_now_or_later_and_before_it_ends(
            instant in prop::option::of(-5_i64..5),
            ends in prop::option::of(-5_i64..5),
        ) {
            let now = Timestamp::from_millis(0);
            let (instant, ends) = (instant.map(Timestamp::from_millis), ends.map(Timestamp::from_millis));
            if let Ok(effect) = Effect::at(instant, ends, now) {
                let at = match effect { Effect::Now => now, Effect::At(at) => at };
                prop_assert!(now <= at);
                prop_assert!(ends.is_none_or(|end| at < end));
            } else {
                let is_past = instant.is_some_and(|at| at < now);
                prop_assert!(is_past || ends.is_some_and(|end| end <= instant.unwrap_or(now)));
            }
        }
    }
}

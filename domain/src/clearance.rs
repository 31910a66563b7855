//! Clearance: may an agent be sent a contact of one type, channel and language at an instant, and if not, why not.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{BroadcastId, CompetenceId, Timestamp, UserId};

/// From an instant on, up to another and without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first instant.
    pub from: Timestamp,
    /// The first one after it; none for no end.
    pub until: Option<Timestamp>,
}

impl Span {
    /// Without beginning and end: what a term that is not kept yet counts as.
    pub const ALWAYS: Self = Self { from: Timestamp::from_millis(i64::MIN), until: None };

    /// Whether an instant is in it.
    pub fn holds(self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// The instants at which that changes.
    fn edges(self) -> impl Iterator<Item = Timestamp> {
        std::iter::once(self.from).chain(self.until)
    }
}

/// A competence that the contact requires.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Which.
    pub competence: CompetenceId,
    /// When the agent is certified in it, the renewal window included; none for never.
    pub certified: Option<Span>,
}

/// A broadcast that the agent has to acknowledge to handle the contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// Which.
    pub broadcast: BroadcastId,
    /// When what it says takes effect.
    pub effective_at: Timestamp,
    /// Until when the agent may go on without; none for not at all.
    pub grace_until: Option<Timestamp>,
    /// When the agent acknowledged it.
    pub acknowledged_at: Option<Timestamp>,
    /// When the agent is exempt from it.
    pub exempt: Option<Span>,
    /// When it stopped to bind, superseded, recalled or closed, or will as far as that is known.
    pub ended_at: Option<Timestamp>,
}

/// A time during which the agent must not handle the contact, whatever else holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// Why, for machines.
    pub reason: String,
    /// When.
    pub span: Span,
}

/// Everything that decides about one agent, contact type, channel and language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    /// When agent and contract are active.
    pub active: Option<Span>,
    /// When stages of the agent's site are open that hold the contact.
    pub stages: Vec<Span>,
    /// What the contact requires.
    pub requirements: Vec<Requirement>,
    /// What the agent has to acknowledge.
    pub obligations: Vec<Obligation>,
    /// What keeps the agent from it.
    pub suspensions: Vec<Suspension>,
    /// When the agent may handle it only under supervision.
    pub supervised: Vec<Span>,
}

/// Why an agent is not cleared, or not without more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "reason")]
pub enum Ground {
    /// Agent or contract are not active.
    NotActive,
    /// No open stage of the site holds the contact.
    OutsideStage,
    /// A required competence is not certified.
    NotCertified {
        /// Which.
        competence: CompetenceId,
    },
    /// A broadcast in effect is not acknowledged.
    NotAcknowledged {
        /// Which.
        broadcast: BroadcastId,
    },
    /// Somebody suspended the agent.
    Suspended {
        /// Why.
        why: String,
    },
    /// Contacts are observed.
    Supervised,
    /// A broadcast in effect has to be acknowledged soon.
    InGrace {
        /// Which.
        broadcast: BroadcastId,
        /// By when.
        until: Timestamp,
    },
}

/// What may be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The contact may be sent.
    Cleared,
    /// It may, until an instant.
    ClearedInGrace {
        /// The first instant at which it may no more.
        until: Timestamp,
    },
    /// It may, under supervision.
    Supervised {
        /// Until when, if that is known.
        until: Option<Timestamp>,
    },
    /// Not for now.
    Suspended,
    /// Not at all.
    NotCleared,
}

impl Verdict {
    /// Whether a contact may be sent.
    pub const fn may_handle(self) -> bool {
        matches!(self, Self::Cleared | Self::ClearedInGrace { .. } | Self::Supervised { .. })
    }
}

/// A verdict with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clearance {
    /// What may be done.
    pub verdict: Verdict,
    /// Why it is not more, all of it.
    pub reasons: BTreeSet<Ground>,
    /// For when it was worked out.
    pub evaluated_at: Timestamp,
    /// The next instant at which it can change by itself; none for never.
    pub valid_until: Option<Timestamp>,
}

/// A place in the changes of clearances, which are in the order of the log: behind an event, or inside one that concerns
/// many agents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangeCursor {
    /// The number of the event.
    pub seq: i64,
    /// The last agent whose change was told of it; none when all were.
    pub agent: Option<UserId>,
}

impl ChangeCursor {
    /// Behind an event.
    pub const fn behind(seq: i64) -> Self {
        Self { seq, agent: None }
    }

    /// The last event of which everything was told, or none of it has to be.
    pub const fn whole(self) -> i64 {
        match self.agent {
            Some(_) => self.seq - 1,
            None => self.seq,
        }
    }

    /// Reads what was written of one.
    pub fn parse(text: &str) -> Option<Self> {
        let (seq, agent) = match text.split_once('.') {
            Some((seq, agent)) => (seq, Some(agent.parse::<UserId>().ok()?)),
            None => (text, None),
        };
        let seq = seq.parse::<i64>().ok().filter(|seq| 0 <= *seq)?;
        Some(Self { seq, agent })
    }
}

impl fmt::Display for ChangeCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.seq.fmt(f)?;
        self.agent.map_or(Ok(()), |agent| write!(f, ".{agent}"))
    }
}

impl Grounds {
    /// The clearance at an instant (section 6 of the product's description).
    pub fn at(&self, now: Timestamp) -> Clearance {
        let mut reasons = BTreeSet::new();
        if !self.active.is_some_and(|active| active.holds(now)) {
            reasons.insert(Ground::NotActive);
        }
        if !self.stages.iter().any(|stage| stage.holds(now)) {
            reasons.insert(Ground::OutsideStage);
        }
        for Requirement { competence, certified } in &self.requirements {
            if !certified.is_some_and(|certified| certified.holds(now)) {
                reasons.insert(Ground::NotCertified { competence: *competence });
            }
        }
        reasons.extend(self.obligations.iter().filter_map(|obligation| obligation.at(now)));
        for Suspension { reason, span } in &self.suspensions {
            if span.holds(now) {
                reasons.insert(Ground::Suspended { why: reason.clone() });
            }
        }
        let supervised: Vec<_> = self.supervised.iter().filter(|span| span.holds(now)).collect();
        if !supervised.is_empty() {
            reasons.insert(Ground::Supervised);
        }
        let verdict = verdict(&reasons, latest(supervised.iter().map(|span| span.until)));
        Clearance { verdict, reasons, evaluated_at: now, valid_until: self.next_edge(now) }
    }

    fn next_edge(&self, now: Timestamp) -> Option<Timestamp> {
        let spans = self
            .active
            .iter()
            .chain(&self.stages)
            .chain(self.requirements.iter().filter_map(|requirement| requirement.certified.as_ref()))
            .chain(self.suspensions.iter().map(|suspension| &suspension.span))
            .chain(&self.supervised)
            .chain(self.obligations.iter().filter_map(|obligation| obligation.exempt.as_ref()));
        let instants = self.obligations.iter().flat_map(Obligation::instants);
        spans.flat_map(|span| span.edges()).chain(instants).filter(|edge| now < *edge).min()
    }
}

impl Obligation {
    /// What stands against the agent at an instant.
    fn at(&self, now: Timestamp) -> Option<Ground> {
        let is_past = |instant: Option<Timestamp>| instant.is_some_and(|instant| instant <= now);
        let is_exempt = self.exempt.is_some_and(|exempt| exempt.holds(now));
        if now < self.effective_at || is_past(self.ended_at) || is_past(self.acknowledged_at) || is_exempt {
            return None;
        }
        let broadcast = self.broadcast;
        Some(match self.grace_until {
            Some(until) if now < until => Ground::InGrace { broadcast, until },
            _ => Ground::NotAcknowledged { broadcast },
        })
    }

    fn instants(&self) -> impl Iterator<Item = Timestamp> {
        let later = [self.grace_until, self.acknowledged_at, self.ended_at];
        std::iter::once(self.effective_at).chain(later.into_iter().flatten())
    }
}

/// The gravest reason decides.
fn verdict(reasons: &BTreeSet<Ground>, supervised_until: Option<Timestamp>) -> Verdict {
    let is_there = |is: fn(&Ground) -> bool| reasons.iter().any(is);
    if is_there(|reason| {
        matches!(reason, Ground::NotActive | Ground::OutsideStage | Ground::NotCertified { .. })
    }) {
        return Verdict::NotCleared;
    }
    if is_there(|reason| matches!(reason, Ground::NotAcknowledged { .. } | Ground::Suspended { .. })) {
        return Verdict::Suspended;
    }
    if reasons.contains(&Ground::Supervised) {
        return Verdict::Supervised { until: supervised_until };
    }
    let ends = reasons.iter().filter_map(|reason| match reason {
        Ground::InGrace { until, .. } => Some(*until),
        _ => None,
    });
    ends.min().map_or(Verdict::Cleared, |until| Verdict::ClearedInGrace { until })
}

/// The latest of some ends; none when one of them has no end, or there are none.
fn latest(ends: impl Iterator<Item = Option<Timestamp>>) -> Option<Timestamp> {
    ends.collect::<Option<Vec<_>>>()?.into_iter().max()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    const fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn broadcast(number: u128) -> BroadcastId {
        BroadcastId::new(Uuid::from_u128(number))
    }

    fn free() -> Grounds {
        Grounds { active: Some(Span::ALWAYS), stages: vec![Span::ALWAYS], ..Grounds::default() }
    }

    fn obligation(effective: i64, grace: Option<i64>) -> Obligation {
        Obligation {
            broadcast: broadcast(1),
            effective_at: at(effective),
            grace_until: grace.map(at),
            acknowledged_at: None,
            exempt: None,
            ended_at: None,
        }
    }

    #[test]
    fn who_meets_every_term_is_cleared_for_good() {
        let clearance = free().at(at(0));
        assert_eq!((clearance.verdict, clearance.valid_until), (Verdict::Cleared, None));
        assert!(clearance.reasons.is_empty());
    }

    #[test]
    fn nothing_is_granted_that_nobody_said() {
        let clearance = Grounds::default().at(at(0));
        assert_eq!(clearance.verdict, Verdict::NotCleared);
        assert_eq!(clearance.reasons, BTreeSet::from([Ground::NotActive, Ground::OutsideStage]));
    }

    #[test]
    fn a_major_change_is_in_grace_and_then_suspends() {
        let grounds = Grounds { obligations: vec![obligation(10, Some(20))], ..free() };
        let verdicts = [9, 10, 19, 20].map(|now| grounds.at(at(now)).verdict);
        let grace = Verdict::ClearedInGrace { until: at(20) };
        assert_eq!(verdicts, [Verdict::Cleared, grace, grace, Verdict::Suspended]);
        assert_eq!(grounds.at(at(0)).valid_until, Some(at(10)));
        assert_eq!(grounds.at(at(10)).valid_until, Some(at(20)));
        assert_eq!(grounds.at(at(20)).valid_until, None);
    }

    #[test]
    fn a_critical_change_suspends_at_once_until_it_is_acknowledged() {
        let acknowledged = Obligation { acknowledged_at: Some(at(15)), ..obligation(10, None) };
        let grounds = Grounds { obligations: vec![acknowledged], ..free() };
        let verdicts = [9, 10, 14, 15].map(|now| grounds.at(at(now)).verdict);
        assert_eq!(verdicts, [Verdict::Cleared, Verdict::Suspended, Verdict::Suspended, Verdict::Cleared]);
    }

    #[test]
    fn every_reason_is_named_and_the_gravest_decides() {
        let suspension = Suspension { reason: "audit".to_owned(), span: Span::ALWAYS };
        let grounds = Grounds {
            stages: Vec::new(),
            obligations: vec![obligation(0, None)],
            suspensions: vec![suspension],
            supervised: vec![Span { from: at(0), until: Some(at(9)) }],
            ..free()
        };
        let clearance = grounds.at(at(5));
        assert_eq!(clearance.verdict, Verdict::NotCleared);
        assert_eq!(clearance.reasons.len(), 4);
        let open = Grounds { stages: vec![Span::ALWAYS], ..grounds.clone() };
        assert_eq!(open.at(at(5)).verdict, Verdict::Suspended);
        let heeded = Grounds { obligations: vec![], suspensions: vec![], ..open };
        assert_eq!(heeded.at(at(5)).verdict, Verdict::Supervised { until: Some(at(9)) });
    }

    #[test]
    fn a_place_in_the_changes_is_written_and_read_back() {
        let agent = UserId::new(Uuid::from_u128(7));
        let (behind, inside) = (ChangeCursor::behind(12), ChangeCursor { seq: 12, agent: Some(agent) });
        assert_eq!((behind.whole(), inside.whole()), (12, 11));
        for cursor in [behind, inside, ChangeCursor::default()] {
            assert_eq!(ChangeCursor::parse(&cursor.to_string()), Some(cursor));
        }
        for text in ["", "-1", "x", "1.", "1.x", ".", "1.2.3", "99999999999999999999"] {
            assert_eq!(ChangeCursor::parse(text), None, "{text}");
        }
    }

    fn span() -> impl Strategy<Value = Span> {
        (-20_i64..20, prop::option::of(0_i64..20))
            .prop_map(|(from, length)| Span { from: at(from), until: length.map(|length| at(from + length)) })
    }

    fn instant() -> impl Strategy<Value = Option<Timestamp>> {
        prop::option::of((-20_i64..20).prop_map(at))
    }

    fn any_obligation() -> impl Strategy<Value = Obligation> {
        (0_u128..3, -20_i64..20, instant(), instant(), prop::option::of(span()), instant()).prop_map(
            |(number, effective, grace_until, acknowledged_at, exempt, ended_at)| Obligation {
                broadcast: broadcast(number),
                effective_at: at(effective),
                grace_until,
                acknowledged_at,
                exempt,
                ended_at,
            },
        )
    }

    fn any_grounds() -> impl Strategy<Value = Grounds> {
        let requirement = prop::option::of(span())
            .prop_map(|certified| Requirement { competence: CompetenceId::new(Uuid::nil()), certified });
        let suspension = span().prop_map(|span| Suspension { reason: "x".to_owned(), span });
        (
            prop::option::of(span()),
            prop::collection::vec(span(), 0..3),
            prop::collection::vec(requirement, 0..2),
            prop::collection::vec(any_obligation(), 0..4),
            prop::collection::vec(suspension, 0..2),
            prop::collection::vec(span(), 0..2),
        )
            .prop_map(|(active, stages, requirements, obligations, suspensions, supervised)| {
                Grounds { active, stages, requirements, obligations, suspensions, supervised }
            })
    }

    /// From what may be done to what may not.
    fn gravity(verdict: Verdict) -> u8 {
        match verdict {
            Verdict::Cleared => 0,
            Verdict::ClearedInGrace { .. } => 1,
            Verdict::Supervised { .. } => 2,
            Verdict::Suspended => 3,
            Verdict::NotCleared => 4,
        }
    }

    proptest! {
        #[test]
        fn nothing_changes_before_it_is_said_to(grounds in any_grounds(), now in -25_i64..25) {
            let clearance = grounds.at(at(now));
            let until = clearance.valid_until.map_or(60, Timestamp::as_millis);
            prop_assert!(now < until);
            for later in now..until {
                let then = grounds.at(at(later));
                prop_assert_eq!((&then.verdict, &then.reasons), (&clearance.verdict, &clearance.reasons));
                prop_assert_eq!(then.valid_until, clearance.valid_until);
            }
        }

        #[test]
        fn cleared_is_who_has_no_reason_against(grounds in any_grounds(), now in -25_i64..25) {
            let clearance = grounds.at(at(now));
            prop_assert_eq!(clearance.verdict == Verdict::Cleared, clearance.reasons.is_empty());
        }

        #[test]
        fn one_thing_more_to_heed_never_clears(
            grounds in any_grounds(), more in any_obligation(), now in -25_i64..25,
        ) {
            let before = gravity(grounds.at(at(now)).verdict);
            let mut grounds = grounds;
            grounds.obligations.push(more);
            prop_assert!(before <= gravity(grounds.at(at(now)).verdict));
        }

        #[test]
        fn acknowledging_never_makes_it_worse(grounds in any_grounds(), now in -25_i64..25) {
            let before = gravity(grounds.at(at(now)).verdict);
            let mut grounds = grounds;
            for obligation in &mut grounds.obligations {
                obligation.acknowledged_at = Some(at(now));
            }
            let after = grounds.at(at(now));
            prop_assert!(gravity(after.verdict) <= before);
            let is_about_broadcasts = |reason: &Ground| matches!(reason, Ground::NotAcknowledged { .. } | Ground::InGrace { .. });
            prop_assert!(!after.reasons.iter().any(is_about_broadcasts));
        }

        #[test]
        fn a_leaver_handles_nothing_from_the_instant_on(grounds in any_grounds(), now in -25_i64..25) {
            let gone = Span { from: at(-30), until: Some(at(now)) };
            let grounds = Grounds { active: Some(gone), ..grounds };
            prop_assert_eq!(grounds.at(at(now)).verdict, Verdict::NotCleared);
            prop_assert!(!grounds.at(at(now)).verdict.may_handle());
        }
    }
}

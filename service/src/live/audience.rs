//! Who may know of something that happened.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::{Actor, Permission, Scope, SessionId, TeamId, UserId, VendorId};
use uuid::Uuid;

/// Who may know of something that happened. Found out once, however many streams there are.
#[derive(Clone, Debug)]
pub(super) enum Audience {
    /// Whoever may read a space: on the client's side, and at the vendors that it is open to.
    Readers(Arc<[VendorId]>),
    /// Whoever writes articles.
    Writers,
    /// Whom a broadcast reaches, and whoever follows it.
    Reached(Arc<Reached>),
    /// Those whose own way through a broadcast it is, and whoever follows it on the client's side and at a vendor.
    Progress {
        /// Whose way.
        people: [Option<UserId>; 2],
        /// At which vendor.
        vendor: Option<VendorId>,
    },
    /// Nobody is told: it ends the streams of a person or of a session, because what they may do may have changed.
    Ended(Uuid),
}

/// Whom a broadcast reaches.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// In the order of their ids.
    people: Box<[UserId]>,
    vendors: BTreeSet<VendorId>,
    teams: BTreeSet<TeamId>,
}

impl Reached {
    /// Of people with the vendor and the team in which they worked.
    pub(super) fn of(places: &[(UserId, VendorId, TeamId)]) -> Self {
        let mut people: Vec<_> = places.iter().map(|(person, ..)| *person).collect();
        people.sort_unstable();
        Self {
            people: people.into(),
            vendors: places.iter().map(|(_, vendor, _)| *vendor).collect(),
            teams: places.iter().map(|(.., team)| *team).collect(),
        }
    }
}

/// Whether somebody may know of it.
pub(super) fn may_know(actor: &Actor, audience: &Audience) -> bool {
    let (me, follows) = (actor.user_id(), actor.may(Permission::FollowBroadcasts));
    match (audience, actor.scope()) {
        (Audience::Readers(vendors), scope) => {
            let is_open =
                scope == Scope::Everything || scope.vendor().is_some_and(|mine| vendors.contains(&mine));
            actor.may(Permission::ReadKnowledge) && is_open
        }
        (Audience::Writers, scope) => actor.may(Permission::WriteKnowledge) && scope == Scope::Everything,
        (Audience::Reached(reached), scope) => {
            let is_followed = match scope {
                Scope::Everything => true,
                Scope::Vendor(mine) => reached.vendors.contains(&mine),
                Scope::Team(_, mine) => reached.teams.contains(&mine),
                Scope::Nothing => false,
            };
            let reaches_me = me.is_some_and(|me| reached.people.binary_search(&me).is_ok());
            reaches_me || (follows && is_followed)
        }
        (Audience::Progress { people, vendor }, scope) => {
            let is_of_mine = vendor.is_some() && *vendor == scope.vendor();
            let is_my_own = me.is_some() && people.contains(&me);
            is_my_own || (follows && (scope == Scope::Everything || is_of_mine))
        }
        (Audience::Ended(_), _) => false,
    }
}

/// Whether somebody may know of more than agents may: whoever follows broadcasts, or writes articles.
pub(super) fn knows_more(actor: &Actor) -> bool {
    actor.may(Permission::FollowBroadcasts) || actor.may(Permission::WriteKnowledge)
}

/// Whether nobody may know of it but those who know more ([`knows_more`]). Agents, who are the most, are not woken for it.
pub(super) const fn is_for_few(audience: &Audience) -> bool {
    match audience {
        Audience::Writers | Audience::Progress { people: [None, None], vendor: _ } => true,
        Audience::Readers(_) | Audience::Reached(_) | Audience::Progress { .. } | Audience::Ended(_) => false,
    }
}

/// Whether it ends the streams of somebody.
pub(super) fn ends(actor: &Actor, audience: &Audience) -> bool {
    let Audience::Ended(whose) = audience else { return false };
    let mine = [actor.user_id().map(UserId::uuid), actor.session_id().map(SessionId::uuid)];
    mine.contains(&Some(*whose))
}

#[cfg(test)]
mod tests {
    use domain::people::{Place, Role};
    use domain::{ActorKind, Locale, SiteId};

    use super::*;

    /// Ours, and the vendor that must not know.
    const OURS: u128 = 1;
    const THEIRS: u128 = 2;

    fn id(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn vendor(number: u128) -> VendorId {
        VendorId::new(id(number))
    }

    /// Somebody of a role, with their number, at a vendor (or none) in a team.
    fn somebody(role: Role, number: u128, at: Option<(u128, u128)>) -> Actor {
        let place = Place {
            vendor: at.map(|(of, _)| vendor(of)),
            site: at.map(|(of, _)| SiteId::new(id(of))),
            team: at.map(|(_, team)| TeamId::new(id(team))),
        };
        let (user, session) = (UserId::new(id(number)), Some(SessionId::new(id(number + 1000))));
        let kind = ActorKind::User { id: user, role, place, session };
        Actor { kind, locale: Locale::Fr }
    }

    /// Everybody of both sides: number 100 is an agent of ours in team 11, 101 their lead, 103 the lead of team 12.
    fn everybody() -> Vec<(&'static str, Actor)> {
        vec![
            ("agent", somebody(Role::Agent, 100, Some((OURS, 11)))),
            ("lead", somebody(Role::TeamLead, 101, Some((OURS, 11)))),
            ("other lead", somebody(Role::TeamLead, 103, Some((OURS, 12)))),
            ("vendor referent", somebody(Role::VendorReferent, 104, Some((OURS, 11)))),
            ("stranger", somebody(Role::Agent, 200, Some((THEIRS, 21)))),
            ("strange lead", somebody(Role::TeamLead, 201, Some((THEIRS, 21)))),
            ("strange referent", somebody(Role::VendorReferent, 202, Some((THEIRS, 21)))),
            ("lost", somebody(Role::VendorReferent, 203, None)),
            ("author", somebody(Role::Author, 300, None)),
            ("referent", somebody(Role::Referent, 301, None)),
            ("manager", somebody(Role::Manager, 302, None)),
            ("admin", somebody(Role::Admin, 303, None)),
        ]
    }

    #[track_caller]
    fn check(audience: &Audience, expected: &[&str]) {
        let everybody = everybody();
        let knowing = everybody.iter().filter(|(_, actor)| may_know(actor, audience));
        assert_eq!(knowing.map(|(name, _)| *name).collect::<Vec<_>>(), expected);
    }

    fn reached() -> Reached {
        Reached::of(&[(UserId::new(id(100)), vendor(OURS), TeamId::new(id(11)))])
    }

    #[test]
    fn what_is_open_to_a_vendor_is_known_there_and_by_those_of_the_client_who_read() {
        let ours = ["agent", "lead", "other lead", "vendor referent", "author", "referent", "manager"];
        check(&Audience::Readers([vendor(OURS)].into()), &ours);
        check(&Audience::Readers([].into()), &["author", "referent", "manager"]);
    }

    #[test]
    fn only_those_who_write_know_of_drafts() {
        check(&Audience::Writers, &["author", "referent"]);
    }

    #[test]
    fn a_broadcast_is_known_to_those_it_reaches_and_to_those_who_follow_it() {
        let ours = ["agent", "lead", "vendor referent", "author", "referent", "manager"];
        check(&Audience::Reached(Arc::new(reached())), &ours);
        let nobody = Audience::Reached(Arc::default());
        check(&nobody, &["author", "referent", "manager"]);
    }

    #[test]
    fn an_acknowledgement_is_known_to_whoever_gave_it_and_to_those_who_follow_it() {
        let person = |number| Some(UserId::new(id(number)));
        let given = Audience::Progress { people: [person(100), None], vendor: Some(vendor(OURS)) };
        let ours = ["agent", "lead", "other lead", "vendor referent", "author", "referent", "manager"];
        check(&given, &ours);
        let palier = Audience::Progress { people: [None, None], vendor: None };
        check(&palier, &["author", "referent", "manager"]);
        // Whoever was exempted is told as well as whoever did it.
        let exempted = Audience::Progress { people: [person(101), person(100)], vendor: None };
        check(&exempted, &["agent", "lead", "author", "referent", "manager"]);
    }

    #[test]
    fn what_is_for_few_is_known_to_nobody_who_knows_no_more_than_agents() {
        let received = Audience::Progress { people: [None, None], vendor: Some(vendor(OURS)) };
        for audience in [Audience::Writers, received] {
            assert!(is_for_few(&audience));
            let everybody = everybody();
            let agents = everybody.iter().filter(|(_, actor)| !knows_more(actor));
            assert!(agents.clone().any(|(name, _)| *name == "agent"));
            assert!(agents.clone().all(|(name, actor)| !may_know(actor, &audience) && *name != "lead"));
        }
        let mine =
            Audience::Progress { people: [Some(UserId::new(id(100))), None], vendor: Some(vendor(OURS)) };
        let all: [Audience; 4] = [
            mine,
            Audience::Readers([vendor(OURS)].into()),
            Audience::Reached(Arc::new(reached())),
            Audience::Ended(id(100)),
        ];
        assert!(!all.iter().any(is_for_few));
    }

    #[test]
    fn nobody_is_told_whose_stream_ends_but_it_does() {
        let ended = |of| {
            let audience = Audience::Ended(id(of));
            check(&audience, &[]);
            let everybody = everybody();
            let ended = everybody.iter().filter(|(_, actor)| ends(actor, &audience));
            ended.map(|(name, _)| *name).collect::<Vec<_>>()
        };
        assert_eq!(ended(100), ["agent"], "a person");
        assert_eq!(ended(1300), ["author"], "a session");
        assert_eq!(ended(9), [""; 0]);
        assert!(!ends(&everybody()[0].1, &Audience::Writers));
    }

    #[test]
    fn palier_itself_is_nobody_in_particular() {
        let palier = Actor::system(Locale::Fr);
        assert!(!ends(&palier, &Audience::Ended(Uuid::nil())));
        let nobodys = Audience::Progress { people: [None, None], vendor: None };
        assert!(may_know(&palier, &nobodys), "it sees everything");
    }
}

//! Who acts, what they may do, and what they may see.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::people::Role;
use crate::{Locale, SessionId, SiteId, TeamId, TokenId, UserId, VendorId};

/// Whoever asks for something. Every use case takes one; there is no anonymous way in but signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// A person, another system, or Palier itself.
    pub kind: ActorKind,
    /// The language in which to answer.
    pub locale: Locale,
}

/// A person, another system, or Palier itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActorKind {
    /// Somebody signed in.
    User {
        /// Who.
        id: UserId,
        /// As what.
        role: Role,
        /// For which vendor, site and team; empty on the client's side.
        place: Place,
        /// In which session; none on the command line.
        session: Option<SessionId>,
    },
    /// Another system, with a token of the API.
    Token {
        /// Which.
        id: TokenId,
        /// To whose people it is limited; none for all.
        vendor: Option<VendorId>,
        /// What may be asked with it.
        scopes: BTreeSet<TokenScope>,
    },
    /// The command line, a job, or a person who is not signed in yet.
    System,
}

/// What may be asked with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenScope {
    /// Who may handle what, and how that changes.
    ReadClearances,
}

impl TokenScope {
    /// Every scope.
    pub const ALL: [Self; 1] = [Self::ReadClearances];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadClearances => "clearances:read",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }

    /// What it allows.
    pub const fn permission(self) -> Permission {
        match self {
            Self::ReadClearances => Permission::ReadClearances,
        }
    }
}

/// Where somebody works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The vendor; none on the client's side.
    pub vendor: Option<VendorId>,
    /// The site, for agents and team leads.
    pub site: Option<SiteId>,
    /// The team, for agents and team leads.
    pub team: Option<TeamId>,
}

impl Actor {
    /// The command line or a job.
    pub const fn system(locale: Locale) -> Self {
        Self { kind: ActorKind::System, locale }
    }

    /// The person, if it is one.
    pub const fn user_id(&self) -> Option<UserId> {
        match self.kind {
            ActorKind::User { id, .. } => Some(id),
            ActorKind::Token { .. } | ActorKind::System => None,
        }
    }

    /// The session, if it is a person who is signed in.
    pub const fn session_id(&self) -> Option<SessionId> {
        match self.kind {
            ActorKind::User { session, .. } => session,
            ActorKind::Token { .. } | ActorKind::System => None,
        }
    }

    /// The role, if it is a person.
    pub const fn role(&self) -> Option<Role> {
        match self.kind {
            ActorKind::User { role, .. } => Some(role),
            ActorKind::Token { .. } | ActorKind::System => None,
        }
    }

    /// Whether the actor may do this at all; what they may do it *to* is the scope's business.
    pub fn may(&self, permission: Permission) -> bool {
        match &self.kind {
            ActorKind::User { role, .. } => role.may(permission),
            ActorKind::Token { scopes, .. } => scopes.iter().any(|scope| scope.permission() == permission),
            ActorKind::System => true,
        }
    }

    /// Whether the actor sees people of a role by name.
    pub const fn sees_name_of(&self, other: Role) -> bool {
        match self.kind {
            ActorKind::User { role, .. } => role.sees_name_of(other),
            ActorKind::Token { .. } => false,
            ActorKind::System => true,
        }
    }

    /// Whether the actor may hand out a role, and change those who hold it.
    pub fn may_manage(&self, other: Role) -> bool {
        match self.kind {
            ActorKind::User { role, .. } => role.may_manage().contains(&other),
            ActorKind::Token { .. } => false,
            ActorKind::System => true,
        }
    }

    /// The rows that the actor may see.
    pub const fn scope(&self) -> Scope {
        match self.kind {
            ActorKind::User { role, place, .. } => role.scope(place),
            ActorKind::Token { vendor: Some(vendor), .. } => Scope::Vendor(vendor),
            ActorKind::Token { vendor: None, .. } | ActorKind::System => Scope::Everything,
        }
    }
}

/// What rows of vendors' data a query may return. Made only from an actor; every query takes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The client's side: all vendors.
    Everything,
    /// One vendor.
    Vendor(VendorId),
    /// One team of one vendor.
    Team(VendorId, TeamId),
    /// Nothing: a vendor's person whose vendor is not known.
    Nothing,
}

impl Scope {
    /// All of the vendor of which this is a part: where people of a team were before they changed teams.
    #[must_use]
    pub const fn whole_vendor(self) -> Self {
        match self {
            Self::Team(vendor, _) => Self::Vendor(vendor),
            Self::Everything | Self::Vendor(_) | Self::Nothing => self,
        }
    }

    /// The one vendor to which this is limited, if it is.
    pub const fn vendor(self) -> Option<VendorId> {
        match self {
            Self::Vendor(vendor) | Self::Team(vendor, _) => Some(vendor),
            Self::Everything | Self::Nothing => None,
        }
    }
}

/// Something that a role may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Permission {
    /// Read articles that are in effect, and what will be at an instant that is set.
    ReadKnowledge,
    /// Import and write articles.
    WriteKnowledge,
    /// Review what others wrote, put it into effect, and broadcast.
    PublishKnowledge,
    /// See vendors, their sites and teams (as far as the scope goes).
    ReadVendors,
    /// Create and change vendors and sites.
    WriteVendors,
    /// Create and change teams.
    WriteTeams,
    /// See people (as far as the scope goes).
    ReadUsers,
    /// Create, change, deactivate people.
    WriteUsers,
    /// Read, verify and export the audit log (as far as the scope goes).
    ReadAudit,
    /// See who has acknowledged broadcasts (as far as the scope goes).
    FollowBroadcasts,
    /// Exempt agents from a broadcast (as far as the scope goes).
    ExemptAgents,
    /// Go through a broadcast with agents who failed its check again, and say that it was done (as far as the scope goes).
    CoachAgents,
    /// Ask who may handle what (as far as the scope goes).
    ReadClearances,
    /// Make and end the tokens with which other systems ask.
    ManageTokens,
}

impl Role {
    /// Whether this role has the permission: the whole policy in one table.
    pub const fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Agent => matches!(permission, P::ReadKnowledge),
            Self::TeamLead => matches!(
                permission,
                P::ReadKnowledge | P::ReadUsers | P::FollowBroadcasts | P::ExemptAgents | P::CoachAgents
            ),
            Self::VendorReferent => matches!(
                permission,
                P::ReadKnowledge
                    | P::ReadVendors
                    | P::WriteTeams
                    | P::ReadUsers
                    | P::WriteUsers
                    | P::ReadAudit
                    | P::FollowBroadcasts
                    | P::ExemptAgents
                    | P::CoachAgents
                    | P::ReadClearances
            ),
            Self::Author => {
                matches!(permission, P::ReadKnowledge | P::WriteKnowledge | P::FollowBroadcasts)
            }
            Self::Referent => matches!(
                permission,
                P::ReadKnowledge
                    | P::WriteKnowledge
                    | P::PublishKnowledge
                    | P::ReadVendors
                    | P::FollowBroadcasts
                    | P::ReadClearances
            ),
            Self::Manager => matches!(
                permission,
                P::ReadKnowledge
                    | P::ReadVendors
                    | P::WriteVendors
                    | P::WriteTeams
                    | P::ReadUsers
                    | P::FollowBroadcasts
                    | P::ReadClearances
            ),
            Self::Admin => !matches!(
                permission,
                P::ReadKnowledge
                    | P::WriteKnowledge
                    | P::PublishKnowledge
                    | P::FollowBroadcasts
                    | P::ExemptAgents
                    | P::CoachAgents
            ),
        }
    }

    /// What rows somebody of this role sees.
    pub const fn scope(self, place: Place) -> Scope {
        match (self.is_client_side(), self, place.vendor, place.team) {
            (true, ..) => Scope::Everything,
            (false, Self::TeamLead, Some(vendor), Some(team)) => Scope::Team(vendor, team),
            (false, _, Some(vendor), _) => Scope::Vendor(vendor),
            (false, _, None, _) => Scope::Nothing,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn nobody_of_a_vendor_ever_has_the_scope_of_everything() {
        let vendor = VendorId::new(Uuid::from_u128(1));
        let team = TeamId::new(Uuid::from_u128(2));
        for role in Role::ALL.into_iter().filter(|role| !role.is_client_side()) {
            for place in [
                Place::default(),
                Place { vendor: Some(vendor), ..Place::default() },
                Place { vendor: Some(vendor), site: None, team: Some(team) },
                Place { vendor: None, site: None, team: Some(team) },
            ] {
                let scope = role.scope(place);
                assert_ne!(scope, Scope::Everything, "{role:?} {place:?}");
                assert_eq!(scope.vendor(), place.vendor, "{role:?} {place:?}");
            }
        }
    }

    #[test]
    fn an_administrator_has_no_right_to_content() {
        assert!(!Role::Admin.may(Permission::ReadKnowledge));
        assert!(!Role::Admin.may(Permission::WriteKnowledge));
    }

    #[test]
    fn only_their_own_side_coaches_agents() {
        let coaches: Vec<_> =
            Role::ALL.into_iter().filter(|role| role.may(Permission::CoachAgents)).collect();
        assert_eq!(coaches, [Role::TeamLead, Role::VendorReferent]);
    }

    #[test]
    fn only_an_administrator_makes_tokens() {
        let makers: Vec<_> =
            Role::ALL.into_iter().filter(|role| role.may(Permission::ManageTokens)).collect();
        assert_eq!(makers, [Role::Admin]);
    }

    #[test]
    fn a_token_may_do_what_its_scopes_say_and_nothing_else() {
        let vendor = VendorId::new(Uuid::from_u128(1));
        let token = |vendor, scopes: &[TokenScope]| Actor {
            kind: ActorKind::Token {
                id: TokenId::new(Uuid::from_u128(2)),
                vendor,
                scopes: scopes.iter().copied().collect(),
            },
            locale: Locale::Fr,
        };
        let limited = token(Some(vendor), &TokenScope::ALL);
        assert!(limited.may(Permission::ReadClearances));
        assert!(!limited.may(Permission::ReadUsers) && !limited.may(Permission::ManageTokens));
        assert!(!token(None, &[]).may(Permission::ReadClearances));
        assert_eq!((limited.scope(), token(None, &[]).scope()), (Scope::Vendor(vendor), Scope::Everything));
        // It is nobody, and is never taken for Palier itself.
        assert_eq!((limited.user_id(), limited.role(), limited.session_id()), (None, None, None));
        assert!(Role::ALL.into_iter().all(|role| !limited.sees_name_of(role) && !limited.may_manage(role)));
    }

    #[test]
    fn every_scope_is_read_back() {
        for scope in TokenScope::ALL {
            assert_eq!(TokenScope::parse(scope.as_str()), Some(scope));
        }
    }
}

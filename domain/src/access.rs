//! Who acts, what they may do, and what they may see.

use serde::{Deserialize, Serialize};

use crate::people::Role;
use crate::{Locale, SessionId, SiteId, TeamId, UserId, VendorId};

/// Whoever asks for something. Every use case takes one; there is no anonymous way in but signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// A person or Palier itself.
    pub kind: ActorKind,
    /// The language in which to answer.
    pub locale: Locale,
}

/// A person or Palier itself.
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
    /// The command line, a job, or a person who is not signed in yet.
    System,
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
            ActorKind::System => None,
        }
    }

    /// The session, if it is a person who is signed in.
    pub const fn session_id(&self) -> Option<SessionId> {
        match self.kind {
            ActorKind::User { session, .. } => session,
            ActorKind::System => None,
        }
    }

    /// The role, if it is a person.
    pub const fn role(&self) -> Option<Role> {
        match self.kind {
            ActorKind::User { role, .. } => Some(role),
            ActorKind::System => None,
        }
    }

    /// Whether the actor may do this at all; what they may do it *to* is the scope's business.
    pub const fn may(&self, permission: Permission) -> bool {
        match self.kind {
            ActorKind::User { role, .. } => role.may(permission),
            ActorKind::System => true,
        }
    }

    /// The rows that the actor may see.
    pub const fn scope(&self) -> Scope {
        match self.kind {
            ActorKind::System => Scope::Everything,
            ActorKind::User { role, place, .. } => role.scope(place),
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
    /// Read articles that are in effect.
    ReadKnowledge,
    /// Import and write articles.
    WriteKnowledge,
    /// Review what others wrote, and put it into effect.
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
    /// Ask who may handle what (as far as the scope goes).
    ReadClearances,
}

impl Role {
    /// Whether this role has the permission: the whole policy in one table.
    pub const fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Agent => matches!(permission, P::ReadKnowledge),
            Self::TeamLead => {
                matches!(permission, P::ReadKnowledge | P::ReadUsers | P::FollowBroadcasts | P::ExemptAgents)
            }
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
}

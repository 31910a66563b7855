//! The roles.

use serde::{Deserialize, Serialize};

/// What somebody does in a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers customers, at a vendor.
    Agent,
    /// Leads a team of agents, at a vendor.
    TeamLead,
    /// The vendor's half of the pair of referents.
    VendorReferent,
    /// Writes articles, for the client.
    Author,
    /// The client's half of the pair of referents.
    Referent,
    /// Runs rollouts, for the client.
    Manager,
    /// Looks after users, settings and the audit log.
    Admin,
}

impl Role {
    /// Every role, from the floor upwards.
    pub const ALL: [Self; 7] = [
        Self::Agent,
        Self::TeamLead,
        Self::VendorReferent,
        Self::Author,
        Self::Referent,
        Self::Manager,
        Self::Admin,
    ];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::TeamLead => "team_lead",
            Self::VendorReferent => "vendor_referent",
            Self::Author => "author",
            Self::Referent => "referent",
            Self::Manager => "manager",
            Self::Admin => "admin",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// Whether people of this role work for the client rather than for a vendor.
    pub const fn is_client_side(self) -> bool {
        matches!(self, Self::Author | Self::Referent | Self::Manager | Self::Admin)
    }

    /// Whether people of this role belong to a team of a site.
    pub const fn is_in_a_team(self) -> bool {
        matches!(self, Self::Agent | Self::TeamLead)
    }

    /// The roles that somebody of this role may hand out and whose holders they may change.
    pub const fn may_manage(self) -> &'static [Self] {
        match self {
            Self::Admin => &Self::ALL,
            Self::VendorReferent => &[Self::Agent, Self::TeamLead],
            _ => &[],
        }
    }

    /// Whether somebody of this role sees people of the `other` role by name. The client's side sees a
    /// vendor's agents and team leads by pseudonym, for they are the vendor's employees; whoever looks
    /// after accounts must see whose they are.
    pub const fn sees_name_of(self, other: Self) -> bool {
        self.sees_every_name() || !other.is_in_a_team()
    }

    /// Whether somebody of this role sees everybody in their scope by name.
    pub const fn sees_every_name(self) -> bool {
        !self.is_client_side() || matches!(self, Self::Admin)
    }
}

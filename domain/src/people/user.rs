//! Somebody who can sign in.

use serde::{Deserialize, Serialize};

use super::{Place, Role};
use crate::field::{Checked, Fields, Invalid, Reason};
use crate::{EmailAddress, Locale, Name, Permission, SiteId, TeamId, Timestamp, UserId, VendorId};

/// Whether somebody may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserState {
    /// They may.
    Active,
    /// They left, or are away for long.
    Deactivated,
}

impl UserState {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deactivated => "deactivated",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Deactivated].into_iter().find(|state| state.as_str() == text)
    }
}

/// The colours of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Ink on paper.
    Light,
    /// Paper on ink.
    Dark,
}

impl Theme {
    /// Every theme, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == text)
    }
}

/// A name of the IANA time zone database, such as `Europe/Paris`. That the zone exists is checked where the
/// database is at hand; here only its form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeZone(String);

impl TimeZone {
    /// Reads a zone name, given a test for whether it exists.
    pub fn parse(text: &str, exists: impl FnOnce(&str) -> bool) -> Checked<Self> {
        let text = text.trim();
        match text {
            "" => Err(Reason::Missing),
            _ if text.len() <= 64 && exists(text) => Ok(Self(text.to_owned())),
            _ => Err(Reason::NotATimeZone),
        }
    }

    /// The zone of a row that was checked when it was written.
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// What they sign in with.
    pub email: EmailAddress,
    /// What they are called.
    pub name: Name,
    /// What the client's side sees of a vendor's person: see [`pseudonym`].
    pub pseudonym: String,
    /// As what they work.
    pub role: Role,
    /// Where they work.
    pub place: Place,
    /// The language they read.
    pub locale: Locale,
    /// The zone in which their times are shown.
    pub time_zone: TimeZone,
    /// Their colours.
    pub theme: Theme,
    /// Whether they may sign in.
    pub state: UserState,
    /// Whether they have set a password yet.
    pub has_password: bool,
    /// When they were added.
    pub created_at: Timestamp,
    /// For optimistic locking.
    pub version: i64,
}

impl User {
    /// Whether they can answer for an article: whoever does is there, and may write.
    pub const fn may_own(&self) -> bool {
        matches!(self.state, UserState::Active) && self.role.may(Permission::WriteKnowledge)
    }
}

/// A person to add, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// What they sign in with.
    pub email: EmailAddress,
    /// What they are called.
    pub name: Name,
    /// As what they work.
    pub role: Role,
    /// Where they work; consistent with the role.
    pub place: Place,
    /// The language they read.
    pub locale: Locale,
    /// The zone in which their times are shown.
    pub time_zone: TimeZone,
}

/// What an administrator may change of a person.
pub type UserChange = NewUser;

impl NewUser {
    /// Checks that the place fits the role: none on the client's side, a vendor for a vendor's people, a
    /// site and a team for agents and team leads.
    pub fn place_for(
        role: Role,
        vendor: Option<VendorId>,
        site: Option<SiteId>,
        team: Option<TeamId>,
    ) -> Result<Place, Invalid> {
        if role.is_client_side() {
            return Ok(Place::default());
        }
        let mut fields = Fields::new();
        if vendor.is_none() {
            fields.refuse("vendor", Reason::NeededForRole);
        }
        if !role.is_in_a_team() {
            return fields.verdict(Some(Place { vendor, site: None, team: None }));
        }
        if team.is_none() {
            fields.refuse("team", Reason::NeededForRole);
        }
        fields.verdict(Some(Place { vendor, site, team }))
    }
}

/// A short, stable stand-in for a name, from the end of the id, which is its random part: `A-7F3K9`.
///
/// Crockford's base 32, so that it can be read aloud. Not a secret: whoever holds the id can compute it.
pub fn pseudonym(id: UserId) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let mut rest = id.uuid().as_u128();
    let mut text = String::from("A-");
    for _ in 0..5 {
        text.push(DIGITS.get((rest & 31) as usize).copied().map_or('0', char::from));
        rest >>= 5;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn the_place_follows_the_role() {
        let vendor = Some(VendorId::new(Uuid::from_u128(1)));
        let site = Some(SiteId::new(Uuid::from_u128(2)));
        let team = Some(TeamId::new(Uuid::from_u128(3)));
        assert_eq!(NewUser::place_for(Role::Admin, vendor, site, team).unwrap(), Place::default());
        assert_eq!(NewUser::place_for(Role::VendorReferent, vendor, site, team).unwrap().team, None);
        assert_eq!(
            NewUser::place_for(Role::Agent, vendor, site, team).unwrap(),
            Place { vendor, site, team }
        );
        let refused = NewUser::place_for(Role::Agent, None, None, None).unwrap_err();
        assert_eq!(refused.0.len(), 2);
    }

    #[test]
    fn a_pseudonym_is_short_and_stable() {
        assert_eq!(pseudonym(UserId::new(Uuid::from_u128(0x1234_5678))), "A-RKN83");
    }
}

//! People as pages show them.

use domain::notification::MailSetting;
use domain::people::{Role, UserState};
use domain::{SessionId, TeamId, UserId, VendorId};
use serde::{Deserialize, Serialize};
use ui::SelectOption;

use crate::moment::Moment;

/// A person in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Who.
    pub id: UserId,
    /// What to call them.
    pub name: String,
    /// Their address, if the reader may know it.
    pub email: Option<String>,
    /// As what they work.
    pub role: Role,
    /// Where they work.
    pub place: Option<String>,
    /// Whether they may sign in.
    pub state: UserState,
    /// Whether they have set a password.
    pub has_password: bool,
}

/// A page of people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleList {
    /// The people.
    pub rows: Vec<PersonRow>,
    /// How many there are in all.
    pub total: u64,
    /// The page before.
    pub previous: Option<UserId>,
    /// The page behind.
    pub next: Option<UserId>,
    /// The vendors to filter by.
    pub vendors: Vec<(VendorId, String)>,
    /// Whether some of them appear under a pseudonym.
    pub has_pseudonyms: bool,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonDetail {
    /// As in the list.
    pub row: PersonRow,
    /// Their stand-in name.
    pub pseudonym: String,
    /// The language they read.
    pub locale: domain::Locale,
    /// Their zone.
    pub time_zone: String,
    /// Since when.
    pub since: Moment,
    /// Whether the reader may change them.
    pub is_manageable: bool,
    /// For optimistic locking.
    pub version: i64,
    /// Their vendor and team, for the form.
    pub vendor: Option<VendorId>,
    /// Their team.
    pub team: Option<TeamId>,
}

/// What a form about a person offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonChoices {
    /// The roles.
    pub roles: Vec<Role>,
    /// The vendors, or none when there is no choice.
    pub vendors: Vec<(VendorId, String)>,
    /// The teams, each with where it is.
    pub teams: Vec<(TeamId, String)>,
    /// The zones.
    pub zones: Vec<String>,
    /// The zone to propose.
    pub zone: String,
}

/// A session in the list of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    /// Which.
    pub id: SessionId,
    /// On what.
    pub device: String,
    /// Since when.
    pub began: Moment,
    /// When it was last used.
    pub last_seen: Moment,
    /// Whether it is this one.
    pub is_current: bool,
}

/// One's own preferences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// The address one signs in with.
    pub email: String,
    /// The zone in which times are shown.
    pub time_zone: String,
    /// The zones.
    pub zones: Vec<String>,
    /// Which letters one wants.
    pub mail: MailSetting,
}

/// Somebody as whom one can look around.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoPerson {
    /// What they sign in with.
    pub email: String,
    /// What they are called.
    pub name: String,
    /// As what they work.
    pub role: Role,
    /// For whom, if not for the client.
    pub vendor: Option<String>,
    /// What they come for.
    pub about: String,
}

/// Names of zones as choices.
pub fn zone_options(zones: &[String]) -> Vec<SelectOption> {
    zones.iter().map(|zone| SelectOption::new(zone.clone(), zone.replace('_', " "))).collect()
}

//! The shape of `programme.toml`.

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Programme {
    pub(super) client: Client,
    pub(super) vendor: Vec<Vendor>,
    pub(super) programme: Vec<Engagement>,
    pub(super) contact_type: Vec<ContactType>,
    pub(super) account: Vec<Account>,
    pub(super) agent: Vec<Person>,
    #[serde(default)]
    pub(super) team_lead: Vec<Person>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Client {
    pub(super) name: String,
    pub(super) about_fr: String,
    pub(super) about_en: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Vendor {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) site: Vec<Site>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Site {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) country: String,
    pub(super) time_zone: String,
    pub(super) transfer_regime: String,
    /// When people work there; the usual hours where nothing is said.
    pub(super) shifts: Option<String>,
    pub(super) team: Vec<Team>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Team {
    pub(super) key: String,
    pub(super) name: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Engagement {
    pub(super) vendor: String,
    pub(super) name: String,
    pub(super) channels: Vec<String>,
    pub(super) languages: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactType {
    pub(super) key: String,
    pub(super) parent: String,
    pub(super) name_fr: String,
    pub(super) name_en: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) locale: String,
    pub(super) time_zone: String,
    pub(super) vendor: Option<String>,
    pub(super) site: Option<String>,
    pub(super) team: Option<String>,
    pub(super) about_fr: String,
    pub(super) about_en: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) locale: String,
    pub(super) vendor: String,
    pub(super) site: String,
    pub(super) team: String,
}

//! A place where a vendor works.

use serde::{Deserialize, Serialize};

use super::{Country, Standing};
use crate::broadcast::WeeklyShifts;
use crate::people::TimeZone;
use crate::{Name, SiteId, VendorId};

/// On what ground personal data may be sent to a site (regulation 2016/679, chapter V).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferRegime {
    /// No transfer: inside the European Economic Area.
    Eu,
    /// A decision says that protection there is adequate (article 45).
    Adequate,
    /// Standard contractual clauses (article 46).
    Scc,
}

impl TransferRegime {
    /// Every regime, from the simplest.
    pub const ALL: [Self; 3] = [Self::Eu, Self::Adequate, Self::Scc];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Eu => "eu",
            Self::Adequate => "adequate",
            Self::Scc => "scc",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|regime| regime.as_str() == text)
    }
}

/// A place where a vendor works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Which.
    pub id: SiteId,
    /// Whose.
    pub vendor: VendorId,
    /// What it is called.
    pub name: Name,
    /// Where it is.
    pub country: Country,
    /// Its clock: shifts and deadlines are counted in it.
    pub time_zone: TimeZone,
    /// On what ground data goes there.
    pub transfer_regime: TransferRegime,
    /// Whether it is in use.
    pub standing: Standing,
    /// When people work there, on its clock.
    pub shifts: WeeklyShifts,
    /// For optimistic locking.
    pub version: i64,
}

/// What may be said of a site, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteChange {
    /// What it is called.
    pub name: Name,
    /// Where it is.
    pub country: Country,
    /// Its clock.
    pub time_zone: TimeZone,
    /// On what ground data goes there; fits the country.
    pub transfer_regime: TransferRegime,
    /// When people work there, on its clock.
    pub shifts: WeeklyShifts,
}

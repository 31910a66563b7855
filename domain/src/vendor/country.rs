//! Countries and what European data-protection law says of sending data there.

use serde::{Deserialize, Serialize};

use super::TransferRegime;
use crate::field::{Checked, Reason};

/// A country by its two letters (ISO 3166-1 alpha-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Country([u8; 2]);

/// Member states of the European Union, and of the European Economic Area, where the same regulation holds.
const EEA: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT",
    "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Countries with an adequacy decision of the European Commission (regulation 2016/679, article 45).
/// Canada and the United States are adequate only for some recipients; the client decides and says so.
const ADEQUATE: &[&str] =
    &["AD", "AR", "BR", "CA", "CH", "FO", "GB", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "US", "UY"];

/// Officially assigned codes (ISO 3166-1, as of 2026).
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM \
FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO \
JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT \
MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA \
SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US \
UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

impl Country {
    /// Reads two letters.
    pub fn parse(text: &str) -> Checked<Self> {
        let text = text.trim().to_ascii_uppercase();
        if text.is_empty() {
            return Err(Reason::Missing);
        }
        match text.as_bytes() {
            &[first, second] if CODES.split_whitespace().any(|code| code == text) => {
                Ok(Self([first, second]))
            }
            _ => Err(Reason::NotACountry),
        }
    }

    /// The two letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// Whether data may go there under this regime: `eu` only inside the European Economic Area,
    /// `adequate` only with a decision, `scc` anywhere outside.
    pub fn allows(&self, regime: TransferRegime) -> bool {
        let code = self.as_str();
        let is_eea = EEA.contains(&code) || ["BL", "GF", "GP", "MF", "MQ", "RE", "YT", "AX"].contains(&code);
        match regime {
            TransferRegime::Eu => is_eea,
            TransferRegime::Adequate => ADEQUATE.contains(&code),
            TransferRegime::Scc => !is_eea,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regime_must_fit_the_country() {
        let country = |code| Country::parse(code).unwrap();
        assert!(country("fr").allows(TransferRegime::Eu));
        assert!(country("RE").allows(TransferRegime::Eu));
        assert!(!country("FR").allows(TransferRegime::Scc));
        assert!(country("MG").allows(TransferRegime::Scc));
        assert!(!country("MG").allows(TransferRegime::Eu));
        assert!(!country("MG").allows(TransferRegime::Adequate));
        assert!(country("GB").allows(TransferRegime::Adequate));
        assert_eq!(Country::parse("ZZ"), Err(Reason::NotACountry));
        assert_eq!(Country::parse("F R"), Err(Reason::NotACountry));
    }
}

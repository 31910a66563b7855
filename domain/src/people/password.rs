//! What a password must be (NIST SP 800-63B, section 5.1.1.2: length and a block list, no composition rules).

use crate::field::{Checked, Reason};
use crate::fold;

/// A new password that is good enough. Never printed, never stored.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// The shortest password, in characters.
    pub const MIN_CHARS: usize = 12;
    /// The longest, so that hashing one cannot be made expensive.
    pub const MAX_CHARS: usize = 200;

    /// Checks a password for somebody of this name and address.
    pub fn parse(text: &str, name: &str, email: &str) -> Checked<Self> {
        let length = text.chars().count();
        if length == 0 {
            return Err(Reason::Missing);
        }
        if length < Self::MIN_CHARS {
            return Err(Reason::TooShort(Self::MIN_CHARS));
        }
        if Self::MAX_CHARS < length {
            return Err(Reason::TooLong(Self::MAX_CHARS));
        }
        let folded = fold(text);
        if is_common(&folded) {
            return Err(Reason::TooCommon);
        }
        if contains_identity(&folded, name, email) {
            return Err(Reason::ContainsIdentity);
        }
        Ok(Self(text.to_owned()))
    }

    /// The password, for the hash function alone.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// A short sequence repeated (`aaaaaaaaaaaa`, `123123123123`), a run of the keyboard, or a favourite of the
/// published lists, with or without digits and marks behind it.
fn is_common(folded: &str) -> bool {
    const RUNS: [&str; 5] = [
        "abcdefghijklmnopqrstuvwxyz",
        "azertyuiopqsdfghjklmwxcvbn",
        "qwertyuiopasdfghjklzxcvbnm",
        "qwertzuiopasdfghjklyxcvbnm",
        "012345678901234567890123456789",
    ];
    const FAVOURITES: [&str; 14] = [
        "password",
        "motdepasse",
        "azerty",
        "qwerty",
        "welcome",
        "bienvenue",
        "iloveyou",
        "jetaime",
        "letmein",
        "soleil",
        "changeme",
        "administrateur",
        "administrator",
        "palier",
    ];
    let letters: Vec<char> = folded.chars().collect();
    let is_repeated =
        (1..=4).any(|period| letters.iter().zip(letters.iter().skip(period)).all(|(a, b)| a == b));
    let stem = folded.trim_end_matches(|c: char| !c.is_alphabetic());
    let stem = stem.trim_start_matches(|c: char| !c.is_alphabetic());
    let joined: String = stem.chars().filter(|c| c.is_alphanumeric()).collect();
    is_repeated || RUNS.iter().any(|run| run.contains(folded)) || FAVOURITES.contains(&joined.as_str())
}

fn contains_identity(folded: &str, name: &str, email: &str) -> bool {
    let local = email.split('@').next().unwrap_or_default();
    let parts = fold(name);
    parts
        .split_whitespace()
        .chain(local.split(['.', '-', '_', '+']))
        .filter(|part| 4 <= part.chars().count())
        .any(|part| {
            folded.contains(part) && folded.chars().count() < part.chars().count() + Password::MIN_CHARS - 4
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(), Reason>) {
        let verdict = Password::parse(text, "Amélie Roux", "amelie.roux@atlantique.example").map(|_| ());
        assert_eq!(verdict, expected, "{text}");
    }

    #[test]
    fn a_long_sentence_is_a_good_password() {
        check("trois marches et un palier", Ok(()));
        check("日本語のパスワードは長いです", Ok(()));
    }

    #[test]
    fn short_common_and_personal_passwords_are_refused() {
        check("", Err(Reason::Missing));
        check("onze carac.", Err(Reason::TooShort(12)));
        check(&"x y".repeat(100), Err(Reason::TooLong(200)));
        check("aaaaaaaaaaaaaaa", Err(Reason::TooCommon));
        check("123412341234", Err(Reason::TooCommon));
        check("azertyuiopqs", Err(Reason::TooCommon));
        check("Motdepasse2026!", Err(Reason::TooCommon));
        check("Amelie-2026!!", Err(Reason::ContainsIdentity));
    }
}

//! Short texts from outside, read once.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::field::{Checked, Reason};

/// Folds a text for search and order regardless of case and accents: `Éloïse` and `ELOISE` are equal.
///
/// Covers the Latin letters of the languages spoken at our sites; other letters are only lower-cased.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.trim().chars().flat_map(char::to_lowercase) {
        match letter {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ę' | 'ě' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' | 'ī' => folded.push('i'),
            'ñ' | 'ń' | 'ň' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'š' | 'ś' | 'ș' => folded.push('s'),
            'ž' | 'ź' | 'ż' => folded.push('z'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            '’' | 'ʼ' => folded.push('\''),
            '\u{300}'..='\u{36f}' => {}
            other => folded.push(other),
        }
    }
    folded
}

/// A name for people to read: of a person, a vendor, a site, a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(String);

impl Name {
    /// The longest name, in characters.
    pub const MAX_CHARS: usize = 120;

    /// Trims and checks a name.
    pub fn parse(text: &str) -> Checked<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err(Reason::Missing);
        }
        if Self::MAX_CHARS < text.chars().count() {
            return Err(Reason::TooLong(Self::MAX_CHARS));
        }
        if text.chars().any(is_invisible) {
            return Err(Reason::BadCharacter);
        }
        Ok(Self(text))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key by which it is searched and sorted.
    pub fn key(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Control characters and the marks that reverse or hide text, with which one name can be made to look like
/// another (Unicode TR 36, bidirectional spoofing).
fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// An e-mail address, lower-cased.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The longest address that mail can carry (RFC 5321, section 4.5.3.1.3, without the angle brackets).
    pub const MAX_CHARS: usize = 254;

    /// Reads an address of the everyday form: a dot-atom, `@`, and a domain with a dot (RFC 5322, section
    /// 3.4.1, without quoted strings, comments and domain literals, which no mail provider hands out).
    pub fn parse(text: &str) -> Checked<Self> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Err(Reason::Missing);
        }
        if Self::MAX_CHARS < text.chars().count() {
            return Err(Reason::TooLong(Self::MAX_CHARS));
        }
        let (local, domain) = text.rsplit_once('@').ok_or(Reason::NotAnEmailAddress)?;
        if !is_dot_atom(local) || 64 < local.len() || !domain.contains('.') || !is_domain(domain) {
            return Err(Reason::NotAnEmailAddress);
        }
        Ok(Self(text))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_dot_atom(text: &str) -> bool {
    let is_atom = |atom: &str| {
        !atom.is_empty() && atom.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c))
    };
    text.split('.').all(is_atom)
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.split('.').all(is_label)
}

/// A path segment that is stable, lower-case and safe to show in an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// The longest slug, in characters.
    pub const MAX_CHARS: usize = 80;

    /// Reads a slug: `a-z`, `0-9`, single hyphens between.
    pub fn parse(text: &str) -> Checked<Self> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Reason::Missing);
        }
        if Self::MAX_CHARS < text.chars().count() {
            return Err(Reason::TooLong(Self::MAX_CHARS));
        }
        let is_part = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        if !text.split('-').all(is_part) {
            return Err(Reason::BadCharacter);
        }
        Ok(Self(text.to_owned()))
    }

    /// The slug of a title: folded, everything else a hyphen. `None` when no letter or digit remains.
    pub fn of(title: &str) -> Option<Self> {
        let mut slug = String::new();
        for letter in fold(title).chars().take(Self::MAX_CHARS) {
            if letter.is_ascii_alphanumeric() {
                slug.push(letter);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        Self::parse(slug.trim_end_matches('-')).ok()
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_email(text: &str, expected: Result<&str, Reason>) {
        assert_eq!(EmailAddress::parse(text).map(|e| e.0), expected.map(str::to_owned), "{text}");
    }

    #[test]
    fn everyday_addresses_are_read_and_lowered() {
        check_email(" Amelie.Roux@Atlantique.Example ", Ok("amelie.roux@atlantique.example"));
        check_email("o'neil+tag@a-b.co", Ok("o'neil+tag@a-b.co"));
    }

    #[test]
    fn what_is_not_an_address_is_refused() {
        check_email("", Err(Reason::Missing));
        for text in
            ["a", "a@b", "@b.c", "a@.c", "a@b.", "a b@c.d", "a@b@c.d", "a..b@c.d", "a@-b.c", "a@b.c\n.d"]
        {
            check_email(text, Err(Reason::NotAnEmailAddress));
        }
    }

    #[test]
    fn names_lose_stray_spaces_and_refuse_hidden_characters() {
        assert_eq!(Name::parse("  Équipe \t Loire ").unwrap().as_str(), "Équipe Loire");
        assert_eq!(Name::parse(" \n ").unwrap_err(), Reason::Missing);
        for hidden in ['\u{202e}', '\u{ad}', '\u{61c}', '\u{2060}', '\u{e0041}', '\0'] {
            assert_eq!(Name::parse(&format!("a{hidden}b")).unwrap_err(), Reason::BadCharacter);
        }
        assert_eq!(Name::parse(&"é".repeat(121)).unwrap_err(), Reason::TooLong(120));
        assert_eq!(Name::parse(&"é".repeat(120)).unwrap().as_str().chars().count(), 120);
    }

    #[test]
    fn folding_forgives_case_and_accents() {
        assert_eq!(fold(" Éloïse ŒUVRE "), "eloise oeuvre");
        assert_eq!(fold("e\u{301}"), "e");
    }

    #[test]
    fn a_title_becomes_a_slug() {
        assert_eq!(Slug::of("Colis en retard : que dire ?").unwrap().as_str(), "colis-en-retard-que-dire");
        assert_eq!(Slug::of("???"), None);
    }
}

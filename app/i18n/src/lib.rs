//! Every word that Palier says, in French and English.
//!
//! Used by pages, mail and the command line alike, so nothing here knows Leptos. A message is a method of
//! [`Messages`]; the compiler refuses one that lacks a language. French is written with the typographic
//! spaces of its trade: U+202F before `; ! ?` and inside guillemets, U+00A0 before `:`.
//!
//! Deliberately absent: dates (formatted where the reader's zone is known), anything read at run time.

mod audit;
mod auth;
mod broadcasts;
mod cli;
mod common;
mod contact_types;
mod drafts;
mod flags;
mod gallery;
mod home;
mod http;
mod imports;
mod knowledge;
mod macros;
mod mail;
mod notifications;
mod people;
mod problems;
mod proof;
mod search;
mod time;
mod translations;
mod ui;
mod vendors;
mod versions;

use domain::Locale;

pub use time::CivilTime;

/// The words of one language. Copy it freely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Messages(Locale);

impl Messages {
    /// The words of `locale`.
    pub const fn of(locale: Locale) -> Self {
        Self(locale)
    }

    /// Which language this is.
    pub const fn locale(self) -> Locale {
        self.0
    }

    /// A whole number with the thousands grouped as the language does: narrow no-break space or comma.
    pub fn number(self, n: u64) -> String {
        let separator = match self.0 {
            Locale::Fr => '\u{202f}',
            Locale::En => ',',
        };
        let digits = n.to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 * separator.len_utf8());
        for (index, digit) in digits.chars().enumerate() {
            if index != 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(separator);
            }
            grouped.push(digit);
        }
        grouped
    }

    const fn is_singular(self, n: u64) -> bool {
        match self.0 {
            Locale::Fr => n < 2,
            Locale::En => n == 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_each_language_does() {
        assert_eq!(Messages::of(Locale::Fr).number(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(Messages::of(Locale::En).number(1_234_567), "1,234,567");
        assert_eq!(Messages::of(Locale::En).number(999), "999");
    }

    #[test]
    fn zero_is_singular_in_french_and_plural_in_english() {
        assert_eq!(Messages::of(Locale::Fr).rows(0), "0 ligne");
        assert_eq!(Messages::of(Locale::En).rows(0), "0 rows");
        assert_eq!(Messages::of(Locale::En).rows(1), "1 row");
    }
}

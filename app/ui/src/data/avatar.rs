//! A person as two letters.

use leptos::prelude::*;

use crate::{class::classes, view};

const TINTS: [&str; 6] = ["avatar--1", "avatar--2", "avatar--3", "avatar--4", "avatar--5", "avatar--6"];

/// The initials of a name on a tint that is always the same for that name. Decorative: the name stands beside.
#[component]
pub fn Avatar(
    /// The name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    view! {
        <span class=classes(&["avatar", tint(&name)]) aria-hidden="true">
            {initials(&name)}
        </span>
    }
}

fn initials(name: &str) -> String {
    let mut words = name.split([' ', '-', '\u{a0}']).filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

fn tint(name: &str) -> &'static str {
    let sum = name.bytes().fold(7_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    TINTS.get(sum % TINTS.len()).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_last_word() {
        assert_eq!(initials("Amélie de la Tour"), "AT");
        assert_eq!(initials("élodie"), "É");
        assert_eq!(initials("Jean-Luc"), "JL");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn the_same_name_always_has_the_same_tint() {
        assert_eq!(tint("Amélie Tour"), tint("Amélie Tour"));
    }
}

//! French texts have no-break spaces before : ; ? ! » and after «, so that no line begins with such a sign.

use super::source::{self, Source, is_word};
use anyhow::Result;
use proc_macro2::TokenTree;

/// Where all texts are.
const FOLDERS: [&str; 1] = ["app/i18n/src"];
/// What no text may contain; in English nothing of it occurs.
const BROKEN: [&str; 6] = [" :", " ;", " ?", " !", " »", "« "];
/// A list of blocks that authors go on writing: what they type has ordinary spaces.
const AS_TYPED: &str = "→";

/// Every text in which a line may break where it must not.
pub fn check() -> Result<Vec<String>> {
    Ok(source::below(&FOLDERS)?.iter().flat_map(findings).collect())
}

fn findings(source: &Source) -> Vec<String> {
    let finding = |line| {
        let path = source.path.display();
        format!(r"{path}:{line}: write \u{{a0}} before a colon, \u{{202f}} before ; ? ! » and after «")
    };
    lines_with_broken(&source.tokens).into_iter().map(finding).collect()
}

fn lines_with_broken(tokens: &[TokenTree]) -> Vec<usize> {
    let mut lines = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                let is_comment = is_word(inner.first(), "doc");
                lines.extend(if is_comment { Vec::new() } else { lines_with_broken(&inner) });
            }
            TokenTree::Literal(text) if is_broken(&text.to_string()) => lines.push(text.span().start().line),
            _ => {}
        }
    }
    lines
}

fn is_broken(literal: &str) -> bool {
    BROKEN.iter().any(|place| literal.contains(place)) && !literal.contains(AS_TYPED)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn check_in(text: &str, expected: usize) {
        let found = findings(&Source::parse(Path::new("app/i18n/src/ui.rs"), text.to_owned()).unwrap());
        assert_eq!(found.len(), expected, "{text}\n{found:?}");
    }

    #[test]
    fn an_ordinary_space_before_a_sign_is_found() {
        for text in ["Attention : lisez", "Pourquoi ?", "lu ; relu", "Vite !", "« Modifier\u{202f}»"] {
            check_in(&format!("messages! {{ why {{ fr: \"{text}\", en: \"Why?\" }} }}\n"), 1);
        }
    }

    #[test]
    fn one_that_does_not_break_may_stand_there() {
        check_in(r#"messages! { why { fr: "Pourquoi\u{202f}?", en: "Why?" } }"#, 0);
        check_in("messages! { why { fr: \"Pourquoi\u{202f}?\", en: \"Why?\" } }", 0);
    }

    #[test]
    fn comments_and_what_authors_type_are_left_alone() {
        check_in("/// Says « why » ?\nfn f() {}\n", 0);
        check_in(r#"messages! { flow { fr: "1. Question ?\n   - Oui → 2", en: "1. Question?" } }"#, 0);
    }
}

//! The one way to write: `Store::write` is called by `Portal::write` alone.
//!
//! It wants a `Stamp`, and there is no way to make one without its name; so whoever does not name it cannot write.

use super::source::{self, Source};
use anyhow::Result;
use proc_macro2::TokenTree;

/// Where a write could be begun.
const FOLDERS: [&str; 8] = [
    "app/i18n/src",
    "app/src",
    "app/ui/src",
    "domain/src",
    "frontend/src",
    "server/src",
    "service/src",
    "store/src",
];
/// What every write is given, and nothing else.
const STAMP: &str = "Stamp";
/// Who may name it: the portal, and the store, which makes a write of it.
const MAY: [&str; 5] = [
    "service/src/portal.rs",
    "store/src/event/append.rs",
    "store/src/lib.rs",
    "store/src/store",
    "store/src/tx.rs",
];

/// Every place where another way to write begins.
pub fn check() -> Result<Vec<String>> {
    Ok(source::below(&FOLDERS)?.iter().flat_map(findings).collect())
}

fn findings(source: &Source) -> Vec<String> {
    let path = &source.path;
    if MAY.iter().any(|place| path.starts_with(place)) {
        return Vec::new();
    }
    let finding = |line| {
        format!(
            "{}:{line}: `{STAMP}` outside `Portal::write`, which alone calls `Store::write`",
            path.display()
        )
    };
    lines_with_stamp(&source.tokens).into_iter().map(finding).collect()
}

fn lines_with_stamp(tokens: &[TokenTree]) -> Vec<usize> {
    let mut lines = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                lines.extend(lines_with_stamp(&inner));
            }
            TokenTree::Ident(word) if word == STAMP => lines.push(word.span().start().line),
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn check_in(path: &str, text: &str, expected: usize) {
        let found = findings(&Source::parse(Path::new(path), text.to_owned()).unwrap());
        assert_eq!(found.len(), expected, "{path}\n{text}\n{found:?}");
    }

    #[test]
    fn a_write_beside_the_portal_is_found() {
        let text = "async fn f(store: &Store) {\n    store.write(Stamp { actor, at }, work).await\n}\n";
        for path in ["service/src/vendor/teams.rs", "server/src/cli/seed.rs", "store/src/backup.rs"] {
            check_in(path, text, 1);
        }
    }

    #[test]
    fn another_name_for_it_is_found_as_well() {
        check_in("service/src/jobs.rs", "use store::{Stamp as Seal, Tx};\n", 1);
    }

    #[test]
    fn the_portal_and_the_store_itself_may() {
        let text = "fn f() { let stamp = Stamp { actor, at }; }\n";
        for path in ["service/src/portal.rs", "store/src/store/sqlite.rs", "store/src/tx.rs"] {
            check_in(path, text, 0);
        }
    }

    #[test]
    fn tests_comments_and_other_words_may() {
        let tests = "#[cfg(test)]\nmod tests {\n    fn f() { store.write(Stamp { actor, at }, work) }\n}\n";
        check_in("service/src/jobs.rs", tests, 0);
        check_in("service/src/jobs.rs", "/// See [`Stamp`].\nfn f(at: Timestamp) { \"Stamp\"; }\n", 0);
    }
}

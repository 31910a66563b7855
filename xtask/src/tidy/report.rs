//! The longest functions and files. Printed, not judged.

use super::source::{self, Source, group, is_sign, is_word};
use anyhow::Result;
use proc_macro2::{Delimiter, TokenTree};

const FOLDERS: [&str; 10] = [
    "app/src",
    "app/i18n/src",
    "app/ui/macros/src",
    "app/ui/src",
    "domain/src",
    "frontend/src",
    "server/src",
    "service/src",
    "store",
    "xtask/src",
];
const SHOWN: usize = 10;

/// A named thing with its length in lines.
type Length = (usize, String);

/// Two lists of ten.
pub fn longest() -> Result<String> {
    let sources = source::below(&FOLDERS)?;
    let sources: Vec<_> = sources.iter().filter(|source| !is_test(source)).collect();
    let files =
        sources.iter().map(|source| (code_lines(source), source.path.display().to_string())).collect();
    let functions = sources.iter().flat_map(|source| functions(source)).collect();
    Ok([list("longest functions", functions), list("longest files, without tests", files)].join("\n"))
}

fn list(title: &str, mut lengths: Vec<Length>) -> String {
    lengths.sort_by(|a, b| b.cmp(a));
    let lines = lengths.iter().take(SHOWN).map(|(lines, name)| format!("    {lines:>5}  {name}"));
    std::iter::once(format!("    {title}")).chain(lines).collect::<Vec<_>>().join("\n")
}

fn is_test(source: &Source) -> bool {
    source.path.components().any(|part| part.as_os_str() == "tests")
}

/// Lines up to the last token that is not test code.
fn code_lines(source: &Source) -> usize {
    source.tokens.last().map_or(0, |token| token.span().end().line)
}

fn functions(source: &Source) -> Vec<Length> {
    let mut found = Vec::new();
    collect(source, &source.tokens, &mut found);
    found
}

fn collect(source: &Source, tokens: &[TokenTree], found: &mut Vec<Length>) {
    for (place, token) in tokens.iter().enumerate() {
        if is_word(Some(token), "fn")
            && let Some(TokenTree::Ident(name)) = tokens.get(place + 1)
        {
            let rest = tokens.get(place..).unwrap_or_default();
            found.extend(length(rest).map(|lines| (lines, format!("{} ({})", name, source.path.display()))));
        }
        if let TokenTree::Group(inner) = token {
            collect(source, &inner.stream().into_iter().collect::<Vec<_>>(), found);
        }
    }
}

/// From `fn` to the end of its body; nothing for one without a body.
fn length(tokens: &[TokenTree]) -> Option<usize> {
    let end = tokens
        .iter()
        .position(|token| is_sign(Some(token), ';') || group(Some(token), Delimiter::Brace).is_some())?;
    let body = group(tokens.get(end), Delimiter::Brace)?;
    Some(body.span_close().end().line - tokens.first()?.span().start().line + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn functions_are_measured_from_their_name_to_their_last_brace() {
        let text = "trait A { fn a(); }\nfn b() {\n  fn c() {}\n}\n#[cfg(test)]\nmod tests { fn d() {} }\n";
        let source = Source::parse(Path::new("x.rs"), text.to_owned()).unwrap();
        let lengths = functions(&source);
        assert_eq!(lengths, [(3, "b (x.rs)".to_owned()), (1, "c (x.rs)".to_owned())]);
        assert_eq!(code_lines(&source), 6);
    }
}

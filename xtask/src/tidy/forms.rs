//! A form that asks for a text keeps what is typed, over an expired session and a reload: it has a `draft_key`.

use std::path::Path;

use super::source::{self, Source, is_sign};
use anyhow::Result;
use proc_macro2::TokenTree;

/// Where forms are.
const FOLDERS: [&str; 1] = ["app/src"];
/// Where a page keeps what is typed in a way of its own.
const KEEPS_ITSELF: &str = "app/src/drafts/edit.rs";

/// Every form that asks for a text and keeps nothing, as far as one view shows it.
pub fn check() -> Result<Vec<String>> {
    let sources = source::below(&FOLDERS)?;
    let sources = sources.iter().filter(|source| source.path != Path::new(KEEPS_ITSELF));
    Ok(sources.flat_map(findings).collect())
}

fn findings(source: &Source) -> Vec<String> {
    let path = source.path.display();
    let finding = |line| format!("{path}:{line}: a <Form> with a <TextArea> needs a draft_key");
    lines_that_keep_nothing(&source.tokens).into_iter().map(finding).collect()
}

fn lines_that_keep_nothing(tokens: &[TokenTree]) -> Vec<usize> {
    let mut lines = Vec::new();
    // The line of the form around the place, while nothing was seen that keeps it.
    let mut form = None;
    for (position, token) in tokens.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|place| tokens.get(place));
        match token {
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                lines.extend(lines_that_keep_nothing(&inner));
            }
            TokenTree::Ident(word) if word == "Form" && is_sign(before, '<') => {
                form = Some(word.span().start().line);
            }
            TokenTree::Ident(word) if word == "Form" || word == "draft_key" => form = None,
            TokenTree::Ident(word) if word == "TextArea" && is_sign(before, '<') => lines.extend(form.take()),
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_in(body: &str, expected: usize) {
        let text = format!("fn page() -> impl IntoView {{\n    {body}\n}}\n");
        let found = findings(&Source::parse(Path::new("app/src/page.rs"), text).unwrap());
        assert_eq!(found.len(), expected, "{body}\n{found:?}");
    }

    #[test]
    fn a_form_that_forgets_a_text_is_found_once() {
        check_in(
            r#"view! { <Section><Form action id="x"><TextArea name="a" /><TextArea name="b" /></Form></Section> }"#,
            1,
        );
    }

    #[test]
    fn a_form_that_keeps_it_and_one_that_asks_for_no_text_are_fine() {
        check_in(r#"view! { <Form action draft_key=format!("a-{id}")><TextArea name="a" /></Form> }"#, 0);
        check_in(r#"view! { <Form action draft_key><TextArea name="a" /></Form> }"#, 0);
        check_in(r#"view! { <Form action><TextField name="a" /></Form><TextArea name="b" /> }"#, 0);
    }
}

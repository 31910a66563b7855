//! What stands in `view!`: no text of its own, and no HTML that belongs to the kit.
//!
//! A scanner over tokens, not a parser: it knows tags, attributes and braces, which is enough to
//! tell a text from an expression.

use super::source::{self, Source, is_sign, is_word};
use anyhow::Result;
use proc_macro2::{Literal, Span, TokenTree};

/// Where views are written.
const FOLDERS: [&str; 3] = ["app/src", "app/ui/src", "server/src"];
/// Where the kit lives, which alone may write certain HTML.
const KIT: &str = "app/ui";
/// Attributes that people see or hear.
const VISIBLE: [&str; 6] = ["title", "label", "placeholder", "aria-label", "aria-description", "alt"];
/// Elements that are more trouble than they look; the kit has solved each once.
const KIT_ELEMENTS: [&str; 4] = ["table", "textarea", "dialog", "form"];
/// Attributes with the same history.
const KIT_ATTRIBUTES: [&str; 2] = ["inner_html", "style"];
/// Ends a line that only looks like text.
const MARKER: &str = "// tidy: not text";

/// Every text and every piece of raw HTML that should not be where it is.
pub fn check() -> Result<Vec<String>> {
    Ok(source::below(&FOLDERS)?.iter().flat_map(findings).collect())
}

fn findings(source: &Source) -> Vec<String> {
    let mut scanner = Scanner { source, may_write_html: source.path.starts_with(KIT), findings: Vec::new() };
    scanner.rust(&source.tokens);
    scanner.findings
}

struct Scanner<'s> {
    source: &'s Source,
    may_write_html: bool,
    findings: Vec<String>,
}

/// Where in the markup the scanner is.
enum Place {
    /// Between tags, where words are text.
    Content,
    /// Inside a tag, in the value of the named attribute, if in one; `depth` counts `<`.
    Tag { attribute: Option<String>, depth: usize },
}

/// What a literal in braces would be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Visible,
    Unseen,
}

impl Value {
    fn of(attribute: Option<&str>) -> Self {
        if is_visible(attribute) { Self::Visible } else { Self::Unseen }
    }
}

impl Scanner<'_> {
    /// Looks for views in ordinary code.
    fn rust(&mut self, tokens: &[TokenTree]) {
        for position in 0..tokens.len() {
            self.group(tokens, position, Value::Unseen);
        }
    }

    /// Looks into a group, if there is one at this position.
    fn group(&mut self, tokens: &[TokenTree], position: usize, value: Value) {
        let Some(TokenTree::Group(inner)) = tokens.get(position) else { return };
        let inner: Vec<TokenTree> = inner.stream().into_iter().collect();
        let before = |steps: usize| position.checked_sub(steps).and_then(|place| tokens.get(place));
        match inner.as_slice() {
            markup if is_sign(before(1), '!') && is_word(before(2), "view") => self.view(markup),
            [TokenTree::Literal(literal)] if value == Value::Visible => self.text(literal),
            code => self.rust(code),
        }
    }

    /// Reads markup.
    fn view(&mut self, tokens: &[TokenTree]) {
        let mut place = Place::Content;
        for (position, token) in tokens.iter().enumerate() {
            place = match place {
                Place::Content => self.content(tokens, position, token),
                Place::Tag { attribute, depth } => self.tag(tokens, position, attribute, depth),
            };
        }
    }

    fn content(&mut self, tokens: &[TokenTree], position: usize, token: &TokenTree) -> Place {
        match token {
            TokenTree::Punct(sign) if sign.as_char() == '<' => {
                self.element(tokens.get(position..).unwrap_or_default());
                return Place::Tag { attribute: None, depth: 1 };
            }
            TokenTree::Group(_) => self.group(tokens, position, Value::Visible),
            TokenTree::Literal(literal) => self.text(literal),
            TokenTree::Ident(word) => self.find(word.span(), &format!("text outside messages: {word}")),
            TokenTree::Punct(_) => {}
        }
        Place::Content
    }

    fn tag(
        &mut self,
        tokens: &[TokenTree],
        position: usize,
        attribute: Option<String>,
        depth: usize,
    ) -> Place {
        let mut next = Place::Tag { attribute: attribute.clone(), depth };
        match tokens.get(position) {
            Some(TokenTree::Punct(sign)) => match sign.as_char() {
                '<' => next = Place::Tag { attribute, depth: depth + 1 },
                '>' if is_arrow(tokens, position) => {}
                '>' if depth == 1 => next = Place::Content,
                '>' => next = Place::Tag { attribute, depth: depth - 1 },
                '=' if !is_operator(tokens, position) => {
                    next = Place::Tag { attribute: self.attribute(tokens, position), depth };
                }
                _ => {}
            },
            Some(TokenTree::Literal(literal)) if is_visible(attribute.as_deref()) => self.text(literal),
            Some(TokenTree::Group(_)) => self.group(tokens, position, Value::of(attribute.as_deref())),
            _ => {}
        }
        next
    }

    /// Just after `<`: an element's name, unless it is a closing tag or a component.
    fn element(&mut self, rest: &[TokenTree]) {
        let Some(TokenTree::Ident(name)) = rest.get(1) else { return };
        // `<form.field>` or `<form-row>` is something else.
        let is_whole = !is_sign(rest.get(2), '-') && !is_sign(rest.get(2), ':');
        if is_whole && !self.may_write_html && KIT_ELEMENTS.contains(&name.to_string().as_str()) {
            self.find(name.span(), &format!("raw <{name}> outside {KIT}"));
        }
    }

    /// At `=`: the name in front of it, with hyphens and without `prop:` or `attr:`.
    fn attribute(&mut self, tokens: &[TokenTree], equals: usize) -> Option<String> {
        let mut start = equals;
        while let Some(previous) = start.checked_sub(1).and_then(|place| tokens.get(place)) {
            let follows_word = start < equals && matches!(tokens.get(start), Some(TokenTree::Ident(_)));
            let belongs = match previous {
                TokenTree::Ident(_) => start == equals || !follows_word,
                TokenTree::Punct(sign) => sign.as_char() == '-' && follows_word,
                _ => false,
            };
            if !belongs {
                break;
            }
            start -= 1;
        }
        let words = tokens.get(start..equals)?;
        let name: String = words.iter().map(ToString::to_string).collect();
        let before = |steps: usize| start.checked_sub(steps).and_then(|place| tokens.get(place));
        let is_style = is_sign(before(1), ':') && is_word(before(2), "style");
        if let (true, Some(word)) = (is_style || KIT_ATTRIBUTES.contains(&name.as_str()), words.first()) {
            self.kit_attribute(word.span(), if is_style { "style:" } else { &name });
        }
        Some(name)
    }

    fn kit_attribute(&mut self, span: Span, name: &str) {
        if !self.may_write_html {
            self.find(span, &format!("raw {name} outside {KIT}"));
        }
    }

    fn text(&mut self, literal: &Literal) {
        let written = literal.to_string();
        if is_text(&written) {
            self.find(literal.span(), &format!("text outside messages: {written}"));
        }
    }

    fn find(&mut self, span: Span, what: &str) {
        let line = span.start().line;
        if !self.source.line(line).contains(MARKER) {
            self.findings.push(format!("{}:{line}: {what}", self.source.path.display()));
        }
    }
}

fn is_visible(attribute: Option<&str>) -> bool {
    attribute.is_some_and(|name| VISIBLE.contains(&name))
}

/// `->` and `=>` end no tag.
fn is_arrow(tokens: &[TokenTree], position: usize) -> bool {
    let before = position.checked_sub(1).and_then(|place| tokens.get(place));
    matches!(before, Some(TokenTree::Punct(sign))
        if ['-', '='].contains(&sign.as_char()) && sign.spacing() == proc_macro2::Spacing::Joint)
}

/// `==`, `=>`, `!=`, `<=` and `>=` introduce no value.
fn is_operator(tokens: &[TokenTree], position: usize) -> bool {
    let joint = |token: Option<&TokenTree>| {
        matches!(token, Some(TokenTree::Punct(sign))
            if ['=', '!', '<', '>'].contains(&sign.as_char()) && sign.spacing() == proc_macro2::Spacing::Joint)
    };
    joint(tokens.get(position)) || joint(position.checked_sub(1).and_then(|place| tokens.get(place)))
}

/// Whether a literal is a string with at least one letter, escapes aside.
fn is_text(literal: &str) -> bool {
    let is_raw = literal.starts_with('r');
    let Some((_, rest)) = literal.split_once('"') else { return false };
    let content = rest.rsplit_once('"').map_or(rest, |(content, _)| content);
    let mut signs = content.chars().peekable();
    while let Some(sign) = signs.next() {
        if sign == '\\' && !is_raw {
            skip_escape(&mut signs);
        } else if sign.is_alphabetic() {
            return true;
        }
    }
    false
}

fn skip_escape(signs: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    if signs.next() == Some('u') {
        while signs.next().is_some_and(|sign| sign != '}') {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn scan(path: &str, body: &str) -> Vec<String> {
        let text = format!("fn page() -> impl IntoView {{\n    {body}\n}}\n");
        findings(&Source::parse(Path::new(path), text).unwrap())
    }

    fn check(body: &str, expected: usize) {
        let found = scan("app/src/page.rs", body);
        assert_eq!(found.len(), expected, "{body}\n{found:?}");
    }

    #[test]
    fn text_between_tags_is_found() {
        check(r#"view! { <p>"Hello"</p> }"#, 1);
        check(r#"view! { <p>{"Hello"}</p> }"#, 1);
        check("view! { <p>Hello</p> }", 1);
    }

    #[test]
    fn signs_without_letters_are_no_text() {
        check(r#"view! { <p>" · " {total} " %" "\u{a0}"</p> }"#, 0);
    }

    #[test]
    fn messages_and_expressions_are_no_text() {
        check(r#"view! { <p class="wide">{t().hello()} {move || format!("{a} b")}</p> }"#, 0);
    }

    #[test]
    fn visible_attributes_are_found_whatever_they_hang_on() {
        check(r#"view! { <img src="a.png" alt="A cat"/> }"#, 1);
        check(r#"view! { <Button label="Save" icon=IconName::Save/> }"#, 1);
        check(r#"view! { <nav aria-label="Main" id="main"></nav> }"#, 1);
        check(r#"view! { <nav aria-label={"Main"}></nav> }"#, 1);
    }

    #[test]
    fn attributes_that_nobody_reads_may_be_literal() {
        check(r#"view! { <a href="/home" class:active=move || a == b>{name}</a> }"#, 0);
        check(r#"view! { <Show when=move || is_open("door")><hr/></Show> }"#, 0);
    }

    #[test]
    fn closures_and_generics_do_not_end_a_tag() {
        check(r#"view! { <For each=move || list() key=|item| item.id let:item>{item.name}</For> }"#, 0);
        check(r#"view! { <List<Item> on_pick=move |item: Item| -> () { pick("x") }/> }"#, 0);
    }

    #[test]
    fn views_inside_views_are_read_too() {
        check(r#"view! { <Show fallback=|| view! { <p>"Nothing"</p> }><hr/></Show> }"#, 1);
        check(r#"vec![view! { <p>"Nothing"</p> }]"#, 1);
    }

    #[test]
    fn a_marked_line_is_left_alone() {
        check("view! {\n <p>\"PDF\"</p> // tidy: not text\n }", 0);
    }

    #[test]
    fn strings_outside_views_are_nobodys_text() {
        check(r#"let key = "hello"; view! { <p>{key}</p> }"#, 0);
    }

    #[test]
    fn raw_html_belongs_to_the_kit() {
        let body =
            r#"view! { <form><table></table></form><div inner_html=html style="x" style:top=y></div> }"#;
        assert_eq!(scan("app/src/page.rs", body).len(), 5);
        assert_eq!(scan("app/ui/src/table.rs", body).len(), 0);
    }

    #[test]
    fn style_as_a_component_property_of_another_name_is_fine() {
        check(r#"view! { <Card font-style=plain/> <form-row/> <Form/> }"#, 0);
    }

    #[test]
    fn tests_may_write_text() {
        let text = "#[cfg(test)]\nmod tests { fn a() { view! { <p>\"x\"</p> } } }".to_owned();
        assert!(findings(&Source::parse(Path::new("app/src/a.rs"), text).unwrap()).is_empty());
    }

    #[test]
    fn a_finding_names_file_and_line() {
        let found = scan("app/src/page.rs", r#"view! { <p>"Hello"</p> }"#);
        assert_eq!(found, [r#"app/src/page.rs:2: text outside messages: "Hello""#]);
    }
}

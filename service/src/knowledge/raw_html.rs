//! Raw HTML among Markdown, made to end where it began.
//!
//! What is opened in a rule and never closed would swallow the text behind the rule, and a closing tag too
//! many would end the rule early. So each block of HTML is cleaned by itself, and inside a paragraph only
//! tags of phrasing content stay, which are closed where the paragraph ends.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag, TagEnd};

/// Elements that may stand inside a paragraph, and must be closed.
const PHRASING: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "u",
];
/// Elements that may stand inside a paragraph and have no content.
const EMPTY: [&str; 3] = ["br", "img", "wbr"];

/// The same events with all raw HTML balanced; `clean` balances a block of it.
///
/// A disclosure (`details`) may hold Markdown, as on GitHub: it is opened by one block of HTML and closed by another that
/// stands in the same place.
pub(super) fn balanced<'a>(
    events: Vec<Event<'a>>,
    clean: impl Fn(&str) -> String,
) -> impl Iterator<Item = Event<'a>> {
    let mut block: Option<String> = None;
    let mut open: Vec<&'static str> = Vec::new();
    let (opening, closing) = disclosures(&events);
    events.into_iter().enumerate().flat_map(move |(index, event)| {
        let mut out = Vec::with_capacity(1);
        match event {
            Event::Start(Tag::HtmlBlock) => {
                close(&mut out, &mut open, 0);
                block = Some(String::new());
                out.push(event);
            }
            Event::Html(html) if block.is_some() => {
                block.iter_mut().for_each(|block| block.push_str(&html));
            }
            Event::Html(html) => out.push(Event::Html(clean(&html).into())),
            Event::End(TagEnd::HtmlBlock) => {
                let html = block.take().map(|html| clean(&html)).unwrap_or_default();
                let html = if opening.contains(&index) { without_end(html) } else { html };
                let end = if closing.contains(&index) { "</details>\n" } else { "" };
                out.push(Event::Html(format!("{end}{html}").into()));
                out.push(event);
            }
            Event::InlineHtml(html) => push_tag(&mut out, &mut open, &html),
            Event::Start(ref tag) if !is_phrasing(&tag.to_end()) => {
                close(&mut out, &mut open, 0);
                out.push(event);
            }
            Event::End(ref tag) if !is_phrasing(tag) => {
                close(&mut out, &mut open, 0);
                out.push(event);
            }
            event => out.push(event),
        }
        out
    })
}

/// What a disclosure was cleaned to, left open.
fn without_end(html: String) -> String {
    match html.trim_end().strip_suffix("</details>") {
        Some(open) => format!("{open}\n"),
        None => html,
    }
}

/// The ends of those blocks of HTML that open a disclosure for what follows, and of those that close it, by their places.
fn disclosures(events: &[Event<'_>]) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let (mut opening, mut closing) = (BTreeSet::new(), BTreeSet::new());
    // For each element around: the blocks that opened a disclosure in it.
    let mut around: Vec<Vec<usize>> = vec![Vec::new()];
    let mut html = String::new();
    for (index, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::HtmlBlock) => html.clear(),
            Event::Html(part) => html.push_str(&part.to_ascii_lowercase()),
            Event::End(TagEnd::HtmlBlock) => {
                let Some(open) = around.last_mut() else { continue };
                let begins = html.matches("<details").count();
                let ends = html.matches("</details").count();
                let is_end_first = html.trim_start().starts_with("</details");
                if (begins < ends || (begins == ends && is_end_first && 0 < ends))
                    && let Some(opener) = open.pop()
                {
                    opening.insert(opener);
                    closing.insert(index);
                }
                if ends < begins || (begins == ends && is_end_first && 0 < begins) {
                    open.push(index);
                }
            }
            Event::Start(_) => around.push(Vec::new()),
            Event::End(_) => drop(around.pop()),
            _ => {}
        }
    }
    (opening, closing)
}

const fn is_phrasing(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
    )
}

fn push_tag<'a>(out: &mut Vec<Event<'a>>, open: &mut Vec<&'static str>, html: &str) {
    let rest = html.strip_prefix('<').unwrap_or_default();
    let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    let length = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    let name = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
    let known = |names: &[&'static str]| names.iter().copied().find(|known| known.eq_ignore_ascii_case(name));
    if let Some(name) = known(&PHRASING) {
        if is_end {
            if let Some(place) = open.iter().rposition(|other| *other == name) {
                close(out, open, place);
            }
        } else {
            open.push(name);
            out.push(Event::InlineHtml(html.to_owned().into()));
        }
    } else if known(&EMPTY).is_some() && !is_end {
        out.push(Event::InlineHtml(html.to_owned().into()));
    }
}

/// Closes what was opened, down to so many.
fn close(out: &mut Vec<Event<'_>>, open: &mut Vec<&'static str>, to: usize) {
    while to < open.len() {
        out.extend(open.pop().map(|name| Event::InlineHtml(format!("</{name}>").into())));
    }
}

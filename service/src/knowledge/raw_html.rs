//! Raw HTML among Markdown, made to end where it began.
//!
//! What is opened in a rule and never closed would swallow the text behind the rule, and a closing tag too
//! many would end the rule early. So each block of HTML is cleaned by itself, and inside a paragraph only
//! tags of phrasing content stay, which are closed where the paragraph ends.

use pulldown_cmark::{Event, Tag, TagEnd};

/// Elements that may stand inside a paragraph, and must be closed.
const PHRASING: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "u",
];
/// Elements that may stand inside a paragraph and have no content.
const EMPTY: [&str; 3] = ["br", "img", "wbr"];

/// The same events with all raw HTML balanced; `clean` balances a block of it.
pub(super) fn balanced<'a>(
    events: impl Iterator<Item = Event<'a>>,
    clean: impl Fn(&str) -> String,
) -> impl Iterator<Item = Event<'a>> {
    let mut block: Option<String> = None;
    let mut open: Vec<&'static str> = Vec::new();
    events.flat_map(move |event| {
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
                out.extend(block.take().map(|html| Event::Html(clean(&html).into())));
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

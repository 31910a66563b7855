//! Sanitised HTML: as a tree, without ids, and with links inside it that lead there from any page.

use domain::Slug;

/// Deeper nesting is not compared inside.
const DEEPEST: usize = 64;
/// Elements that may stand among words.
const PHRASING: [&str; 36] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img",
    "input", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
];
/// Elements without content.
const EMPTY: [&str; 7] = ["area", "br", "col", "hr", "img", "input", "wbr"];

/// A piece of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node<'h> {
    /// Text, as it is written in HTML.
    Text(&'h str),
    /// An element with what is in it.
    Element(Element<'h>),
}

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Element<'h> {
    /// Its name.
    pub(super) name: &'h str,
    /// Its opening tag.
    pub(super) open: &'h str,
    /// All of it, as it is written.
    pub(super) outer: &'h str,
    /// What is in it.
    pub(super) children: Vec<Node<'h>>,
    /// Whether it or something in it stands apart from the words around it.
    pub(super) is_block: bool,
}

impl<'h> Node<'h> {
    /// As it is written.
    pub(super) const fn outer(&self) -> &'h str {
        match self {
            Self::Text(text) => text,
            Self::Element(element) => element.outer,
        }
    }

    pub(super) const fn as_block(&self) -> Option<&Element<'h>> {
        match self {
            Self::Element(element) if element.is_block => Some(element),
            _ => None,
        }
    }
}

impl Element<'_> {
    pub(super) fn is_empty_kind(&self) -> bool {
        EMPTY.contains(&self.name)
    }
}

/// Reads what the sanitiser wrote; nothing when it is nested too deeply.
pub(super) fn parse(html: &str) -> Option<Vec<Node<'_>>> {
    let mut roots = Vec::new();
    // Elements that are not closed yet, each with the place where it begins.
    let mut open: Vec<(Element<'_>, usize)> = Vec::new();
    let mut at = 0;
    while let Some(rest) = html.get(at..).filter(|rest| !rest.is_empty()) {
        let length = token_length(rest);
        let token = rest.get(..length)?;
        let after = at + length;
        match name_of(token) {
            None => push(&mut roots, &mut open, Node::Text(token)),
            Some((name, false)) => {
                let is_block = !PHRASING.contains(&name);
                let element = Element { name, open: token, outer: token, children: Vec::new(), is_block };
                if EMPTY.contains(&name) {
                    push(&mut roots, &mut open, Node::Element(element));
                } else if open.len() == DEEPEST {
                    return None;
                } else {
                    open.push((element, at));
                }
            }
            Some((name, true)) => {
                let known = open.iter().rposition(|(element, _)| element.name == name);
                while let Some(place) = known.filter(|place| *place < open.len()) {
                    let end = if open.len() == place + 1 { after } else { at };
                    close(html, &mut roots, &mut open, end);
                }
            }
        }
        at = after;
    }
    while !open.is_empty() {
        close(html, &mut roots, &mut open, html.len());
    }
    Some(roots)
}

fn push<'h>(roots: &mut Vec<Node<'h>>, open: &mut [(Element<'h>, usize)], node: Node<'h>) {
    match open.last_mut() {
        Some((parent, _)) => {
            parent.is_block |= node.as_block().is_some();
            parent.children.push(node);
        }
        None => roots.push(node),
    }
}

fn close<'h>(html: &'h str, roots: &mut Vec<Node<'h>>, open: &mut Vec<(Element<'h>, usize)>, end: usize) {
    let Some((mut element, start)) = open.pop() else { return };
    element.outer = html.get(start..end).unwrap_or_default();
    push(roots, open, Node::Element(element));
}

/// The length of the tag or the text that some HTML begins with. A `>` in an attribute ends no tag.
fn token_length(html: &str) -> usize {
    if name_of(html).is_none() {
        // What is no tag goes on to the next that could be one.
        let next = html.char_indices().skip(1).find(|(_, letter)| *letter == '<');
        return next.map_or(html.len(), |(at, _)| at);
    }
    let mut is_quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// The name of the tag that some HTML begins with, and whether it closes.
fn name_of(html: &str) -> Option<(&str, bool)> {
    let rest = html.strip_prefix('<')?;
    let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    let length = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let name =
        rest.get(..length).filter(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()))?;
    Some((name, is_end))
}

/// An opening tag without its id: what stands in a page twice must not have one.
pub(super) fn without_id(tag: &str) -> String {
    const ID: &str = " id=\"";
    let around = before_value(tag, ID).and_then(|at| tag.split_at_checked(at));
    let around = around.and_then(|(head, value)| Some((head.strip_suffix(ID)?, value.split_once('"')?.1)));
    around.map_or_else(|| tag.to_owned(), |(head, tail)| format!("{head}{tail}"))
}

/// Where in a tag the value of an attribute begins; the attribute is given with the space before it and the
/// quotation mark behind.
fn before_value(tag: &str, attribute: &str) -> Option<usize> {
    let mut is_quoted = false;
    tag.bytes().enumerate().find_map(|(at, byte)| {
        is_quoted ^= byte == b'"';
        let is_here = byte == b' ' && !is_quoted && tag.get(at..)?.starts_with(attribute);
        is_here.then_some(at + attribute.len())
    })
}

/// HTML without any ids, whatever its depth.
pub(super) fn without_ids(html: &str) -> String {
    with_tags(html, without_id)
}

/// HTML of an article with links inside it leading there from any page.
pub(super) fn with_links_into(html: &str, space: &Slug, article: &Slug) -> String {
    with_tags(html, |tag| match before_value(tag, " href=\"").and_then(|at| tag.split_at_checked(at)) {
        Some((head, value)) if value.starts_with('#') => {
            format!("{head}/knowledge/{space}/{article}{value}")
        }
        _ => tag.to_owned(),
    })
}

/// HTML with each of its tags changed.
fn with_tags(html: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while !rest.is_empty() {
        let (token, after) = rest.split_at(token_length(rest));
        match name_of(token) {
            Some(_) => out.push_str(&change(token)),
            None => out.push_str(token),
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_read_with_its_attributes_and_read_whole() {
        let html = "<p title=\"a>b\">x <em>y</em><br>z</p>\n<hr>t";
        let nodes = parse(html).unwrap();
        assert_eq!(nodes.iter().map(Node::outer).collect::<String>(), html);
        let Some(Node::Element(paragraph)) = nodes.first() else { panic!("{nodes:?}") };
        assert_eq!((paragraph.name, paragraph.open), ("p", "<p title=\"a>b\">"));
        assert_eq!(paragraph.children.len(), 4);
    }

    #[test]
    fn what_is_broken_is_still_read() {
        for html in
            ["<p>a", "a</p>b", "<p><em>a</p>b", "a < b", "<", "</", "<p", "<p title=\"", "<a><b></a></b>"]
        {
            let nodes = parse(html).unwrap();
            let text: String = nodes.iter().map(Node::outer).collect();
            assert!(
                html.starts_with(&text) || html.replace("</p>", "").starts_with(&text) || html.contains("</"),
                "{html}: {text}"
            );
        }
        assert_eq!(parse(&"<em>".repeat(10_000)), None);
    }

    #[test]
    fn links_lead_to_the_same_place_from_any_page() {
        let slug = |text| Slug::parse(text).unwrap();
        for (html, expected) in [
            ("<a href=\"#x\">a</a>", "<a href=\"/knowledge/s/a#x\">a</a>"),
            ("<a title=\" href=\" href=\"#b\">a</a>", "<a title=\" href=\" href=\"/knowledge/s/a#b\">a</a>"),
        ] {
            assert_eq!(with_links_into(html, &slug("s"), &slug("a")), expected);
        }
        for same in [
            "<a href=\"/x\">a</a>",
            "<a href=\"mailto:x\">a</a>",
            "<a href=\"https://x/y\">a</a>",
            "<a href=\"\">",
            "href=\"x\"",
        ] {
            assert_eq!(with_links_into(same, &slug("s"), &slug("a")), same);
        }
    }

    #[test]
    fn an_id_is_taken_from_its_tag_only() {
        assert_eq!(
            without_id("<h2 class=\"a\" id=\"b\" title=\"x id=\">"),
            "<h2 class=\"a\" title=\"x id=\">"
        );
        assert_eq!(without_id("<a title=\" id=\">"), "<a title=\" id=\">");
        assert_eq!(without_ids("<p id=\"a\">x<b id=\"c\">y</b></p>"), "<p>x<b>y</b></p>");
    }
}

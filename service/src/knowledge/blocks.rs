//! Palier's blocks in Markdown: blockquotes that begin with a word in brackets.
//!
//! `> [!MUST]`, `> [!MAY]`, `> [!NEVER]` are rules; `> [!REPLY] title` is a canned reply, in which
//! `{{variable}}` is filled in and `[[…]]` is adapted freely; `> [!TONE]` is an example of the brand's
//! voice; `> [!TRANSFER] title` says when and to whom to hand a contact on; `> [!FLOW] title` is a guided flow
//! (see [`flows`](super::flows)). Everything stays readable as plain Markdown.

use std::collections::BTreeMap;

use domain::Locale;
use i18n::Messages;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::render::slug;

/// A block of Palier's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Must,
    May,
    Never,
    Reply,
    Tone,
    Transfer,
    Flow,
}

impl Block {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "MUST" => Some(Self::Must),
            "MAY" => Some(Self::May),
            "NEVER" => Some(Self::Never),
            "REPLY" => Some(Self::Reply),
            "TONE" => Some(Self::Tone),
            "TRANSFER" => Some(Self::Transfer),
            "FLOW" => Some(Self::Flow),
            _ => None,
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Must => "rule rule-must",
            Self::May => "rule rule-may",
            Self::Never => "rule rule-never",
            Self::Reply => "reply",
            Self::Tone => "tone",
            Self::Transfer => "transfer",
            Self::Flow => "flow",
        }
    }

    const fn word(self, t: Messages) -> &'static str {
        match self {
            Self::Must => t.block_must(),
            Self::May => t.block_may(),
            Self::Never => t.block_never(),
            Self::Reply => t.block_reply(),
            Self::Tone => t.block_tone(),
            Self::Transfer => t.block_transfer(),
            Self::Flow => t.block_flow(),
        }
    }

    /// What the ids of its kind begin with; none for blocks that nothing links to.
    const fn id_prefix(self) -> Option<&'static str> {
        match self {
            Self::Reply => Some("reply-"),
            Self::Transfer => Some("transfer-"),
            Self::Flow => Some("flow-"),
            Self::Must | Self::May | Self::Never | Self::Tone => None,
        }
    }
}

/// Replaces blockquotes that are blocks by sections.
pub(super) fn with_blocks<'a>(events: impl Iterator<Item = Event<'a>>, locale: Locale) -> Vec<Event<'a>> {
    let t = Messages::of(locale);
    let events: Vec<_> = events.collect();
    let mut out = Vec::with_capacity(events.len() + 16);
    // For each blockquote that is open: the block that it is, if it is one.
    let mut open: Vec<Option<Block>> = Vec::new();
    // Text inside an image becomes an attribute, where marks would be read as they are written.
    let mut images = 0;
    let mut ids = Ids::default();
    let mut rest = events.as_slice();
    while let Some((event, after)) = rest.split_first() {
        rest = after;
        match event {
            Event::Start(Tag::BlockQuote(None)) => match heading(after) {
                Some((block, title, used)) => {
                    open.push(Some(block));
                    rest = after.get(used..).unwrap_or_default();
                    out.push(Event::Html(opening(block, &title, ids.of(block, &title), t).into()));
                    if rest.first() != Some(&Event::End(TagEnd::Paragraph)) {
                        out.push(Event::Start(Tag::Paragraph));
                    } else {
                        rest = rest.get(1..).unwrap_or_default();
                    }
                }
                None => {
                    open.push(None);
                    out.push(event.clone());
                }
            },
            Event::End(TagEnd::BlockQuote(None)) => match open.pop().flatten() {
                Some(Block::Reply) => out.push(Event::Html("</div></section>\n".into())),
                Some(Block::Flow) => out.push(Event::Html("</details></section>\n".into())),
                Some(_) => out.push(Event::Html("</section>\n".into())),
                None => out.push(event.clone()),
            },
            Event::Start(Tag::Image { .. }) => {
                images += 1;
                out.push(event.clone());
            }
            Event::End(TagEnd::Image) => {
                images = i32::max(images - 1, 0);
                out.push(event.clone());
            }
            Event::Text(text) if images == 0 && open.contains(&Some(Block::Reply)) => {
                push_reply_text(&mut out, text);
            }
            event => out.push(event.clone()),
        }
    }
    out
}

/// The block that a blockquote begins with, the title behind its word, and how many events that took.
fn heading(events: &[Event<'_>]) -> Option<(Block, String, usize)> {
    let (word, title, used) = marked(events)?;
    Some((Block::parse(&word)?, title, used))
}

/// The word in brackets that a blockquote begins with, the title behind it, and how many events that took.
pub(super) fn marked(events: &[Event<'_>]) -> Option<(String, String, usize)> {
    let (Event::Start(Tag::Paragraph), inside) = events.split_first()? else { return None };
    let mut line = String::new();
    let mut used = 1;
    for event in inside {
        match event {
            Event::Text(text) | Event::Code(text) => line.push_str(text),
            Event::SoftBreak | Event::HardBreak => {
                used += 1;
                break;
            }
            Event::End(TagEnd::Paragraph) => break,
            _ => {}
        }
        used += 1;
    }
    let (word, title) = line.strip_prefix("[!")?.split_once(']')?;
    Some((word.to_owned(), title.trim().to_owned(), used))
}

/// Gives blocks their ids: the same title a second time gets a number.
#[derive(Debug, Default)]
pub(super) struct Ids(BTreeMap<String, usize>);

impl Ids {
    fn of(&mut self, block: Block, title: &str) -> Option<String> {
        Some(self.next(block.id_prefix()?, title))
    }

    /// The id of the next block with this title, of the kind whose ids begin so.
    pub(super) fn next(&mut self, prefix: &str, title: &str) -> String {
        let name = format!("{prefix}{}", slug(title));
        let count = self.0.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}-{count}") }
    }
}

fn opening(block: Block, title: &str, id: Option<String>, t: Messages) -> String {
    let (class, word) = (block.class(), block.word(t));
    let id = id.map(|id| format!(" id=\"{id}\"")).unwrap_or_default();
    let mut html = format!("<section class=\"{class}\"{id}><p class=\"block-title\">");
    match (block, title) {
        (_, "") => html.push_str(word),
        (Block::Reply, title) => escape_into(&mut html, title),
        (_, title) => escape_into(&mut html, &format!("{word} · {title}")),
    }
    html.push_str("</p>");
    match block {
        Block::Reply => html.push_str("<div class=\"reply-text\">"),
        Block::Flow => html.push_str(&format!("<details><summary>{}</summary>", t.block_flow_steps())),
        Block::Must | Block::May | Block::Never | Block::Tone | Block::Transfer => {}
    }
    html
}

/// Marks the variables and free parts of a reply.
fn push_reply_text<'a>(out: &mut Vec<Event<'a>>, text: &str) {
    const MARKS: [(&str, &str, &str); 2] = [("{{", "}}", "variable"), ("[[", "]]", "free")];
    let mut rest = text;
    loop {
        let first = MARKS
            .iter()
            .filter_map(|(start, end, class)| {
                let at = rest.find(start)?;
                let length = rest.get(at + start.len()..)?.find(end)?;
                Some((at, at + start.len() + length + end.len(), *class))
            })
            .min();
        let Some((from, until, class)) = first else { break };
        let (before, marked, after) = (rest.get(..from), rest.get(from..until), rest.get(until..));
        out.push(Event::Text(CowStr::from(before.unwrap_or_default().to_owned())));
        let mut html = format!("<span class=\"{class}\">");
        escape_into(&mut html, marked.unwrap_or_default());
        html.push_str("</span>");
        out.push(Event::InlineHtml(html.into()));
        rest = after.unwrap_or_default();
    }
    out.push(Event::Text(CowStr::from(rest.to_owned())));
}

fn escape_into(html: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

//! Guided flows in Markdown.
//!
//! A blockquote that begins with `[!FLOW] Title` and holds one numbered list. An item is a step: its first
//! paragraph is the question, a bullet list its answers, each ending in `→` and the number of a step; an item
//! without answers is an ending and links to a canned reply or a transfer rule of the same article.

use std::sync::Arc;

use domain::knowledge::{Choice, Flow, FlowFault, Step};
use pulldown_cmark::{Event, Tag, TagEnd, html};

use super::blocks::{Ids, marked};
use super::front_matter::split;
use super::html::{Node, parse};
use super::links::Links;
use super::render::{events, sanitise_at, text_of};

/// What stands between an answer and the number of the step it leads to.
const ARROW: char = '→';

/// The guided flows of an article, as its source says.
pub fn flows(source: &str) -> Vec<Flow> {
    flows_at(source, None)
}

/// The same for an article at a place, from where its links lead.
pub(super) fn flows_at(source: &str, links: Option<&Arc<dyn Links>>) -> Vec<Flow> {
    let (_, body) = split(source);
    let events = events(body);
    let mut ids = Ids::default();
    let quotes = events.iter().enumerate().filter(|(_, event)| is_quote(event)).map(|(at, _)| at + 1);
    quotes
        .filter_map(|at| {
            let inside = until_end(events.get(at..)?, |event| is_quote(event), TagEnd::BlockQuote(None));
            let (word, title, used) = marked(inside)?;
            let slug = ids.next("", &title);
            (word == "FLOW").then(|| Flow {
                slug,
                title,
                steps: steps(inside.get(used..).unwrap_or_default(), links),
            })
        })
        .collect()
}

/// The ids of what can be linked to in rendered HTML: canned replies and transfer rules.
pub(super) fn linkable_blocks(html: &str) -> Vec<String> {
    let ids = html.split("<section class=\"").skip(1).filter_map(|rest| {
        let (class, rest) = rest.split_once('"')?;
        let id = rest.strip_prefix(" id=\"")?.split_once('"')?.0;
        matches!(class, "reply" | "transfer").then(|| id.to_owned())
    });
    ids.collect()
}

/// The block with an id in rendered HTML, whole.
pub(super) fn block<'a>(html: &'a str, id: &str) -> Option<&'a str> {
    let id = format!(" id=\"{id}\">");
    parse(html)?.iter().find_map(|node| section(node, &id))
}

/// The section in some HTML whose tag ends so.
fn section<'a>(node: &Node<'a>, tag_end: &str) -> Option<&'a str> {
    let Node::Element(element) = node else { return None };
    if element.name == "section" && element.open.ends_with(tag_end) {
        return Some(element.outer);
    }
    element.children.iter().find_map(|child| section(child, tag_end))
}

/// What is wrong with the flows of an article, each fault with the title of its flow.
pub(super) fn faults(source: &str, html: &str) -> Vec<(String, FlowFault)> {
    let blocks = linkable_blocks(html);
    let of_flow = |flow: Flow| {
        let faults = flow.faults(&blocks);
        faults.into_iter().map(|fault| (flow.title.clone(), fault)).collect::<Vec<_>>()
    };
    flows(source).into_iter().flat_map(of_flow).collect()
}

fn is_quote(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::BlockQuote(None)))
}

fn is_list(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::List(_)))
}

fn is_item(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Item))
}

/// The events up to the end of what has just begun; the same kind may stand inside.
fn until_end<'a, 'e>(
    events: &'a [Event<'e>],
    begins: impl Fn(&Event<'e>) -> bool,
    end: TagEnd,
) -> &'a [Event<'e>] {
    let is_end = |event: &Event<'e>| match (event, end) {
        (Event::End(TagEnd::List(_)), TagEnd::List(_)) => true,
        (Event::End(found), wanted) => *found == wanted,
        _ => false,
    };
    let mut depth = 0_usize;
    for (at, event) in events.iter().enumerate() {
        if begins(event) {
            depth += 1;
        } else if is_end(event) {
            if depth == 0 {
                return events.get(..at).unwrap_or_default();
            }
            depth -= 1;
        }
    }
    events
}

fn steps(events: &[Event<'_>], links: Option<&Arc<dyn Links>>) -> Vec<Step> {
    let Some(at) = events.iter().position(|event| matches!(event, Event::Start(Tag::List(Some(_))))) else {
        return Vec::new();
    };
    let list = until_end(events.get(at + 1..).unwrap_or_default(), is_list, TagEnd::List(true));
    items(list).into_iter().map(|item| step(item, links)).collect()
}

/// The items of a list, each without its own tags.
fn items<'a, 'e>(list: &'a [Event<'e>]) -> Vec<&'a [Event<'e>]> {
    let mut items = Vec::new();
    let mut rest = list;
    while let Some(at) = rest.iter().position(is_item) {
        let inside = until_end(rest.get(at + 1..).unwrap_or_default(), is_item, TagEnd::Item);
        items.push(inside);
        rest = rest.get(at + 2 + inside.len()..).unwrap_or_default();
    }
    items
}

fn step(item: &[Event<'_>], links: Option<&Arc<dyn Links>>) -> Step {
    let list = item.iter().position(|event| matches!(event, Event::Start(Tag::List(None))));
    let (said, answers) = match list {
        Some(at) => {
            let inside = until_end(item.get(at + 1..).unwrap_or_default(), is_list, TagEnd::List(false));
            (item.get(..at).unwrap_or_default(), items(inside).into_iter().map(choice).collect())
        }
        None => (item, Vec::new()),
    };
    let end = said.iter().position(|event| matches!(event, Event::End(TagEnd::Paragraph)));
    let (first, help) = said.split_at(end.map_or(said.len(), |end| end + 1));
    // A question is shown by itself; an ending is shown whole, with its links.
    let shown = if answers.is_empty() { said } else { help };
    let ending = if answers.is_empty() { said.iter().find_map(block_link) } else { None };
    Step { question: text_of(first).trim().to_owned(), html: html_of(shown, links), answers, ending }
}

/// An answer; one without a number leads to step 0, which no flow has.
fn choice(item: &[Event<'_>]) -> Choice {
    let text = text_of(item);
    let (label, to) = text.rsplit_once(ARROW).unwrap_or((&text, ""));
    Choice { label: label.trim().to_owned(), to: to.trim().parse().unwrap_or(0) }
}

fn block_link(event: &Event<'_>) -> Option<String> {
    let Event::Start(Tag::Link { dest_url, .. }) = event else { return None };
    let id = dest_url.strip_prefix('#')?;
    (id.starts_with("reply-") || id.starts_with("transfer-")).then(|| id.to_owned())
}

fn html_of(events: &[Event<'_>], links: Option<&Arc<dyn Links>>) -> String {
    let mut out = String::new();
    html::push_html(&mut out, events.iter().cloned());
    sanitise_at(&out, links.cloned())
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::*;
    use crate::knowledge::render;

    const PARCEL: &str = "---\ntitle: x\n---\n
> [!FLOW] Where is it?
>
> 1. Has the date passed?
>
>    See the **order**.
>    - No → 2
>    - Yes, by far → 3
> 2. Send [Not late](#reply-not-late).
> 3. Hand it on: [Desk](#transfer-desk), see [refunds](refunds.md).

> [!REPLY] Not late
> Hello.

> [!TRANSFER] Desk
> - When: always.
";

    #[test]
    fn a_flow_is_read_with_its_questions_answers_and_endings() {
        let flows = flows(PARCEL);
        let [flow] = flows.as_slice() else { panic!("{flows:?}") };
        assert_eq!((flow.slug.as_str(), flow.title.as_str()), ("where-is-it", "Where is it?"));
        let [ask, reply, transfer] = flow.steps.as_slice() else { panic!("{:?}", flow.steps) };
        assert_eq!(ask.question, "Has the date passed?");
        assert_eq!(ask.html.trim(), "<p>See the <strong>order</strong>.</p>");
        let answers: Vec<_> = ask.answers.iter().map(|answer| (answer.label.as_str(), answer.to)).collect();
        assert_eq!(answers, [("No", 2), ("Yes, by far", 3)]);
        assert_eq!(reply.ending.as_deref(), Some("reply-not-late"));
        assert_eq!(transfer.ending.as_deref(), Some("transfer-desk"));
        assert!(transfer.html.contains("href=\"refunds.md\""), "{}", transfer.html);
    }

    #[test]
    fn its_blocks_are_found_in_what_was_rendered() {
        let html = render(split(PARCEL).1, Locale::En).html;
        assert_eq!(linkable_blocks(&html), ["reply-not-late", "transfer-desk"]);
        assert!(block(&html, "reply-not-late").unwrap().contains("Hello."));
        assert!(!block(&html, "reply-not-late").unwrap().contains("Desk"));
        assert_eq!(block(&html, "reply-nothing"), None);
        let nested = render("> [!REPLY] A\n> a\n>\n> > [!MUST]\n> > b\n>\n> c\n", Locale::En).html;
        assert_eq!(block(&nested, "reply-a"), Some(nested.trim()));
        assert_eq!(faults(PARCEL, &html), []);
    }

    #[test]
    fn what_is_wrong_is_said_with_flow_and_step() {
        let source = "> [!FLOW] F\n>\n> 1. A?\n>    - No → 7\n>    - Yes\n> 2. End.\n";
        let faults = faults(source, "");
        assert_eq!(faults.len(), 4, "{faults:?}");
        assert_eq!(faults[0], ("F".to_owned(), FlowFault::DeadEnd { step: 1, to: 7 }));
    }

    #[test]
    fn what_the_editor_offers_has_no_fault() {
        for locale in Locale::ALL {
            let t = i18n::Messages::of(locale);
            let flow = t.snippet_flow().replace('\n', "\n> ");
            let source = format!("> [!FLOW] {flow}{}", t.snippet_flow_ends());
            assert_eq!(flows(&source)[0].steps.len(), 3, "{source}");
            assert_eq!(faults(&source, &render(&source, locale).html), [], "{source}");
        }
    }

    #[test]
    fn other_quotations_are_no_flows() {
        assert_eq!(flows("> 1. A?\n>    - No → 2\n\n> [!MUST]\n> 1. x\n"), []);
    }
}

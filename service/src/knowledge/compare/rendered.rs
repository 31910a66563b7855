//! Two rendered texts, block by block, with the words marked inside a block that changed.

use std::time::Instant;

use domain::knowledge::{Change, DiffBlock};

use super::align::{Place, align, in_common};
use super::inline::{push_close, write_marked, write_words};
use super::{are_too_long, deadline, is_word, words};
use crate::knowledge::html::{Element, Node, parse, without_id, without_ids};

/// Elements that are paired whatever is in them: each has its place in the one around it.
const STRUCTURE: [&str; 7] = ["thead", "tbody", "tr", "td", "th", "summary", "details"];

/// The blocks of two rendered texts.
pub(crate) fn blocks(old: &str, new: &str) -> Vec<DiffBlock> {
    let trees = if are_too_long(old, new) { None } else { parse(old).zip(parse(new)) };
    let Some((olds, news)) = trees else { return replaced(old, new) };
    let (olds, news) = (items(&olds), items(&news));
    let deadline = deadline();
    let mut blocks: Vec<DiffBlock> = Vec::new();
    for place in aligned(&olds, &news, deadline) {
        let block = match place {
            Place::Same(_, j) => news.get(j).map(|item| block(Some(Change::Same), item.outer.clone())),
            Place::Removed(i) => olds.get(i).map(|item| whole(item, Change::Removed)),
            Place::Added(j) => news.get(j).map(|item| whole(item, Change::Added)),
            Place::Changed(i, j) => {
                olds.get(i).zip(news.get(j)).map(|(old, new)| changed(old, new, deadline))
            }
        };
        if let Some(block) = block {
            match blocks.last_mut().filter(|last| last.change.is_some() && last.change == block.change) {
                Some(last) => {
                    last.html.push('\n');
                    last.html.push_str(&block.html);
                }
                None => blocks.push(block),
            }
        }
    }
    blocks
}

fn replaced(old: &str, new: &str) -> Vec<DiffBlock> {
    if old == new {
        return vec![block(Some(Change::Same), new.to_owned())];
    }
    let sides = [(Change::Removed, without_ids(old)), (Change::Added, new.to_owned())];
    sides
        .into_iter()
        .filter(|(_, html)| !html.trim().is_empty())
        .map(|(change, html)| block(Some(change), html))
        .collect()
}

const fn block(change: Option<Change>, html: String) -> DiffBlock {
    DiffBlock { change, html }
}

fn whole(item: &Item<'_, '_>, change: Change) -> DiffBlock {
    let mut out = String::new();
    item.write(change, &mut out);
    block(Some(change), out)
}

/// A block that is in both. Where no word differs (but an id, say) it is the same for a reader.
fn changed(old: &Item<'_, '_>, new: &Item<'_, '_>, deadline: Option<Instant>) -> DiffBlock {
    let mut out = String::new();
    let has_marks = write_changed(old, new, &mut out, deadline);
    if has_marks { block(None, out) } else { block(Some(Change::Same), new.outer.clone()) }
}

/// A part of a text: a block, or the words between two blocks.
struct Item<'n, 'h> {
    kind: Kind<'n, 'h>,
    outer: String,
    /// Its words in order of the alphabet.
    words: Vec<&'h str>,
}

#[derive(Clone, Copy)]
enum Kind<'n, 'h> {
    Block(&'n Element<'h>),
    Words(&'n [Node<'h>]),
}

/// The parts of some HTML; spaces between blocks are none.
fn items<'n, 'h>(nodes: &'n [Node<'h>]) -> Vec<Item<'n, 'h>> {
    let mut items = Vec::new();
    let mut rest = nodes;
    while let Some((first, after)) = rest.split_first() {
        if let Some(element) = first.as_block() {
            items.push(Item::new(Kind::Block(element), std::slice::from_ref(first)));
            rest = after;
        } else {
            let length = rest.iter().position(|node| node.as_block().is_some()).unwrap_or(rest.len());
            let (inline, after) = rest.split_at(length);
            let is_blank =
                inline.iter().all(|node| matches!(node, Node::Text(text) if text.trim().is_empty()));
            if !is_blank {
                items.push(Item::new(Kind::Words(inline), inline));
            }
            rest = after;
        }
    }
    items
}

impl<'n, 'h> Item<'n, 'h> {
    fn new(kind: Kind<'n, 'h>, nodes: &[Node<'h>]) -> Self {
        let mut all = Vec::new();
        collect_words(nodes, &mut all);
        all.sort_unstable();
        Self { kind, outer: nodes.iter().map(Node::outer).collect(), words: all }
    }

    /// How much it has in common with what may be the same part of another text.
    fn likeness(&self, other: &Self) -> Option<f32> {
        match (self.kind, other.kind) {
            (Kind::Words(_), Kind::Words(_)) => Some(1.0),
            (Kind::Block(old), Kind::Block(new)) => {
                if old.name != new.name || class_of(old) != class_of(new) || columns(old) != columns(new) {
                    None
                } else if STRUCTURE.contains(&old.name) {
                    Some(f32::max(0.5, in_common(&self.words, &other.words)))
                } else {
                    Some(in_common(&self.words, &other.words))
                }
            }
            _ => None,
        }
    }

    /// Writes it with all its words marked.
    fn write(&self, change: Change, out: &mut String) {
        match self.kind {
            Kind::Words(nodes) => {
                write_marked(nodes, change, out);
            }
            Kind::Block(element) => {
                write_open(element, change, out);
                if element.is_empty_kind() {
                    return;
                }
                for item in items(&element.children) {
                    item.write(change, out);
                }
                push_close(element.name, out);
            }
        }
    }
}

fn collect_words<'h>(nodes: &[Node<'h>], out: &mut Vec<&'h str>) {
    for node in nodes {
        match node {
            Node::Text(text) => out.extend(words(text).into_iter().filter(|word| is_word(word))),
            Node::Element(element) => collect_words(&element.children, out),
        }
    }
}

fn class_of<'h>(element: &Element<'h>) -> Option<&'h str> {
    Some(element.open.split_once(" class=\"")?.1.split_once('"')?.0)
}

/// How many columns a table has; tables that differ in that are not compared inside.
fn columns(element: &Element<'_>) -> Option<usize> {
    (element.name == "table").then(|| {
        let row = element.outer.split("</tr>").next().unwrap_or_default();
        row.matches("<th").count() - row.matches("<thead").count() + row.matches("<td").count()
    })
}

fn aligned(old: &[Item<'_, '_>], new: &[Item<'_, '_>], deadline: Option<Instant>) -> Vec<Place> {
    let keys = |items: &[Item<'_, '_>]| items.iter().map(|item| item.outer.clone()).collect::<Vec<_>>();
    let likeness = |i: usize, j: usize| old.get(i)?.likeness(new.get(j)?);
    align(&keys(old), &keys(new), likeness, deadline)
}

/// Writes a part that is in both texts; whether anything in it is marked.
fn write_changed(
    old: &Item<'_, '_>,
    new: &Item<'_, '_>,
    out: &mut String,
    deadline: Option<Instant>,
) -> bool {
    match (old.kind, new.kind) {
        (Kind::Block(before), Kind::Block(after)) => {
            write_open(after, Change::Same, out);
            if after.is_empty_kind() {
                return false;
            }
            let has_marks = write_children(before, after, out, deadline);
            push_close(after.name, out);
            has_marks
        }
        (Kind::Words(before), Kind::Words(after)) => write_words(before, after, out, deadline),
        _ => {
            old.write(Change::Removed, out);
            new.write(Change::Added, out);
            true
        }
    }
}

fn write_children(old: &Element<'_>, new: &Element<'_>, out: &mut String, deadline: Option<Instant>) -> bool {
    let (olds, news) = (items(&old.children), items(&new.children));
    let mut has_marks = false;
    for place in aligned(&olds, &news, deadline) {
        match place {
            Place::Same(_, j) => news.get(j).into_iter().for_each(|item| out.push_str(&item.outer)),
            Place::Removed(i) => olds.get(i).into_iter().for_each(|item| item.write(Change::Removed, out)),
            Place::Added(j) => news.get(j).into_iter().for_each(|item| item.write(Change::Added, out)),
            Place::Changed(i, j) => {
                if let (Some(old), Some(new)) = (olds.get(i), news.get(j)) {
                    has_marks |= write_changed(old, new, out, deadline);
                }
            }
        }
        has_marks |= matches!(place, Place::Removed(_) | Place::Added(_));
    }
    has_marks
}

/// An opening tag. What was removed must not carry the id of what is still there, nor count as an item of its list.
fn write_open(element: &Element<'_>, change: Change, out: &mut String) {
    match (change, element.name) {
        (Change::Removed, "li") => {
            out.push_str("<li class=\"removed\"");
            out.push_str(without_id(element.open).strip_prefix("<li").unwrap_or(">"));
        }
        (_, "details") => out.push_str("<details open=\"\">"),
        (Change::Removed, _) => out.push_str(&without_id(element.open)),
        (Change::Same | Change::Added, _) => out.push_str(element.open),
    }
}

#[cfg(test)]
mod tests {
    use domain::Locale;
    use proptest::prelude::*;

    use super::*;
    use crate::knowledge::render::{render, sanitise_marked};

    fn compare(old: &str, new: &str) -> Vec<DiffBlock> {
        let html = |markdown| render(markdown, Locale::En).html;
        blocks(&html(old), &html(new))
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[(Option<Change>, &str)]) {
        let found = compare(old, new);
        let found: Vec<_> = found.iter().map(|block| (block.change, block.html.trim())).collect();
        assert_eq!(found, expected);
    }

    const SAME: Option<Change> = Some(Change::Same);
    const REMOVED: Option<Change> = Some(Change::Removed);
    const ADDED: Option<Change> = Some(Change::Added);

    #[test]
    fn words_are_marked_inside_their_elements() {
        check(
            "It takes **14 days** now.",
            "It takes **10 days** now.",
            &[(
                None,
                "<p>It takes <strong><del class=\"removed\">14</del><ins class=\"added\">10</ins> days</strong> now.</p>",
            )],
        );
        check(
            "It takes long, very long.",
            "It takes long, **very** long.",
            &[(
                None,
                "<p>It takes long, <del class=\"removed\">very</del><strong><ins class=\"added\">very</ins></strong> long.</p>",
            )],
        );
        check(
            "One [link here](a.md) stays.",
            "One [link here](b.md) stays.",
            &[(
                None,
                "<p>One <a href=\"a.md\" rel=\"noopener noreferrer\"><del class=\"removed\">link here</del></a>\
             <a href=\"b.md\" rel=\"noopener noreferrer\"><ins class=\"added\">link here</ins></a> stays.</p>",
            )],
        );
    }

    #[test]
    fn a_block_that_is_gone_or_new_is_marked_whole() {
        check(
            "Kept.\n\nGone away.",
            "Kept.\n\n> Quite new.",
            &[
                (SAME, "<p>Kept.</p>"),
                (REMOVED, "<p><del class=\"removed\">Gone away.</del></p>"),
                (ADDED, "<blockquote><p><ins class=\"added\">Quite new.</ins></p></blockquote>"),
            ],
        );
        check("", "", &[]);
    }

    #[test]
    fn an_item_of_a_list_comes_and_goes_as_an_item() {
        check(
            "- one thing\n- two things\n- three",
            "- one thing\n- three\n- four more",
            &[(
                None,
                "<ul><li>one thing</li><li class=\"removed\"><del class=\"removed\">two things</del></li><li>three</li>\
             <li><ins class=\"added\">four more</ins></li></ul>",
            )],
        );
    }

    #[test]
    fn a_cell_of_a_table_changes_in_its_place() {
        let old = "| A | B |\n| - | - |\n| Card | 3 days |\n| Transfer | 9 days |\n";
        let found = compare(old, &old.replace('9', "10"));
        let [table] = found.as_slice() else { panic!("{found:?}") };
        assert!(
            table.html.ends_with(
                "<tr><td>Transfer</td><td><del class=\"removed\">9</del><ins class=\"added\">10</ins> days</td></tr></tbody></table>"
            ),
            "{}",
            table.html
        );
        let wider = "| A | B | C |\n| - | - | - |\n| Card | 3 days | x |\n";
        let changes: Vec<_> = compare(old, wider).iter().map(|block| block.change).collect();
        assert_eq!(changes, [REMOVED, ADDED]);
    }

    #[test]
    fn rules_replies_and_flows_are_compared_inside() {
        let old = "> [!MUST]\n> - Give a date.\n> - Say who you are.\n\n> [!REPLY] Late\n> Hello {{customer.name}}, it is late.\n";
        let new = "> [!MUST]\n> - Give a date.\n> - Say your name and who you are.\n\n> [!REPLY] Late\n> Hello {{customer.name}}, it is very late.\n";
        let found = compare(old, new);
        let [must, reply] = found.as_slice() else { panic!("{found:?}") };
        assert!(must.html.contains("<ins class=\"added\">your name and </ins>"), "{}", must.html);
        assert!(reply.html.contains("<span class=\"variable\">{{customer.name}}</span>, it is <ins class=\"added\">very </ins>late."), "{}", reply.html);
    }

    #[test]
    fn nothing_is_there_twice_under_one_id() {
        let found = compare("## Same title\n\nA b c d.\n", "Other text.\n\n## Same title\n");
        let html: String = found.iter().map(|block| block.html.as_str()).collect();
        assert_eq!(html.matches(" id=\"").count(), 1, "{html}");
    }

    #[test]
    fn only_an_id_that_differs_is_no_change() {
        let found = blocks("<h2 id=\"a\">Title</h2>", "<h2 id=\"b\">Title</h2>");
        assert_eq!(found, [block(SAME, "<h2 id=\"b\">Title</h2>".to_owned())]);
    }

    #[test]
    fn text_that_is_nested_too_deeply_is_replaced_whole() {
        let deep = |word: &str| format!("{}{word}", "> ".repeat(3_000));
        let found = compare(&deep("one"), &deep("two"));
        assert_eq!(found.iter().map(|block| block.change).collect::<Vec<_>>(), [REMOVED, ADDED]);
    }

    #[test]
    fn a_very_long_text_is_compared_in_time() {
        let text = |seed: usize| (0..60_000).map(|n| format!("w{} ", (n * seed) % 9973)).collect::<String>();
        let started = Instant::now();
        assert!(!compare(&text(7), &text(13)).is_empty());
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    /// The words of one side.
    fn side(blocks: &[DiffBlock], without: Change) -> String {
        let (open, close) = match without {
            Change::Removed => ("<del class=\"removed\">", "</del>"),
            _ => ("<ins class=\"added\">", "</ins>"),
        };
        let mut text = String::new();
        for block in blocks.iter().filter(|block| block.change != Some(without)) {
            let mut rest = block.html.as_str();
            while let Some((before, after)) = rest.split_once(open) {
                text.push_str(before);
                // An author's own mark of the same name may stand inside.
                let mut depth = 1;
                let name = &close[2..];
                let mut at = 0;
                while depth > 0 {
                    let opens = after[at..].find(&format!("<{}", &name[..3]));
                    let closes = after[at..].find(close).unwrap();
                    match opens.filter(|opens| *opens < closes) {
                        Some(opens) => (depth, at) = (depth + 1, at + opens + 1),
                        None => (depth, at) = (depth - 1, at + closes + close.len()),
                    }
                }
                rest = &after[at..];
            }
            text.push_str(rest);
            text.push(' ');
        }
        plain(&text)
    }

    /// The words of HTML; elements that stand apart keep their words apart.
    fn plain(html: &str) -> String {
        let nodes = parse(html).unwrap();
        fn write(nodes: &[Node<'_>], out: &mut String) {
            for node in nodes {
                match node {
                    Node::Text(text) => out.push_str(text),
                    Node::Element(element) if element.is_block => {
                        out.push(' ');
                        write(&element.children, out);
                        out.push(' ');
                    }
                    Node::Element(element) => write(&element.children, out),
                }
            }
        }
        let mut out = String::new();
        write(&nodes, &mut out);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check_sound(old: &str, new: &str) {
        let (old, new) = (render(old, Locale::En).html, render(new, Locale::En).html);
        let found = blocks(&old, &new);
        assert_eq!(side(&found, Change::Added), plain(&old), "the old text is lost in {found:?}");
        assert_eq!(side(&found, Change::Removed), plain(&new), "the new text is lost in {found:?}");
        for block in &found {
            assert_eq!(sanitise_marked(&block.html), block.html, "not what a browser would read");
        }
    }

    #[test]
    fn hostile_texts_stay_harmless_and_valid() {
        let hostile = [
            "<script>alert(1)</script>x",
            "<p onclick=x>a<b>b</p>c</b>",
            "<a href=\"javascript:x\" title=\"a>b<script>\">a</a>",
            "<img src=x onerror=alert(1) alt=\"&quot;><script>\">",
            "&lt;script&gt; &amp;lt; &nbsp;x &#60;b>",
            "<ins>a</ins> ~~b~~ <del>c",
            "a <ul><li>x<table><tr><td>y</ul>",
            "<table><tr><td>a</table>\n\n| a | b |\n| - | - |\n| <b>c | d</b> |",
            "<details><summary>s</summary>x</details>",
            "> [!MUST]\n> a <b>b\n\n> [!REPLY] <script>\n> {{a}} [[b <i>]]",
            "<span class=\"visually-hidden\" id=x>a</span><!-- c --><![CDATA[x]]>",
            "- a\n  - b\n    - c\n- [x] d\n\n1. e\n\n   f",
            "a\u{0}b \u{202e}c 👩‍👩‍👧 e\u{301}",
            "x[^1]\n\n[^1]: note\n",
            "<ruby>a<rt>b</rt></ruby><dl><dt>c<dd>d</dl>",
        ];
        for old in hostile {
            for new in hostile {
                check_sound(old, new);
                check_sound(&format!("{old}\n\n{new}"), new);
            }
        }
    }

    fn markdown() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a ",
            "b",
            "date ",
            "14",
            " ",
            "\n",
            "\n\n",
            "**",
            "*",
            "`",
            "- ",
            "1. ",
            "> ",
            "> [!MUST]\n> ",
            "> [!REPLY] T\n> ",
            "{{x}}",
            "[[y]]",
            "[l](a.md)",
            "[l](b.md)",
            "| a | b |\n| - | - |\n| c | d |\n",
            "## h\n\n",
            "<b>",
            "</b>",
            "<script>",
            "&amp;",
            "<",
            ">",
            "\"",
            "<a title=\">\">",
            "</a>",
            "~~",
            "\n    ",
            "<ul><li>",
            "</ul>",
            "<br>",
            "\n---\n",
            "<del>",
            "</ins>",
        ]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn each_side_is_its_text_and_all_of_it_is_sound(old in markdown(), new in markdown()) {
            check_sound(&old, &new);
        }
    }
}

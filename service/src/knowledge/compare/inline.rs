//! Words inside a block, with the elements around each.

use std::time::Instant;

use domain::knowledge::Change;

use super::align::stretches;
use super::{is_word, words};
use crate::knowledge::html::{Node, without_id};

/// Writes words that are all of one text, marked as a whole.
pub(super) fn write_marked(nodes: &[Node<'_>], change: Change, out: &mut String) {
    let tokens = tokens(nodes, Side::of(change));
    write_runs(&[Run { change, tokens: &tokens }], out);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

impl Side {
    const fn of(change: Change) -> Self {
        match change {
            Change::Removed => Self::Old,
            Change::Same | Change::Added => Self::New,
        }
    }
}

/// An element that is open around words.
#[derive(Clone, Copy, Debug)]
struct Around<'h> {
    tag: &'h str,
    name: &'h str,
    /// Which one of its side: two beside each other can be written alike.
    number: usize,
    side: Side,
}

impl Around<'_> {
    fn is(&self, other: &Self) -> bool {
        self.tag == other.tag && (self.side != other.side || self.number == other.number)
    }
}

/// A word, a space, a sign or an element without content, and what is around it.
#[derive(Clone, Debug)]
struct Token<'h> {
    text: &'h str,
    around: Vec<Around<'h>>,
}

fn tokens<'h>(nodes: &[Node<'h>], side: Side) -> Vec<Token<'h>> {
    let (mut tokens, mut number) = (Vec::new(), 0);
    collect_tokens(nodes, side, &mut number, &mut Vec::new(), &mut tokens);
    tokens
}

fn collect_tokens<'h>(
    nodes: &[Node<'h>],
    side: Side,
    number: &mut usize,
    around: &mut Vec<Around<'h>>,
    out: &mut Vec<Token<'h>>,
) {
    for node in nodes {
        match node {
            Node::Text(text) => {
                out.extend(words(text).into_iter().map(|text| Token { text, around: around.clone() }));
            }
            Node::Element(element) if element.is_empty_kind() => {
                out.push(Token { text: element.outer, around: around.clone() });
            }
            Node::Element(element) => {
                *number += 1;
                around.push(Around { tag: element.open, name: element.name, number: *number, side });
                collect_tokens(&element.children, side, number, around, out);
                around.pop();
            }
        }
    }
}

/// Writes words that are in both texts, those that differ marked; whether any does.
pub(super) fn write_words(
    old: &[Node<'_>],
    new: &[Node<'_>],
    out: &mut String,
    deadline: Option<Instant>,
) -> bool {
    let (olds, news) = (tokens(old, Side::Old), tokens(new, Side::New));
    let (old_keys, new_keys) = (keys(&olds), keys(&news));
    let stretches =
        stretches(&old_keys, &new_keys, |(word, _)| is_word(word) || word.starts_with('<'), deadline);
    let mut runs = Vec::new();
    for stretch in &stretches {
        let before = olds.get(stretch.old.clone()).unwrap_or_default();
        let after = news.get(stretch.new.clone()).unwrap_or_default();
        if stretch.is_same {
            runs.push(Run { change: Change::Same, tokens: after });
        } else {
            runs.push(Run { change: Change::Removed, tokens: before });
            runs.push(Run { change: Change::Added, tokens: after });
        }
    }
    write_runs(&runs, out);
    stretches.iter().any(|stretch| !stretch.is_same)
}

/// What must be the same for two words to be the same: the word, and how it is set.
fn keys<'t, 'h>(tokens: &'t [Token<'h>]) -> Vec<(&'h str, Vec<String>)>
where
    'h: 't,
{
    let tags = |token: &Token<'h>| token.around.iter().map(|around| without_id(around.tag)).collect();
    tokens.iter().map(|token| (token.text, tags(token))).collect()
}

/// Words that follow each other and share their fate.
struct Run<'t, 'h> {
    change: Change,
    tokens: &'t [Token<'h>],
}

/// What is open while runs are written.
#[derive(Clone, Copy)]
enum Open<'h> {
    Element(Around<'h>),
    /// The mark of the run of this number.
    Mark(Change, usize),
}

impl Open<'_> {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Element(one), Self::Element(other)) => one.is(other),
            (Self::Mark(_, one), Self::Mark(_, other)) => one == other,
            _ => false,
        }
    }

    fn write_open(&self, out: &mut String) {
        match self {
            Self::Element(around) => out.push_str(&without_id(around.tag)),
            Self::Mark(Change::Removed, _) => out.push_str("<del class=\"removed\">"),
            Self::Mark(_, _) => out.push_str("<ins class=\"added\">"),
        }
    }

    fn write_close(&self, out: &mut String) {
        match self {
            Self::Element(around) => push_close(around.name, out),
            Self::Mark(Change::Removed, _) => push_close("del", out),
            Self::Mark(_, _) => push_close("ins", out),
        }
    }
}

/// Writes runs of words. A mark goes around its whole run, inside of what the whole run is inside of.
fn write_runs(runs: &[Run<'_, '_>], out: &mut String) {
    let mut open: Vec<Open<'_>> = Vec::new();
    for (number, run) in runs.iter().enumerate() {
        let shared = shared(run.tokens);
        for token in run.tokens {
            let mut wanted: Vec<Open<'_>> = token.around.iter().copied().map(Open::Element).collect();
            if run.change != Change::Same {
                wanted.insert(usize::min(shared, wanted.len()), Open::Mark(run.change, number));
            }
            let kept = open.iter().zip(&wanted).take_while(|(open, wanted)| open.is(wanted)).count();
            while kept < open.len() {
                open.pop().iter().for_each(|open| open.write_close(out));
            }
            wanted.iter().skip(kept).for_each(|open| open.write_open(out));
            open = wanted;
            out.push_str(token.text);
        }
    }
    open.iter().rev().for_each(|open| open.write_close(out));
}

/// How many elements are around all of some words.
fn shared(tokens: &[Token<'_>]) -> usize {
    let Some((first, rest)) = tokens.split_first() else { return 0 };
    let with = |token: &Token<'_>| {
        first.around.iter().zip(&token.around).take_while(|(one, other)| one.is(other)).count()
    };
    rest.iter().map(with).min().unwrap_or(first.around.len())
}

/// Writes a closing tag.
pub(super) fn push_close(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

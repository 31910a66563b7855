//! Where the caret of a text field stands, and what is put there.
//!
//! A browser counts in units of UTF-16; so does everything here that comes from it or goes to it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use super::Snippet;

/// A text field's text with what is selected in it, in units of UTF-16.
pub(super) struct Caret {
    text: Vec<u16>,
    from: usize,
    to: usize,
}

impl Caret {
    pub(super) fn of(area: &HtmlTextAreaElement) -> Self {
        let text: Vec<u16> = area.value().encode_utf16().collect();
        let place = |found: Result<Option<u32>, _>| {
            found.ok().flatten().and_then(|at| usize::try_from(at).ok()).unwrap_or(text.len()).min(text.len())
        };
        let (from, to) = (place(area.selection_start()), place(area.selection_end()));
        Self { from, to: to.max(from), text }
    }

    /// What was typed after a slash that begins the line, if the caret stands behind it.
    pub(super) fn command(&self) -> Option<String> {
        if self.from != self.to {
            return None;
        }
        let line = text_of(self.text.get(self.line_start()..self.from)?);
        let typed = line.strip_prefix('/')?;
        (typed.chars().count() < 24 && !typed.contains("  ")).then(|| typed.to_owned())
    }

    fn line_start(&self) -> usize {
        let before = self.text.get(..self.from).unwrap_or_default();
        before.iter().rposition(|unit| *unit == u16::from(b'\n')).map_or(0, |at| at + 1)
    }

    fn is_line_empty_before(&self) -> bool {
        self.line_start() == self.from
    }

    fn selected(&self) -> String {
        text_of(self.text.get(self.from..self.to).unwrap_or_default())
    }
}

fn text_of(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}

/// Puts a snippet in where the caret stands, around what is selected; in place of the command that was typed for it.
pub(super) fn put_snippet(area: &HtmlTextAreaElement, snippet: &Snippet, command: Option<&str>) {
    let mut caret = Caret::of(area);
    if let Some(command) = command {
        caret.from = caret.from.saturating_sub(command.encode_utf16().count() + 1);
    }
    let selected = if command.is_some() { String::new() } else { caret.selected() };
    let (mut text, mut from, mut to) = snippet.around(&selected);
    if snippet.is_block && !caret.is_line_empty_before() {
        text.insert(0, '\n');
        (from, to) = (from + 1, to + 1);
    }
    let units = |count: usize| text.chars().take(count).map(char::len_utf16).sum::<usize>();
    let (from, to) = (caret.from + units(from), caret.from + units(to));
    replace(area, caret.from, caret.to, &text);
    select(area, from, to);
}

/// Puts a text in where the caret stands, behind what is selected. The words between its first brackets are selected then,
/// to be written anew: they say what an image shows.
pub(super) fn put_text(area: &HtmlTextAreaElement, text: &str) {
    let at = Caret::of(area).to;
    replace(area, at, at, text);
    let units = |text: &str| text.encode_utf16().count();
    if let Some((before, rest)) = text.split_once('[')
        && let Some((words, _)) = rest.split_once(']')
    {
        let from = at + units(before) + 1;
        select(area, from, from + units(words));
    }
}

/// Replaces a part of the text as typing does, so that it can be undone.
fn replace(area: &HtmlTextAreaElement, from: usize, to: usize, text: &str) {
    drop(area.focus());
    select(area, from, to);
    let document = document().dyn_into::<HtmlDocument>();
    let is_typed = document.is_ok_and(|document| {
        document.exec_command_with_show_ui_and_value("insertText", false, text).unwrap_or(false)
    });
    if !is_typed {
        drop(area.set_range_text(text));
        if let Ok(event) = web_sys::Event::new("input") {
            drop(area.dispatch_event(&event));
        }
    }
}

fn select(area: &HtmlTextAreaElement, from: usize, to: usize) {
    let unit = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    drop(area.set_selection_range(unit(from), unit(to)));
}

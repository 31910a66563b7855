//! Pieces of Markdown to put into a text.

use crate::{IconName, Text};

/// A piece of Markdown that the toolbar and the slash menu put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// What it is called.
    pub label: Text,
    /// Its picture in the toolbar; without one it is in the slash menu alone.
    pub icon: Option<IconName>,
    /// What stands before the selected text.
    pub before: &'static str,
    /// What stands after it.
    pub after: &'static str,
    /// What stands in place of a selection when nothing is selected.
    pub sample: Text,
    /// Whether it stands on lines of its own.
    pub is_block: bool,
}

impl Snippet {
    /// Around a part of a line.
    pub fn inline(label: impl Into<Text>, before: &'static str, after: &'static str) -> Self {
        Self { label: label.into(), icon: None, before, after, sample: Text::default(), is_block: false }
    }

    /// On lines of its own. Every line of what is selected begins with what the last line of `before` begins with.
    pub fn block(label: impl Into<Text>, before: &'static str, sample: impl Into<Text>) -> Self {
        Self { label: label.into(), icon: None, before, after: "", sample: sample.into(), is_block: true }
    }

    /// With something that stands after it.
    #[must_use]
    pub fn with_after(self, after: &'static str) -> Self {
        Self { after, ..self }
    }

    /// With a button in the toolbar.
    #[must_use]
    pub fn with_icon(self, icon: IconName) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// Whether it is meant by what was typed after the slash.
    pub(super) fn is_meant_by(&self, typed: &str) -> bool {
        let fold = |text: &str| text.to_lowercase();
        fold(&self.label).contains(&fold(typed)) || fold(self.before).contains(&fold(typed))
    }

    /// What is put in around or in place of what is selected, and which part of it is selected afterwards: from and to, in
    /// characters.
    pub(super) fn around(&self, selected: &str) -> (String, usize, usize) {
        let inner = if selected.is_empty() { self.sample.as_ref() } else { selected };
        let lead = self.before.rsplit('\n').next().unwrap_or_default();
        let lead = if lead.starts_with('>') { "> " } else { "" };
        let inner = match (self.is_block, lead.is_empty()) {
            (true, false) => inner.replace('\n', &format!("\n{lead}")),
            _ => inner.to_owned(),
        };
        let from = self.before.chars().count();
        let to = from + inner.chars().count();
        (format!("{}{inner}{}", self.before, self.after), from, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_selected_goes_inside() {
        let bold = Snippet::inline("Bold", "**", "**");
        assert_eq!(bold.around("now"), ("**now**".to_owned(), 2, 5));
        assert_eq!(bold.around(""), ("****".to_owned(), 2, 2));
    }

    #[test]
    fn every_selected_line_belongs_to_a_block() {
        let must = Snippet::block("Must", "> [!MUST]\n> ", "what");
        assert_eq!(must.around("a\nb"), ("> [!MUST]\n> a\n> b".to_owned(), 12, 17));
        assert_eq!(must.around(""), ("> [!MUST]\n> what".to_owned(), 12, 16));
        let item = Snippet::block("List", "- ", "");
        assert_eq!(item.around("a\nb").0, "- a\nb");
    }

    #[test]
    fn a_snippet_is_found_by_its_name_or_its_mark() {
        let must = Snippet::block("À faire", "> [!MUST]\n> ", "");
        assert!(must.is_meant_by("fai") && must.is_meant_by("must") && must.is_meant_by(""));
        assert!(!must.is_meant_by("reply"));
    }
}

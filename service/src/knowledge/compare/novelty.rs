//! What a version says that an earlier one does not: whether a passage has to do with a change.

use domain::knowledge::{ArticleVersion, Change, DiffBlock, DiffLine, DiffLines};

use super::rendered::blocks;
use super::source::lines;
use crate::knowledge::html::{Node, parse};
use crate::knowledge::render::plain_text;

/// What is new in a version since an earlier one, as it is read and as it is written.
#[derive(Debug)]
pub(crate) struct Novelty {
    rendered: Letters,
    source: Letters,
}

/// A text letter by letter, its spaces folded, and whether each letter has to do with the change.
#[derive(Debug, Default)]
struct Letters {
    all: Vec<(char, bool)>,
    /// Whether anything was added.
    has_new: bool,
    /// Whether something was taken out where the text has come to.
    is_gap: bool,
}

impl Novelty {
    /// Compares two versions.
    pub(crate) fn of(earlier: &ArticleVersion, later: &ArticleVersion) -> Self {
        Self::of_texts((&earlier.source, &earlier.html), (&later.source, &later.html))
    }

    fn of_texts((old_source, old_html): (&str, &str), (source, html): (&str, &str)) -> Self {
        let mut rendered = Letters::default();
        for block in blocks(old_html, html) {
            rendered.push_block(&block);
        }
        let mut written = Letters::default();
        for line in lines(old_source, source) {
            match line {
                DiffLines::Shown(lines) | DiffLines::Folded(lines) => {
                    lines.iter().for_each(|line| written.push_line(line));
                }
            }
        }
        Self { rendered, source: written }
    }

    /// Whether a passage of the later version has to do with the change: some of it was added or changed, or something was
    /// taken out of it. Where nothing was added, everything has: what is left says it.
    pub(crate) fn holds(&self, passage: &str) -> bool {
        let passage: Vec<char> = passage.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
        if !self.rendered.has_new || passage.is_empty() {
            return true;
        }
        let found = [self.rendered.is_about_change(&passage), self.source.is_about_change(&passage)];
        // What goes across blocks may be in neither.
        found.contains(&Some(true)) || found == [None, None]
    }
}

impl Letters {
    fn push_block(&mut self, block: &DiffBlock) {
        let fate = block.change.unwrap_or(Change::Same);
        match parse(&block.html) {
            Some(nodes) => self.push_nodes(&nodes, fate),
            None => self.push(&plain_text(&block.html), fate),
        }
        self.push_space();
    }

    fn push_nodes(&mut self, nodes: &[Node<'_>], fate: Change) {
        for node in nodes {
            match node {
                Node::Text(text) => self.push(&plain_text(text), fate),
                Node::Element(element) => {
                    let fate = if element.open.starts_with("<ins class=\"added\"") {
                        Change::Added
                    } else if element.open.starts_with("<del class=\"removed\"") {
                        Change::Removed
                    } else {
                        fate
                    };
                    let stands_apart = element.is_block || element.name == "br";
                    if stands_apart {
                        self.push_space();
                    }
                    self.push_nodes(&element.children, fate);
                    if stands_apart {
                        self.push_space();
                    }
                }
            }
        }
    }

    fn push_line(&mut self, line: &DiffLine) {
        // What is taken out is seen in the text as it is read.
        if line.change == Change::Removed {
            return;
        }
        for (fate, piece) in &line.pieces {
            self.push(piece, *fate);
        }
        self.push_space();
    }

    fn push(&mut self, text: &str, fate: Change) {
        if fate == Change::Removed {
            self.is_gap |= !text.trim().is_empty();
            return;
        }
        for letter in text.chars() {
            if letter.is_whitespace() {
                self.push_space();
            } else {
                self.push_letter(letter, fate == Change::Added);
            }
        }
    }

    fn push_letter(&mut self, letter: char, is_new: bool) {
        let mut is_of_change = is_new;
        if std::mem::take(&mut self.is_gap) {
            let before = self.all.iter_mut().rfind(|(letter, _)| *letter != ' ');
            // Where something else took the place, that is what is new.
            if !is_new && before.as_ref().is_none_or(|(_, is_of_change)| !is_of_change) {
                is_of_change = true;
                before.into_iter().for_each(|(_, is_of_change)| *is_of_change = true);
            }
        }
        self.has_new |= is_new;
        self.all.push((letter, is_of_change));
    }

    fn push_space(&mut self) {
        if self.all.last().is_some_and(|(last, _)| *last != ' ') {
            self.all.push((' ', false));
        }
    }

    /// Whether a passage has to do with the change wherever it stands; none where the text does not contain it.
    fn is_about_change(&self, passage: &[char]) -> Option<bool> {
        let is_here = |window: &&[(char, bool)]| window.iter().map(|(letter, _)| letter).eq(passage.iter());
        let mut places = self.all.windows(passage.len()).filter(is_here).peekable();
        places.peek()?;
        Some(places.any(|place| place.iter().any(|(_, is_of_change)| *is_of_change)))
    }
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::*;
    use crate::knowledge::render::render;

    #[track_caller]
    fn check(old: &str, new: &str, about: &[&str], not: &[&str]) {
        let html = |source| render(source, Locale::Fr).html;
        let novelty = Novelty::of_texts((old, &html(old)), (new, &html(new)));
        for passage in about {
            assert!(novelty.holds(passage), "{passage}: {novelty:?}");
        }
        for passage in not {
            assert!(!novelty.holds(passage), "{passage}: {novelty:?}");
        }
    }

    #[test]
    fn a_word_that_changed_is_in_the_passage() {
        check(
            "Remboursement **sous 14 jours** ouvrés.\n\nPar virement.",
            "Remboursement **sous 10 jours** ouvrés.\n\nPar virement.",
            &["sous 10 jours", "Remboursement **sous 10", " 10 ", "10 jours\u{a0}ouvrés. Par virement."],
            &["Par virement", "jours ouvrés", "Remboursement sous", "Remboursement **sous"],
        );
    }

    #[test]
    fn what_was_added_is_new_and_what_stands_beside_it_is_not() {
        check(
            "- Saluer.\n- Conclure.\n\nUn mot à la fin.",
            "- Saluer.\n- Demander l’âge & le nom.\n- Conclure.\n\nUn mot à la fin.",
            &["Demander l’âge & le nom.", "- Demander", "Saluer. Demander", "l’âge"],
            &["Saluer.", "Conclure.", "Un mot à la fin."],
        );
    }

    #[test]
    fn what_something_was_taken_out_of_has_changed_too() {
        check(
            "Sous 14 jours ouvrés par virement.\n\nUne ligne.",
            "Sous 14 jours par virement.\n\nUne ligne, et une autre.",
            &["14 jours par virement", "Sous 14 jours", "et une autre"],
            &["Sous 14", "virement."],
        );
    }

    #[test]
    fn where_nothing_was_added_everything_says_it() {
        check("Un.\n\nDeux.\n\nTrois.", "Un.\n\nTrois.", &["Un.", "Trois."], &[]);
    }

    #[test]
    fn a_passage_that_stands_twice_counts_where_it_is_new() {
        check(
            "Sous 10 jours.",
            "Sous 10 jours.\n\nÀ La Réunion : sous 10 jours.",
            &["10 jours"],
            &["Sous 10"],
        );
    }
}

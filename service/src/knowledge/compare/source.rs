//! Two sources, line by line.

use domain::knowledge::{Change, DiffLine, DiffLines};

use super::align::{Place, align, in_common, stretches};
use super::{are_too_long, deadline, is_word, words};
use crate::knowledge::front_matter::split;

/// How many lines are shown around a change.
const AROUND: usize = 3;
/// Fewer lines than this are not folded: the line that offers them would take as much room.
const LEAST_FOLDED: usize = 3;

/// Whether the front matter differs.
pub(in crate::knowledge) fn front_matter_differs(old: &str, new: &str) -> bool {
    fn head(source: &str) -> &str {
        source.strip_suffix(split(source).1).unwrap_or(source)
    }
    head(old) != head(new)
}

/// The lines of two sources, long runs of what is in both folded.
pub(in crate::knowledge) fn lines(old: &str, new: &str) -> Vec<DiffLines> {
    folded(compared(old, new))
}

fn compared(old: &str, new: &str) -> Vec<DiffLine> {
    let deadline = deadline();
    let (olds, news): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let (old_words, new_words) = if are_too_long(old, new) {
        (Vec::new(), Vec::new())
    } else {
        (words_of_lines(old), words_of_lines(new))
    };
    let likeness = |i: usize, j: usize| Some(in_common(old_words.get(i)?, new_words.get(j)?));
    let places = align(&olds, &news, likeness, deadline);
    let at = |lines: &[&str], index: usize| lines.get(index).copied().unwrap_or_default().to_owned();
    let number = |index: usize| Some(index as u64 + 1);
    let mut lines = Vec::with_capacity(places.len());
    for place in places {
        match place {
            Place::Same(i, j) => lines.push(line(number(i), number(j), vec![(Change::Same, at(&olds, i))])),
            Place::Removed(i) => lines.push(line(number(i), None, vec![(Change::Removed, at(&olds, i))])),
            Place::Added(j) => lines.push(line(None, number(j), vec![(Change::Added, at(&news, j))])),
            Place::Changed(i, j) => {
                let (before, after) = pieces(&at(&olds, i), &at(&news, j), deadline);
                lines.push(line(number(i), None, before));
                lines.push(line(None, number(j), after));
            }
        }
    }
    lines
}

fn line(old: Option<u64>, new: Option<u64>, pieces: Vec<(Change, String)>) -> DiffLine {
    let change = match (old, new) {
        (Some(_), Some(_)) => Change::Same,
        (Some(_), None) => Change::Removed,
        (None, _) => Change::Added,
    };
    DiffLine { change, old, new, pieces }
}

fn words_of_lines(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(sorted_words).collect()
}

fn sorted_words(line: &str) -> Vec<&str> {
    let mut words: Vec<_> = words(line).into_iter().filter(|word| is_word(word)).collect();
    words.sort_unstable();
    words
}

/// The pieces of a line.
type Pieces = Vec<(Change, String)>;

/// A line before and after, each in pieces.
fn pieces(old: &str, new: &str, deadline: Option<std::time::Instant>) -> (Pieces, Pieces) {
    let (olds, news) = (words(old), words(new));
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for stretch in stretches(&olds, &news, |word| is_word(word), deadline) {
        let (out, into) =
            if stretch.is_same { (Change::Same, Change::Same) } else { (Change::Removed, Change::Added) };
        for (pieces, change, words) in
            [(&mut before, out, olds.get(stretch.old)), (&mut after, into, news.get(stretch.new))]
        {
            let text = words.unwrap_or_default().concat();
            if !text.is_empty() {
                pieces.push((change, text));
            }
        }
    }
    (before, after)
}

fn folded(lines: Vec<DiffLine>) -> Vec<DiffLines> {
    let is_changed: Vec<bool> = lines.iter().map(|line| line.change != Change::Same).collect();
    let is_near = |index: usize| {
        let range = index.saturating_sub(AROUND)..usize::min(index + AROUND + 1, is_changed.len());
        is_changed.get(range).is_some_and(|near| near.contains(&true))
    };
    let mut parts: Vec<DiffLines> = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        match (parts.last_mut(), is_near(index)) {
            (Some(DiffLines::Shown(shown)), true) => shown.push(line),
            (Some(DiffLines::Folded(folded)), false) => folded.push(line),
            (_, true) => parts.push(DiffLines::Shown(vec![line])),
            (_, false) => parts.push(DiffLines::Folded(vec![line])),
        }
    }
    unfold_short(parts)
}

/// Shows what is too short to be folded.
fn unfold_short(parts: Vec<DiffLines>) -> Vec<DiffLines> {
    let mut out: Vec<DiffLines> = Vec::new();
    for part in parts {
        let lines = match part {
            DiffLines::Folded(lines) if LEAST_FOLDED <= lines.len() => {
                out.push(DiffLines::Folded(lines));
                continue;
            }
            DiffLines::Folded(lines) | DiffLines::Shown(lines) => lines,
        };
        match out.last_mut() {
            Some(DiffLines::Shown(shown)) => shown.extend(lines),
            _ => out.push(DiffLines::Shown(lines)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn side(parts: &[DiffLines], without: Change) -> Vec<String> {
        let lines = parts.iter().flat_map(|part| match part {
            DiffLines::Shown(lines) | DiffLines::Folded(lines) => lines,
        });
        let lines = lines.filter(|line| line.change != without);
        lines.map(|line| line.pieces.iter().map(|(_, text)| text.as_str()).collect()).collect()
    }

    fn shape(parts: &[DiffLines]) -> Vec<(char, usize)> {
        parts
            .iter()
            .map(|part| match part {
                DiffLines::Shown(lines) => ('s', lines.len()),
                DiffLines::Folded(lines) => ('f', lines.len()),
            })
            .collect()
    }

    #[test]
    fn words_are_marked_inside_a_line_that_changed() {
        let parts = lines("a\nThe delay is 14 days.\nb\n", "a\nThe delay is 10 days.\nb\n");
        let [DiffLines::Shown(lines)] = parts.as_slice() else { panic!("{parts:?}") };
        let changes: Vec<_> = lines.iter().map(|line| (line.change, line.old, line.new)).collect();
        assert_eq!(
            changes,
            [
                (Change::Same, Some(1), Some(1)),
                (Change::Removed, Some(2), None),
                (Change::Added, None, Some(2)),
                (Change::Same, Some(3), Some(3)),
            ]
        );
        let marked: Vec<_> = lines[2].pieces.iter().map(|(change, text)| (*change, text.as_str())).collect();
        assert_eq!(
            marked,
            [(Change::Same, "The delay is "), (Change::Added, "10"), (Change::Same, " days.")]
        );
    }

    #[test]
    fn long_runs_are_folded_with_three_lines_around_each_change() {
        let old: Vec<String> = (0..40).map(|n| format!("line {n}")).collect();
        let mut new = old.clone();
        new[20] = "something else".to_owned();
        assert_eq!(shape(&lines(&old.join("\n"), &new.join("\n"))), [('f', 17), ('s', 8), ('f', 16)]);
        assert_eq!(shape(&lines(&old.join("\n"), &old.join("\n"))), [('f', 40)]);
        assert_eq!(shape(&lines("", "")), []);
    }

    #[test]
    fn front_matter_is_compared_by_itself() {
        assert!(front_matter_differs("---\ntitle: a\n---\nx", "---\ntitle: b\n---\nx"));
        assert!(front_matter_differs("x", "---\ntitle: b\n---\nx"));
        assert!(!front_matter_differs("---\ntitle: a\n---\nx", "---\ntitle: a\n---\ny"));
    }

    #[test]
    fn very_long_sources_are_compared_by_whole_lines() {
        let (old, new) = ("a b c d\n".repeat(80_000), "a b c e\n".repeat(80_000));
        let started = std::time::Instant::now();
        let parts = lines(&old, &new);
        assert_eq!(side(&parts, Change::Added).len(), 80_000);
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    proptest! {
        #[test]
        fn each_side_is_its_source(old in "([a-c ]{0,6}\n){0,20}", new in "([a-c ]{0,6}\n){0,20}") {
            let parts = lines(&old, &new);
            let lines = |source: &str| source.lines().map(str::to_owned).collect::<Vec<_>>();
            prop_assert_eq!(side(&parts, Change::Added), lines(&old));
            prop_assert_eq!(side(&parts, Change::Removed), lines(&new));
        }

        #[test]
        fn any_text_can_be_compared(old in "\\PC{0,80}", new in "(\\PC|\n){0,80}") {
            let parts = lines(&old, &new);
            prop_assert_eq!(side(&parts, Change::Added), old.lines().collect::<Vec<_>>());
            prop_assert_eq!(side(&parts, Change::Removed), new.lines().collect::<Vec<_>>());
        }
    }
}

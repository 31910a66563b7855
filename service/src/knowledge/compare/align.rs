//! Which pieces of two texts belong together.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::ops::Range;
use std::time::Instant;

use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};

/// More pairs than this are not weighed against each other.
const MOST_PAIRS: usize = 10_000;
/// Pieces that share less are not the same one changed.
const LEAST_ALIKE: f32 = 0.3;

/// Where a piece is in both texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The same in both.
    Same(usize, usize),
    /// In both, but changed.
    Changed(usize, usize),
    /// Only in the first.
    Removed(usize),
    /// Only in the second.
    Added(usize),
}

/// A stretch of two texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
    pub(super) is_same: bool,
}

/// Puts the pieces of two texts beside each other; `likeness` says how much two that differ have in common, from 0
/// to 1, and nothing when they must not be paired.
pub(super) fn align<K: Eq + Hash + Ord>(
    old: &[K],
    new: &[K],
    likeness: impl Fn(usize, usize) -> Option<f32>,
    deadline: Option<Instant>,
) -> Vec<Place> {
    let mut places = Vec::new();
    for op in capture_diff_slices_deadline(Algorithm::Myers, old, new, deadline) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                places.extend((0..len).map(|at| Place::Same(old_index + at, new_index + at)));
            }
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                places.extend(pair(op.old_range(), op.new_range(), &likeness, deadline));
            }
        }
    }
    places
}

/// The pairing in order that keeps most in common.
fn pair(
    old: Range<usize>,
    new: Range<usize>,
    likeness: impl Fn(usize, usize) -> Option<f32>,
    deadline: Option<Instant>,
) -> Vec<Place> {
    let mut best = BTreeMap::new();
    let is_late = || deadline.is_some_and(|deadline| deadline < Instant::now());
    if old.len() * new.len() <= MOST_PAIRS {
        'rows: for i in old.clone().rev() {
            for j in new.clone().rev() {
                if is_late() {
                    best.clear();
                    break 'rows;
                }
                let alike = likeness(i, j).filter(|alike| LEAST_ALIKE <= *alike);
                let rest = |i, j| best.get(&(i, j)).map_or(0.0, |(sum, _)| *sum);
                let apart = f32::max(rest(i + 1, j), rest(i, j + 1));
                let together = alike.map_or(0.0, |alike| alike + rest(i + 1, j + 1));
                let is_pair = alike.is_some() && apart <= together;
                best.insert((i, j), (f32::max(apart, together), is_pair));
            }
        }
    }
    let (mut places, mut i, mut j) = (Vec::new(), old.start, new.start);
    while i < old.end && j < new.end {
        let sum = |i, j| best.get(&(i, j)).map_or(0.0, |(sum, _)| *sum);
        if best.get(&(i, j)).is_some_and(|(_, is_pair)| *is_pair) {
            places.push(Place::Changed(i, j));
            (i, j) = (i + 1, j + 1);
        } else if sum(i, j + 1) <= sum(i + 1, j) {
            places.push(Place::Removed(i));
            i += 1;
        } else {
            places.push(Place::Added(j));
            j += 1;
        }
    }
    places.extend((i..old.end).map(Place::Removed));
    places.extend((j..new.end).map(Place::Added));
    places
}

/// How much two sorted lists of words have in common: 1 when all, 0 when nothing.
pub(super) fn in_common<T: Ord>(old: &[T], new: &[T]) -> f32 {
    let (mut i, mut j, mut shared) = (0, 0, 0_u16);
    while let (Some(left), Some(right)) = (old.get(i), new.get(j)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                (i, j, shared) = (i + 1, j + 1, shared.saturating_add(1));
            }
        }
    }
    let total = u16::try_from(old.len() + new.len()).unwrap_or(u16::MAX);
    if total == 0 { 1.0 } else { 2.0 * f32::from(shared) / f32::from(total) }
}

/// The words of two texts as stretches that are the same and stretches that were replaced. Spaces and signs between
/// two replaced stretches belong to them, and texts with little in common are replaced whole.
pub(super) fn stretches<K: Eq + Hash + Ord>(
    old: &[K],
    new: &[K],
    is_word: impl Fn(&K) -> bool,
    deadline: Option<Instant>,
) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    let counts = |words: &[K]| words.iter().filter(|word| is_word(word)).count();
    for op in capture_diff_slices_deadline(Algorithm::Myers, old, new, deadline) {
        let stretch =
            Stretch { old: op.old_range(), new: op.new_range(), is_same: matches!(op, DiffOp::Equal { .. }) };
        push(&mut stretches, stretch, |range| counts(old.get(range).unwrap_or_default()));
    }
    let same = stretches.iter().filter(|stretch| stretch.is_same);
    let kept: usize = same.map(|stretch| counts(old.get(stretch.old.clone()).unwrap_or_default())).sum();
    let is_other = 10 * kept < 3 * usize::min(counts(old), counts(new));
    if is_other {
        return vec![Stretch { old: 0..old.len(), new: 0..new.len(), is_same: false }];
    }
    stretches
}

/// Adds a stretch; joined with the ones before where nothing but spaces and signs is between two replacements.
fn push(stretches: &mut Vec<Stretch>, next: Stretch, words: impl Fn(Range<usize>) -> usize) {
    let replaces = |stretch: &Stretch| !stretch.is_same && !stretch.old.is_empty() && !stretch.new.is_empty();
    let joined = match stretches.as_slice() {
        [.., before, between] if replaces(before) && replaces(&next) && between.is_same => {
            (words(between.old.clone()) == 0).then_some(Stretch {
                old: before.old.start..next.old.end,
                new: before.new.start..next.new.end,
                is_same: false,
            })
        }
        _ => None,
    };
    match joined {
        Some(joined) => {
            stretches.truncate(stretches.len() - 2);
            stretches.push(joined);
        }
        None => stretches.push(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_that_are_alike_are_one_that_changed() {
        let (old, new) = (["a", "bird x", "cat"], ["a", "dog", "bird y", "cat"]);
        let likeness = |i: usize, j: usize| (old.get(i)?.get(..1) == new.get(j)?.get(..1)).then_some(1.0);
        let places = align(&old, &new, likeness, None);
        assert_eq!(places, [Place::Same(0, 0), Place::Added(1), Place::Changed(1, 2), Place::Same(2, 3)]);
    }

    #[test]
    fn two_replacements_with_a_space_between_are_one() {
        let (old, new) = (
            ["the", " ", "red", " ", "car", " ", "and", " ", "x"],
            ["the", " ", "blue", " ", "van", " ", "and", " ", "x"],
        );
        let stretches = stretches(&old, &new, |word| *word != " ", None);
        let ranges: Vec<_> = stretches.iter().map(|stretch| (stretch.old.clone(), stretch.is_same)).collect();
        assert_eq!(ranges, [(0..2, true), (2..5, false), (5..9, true)]);
    }

    #[test]
    fn without_time_what_is_left_is_replaced() {
        let numbers: Vec<u32> = (0..5_000).collect();
        let others: Vec<u32> = (0..5_000).map(|number| number * 7919 % 5_000).collect();
        let past = Instant::now();
        let places = align(&numbers, &others, |_, _| Some(1.0), Some(past));
        let count = |wanted: fn(&Place) -> bool| places.iter().filter(|place| wanted(place)).count();
        assert_eq!(count(|place| !matches!(place, Place::Added(_))), 5_000);
        assert_eq!(count(|place| !matches!(place, Place::Removed(_))), 5_000);
    }
}

//! What all listeners heard, counted.

use super::{programme::Published, streams::Heard};
use crate::bench::load::{micros, percentile};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

/// How often each listener heard each news.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<(usize, i64), usize>);

impl Tally {
    /// Counts some more.
    pub fn add(&mut self, heard: &[Heard]) {
        for Heard { listener, seq, .. } in heard {
            *self.0.entry((*listener, *seq)).or_default() += 1;
        }
    }

    /// The places of all news that anybody heard.
    pub fn news(&self) -> BTreeSet<i64> {
        self.0.keys().map(|(_, seq)| *seq).collect()
    }

    /// How often somebody did not hear one of so many news.
    pub fn lost(&self, listeners: usize, news: usize) -> usize {
        (listeners * news).saturating_sub(self.0.len())
    }

    /// How often somebody heard one again.
    pub fn twice(&self) -> usize {
        self.0.values().map(|count| count - 1).sum()
    }
}

/// How long it took until news were heard, in microseconds: since the answer to whoever published, and since they
/// asked. News that were heard before the answer took no time.
#[derive(Debug, Default)]
pub struct Delays {
    since_answer: Vec<u32>,
    since_asked: Vec<u32>,
}

impl Delays {
    /// Counts what was heard of a change.
    pub fn add<'h>(&mut self, published: Published, heard: impl IntoIterator<Item = &'h Heard>) {
        let since = |at: Instant, start: Instant| micros(at.saturating_duration_since(start));
        for Heard { at, .. } in heard {
            self.since_answer.push(since(*at, published.answered));
            self.since_asked.push(since(*at, published.asked));
        }
        self.since_answer.sort_unstable();
        self.since_asked.sort_unstable();
    }

    /// Since the answer, in milliseconds.
    pub fn since_answer(&self, part: f64) -> f64 {
        percentile(&self.since_answer, part)
    }

    /// Since it was asked for, in words: composing and sending are in it.
    pub fn since_asked(&self) -> String {
        let [p50, p99] = [0.5, 0.99].map(|part| percentile(&self.since_asked, part));
        format!("from pressing the button: p50 {p50:.0} ms, p99 {p99:.0} ms")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_heard_and_what_was_heard_again_is_counted() {
        let mut tally = Tally::default();
        let at = Instant::now();
        let heard = [(0, 7), (0, 8), (1, 7), (0, 7)].map(|(listener, seq)| Heard { listener, seq, at });
        tally.add(&heard);
        assert_eq!(tally.news(), BTreeSet::from([7, 8]));
        assert_eq!((tally.lost(2, 2), tally.twice()), (1, 1));
    }
}

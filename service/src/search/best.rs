//! Of each page, the passage that answers best.

use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::document::PLACE;

/// Collects the best document of each page that may be found.
#[derive(Debug)]
pub(super) struct BestOfEach {
    /// For each page whether it may.
    pub(super) may: Arc<Vec<bool>>,
}

/// A page that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hit {
    /// Its number in the index.
    pub(super) page: usize,
    /// Which of its passages; [`super::document::WHOLE`] for all together.
    pub(super) passage: u64,
    /// How well it answers.
    pub(super) score: Score,
}

pub(super) struct OfSegment {
    may: Arc<Vec<bool>>,
    places: Column<u64>,
    /// For each page the best score, and the passage that has it.
    best: Vec<(Score, u64)>,
}

impl Collector for BestOfEach {
    type Fruit = Vec<Hit>;
    type Child = OfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<OfSegment> {
        let places = segment.fast_fields().u64(PLACE)?;
        Ok(OfSegment { may: Arc::clone(&self.may), places, best: vec![(0.0, 0); self.may.len()] })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Vec<(Score, u64)>>) -> tantivy::Result<Vec<Hit>> {
        let mut best = vec![(0.0, 0); self.may.len()];
        for segment in segments {
            for (known, found) in best.iter_mut().zip(segment) {
                keep_better(known, found);
            }
        }
        let hits = best.into_iter().enumerate().filter(|(_, (score, _))| 0.0 < *score);
        Ok(hits.map(|(page, (score, passage))| Hit { page, passage, score }).collect())
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = Vec<(Score, u64)>;

    fn collect(&mut self, document: DocId, score: Score) {
        let Some(place) = self.places.first(document) else { return };
        let (page, passage) = (usize::try_from(place >> 16).unwrap_or(usize::MAX), place & 0xffff);
        if self.may.get(page) == Some(&true)
            && let Some(known) = self.best.get_mut(page)
        {
            keep_better(known, (score, passage));
        }
    }

    fn harvest(self) -> Vec<(Score, u64)> {
        self.best
    }
}

fn keep_better(known: &mut (Score, u64), found: (Score, u64)) {
    if known.0 < found.0 {
        *known = found;
    }
}

//! Of each page, the passage that answers best.

use std::sync::Arc;

use domain::Locale;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use super::document::PLACE;
use super::readable::Readable;

/// Collects the best document of each page that may be found.
pub(super) struct BestOfEach {
    /// What may be found, in which language.
    pub(super) may: (Arc<Readable>, Locale),
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

/// The best of each page.
pub(super) struct Best {
    hits: Vec<Hit>,
    /// For each page where among these it stands, counted from one.
    places: Vec<u32>,
}

impl Best {
    fn new(pages: usize) -> Self {
        Self { hits: Vec::new(), places: vec![0; pages] }
    }

    fn add(&mut self, hit: Hit) {
        let Some(place) = self.places.get_mut(hit.page) else { return };
        match place.checked_sub(1).and_then(|at| self.hits.get_mut(at as usize)) {
            Some(known) if known.score < hit.score => *known = hit,
            Some(_) => {}
            None => {
                self.hits.push(hit);
                *place = u32::try_from(self.hits.len()).unwrap_or_default();
            }
        }
    }
}

pub(super) struct OfSegment {
    may: (Arc<Readable>, Locale),
    places: Column<u64>,
    best: Best,
}

impl Collector for BestOfEach {
    type Fruit = Vec<Hit>;
    type Child = OfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<OfSegment> {
        let places = segment.fast_fields().u64(PLACE)?;
        Ok(OfSegment { may: self.may.clone(), places, best: Best::new(self.may.0.pages.len()) })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Best>) -> tantivy::Result<Vec<Hit>> {
        let mut segments = segments.into_iter();
        let mut best = segments.next().unwrap_or_else(|| Best::new(0));
        segments.flat_map(|segment| segment.hits).for_each(|hit| best.add(hit));
        Ok(best.hits)
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = Best;

    fn collect(&mut self, document: DocId, score: Score) {
        let Some(place) = self.places.first(document) else { return };
        let (page, passage) = (usize::try_from(place >> 16).unwrap_or(usize::MAX), place & 0xffff);
        let (readable, locale) = &self.may;
        if readable.page(page, *locale).is_some() {
            self.best.add(Hit { page, passage, score });
        }
    }

    fn harvest(self) -> Best {
        self.best
    }
}

//! What those of one scope may find, and where it belongs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::knowledge::Space;
use domain::{Locale, Scope};
use store::{ContactTypeRow, Revision, Store};

use super::document::IndexedPage;
use super::index::Snapshot;
use crate::error::Result;

/// For how many scopes it is kept.
const MAX: usize = 100;

/// What those of one scope may find, at the moment of a [`Snapshot`]. What they may not find is left out before
/// anything is counted.
#[derive(Debug)]
pub(super) struct Readable {
    /// The spaces that are open to them.
    pub(super) spaces: Vec<Space>,
    /// All contact types.
    pub(super) contact_types: Vec<ContactTypeRow>,
    /// The pages of these spaces, by their numbers in the index.
    pub(super) pages: Vec<Option<ReadablePage>>,
}

/// Where a page belongs.
#[derive(Debug)]
pub(super) struct ReadablePage {
    pub(super) locale: Locale,
    /// Which of the spaces it is in.
    pub(super) space: usize,
    /// Which of the contact types it is about.
    pub(super) contact_types: Box<[usize]>,
}

impl Readable {
    fn new(spaces: Vec<Space>, contact_types: Vec<ContactTypeRow>, snapshot: &Snapshot) -> Self {
        let space_at: BTreeMap<_, _> =
            spaces.iter().enumerate().map(|(index, space)| (space.id, index)).collect();
        let type_at: BTreeMap<_, _> =
            contact_types.iter().enumerate().map(|(index, row)| (row.id, index)).collect();
        let place = |page: &IndexedPage| {
            let about = page.contact_types.iter().filter_map(|id| type_at.get(id).copied());
            Some(ReadablePage {
                locale: page.locale,
                space: *space_at.get(&page.space)?,
                contact_types: about.collect(),
            })
        };
        let pages = snapshot.pages.iter().map(|page| place(page.as_deref()?)).collect();
        Self { spaces, contact_types, pages }
    }

    /// A page, if it may be found in a language.
    pub(super) fn page(&self, number: usize, locale: Locale) -> Option<&ReadablePage> {
        self.pages.get(number)?.as_ref().filter(|page| page.locale == locale)
    }
}

/// What was worked out for each scope. It holds as long as nothing is recorded: a snapshot may be behind the log, and
/// what is open to somebody must not be.
#[derive(Debug, Default)]
pub(super) struct ReadableByScope(Mutex<Vec<Kept>>);

type Kept = ((Scope, Revision), Arc<Readable>);

impl Snapshot {
    /// What those of a scope may find in it.
    pub(super) async fn readable(
        &self,
        store: &Store,
        scope: Scope,
        revision: Revision,
    ) -> Result<Arc<Readable>> {
        let key = (scope, revision);
        let lock = || self.readable.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = lock().iter().find(|(of, _)| *of == key) {
            return Ok(Arc::clone(known));
        }
        let db = store.read();
        let (spaces, contact_types) = (db.spaces(scope).all().await?, db.contact_types().all().await?);
        let readable = Arc::new(Readable::new(spaces, contact_types, self));
        let mut known = lock();
        if MAX <= known.len() {
            known.clear();
        }
        known.push((key, Arc::clone(&readable)));
        Ok(readable)
    }
}

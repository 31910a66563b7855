//! The index: derived from the database, in the memory of each process, and behind the event log by moments.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::event::SubjectKind;
use domain::{ArticleId, Locale, Scope};
use store::event::EventFilter;
use store::{PublishedArticle, Store, StoreError};
use tantivy::merge_policy::{LogMergePolicy, MergePolicy, NoMergePolicy};
use tantivy::schema::Schema;
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, Term};
use tokio::sync::{Mutex, watch};
use uuid::Uuid;

use super::document::{Fields, IndexedPage, Texts, documents, pages_of};
use super::kept::KeptAnswers;
use super::readable::ReadableByScope;
use crate::error::{Error, Result};

/// What the writer may hold before it makes a segment: the least that tantivy takes.
const WRITER_BYTES: usize = 15_000_000;
/// How many articles are read at once.
const CHUNK: usize = 100;
/// How many events are read at once.
const EVENTS: usize = 1_000;
/// How long a search waits for the index to catch up with the log.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long it waits for the first index of the process.
const FIRST_PATIENCE: Duration = Duration::from_secs(20);
/// How long the follower rests after a failure.
const REST: Duration = Duration::from_secs(1);
/// So many segments of about one size become one. Each word is looked up in each segment, and a question stands for
/// many words.
const SEGMENTS: usize = 3;
/// Segments of fewer documents are of one size.
const SMALL: u32 = 1_000;

/// The index of this process. Cheap to clone.
#[derive(Clone)]
pub(crate) struct SearchIndex {
    keeper: Arc<Mutex<Keeper>>,
    current: watch::Sender<Option<Arc<Snapshot>>>,
}

impl std::fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SearchIndex").finish_non_exhaustive()
    }
}

/// What can be searched at one moment.
pub(super) struct Snapshot {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    /// The articles in effect by their numbers in the index, each language a page of its own.
    pub(super) pages: Vec<Option<Arc<IndexedPage>>>,
    pub(super) kept: KeptAnswers,
    pub(super) readable: ReadableByScope,
    /// The number of the last event that is in it.
    cursor: i64,
}

/// Keeps the index up to date; one at a time.
struct Keeper {
    /// Made with the first use.
    open: Option<Open>,
    pages: Vec<Option<Arc<IndexedPage>>>,
    numbers: BTreeMap<(ArticleId, Locale), usize>,
    /// The number of the last event that is in the index.
    cursor: Option<i64>,
}

#[derive(Clone)]
struct Open {
    index: Index,
    reader: IndexReader,
    fields: Fields,
}

impl SearchIndex {
    /// An index with nothing in it yet.
    pub(crate) fn new() -> Self {
        let keeper = Keeper { open: None, pages: Vec::new(), numbers: BTreeMap::new(), cursor: None };
        Self { keeper: Arc::new(Mutex::new(keeper)), current: watch::Sender::new(None) }
    }

    /// Keeps the index up to date for as long as the process lives.
    pub(crate) async fn follow(&self, store: Store) {
        let mut head = store.head();
        loop {
            head.borrow_and_update();
            if let Err(error) = self.catch_up(&store).await {
                tracing::warn!(%error, "the search index is behind");
                tokio::time::sleep(REST).await;
                continue;
            }
            if head.changed().await.is_err() {
                return;
            }
        }
    }

    /// What can be searched, with everything in it that the log holds by now. When that takes too long, what there
    /// was before.
    pub(super) async fn current(&self, store: &Store) -> Result<Arc<Snapshot>> {
        // What somebody changed, they find.
        drop(tokio::time::timeout(PATIENCE, store.settled()).await);
        let head = *store.head().borrow();
        let before = self.current.borrow().clone();
        if let Some(snapshot) = before.as_ref().filter(|snapshot| head <= snapshot.cursor) {
            return Ok(Arc::clone(snapshot));
        }
        let patience = if before.is_some() { PATIENCE } else { FIRST_PATIENCE };
        let (this, store) = (self.clone(), store.clone());
        // A task of its own, which goes on when the asker gives up.
        let work = tokio::spawn(async move { this.catch_up(&store).await });
        match tokio::time::timeout(patience, work).await {
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(error))) => tracing::warn!(%error, "the search index is behind"),
            Ok(Err(_)) | Err(_) => tracing::warn!("the search index is behind"),
        }
        let now = self.current.borrow().clone();
        now.ok_or_else(|| StoreError::Unavailable("the search index is being built".to_owned()).into())
    }

    /// Reads what was recorded since the last time, and makes it findable.
    async fn catch_up(&self, store: &Store) -> Result<()> {
        let mut keeper = Arc::clone(&self.keeper).lock_owned().await;
        let head = *store.head().borrow();
        let articles = match keeper.cursor {
            Some(cursor) if head <= cursor => return Ok(()),
            Some(cursor) => changed(store, cursor).await?,
            None => store.read().articles(Scope::Everything).ids().await?,
        };
        if keeper.cursor.is_some() && articles.is_empty() {
            keeper.cursor = Some(head);
            self.current.send_if_modified(|current| match current {
                Some(snapshot) => {
                    *snapshot = Arc::new(snapshot.at(head));
                    true
                }
                None => false,
            });
            return Ok(());
        }
        let open = keeper.open()?;
        let (mut writer, mut texts) = (Some(writer(&open.index, keeper.cursor.is_none())?), Texts::new());
        for chunk in articles.chunks(CHUNK) {
            let published = store.read().articles(Scope::Everything).published(chunk).await?;
            let gone: Vec<_> = chunk.iter().copied().map(ArticleId::new).collect();
            (keeper, writer, texts) = apart(move || {
                if let Some(writer) = &writer {
                    keeper.replace(writer, open.fields, &mut texts, &gone, published)?;
                }
                Ok((keeper, writer, texts))
            })
            .await
            // The keeper went with the failed work: what it holds is not what the index holds.
            ?;
        }
        let current = self.current.clone();
        let open = keeper.open()?;
        apart(move || {
            let Some(mut writer) = writer else { return Ok(()) };
            writer.commit().map_err(failed)?;
            current.send_replace(Some(Arc::new(keeper.snapshot(&open, head)?)));
            let is_first = keeper.cursor.replace(head).is_none();
            if is_first {
                let segments = open.index.searchable_segment_ids().map_err(failed)?;
                if 1 < segments.len() {
                    writer.merge(&segments).wait().map_err(failed)?;
                }
            }
            // Merges go on until here; then the memory of the writer is free.
            writer.wait_merging_threads().map_err(failed)?;
            current.send_replace(Some(Arc::new(keeper.snapshot(&open, head)?)));
            Ok(())
        })
        .await
    }
}

/// The articles that were changed since a place in the log.
async fn changed(store: &Store, mut cursor: i64) -> Result<Vec<Uuid>> {
    let (db, mut articles) = (store.read(), BTreeSet::new());
    let filter = EventFilter { area: Some(SubjectKind::Article), ..EventFilter::default() };
    loop {
        let events = db.events(Scope::Everything).after(cursor, &filter, EVENTS).await?;
        articles.extend(events.iter().map(|event| event.subject));
        match events.last() {
            Some(last) if events.len() == EVENTS => cursor = last.seq,
            _ => return Ok(articles.into_iter().collect()),
        }
    }
}

/// Does work that takes long without holding up those who answer.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let outcome = tokio::task::spawn_blocking(work).await;
    outcome.map_err(|error| Error::Internal(format!("work on the search index ended: {error}")))?
}

fn writer(index: &Index, is_first: bool) -> Result<IndexWriter> {
    let policy: Box<dyn MergePolicy> = if is_first {
        // All segments of the first index become one at its end.
        Box::new(NoMergePolicy)
    } else {
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(SEGMENTS);
        policy.set_min_layer_size(SMALL);
        Box::new(policy)
    };
    let writer: IndexWriter = index.writer_with_num_threads(1, WRITER_BYTES).map_err(failed)?;
    writer.set_merge_policy(policy);
    Ok(writer)
}

pub(super) fn failed(error: tantivy::TantivyError) -> Error {
    Error::Internal(format!("search: {error}"))
}

impl Snapshot {
    fn new(searcher: Searcher, fields: Fields, pages: Vec<Option<Arc<IndexedPage>>>, cursor: i64) -> Self {
        Self { searcher, fields, pages, kept: KeptAnswers::default(), readable: Default::default(), cursor }
    }

    /// The same, with nothing new up to a place in the log.
    fn at(&self, cursor: i64) -> Self {
        Self::new(self.searcher.clone(), self.fields, self.pages.clone(), cursor)
    }
}

impl Keeper {
    fn open(&mut self) -> Result<Open> {
        if let Some(open) = &self.open {
            return Ok(open.clone());
        }
        let mut schema = Schema::builder();
        let fields = Fields::declare(&mut schema);
        let index = Index::create_in_ram(schema.build());
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(failed)?;
        let open = Open { index, reader, fields };
        self.open = Some(open.clone());
        Ok(open)
    }

    fn snapshot(&self, open: &Open, cursor: i64) -> Result<Snapshot> {
        open.reader.reload().map_err(failed)?;
        Ok(Snapshot::new(open.reader.searcher(), open.fields, self.pages.clone(), cursor))
    }

    /// Puts articles in place of what was known of them.
    fn replace(
        &mut self,
        writer: &IndexWriter,
        fields: Fields,
        texts: &mut Texts,
        gone: &[ArticleId],
        published: Vec<PublishedArticle>,
    ) -> Result<()> {
        for (article, locale) in gone.iter().flat_map(|article| Locale::ALL.map(|locale| (*article, locale)))
        {
            let Some(number) = self.numbers.get(&(article, locale)) else { continue };
            writer.delete_term(Term::from_field_u64(fields.page, *number as u64));
            if let Some(page) = self.pages.get_mut(*number) {
                *page = None;
            }
        }
        for page in published.into_iter().flat_map(pages_of) {
            let key = (page.article, page.locale);
            let number = *self.numbers.entry(key).or_insert_with(|| {
                self.pages.push(None);
                self.pages.len() - 1
            });
            for document in documents(&page, number as u64, texts, fields) {
                writer.add_document(document).map_err(failed)?;
            }
            if let Some(place) = self.pages.get_mut(number) {
                *place = Some(Arc::new(page));
            }
        }
        Ok(())
    }
}

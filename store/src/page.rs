//! Paging by cursor: stable while rows come and go, and as fast on page 1,000 as on page 1.

/// Where a page starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cursor<K> {
    /// At the beginning.
    #[default]
    Start,
    /// Behind this row.
    After(K),
    /// So that it ends in front of this row.
    Before(K),
}

/// A page of rows, in the order asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T, K> {
    /// The rows.
    pub rows: Vec<T>,
    /// Ask `Before` this for the page before; none on the first.
    pub previous: Option<K>,
    /// Ask `After` this for the page behind; none on the last.
    pub next: Option<K>,
}

impl<T, K: Copy> Page<T, K> {
    /// Makes a page of up to `limit + 1` rows that were read away from the cursor: the one too many only
    /// says that there is more.
    pub(crate) fn of(mut rows: Vec<T>, limit: usize, cursor: Cursor<K>, key: impl Fn(&T) -> K) -> Self {
        let has_more = limit < rows.len();
        rows.truncate(limit);
        let (has_previous, has_next) = match cursor {
            Cursor::Start => (false, has_more),
            Cursor::After(_) => (true, has_more),
            Cursor::Before(_) => {
                rows.reverse();
                (has_more, true)
            }
        };
        let previous = rows.first().filter(|_| has_previous).map(&key);
        let next = rows.last().filter(|_| has_next).map(&key);
        Self { rows, previous, next }
    }

    /// The same page with other rows.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U, K> {
        let Self { rows, previous, next } = self;
        Page { rows: rows.into_iter().map(change).collect(), previous, next }
    }
}

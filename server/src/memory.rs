//! Giving memory back.

use std::time::Duration;

/// How long a thread waits for more work of the kind that holds others up. What it worked with is given back once it
/// is gone.
pub(crate) const THREADS_KEPT: Duration = Duration::from_secs(2);
/// By then the search index of a programme of ordinary size is built, and the threads that built it are gone.
const FIRST: Duration = Duration::from_secs(4);
/// How often.
const EVERY: Duration = Duration::from_secs(30);

/// Gives memory that nobody uses back to the system, now and then. The allocator does so by itself only while there is
/// work: a server that built its search index and then rests would keep twice what it needs. Giving back at once
/// instead (`MIMALLOC_PURGE_DELAY=0`) costs a fifth of the pages per second.
pub(crate) async fn give_back() {
    let mut wait = FIRST;
    loop {
        tokio::time::sleep(wait).await;
        wait = EVERY;
        #[expect(unsafe_code, reason = "a function in C without arguments that could be wrong")]
        // SAFETY: it may be called at any time and from any thread.
        unsafe {
            libmimalloc_sys::mi_collect(true);
        }
    }
}

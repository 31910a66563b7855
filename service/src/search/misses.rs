//! What people look for and do not find: what is missing in the instructions, in the words of the floor.

use domain::{Actor, Permission, Timestamp, fold};
use store::{SearchMiss, SearchMisses};

use super::find::{Reach, SearchAsk, SearchView};
use super::question::may_be_kept;
use crate::error::Result;
use crate::portal::{Portal, require};

/// How many there may be. Who types nonsense all day must not fill the database.
const MAX_KEPT: u64 = 2_000;
/// How many are shown.
const SHOWN: usize = 200;
/// How long they are kept after the last time.
const KEPT_DAYS: i64 = 180;

impl Portal {
    /// Notes a question that came to rest and was answered with nothing, for those who write the instructions.
    ///
    /// Not who asked it, nothing that could be a customer's, and nothing that those ask who write: they only try.
    /// A failure is not the asker's business.
    pub async fn note_search(&self, actor: &Actor, ask: &SearchAsk, found: &SearchView) {
        let SearchAsk { text: _, space, contact_type, language, page: _, limit: _ } = ask;
        let is_filtered = space.is_some() || contact_type.is_some() || language.is_some();
        let is_reader = actor.user_id().is_some() && !actor.may(Permission::WriteKnowledge);
        let is_miss = found.has_words && found.reach == Reach::Nothing && !is_filtered;
        if !is_miss || !is_reader || !may_be_kept(&found.text) {
            return;
        }
        let query = fold(&found.text).split_whitespace().collect::<Vec<_>>().join(" ");
        if let Err(error) = self.note_miss(actor, query).await {
            tracing::warn!(%error, "could not note what was not found");
        }
    }

    async fn note_miss(&self, actor: &Actor, query: String) -> Result<()> {
        if MAX_KEPT <= self.store().read().search_misses().count().await? {
            return Ok(());
        }
        let locale = actor.locale;
        self.write(actor, move |tx| async move {
            SearchMisses::note(&tx, query, locale).await?;
            let before = tx.now().as_millis() - KEPT_DAYS * 24 * 3_600_000;
            SearchMisses::forget(&tx, Timestamp::from_millis(before)).await?;
            Ok(())
        })
        .await
    }

    /// What people looked for and did not find, the most frequent first.
    pub async fn search_misses(&self, actor: &Actor) -> Result<Vec<SearchMiss>> {
        require(actor, Permission::WriteKnowledge)?;
        Ok(self.store().read().search_misses().list(SHOWN).await?)
    }
}

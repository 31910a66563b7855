//! Which accepted flags a version mends: as those say who write and approve it, or else as its text does.

use std::collections::BTreeMap;

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ArticleVersion, Fix, Flag, FlagState, FlagStep, LifeRefusal, VersionState};
use domain::{Actor, ArticleVersionId, FlagId, Permission, Scope};
use serde_json::json;
use store::{Articles, Flags, Tx};

use super::flags::{FlagView, record};
use super::read::up_to_date;
use super::words_of;
use crate::error::{Error, Result};
use crate::notification::tell_fixed;
use crate::portal::{Portal, require};
use crate::world::World;

/// An accepted flag beside a version that may mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixView {
    /// The flag.
    pub flag: FlagView,
    /// What the version does to it.
    pub fix: Fix,
    /// What it would do by its text alone.
    pub by_text: Fix,
}

impl Portal {
    /// The accepted flags of an article in the language of one of its versions, with what that version does to each once it
    /// takes effect. None beside a version that has.
    pub async fn fixes(&self, actor: &Actor, id: ArticleVersionId) -> Result<Vec<FixView>> {
        require(actor, Permission::WriteKnowledge)?;
        let db = self.store().read();
        let version = db.articles(actor.scope()).version_by_id(id).await?.ok_or(Error::NotFound)?;
        let flags = db.flags(actor.scope());
        let waiting = if VersionState::PUBLISHED.contains(&version.state) {
            Vec::new()
        } else {
            flags.of_article(version.article, version.locale, &[FlagState::Accepted]).await?
        };
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        let (chosen, text) = (flags.fixes_chosen(id).await?, read_text_of(&version));
        let view = |view: FlagView| {
            let Flag { id, passage, .. } = &view.flag;
            let (fix, by_text) =
                (Fix::of(chosen.get(id).copied(), passage, &text), Fix::of(None, passage, &text));
            FixView { flag: view, fix, by_text }
        };
        Ok(self.flag_views(actor, waiting).await?.into_iter().map(view).collect())
    }

    /// Notes what a version that has not taken effect yet does to some flags, whatever its text says. Of a draft whoever
    /// writes says so, of what was approved whoever may publish. [`Error::Stale`] when a flag was answered meanwhile.
    pub async fn choose_fixes(
        &self,
        actor: &Actor,
        id: ArticleVersionId,
        chosen: BTreeMap<FlagId, Fix>,
    ) -> Result<()> {
        require(actor, Permission::WriteKnowledge)?;
        let db = self.store().read();
        let version = db.articles(actor.scope()).version_by_id(id).await?.ok_or(Error::NotFound)?;
        if version.state.is_immutable() {
            require(actor, Permission::PublishKnowledge)?;
        }
        if VersionState::PUBLISHED.contains(&version.state) {
            return Err(Error::Life(LifeRefusal::State(version.state)));
        }
        for flag in chosen.keys() {
            let flag = db.flags(actor.scope()).get(*flag).await?.ok_or(Error::NotFound)?;
            must_wait_for(&flag, &version)?;
        }
        if chosen.is_empty() {
            return Ok(());
        }
        self.write(actor, move |tx| async move {
            // Whoever puts it into effect at the same time waits for this row.
            Articles::hold(&tx, &version).await?;
            for (flag, fix) in chosen {
                Flags::choose_fix(&tx, version.id, flag, fix).await?;
                record_choice(&tx, &version, flag, fix);
            }
            Ok(())
        })
        .await
    }
}

/// Closes the accepted flags that a version mends which takes effect in this write, and tells whoever raised them. The others
/// wait for the next one.
pub(crate) async fn fix_flags(tx: &Tx, world: &World, version: &ArticleVersion) -> Result<()> {
    let flags = tx.flags(Scope::Everything);
    let waiting = flags.of_article(version.article, version.locale, &[FlagState::Accepted]).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let (chosen, text) = (flags.fixes_chosen(version.id).await?, read_text_of(version));
    let mut fixed = Vec::new();
    for read in waiting {
        let fix = Fix::of(chosen.get(&read.id).copied(), &read.passage, &text);
        let Some(state) = read.state.after(FlagStep::Fix).filter(|_| fix == Fix::Mends) else { continue };
        let after = Flag { state, fixed_by: Some(version.id), fixed_at: Some(tx.now()), ..read.clone() };
        Flags::go(tx, &read, &after).await?;
        record(tx, EventKind::FlagFixed, &after);
        fixed.push(after);
    }
    tell_fixed(tx, world, &fixed, version).await
}

/// Refuses a flag that does not wait for a version of this article in this language.
fn must_wait_for(flag: &Flag, version: &ArticleVersion) -> Result<()> {
    if (flag.article, flag.locale) != (version.article, version.locale) {
        return Err(Error::NotFound);
    }
    if flag.state == FlagState::Accepted { Ok(()) } else { Err(Error::Stale) }
}

/// What readers see of a version, and so can flag: its title stands above the text.
pub(super) fn read_text_of(version: &ArticleVersion) -> String {
    let ArticleVersion { title, html, .. } = up_to_date(version.clone());
    format!("{title}\n{}", words_of(&html))
}

/// The client's own business: a vendor hears of its flag once the version takes effect.
fn record_choice(tx: &Tx, version: &ArticleVersion, flag: FlagId, fix: Fix) {
    let details = json!({
        "article": version.article,
        "version": version.id,
        "language": version.locale.as_str(),
        "fix": fix.as_str(),
    });
    tx.record(NewEvent::new(EventKind::FlagFixChosen, flag.uuid()).with(details));
}

//! Keeping a broadcast that tells something of its own while it is composed. Whether what was typed is right is asked when it
//! is sent.

use domain::broadcast::BroadcastDraft;
use domain::event::{EventKind, NewEvent};
use domain::{Actor, BroadcastDraftId, Fields, Locale, Permission};
use serde_json::json;
use store::BroadcastDrafts;

use super::compose::MAX_TITLE;
use super::own::words;
use crate::error::{Error, Result};
use crate::people::names_of;
use crate::portal::{Portal, require};

/// A draft, and the version of it that was read.
pub type DraftRead = (BroadcastDraftId, i64);

/// What was typed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BroadcastDraftInput {
    /// Its title in each language.
    pub titles: Vec<(Locale, String)>,
    /// The names of the fields of the form, each with what was typed. Where a field has several answers, its name comes again.
    pub answers: Vec<(String, String)>,
}

/// A draft in the list of those who may send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroadcastDraftView {
    /// The draft.
    pub draft: BroadcastDraft,
    /// Who saved it last, by name.
    pub saved_by: Option<String>,
}

impl Portal {
    /// What is being composed, the last saved first.
    pub async fn broadcast_drafts(&self, actor: &Actor) -> Result<Vec<BroadcastDraftView>> {
        require(actor, Permission::PublishKnowledge)?;
        let db = self.store().read();
        let drafts = db.broadcast_drafts(actor.scope()).all().await?;
        let people: Vec<_> = drafts.iter().filter_map(|draft| draft.saved_by).collect();
        let names = names_of(&db, actor, &people).await?;
        let view = |draft: BroadcastDraft| BroadcastDraftView {
            saved_by: draft.saved_by.and_then(|by| names.get(&by).cloned()),
            draft,
        };
        Ok(drafts.into_iter().map(view).collect())
    }

    /// One draft, as it was typed.
    pub async fn broadcast_draft(&self, actor: &Actor, id: BroadcastDraftId) -> Result<BroadcastDraft> {
        require(actor, Permission::PublishKnowledge)?;
        self.store().read().broadcast_drafts(actor.scope()).get(id).await?.ok_or(Error::NotFound)
    }

    /// Keeps what was typed: as a draft of its own, or over the one that was read. It needs a title and nothing else.
    /// [`Error::Stale`] when somebody else has saved that one meanwhile.
    pub async fn save_broadcast_draft(
        &self,
        actor: &Actor,
        read: Option<DraftRead>,
        input: BroadcastDraftInput,
    ) -> Result<DraftRead> {
        require(actor, Permission::PublishKnowledge)?;
        if let Some((id, _)) = read {
            self.broadcast_draft(actor, id).await?;
        }
        let BroadcastDraftInput { titles, answers } = input;
        let title = read_title(&titles, actor.locale)?;
        let (id, before) = read.unwrap_or_else(|| (BroadcastDraftId::new(self.world().id()), 0));
        let (version, saved_at) = (before.saturating_add(1), self.world().now());
        let draft = BroadcastDraft { id, title, answers, saved_by: actor.user_id(), saved_at, version };
        self.write(actor, move |tx| async move {
            match read {
                Some(_) => BroadcastDrafts::update(&tx, &draft).await?,
                None => BroadcastDrafts::insert(&tx, &draft).await?,
            }
            let event = NewEvent::new(EventKind::BroadcastDraftSaved, id.uuid());
            tx.record(event.with(json!({ "version": version })));
            Ok((id, version))
        })
        .await
    }

    /// Throws a draft away. [`Error::Stale`] when somebody has saved it since it was read.
    pub async fn discard_broadcast_draft(&self, actor: &Actor, (id, version): DraftRead) -> Result<()> {
        self.broadcast_draft(actor, id).await?;
        self.write(actor, move |tx| async move {
            BroadcastDrafts::remove(&tx, id, version).await?;
            tx.record(NewEvent::new(EventKind::BroadcastDraftDiscarded, id.uuid()));
            Ok(())
        })
        .await
    }
}

/// The title in the reader's language, or else in another.
fn read_title(titles: &[(Locale, String)], reader: Locale) -> Result<String> {
    let mut given = titles.iter().filter(|(_, title)| !title.trim().is_empty());
    let first = given.clone().next();
    let title = given.find(|(locale, _)| *locale == reader).or(first);
    let (locale, title) = title.map_or((reader, ""), |(locale, title)| (*locale, title.as_str()));
    let mut fields = Fields::new();
    let title = fields.read(&format!("{}[title]", locale.as_str()), words(title, MAX_TITLE));
    Ok(fields.verdict(title)?)
}

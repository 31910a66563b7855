//! What reaches an agent: the list, the card with what changes, the check, the acknowledgement.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::broadcast::{
    Binding, Broadcast, BroadcastText, InTheWay, RecallAnswer, RecipientRefusal, RecipientState, Severity,
    Step, grade, language_for,
};
use domain::event::{EventKind, NewEvent};
use domain::knowledge::{Article, DiffBlock, Space, VersionState};
use domain::notification::Subject;
use domain::{Actor, ArticleVersionId, BroadcastId, Invalid, Locale, Reason, Scope, Timestamp, UserId};
use serde_json::json;
use store::{
    Acknowledgement, Acknowledgements, Cursor, Notifications, Page, RecipientRow, Recipients, StoreError,
};

use super::coaching;
use super::order::answers;
use super::sent::Sent;
use crate::error::{Error, Result};
use crate::knowledge::changed_blocks;
use crate::portal::Portal;

/// How many broadcasts a page of the list names.
const PAGE: usize = 25;

/// A broadcast in the list of somebody whom it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MyBroadcast {
    /// The broadcast.
    pub broadcast: Broadcast,
    /// Its words, in the reader's language where there are any.
    pub text: BroadcastText,
    /// How far the reader is.
    pub recipient: RecipientRow,
}

impl MyBroadcast {
    /// How far it stands in the reader's way at an instant.
    pub fn in_the_way(&self, now: Timestamp) -> Option<InTheWay> {
        let Self { broadcast, text: _, recipient } = self;
        recipient.recipient.in_the_way(broadcast.severity, broadcast.effect(), &recipient.deadline, now)
    }
}

/// What an agent reads before they acknowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The broadcast with its words and how far the reader is.
    pub mine: MyBroadcast,
    /// What changes.
    pub changes: Vec<CardChange>,
    /// What is asked; the right answers are left out.
    pub items: Vec<CardItem>,
    /// Whether the reader's lead is to go through it with them.
    pub awaits_coaching: bool,
}

/// What changes in one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardChange {
    /// Where it stands.
    pub space: Space,
    /// The article.
    pub article: Article,
    /// Its title.
    pub title: String,
    /// Its language.
    pub locale: Locale,
    /// The version that the reader knew; none when the article is new to them.
    pub from: Option<i64>,
    /// The version that takes effect.
    pub to: i64,
    /// Whether that version was recalled: then nothing of it is shown.
    pub is_withdrawn: bool,
    /// Since when it was, or will be, in effect.
    pub effective_at: Option<Timestamp>,
    /// What differs.
    pub blocks: Vec<DiffBlock>,
}

/// A question of the check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardItem {
    /// What is asked.
    pub prompt: String,
    /// What can be answered, each under the index by which it is given; in the order in which it is shown to the reader.
    pub options: Vec<(usize, String)>,
    /// Whether several answers are right.
    pub is_multiple: bool,
    /// The passage to read again; shown once the check was failed.
    pub passage: Option<String>,
}

/// What became of an acknowledgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// It is given, now or before.
    Given,
    /// The check was failed: which answers were right.
    CheckFailed(Vec<bool>),
}

/// What a page that is answered says of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// When it was shown.
    pub at: Option<Timestamp>,
    /// In which language the broadcast was read there.
    pub locale: Option<Locale>,
}

/// A broadcast as it reached somebody.
struct Received {
    /// Their way through it.
    row: RecipientRow,
    /// Its words.
    text: BroadcastText,
    /// As it was sent.
    sent: Arc<Sent>,
    /// All that they have not acknowledged.
    open: Vec<RecipientRow>,
    /// After which event of the log this was so.
    at: i64,
}

impl Portal {
    /// What the actor still has to read, most urgent first.
    pub async fn my_open_broadcasts(&self, actor: &Actor) -> Result<Vec<MyBroadcast>> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let rows = self.store().read().recipients(own(actor)).open_of(me).await?;
        let mut mine = self.with_texts(actor, rows).await?;
        mine.sort_by_key(|one| {
            let due = one.recipient.deadline.due_at.unwrap_or(Timestamp::from_millis(i64::MAX));
            (std::cmp::Reverse(one.broadcast.severity), due)
        });
        Ok(mine)
    }

    /// A page of everything that reached the actor, the last first.
    pub async fn my_broadcasts(
        &self,
        actor: &Actor,
        cursor: Cursor<BroadcastId>,
    ) -> Result<Page<MyBroadcast, BroadcastId>> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let page = self.store().read().recipients(own(actor)).of_user(me, cursor, PAGE).await?;
        let Page { rows, previous, next } = page;
        Ok(Page { rows: self.with_texts(actor, rows).await?, previous, next })
    }

    async fn with_texts(&self, actor: &Actor, rows: Vec<RecipientRow>) -> Result<Vec<MyBroadcast>> {
        let db = self.store().read();
        let broadcasts = db.broadcasts(own(actor));
        let ids: Vec<_> = rows.iter().map(|row| row.broadcast).collect();
        let (known, texts) = (broadcasts.get_many(&ids).await?, broadcasts.texts(&ids).await?);
        let mine = rows.into_iter().filter_map(|recipient| {
            let broadcast = known.iter().find(|known| known.id == recipient.broadcast)?.clone();
            let text = text_for(actor.locale, broadcast.id, &texts)?;
            Some(MyBroadcast { broadcast, text, recipient })
        });
        Ok(mine.collect())
    }

    /// One broadcast as the actor reads it, whom it has to reach.
    pub async fn broadcast_card(&self, actor: &Actor, id: BroadcastId) -> Result<Card> {
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let db = self.store().read();
        let row = db.recipients(own(actor)).get(id, me).await?.ok_or(Error::NotFound)?;
        let mut mine = self.with_texts(actor, vec![row]).await?;
        let mine = mine.pop().ok_or(Error::NotFound)?;
        let bindings = db.broadcasts(own(actor)).bindings(id).await?;
        let mut changes = Vec::new();
        for binding in bindings.iter().filter(|binding| mine.text.shows(binding)) {
            changes.push(self.card_change(me, binding).await?);
        }
        let is_shown_again = 0 < mine.recipient.recipient.failed_checks;
        let item = |item: &domain::broadcast::CheckItem| CardItem {
            prompt: item.prompt.clone(),
            options: answers(item, id, me),
            is_multiple: 1 < item.right.len(),
            passage: is_shown_again.then(|| item.passage.clone()),
        };
        let items = mine.text.items.iter().map(item).collect();
        let given = db.coachings(own(actor)).get(id, me).await?;
        let awaits_coaching = mine.recipient.recipient.awaits_coaching(given.map(|given| given.at));
        Ok(Card { mine, changes, items, awaits_coaching })
    }

    /// What changes in an article since the version that somebody knew before.
    async fn card_change(&self, me: UserId, binding: &Binding) -> Result<CardChange> {
        let db = self.store().read();
        let articles = db.articles(Scope::Everything);
        let to = articles.version_by_id(binding.to).await?.ok_or(Error::NotFound)?;
        let article = articles.by_id(binding.article).await?.ok_or(Error::NotFound)?;
        let space = db.spaces(Scope::Everything).by_id(article.space).await?.ok_or(Error::NotFound)?;
        let is_withdrawn = to.state == VersionState::Recalled;
        let known = db.acknowledgements(Scope::Everything).last_version(me, binding).await?;
        // What they knew already and are to read again is shown whole.
        let is_earlier = |from: &ArticleVersionId| *from != to.id;
        let from = match known.or(binding.from.filter(is_earlier)) {
            Some(from) => articles.version_by_id(from).await?,
            None => None,
        };
        let blocks = if is_withdrawn {
            Vec::new()
        } else {
            let (earlier, later) = (from.as_ref().map_or("", |from| &from.html).to_owned(), to.html.clone());
            let blocks = tokio::task::spawn_blocking(move || changed_blocks(&earlier, &later)).await;
            blocks.map_err(|error| Error::Internal(error.to_string()))?
        };
        Ok(CardChange {
            space,
            article,
            title: to.title,
            locale: to.locale,
            from: from.map(|from| from.number),
            to: to.number,
            is_withdrawn,
            effective_at: to.effective_at,
            blocks,
        })
    }

    /// Notes that the actor has opened or read a broadcast.
    pub async fn note_broadcast(&self, actor: &Actor, id: BroadcastId, step: Step) -> Result<()> {
        if !matches!(step, Step::Deliver | Step::Open | Step::Read) {
            return Err(Error::Forbidden);
        }
        // That it was delivered may be noted at the same time; what they do is noted on top of that.
        match self.note_step(actor, id, step).await {
            Err(Error::Stale) => {}
            noted => return noted,
        }
        match self.note_step(actor, id, step).await {
            // They went further at the same time.
            Err(Error::Stale) => Ok(()),
            noted => noted,
        }
    }

    async fn note_step(&self, actor: &Actor, id: BroadcastId, step: Step) -> Result<()> {
        let Received { row, text, sent, .. } = self.received(actor, id).await?;
        let (severity, now) = (sent.broadcast.severity, not_before(&sent.broadcast, self.world().now()));
        let after = row.recipient.after(step, severity, text.items.len(), now);
        let Ok(after) = after else { return Ok(()) };
        if after == row.recipient {
            return Ok(());
        }
        let vendor = row.vendor;
        self.write(actor, move |tx| async move {
            Recipients::go(&tx, &row, &after).await?;
            if RecipientState::Opened <= after.state {
                Notifications::read_about(&tx, &[row.user], Subject::Broadcast { id, severity }).await?;
            }
            let details = json!({ "state": after.state.as_str() });
            let event = NewEvent::new(EventKind::BroadcastRead, id.uuid());
            tx.record(event.of_vendor(Some(vendor)).with(details));
            Ok(())
        })
        .await
    }

    /// Acknowledges a broadcast: grades the check, if there is one, and puts the record down for good. Twice is once. The
    /// answers to a recall are those of [`RecallAnswer::ALL`], of which one has to be chosen.
    ///
    /// When the page was shown counts where nothing was noted at that time, and lies between the sending and now. What was read
    /// there in one language is graded and put down in it, whatever their reader has chosen since: nobody gives their word on
    /// a text that they have not seen.
    pub async fn acknowledge(
        &self,
        actor: &Actor,
        id: BroadcastId,
        answers: &[BTreeSet<usize>],
        shown: Option<Shown>,
    ) -> Result<Acknowledged> {
        let shown = shown.unwrap_or_default();
        match self.try_acknowledge(actor, id, answers, shown).await {
            // That it has reached them, or that they read it, was noted at the same time: it is given on top of that.
            Err(Error::Stale) => self.try_acknowledge(actor, id, answers, shown).await,
            outcome => outcome,
        }
    }

    async fn try_acknowledge(
        &self,
        actor: &Actor,
        id: BroadcastId,
        answers: &[BTreeSet<usize>],
        shown: Shown,
    ) -> Result<Acknowledged> {
        let Received { row, text, sent, open, at } = self.received(actor, id).await?;
        let broadcast = &sent.broadcast;
        if row.recipient.state == RecipientState::Acknowledged {
            return Ok(Acknowledged::Given);
        }
        let text = shown.text(text, id, &sent.texts)?;
        let now = not_before(broadcast, self.world().now());
        let (severity, items) = (broadcast.severity, text.items.len());
        let step = |before: &domain::broadcast::Recipient, step| {
            before.after(step, severity, items, now).map_err(refused)
        };
        // What nobody noted when the page was opened, its form knows.
        let shown_at =
            shown.at.map_or(now, |shown| shown.max(broadcast.published_at.unwrap_or(shown)).min(now));
        let opened = row.recipient.after(Step::Open, severity, items, shown_at).map_err(refused)?;
        let read = step(&opened, Step::Read)?;
        let recall_answer = recall_answer(severity, answers)?;
        let is_offered = recall_answer.is_none() && !answers.iter().all(BTreeSet::is_empty);
        let is_asked = severity.requires_check(items) || is_offered;
        if is_asked && read.state < RecipientState::CheckPassed {
            let graded = grade(&text.items, answers);
            if !graded.passed {
                let failed = self.fail_check(actor, row, step(&read, Step::FailCheck)?).await;
                return match failed {
                    Ok(()) => Ok(Acknowledged::CheckFailed(graded.right)),
                    Err(error) => self.overtaken(actor, id, error).await,
                };
            }
        }
        let passed = if is_asked { step(&read, Step::PassCheck)? } else { read };
        let after = domain::broadcast::Recipient { recall_answer, ..step(&passed, Step::Acknowledge)? };
        let record = self.record_of((&row, &text), &sent, &after).await?;
        let given = Acknowledgement {
            id: self.world().id(),
            broadcast: id,
            user: row.user,
            vendor: row.vendor,
            record: record.to_string(),
            at: after.acknowledged_at.unwrap_or(now),
        };
        let after_row = RecipientRow { recipient: after.clone(), ..row.clone() };
        let assessment = self.assessment_of_one(&after_row, open, at).await?;
        let outcome = self.write(actor, move |tx| async move {
            Recipients::go(&tx, &row, &after).await?;
            Acknowledgements::insert(&tx, &given).await?;
            // They may have been told at the moment in which they opened it.
            Notifications::read_about(&tx, &[given.user], Subject::Broadcast { id, severity }).await?;
            assessment.save(&tx, &[after_row]).await?;
            let event = NewEvent::new(EventKind::BroadcastAcknowledged, id.uuid());
            tx.record(event.of_vendor(Some(given.vendor)).with(record));
            Ok(())
        });
        match outcome.await {
            Ok(()) => Ok(Acknowledged::Given),
            Err(error) => self.overtaken(actor, id, error).await,
        }
    }

    /// What to answer somebody whose row was changed while they answered: by themselves, from another tab or pressed
    /// twice, or because the broadcast was replaced, withdrawn or closed.
    async fn overtaken(&self, actor: &Actor, id: BroadcastId, error: Error) -> Result<Acknowledged> {
        if !matches!(error, Error::Stale | Error::Store(StoreError::Taken(_))) {
            return Err(error);
        }
        let Received { row, .. } = self.received(actor, id).await?;
        match (row.recipient.state, row.recipient.ended) {
            (RecipientState::Acknowledged, _) => Ok(Acknowledged::Given),
            (_, Some(ended)) => Err(refused(RecipientRefusal::Ended(ended))),
            (_, None) => Err(Error::Stale),
        }
    }

    async fn fail_check(
        &self,
        actor: &Actor,
        row: RecipientRow,
        after: domain::broadcast::Recipient,
    ) -> Result<()> {
        let (id, vendor, world) = (row.broadcast, row.vendor, self.world().clone());
        // The time that makes it too many; whoever goes on failing is known by then.
        let is_assigned = after.needs_coaching() && !row.recipient.needs_coaching();
        self.write(actor, move |tx| async move {
            Recipients::go(&tx, &row, &after).await?;
            let details = json!({ "times": after.failed_checks, "needs_coaching": after.needs_coaching() });
            let event = NewEvent::new(EventKind::BroadcastCheckFailed, id.uuid());
            tx.record(event.of_vendor(Some(vendor)).with(details));
            if is_assigned {
                coaching::assign(&tx, &world, &row).await?;
            }
            Ok(())
        })
        .await
    }

    async fn received(&self, actor: &Actor, id: BroadcastId) -> Result<Received> {
        let (me, at) = (actor.user_id().ok_or(Error::Unauthenticated)?, self.head());
        let db = self.store().read();
        let rows = db.recipients(own(actor));
        let open = rows.open_of(me).await?;
        let row = match open.iter().find(|row| row.broadcast == id) {
            Some(row) => row.clone(),
            None => rows.get(id, me).await?.ok_or(Error::NotFound)?,
        };
        let sent = self.sent(id).await?;
        let text = text_for(actor.locale, id, &sent.texts).ok_or(Error::NotFound)?;
        Ok(Received { row, text, sent, open, at })
    }

    /// The record of an acknowledgement (section 5 of the product's description), with the versions that the card shows. What
    /// was before it in the log is in the event that holds it.
    async fn record_of(
        &self,
        (row, text): (&RecipientRow, &BroadcastText),
        Sent { broadcast, bindings, texts: _ }: &Sent,
        after: &domain::broadcast::Recipient,
    ) -> Result<serde_json::Value> {
        let db = self.store().read();
        let mut versions = Vec::new();
        for (binding, content_hash) in bindings.iter().filter(|(binding, _)| text.shows(binding)) {
            let known = db.acknowledgements(Scope::Everything).last_version(row.user, binding).await?;
            let from = known.or(binding.from);
            versions.push(json!({
                "article": binding.article,
                "locale": binding.locale.as_str(),
                "from": from,
                "to": binding.to,
                "content_hash": content_hash,
            }));
        }
        let millis = |at: Option<Timestamp>| at.map(Timestamp::as_millis);
        let mut record = json!({
            "agent": row.user,
            "broadcast": broadcast.id,
            "severity": broadcast.severity.as_str(),
            "versions": versions,
            "shown_at": millis(after.opened_at),
            "acked_at": millis(after.acknowledged_at),
            "check_attempts": after.failed_checks + u32::from(after.check_passed_at.is_some()),
            "locale": text.locale.as_str(),
        });
        if let (Some(answer), Some(fields)) = (after.recall_answer, record.as_object_mut()) {
            fields.insert("recall_answer".to_owned(), answer.as_str().into());
        }
        Ok(record)
    }
}

impl Shown {
    /// The words that the page showed; where it does not say in which language, those that its reader is shown by now.
    fn text(
        self,
        now: BroadcastText,
        id: BroadcastId,
        texts: &[(BroadcastId, BroadcastText)],
    ) -> Result<BroadcastText> {
        let Some(locale) = self.locale else { return Ok(now) };
        let said = text_for(locale, id, texts).filter(|text| text.locale == locale);
        Ok(said.ok_or_else(|| Invalid::field("language", Reason::NotAChoice))?)
    }
}

/// Whoever it is, only what reached them: their own rows are found by their id, within their vendor.
fn own(actor: &Actor) -> Scope {
    actor.scope().whole_vendor()
}

/// When something is done with a broadcast: never before it was sent, even where the clock was set back.
fn not_before(broadcast: &Broadcast, now: Timestamp) -> Timestamp {
    broadcast.published_at.map_or(now, |sent| sent.max(now))
}

/// The words in a language, or in another.
pub(super) fn text_for(
    locale: Locale,
    id: BroadcastId,
    texts: &[(BroadcastId, BroadcastText)],
) -> Option<BroadcastText> {
    let mut mine = texts.iter().filter(|(of, _)| *of == id).map(|(_, text)| text);
    let language = language_for(locale, mine.clone().map(|text| text.locale))?;
    mine.find(|text| text.locale == language).cloned()
}

/// What somebody says of what is withdrawn; none where nothing is.
fn recall_answer(severity: Severity, answers: &[BTreeSet<usize>]) -> Result<Option<RecallAnswer>> {
    if severity != Severity::Recall {
        return Ok(None);
    }
    let answer = RecallAnswer::chosen(answers);
    Ok(Some(answer.ok_or_else(|| Invalid::field("answers[0]", Reason::YesOrNo))?))
}

const fn refused(refusal: RecipientRefusal) -> Error {
    Error::Recipient(refusal)
}

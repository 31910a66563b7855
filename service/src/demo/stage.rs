//! Doing what was done: each act is the use case that its page calls, and between acts the jobs that are due.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::CheckItem;
use domain::people::User;
use domain::{Actor, ArticleVersionId, BroadcastId, FlagId, Locale, Scope, Timestamp};
use store::Jobs;

use super::days::Days;
use super::fortnight::{Act, Answer, Cast, actor_of};
use super::story::{Change, Deed, Exempted, Flagged, Verified, Word, wrong};
use crate::broadcast::{Acknowledged, BroadcastInput};
use crate::error::{Error, Result};
use crate::knowledge::{DraftBase, DraftInput, FlagDecision, FlagInput, PublishInput};
use crate::mail::is_letter;
use crate::portal::Portal;

/// How long a claimed job is nobody else's.
const LEASE_SECONDS: i64 = 120;
/// How many jobs are claimed at once.
const JOBS: u64 = 200;

/// A portal whose clock goes along, those who act, and what they have made so far.
#[derive(Debug)]
pub(super) struct Stage<'a> {
    portal: Portal,
    cast: &'a Cast,
    days: Days,
    versions: BTreeMap<&'a str, ArticleVersionId>,
    /// The versions that others were published in place of.
    replaced: BTreeMap<&'a str, ArticleVersionId>,
    broadcasts: BTreeMap<&'a str, BroadcastId>,
    flags: BTreeMap<&'a str, FlagId>,
}

impl<'a> Stage<'a> {
    pub(super) const fn new(portal: Portal, cast: &'a Cast, days: Days) -> Self {
        Self {
            portal,
            cast,
            days,
            versions: BTreeMap::new(),
            replaced: BTreeMap::new(),
            broadcasts: BTreeMap::new(),
            flags: BTreeMap::new(),
        }
    }

    /// Lets time pass: what is due on the way is done when it is due.
    pub(super) async fn wait_until(&self, at: Timestamp) -> Result<()> {
        let clock = &self.portal.world().clock;
        loop {
            self.work_off().await?;
            let next = self.portal.store().read().jobs().next_after(clock.now()).await?;
            match next.filter(|next| *next <= at) {
                Some(next) => clock.move_to(next),
                None => break,
            }
        }
        clock.move_to(at);
        Ok(())
    }

    /// Does the jobs that are due. Letters of the past have left: none is written.
    async fn work_off(&self) -> Result<()> {
        let system = Actor::system(Locale::default());
        loop {
            let now = self.portal.world().now();
            if !self.portal.store().read().jobs().has_ready(None, now).await? {
                return Ok(());
            }
            let jobs = self
                .portal
                .write(&system, move |tx| async move {
                    let until = now.plus_seconds(LEASE_SECONDS);
                    Ok(Jobs::claim(&tx, None, JOBS, until).await?)
                })
                .await?;
            for job in jobs.iter().filter(|job| !is_letter(&job.kind)) {
                self.portal.do_job(&job.kind, &job.payload).await?;
            }
            self.portal
                .write(&system, move |tx| async move {
                    for job in &jobs {
                        Jobs::finish(&tx, job).await?;
                    }
                    Ok(())
                })
                .await?;
        }
    }

    /// Does what somebody did.
    pub(super) async fn play(&mut self, act: Act<'a>) -> Result<()> {
        self.do_act(act).await.map_err(|error| match error {
            Error::Store(error) => Error::Store(error),
            error => wrong(&format!("{}: {error}", act.about())),
        })
    }

    async fn do_act(&mut self, act: Act<'a>) -> Result<()> {
        match act {
            Act::Write(change) => self.write(change).await,
            Act::Submit(change) => self.submit(change).await,
            Act::Return(change) => self.send_back(change).await,
            Act::Approve(change, deed) => self.approve(change, deed).await,
            Act::Publish(change) => self.publish(change).await,
            Act::Close(change) => self.close(change).await,
            Act::Answer(change, user, answer) => self.answer(change, user, answer).await,
            Act::SeeStale(change, user) => self.see_stale(change, user).await,
            Act::Exempt(change, exempted) => self.exempt(change, exempted).await,
            Act::Flag(flag) => self.flag(flag).await,
            Act::Accept(flag) => self.judge(flag, flag.accepted.as_ref(), FlagDecision::Accept).await,
            Act::Decline(flag) => self.judge(flag, flag.declined.as_ref(), FlagDecision::Decline).await,
            Act::Verify(verified) => self.verify(verified).await,
        }
    }

    async fn write(&mut self, change: &'a Change) -> Result<()> {
        let author = self.cast.actor(&change.written.by)?;
        let (space, article) = change.of.place()?;
        let id = self.portal.begin_draft(&author, &space, &article, change.of.language).await?;
        let draft = self.portal.draft(&author, id).await?;
        let before = draft.version.source.as_str();
        let input = DraftInput {
            source: change.applied(before)?,
            significance: change.significance,
            change_reason: change.reason.clone(),
        };
        self.portal.save_draft(&author, id, DraftBase::of(&draft.version), input).await?;
        if draft.is_translation() {
            self.portal.follow_source(&author, id).await?;
        }
        self.versions.insert(&change.key, id);
        Ok(())
    }

    async fn submit(&self, change: &Change) -> Result<()> {
        let (id, author) = (self.version(change)?, self.cast.actor(&change.written.by)?);
        let revision = self.revision(&author, id).await?;
        self.portal.submit_draft(&author, id, revision).await
    }

    async fn send_back(&self, change: &Change) -> Result<()> {
        let Word { by, says, .. } = said(change, change.returned.as_ref())?;
        let (id, referent) = (self.version(change)?, self.cast.actor(by)?);
        let revision = self.revision(&referent, id).await?;
        self.portal.request_changes(&referent, id, revision, says).await
    }

    async fn approve(&self, change: &Change, deed: &Deed) -> Result<()> {
        let (id, referent) = (self.version(change)?, self.cast.actor(&deed.by)?);
        let revision = self.revision(&referent, id).await?;
        self.portal.approve(&referent, id, revision).await.map(drop)
    }

    async fn publish(&mut self, change: &'a Change) -> Result<()> {
        let Some(published) = &change.published else { return Ok(()) };
        let (id, referent) = (self.version(change)?, self.cast.actor(&published.by)?);
        let article = self.portal.draft(&referent, id).await?.article;
        let language = change.of.language;
        let db = self.portal.store().read();
        if let Some(before) = db.articles(Scope::Everything).effective(article.id, language).await? {
            self.replaced.insert(&change.key, before.id);
        }
        let effective = published.effective.map(|moment| self.days.instant(moment.day, moment.at));
        let input = PublishInput {
            effective_at: effective.transpose()?,
            ends_at: None,
            broadcast: BroadcastInput { items: change.items()?, ..BroadcastInput::default() },
            waiver: published.waiver.clone(),
        };
        self.portal.publish(&referent, id, input).await?;
        let sent = db.broadcasts(Scope::Everything).live_about(article.id, language).await?;
        if let Some(sent) = sent.iter().rfind(|sent| sent.beside.is_none()) {
            self.broadcasts.insert(&change.key, sent.id);
        }
        Ok(())
    }

    async fn close(&self, change: &Change) -> Result<()> {
        let Word { by, says, .. } = said(change, change.closed.as_ref())?;
        self.portal.close_broadcast(&self.cast.actor(by)?, self.broadcast(change)?, says).await
    }

    async fn answer(&self, change: &Change, user: &User, answer: Answer) -> Result<()> {
        let id = self.broadcast(change)?;
        let items = change.items()?;
        let answers: Vec<_> = items.iter().map(|item| chosen(item, answer)).collect();
        let outcome = self.portal.acknowledge(&actor_of(user), id, &answers, None).await?;
        match (answer, outcome) {
            (Answer::Right, Acknowledged::Given) | (Answer::Wrong, Acknowledged::CheckFailed(_)) => Ok(()),
            (_, outcome) => Err(wrong(&format!("{}: {answer:?} was taken as {outcome:?}", change.key))),
        }
    }

    async fn see_stale(&self, change: &Change, user: &User) -> Result<()> {
        let old = self.replaced.get(change.key.as_str()).copied();
        let old = old.ok_or_else(|| wrong(&format!("{} replaced nothing", change.key)))?;
        self.portal.note_stale_view(&actor_of(user), old).await?;
        // Before the clock goes on.
        self.portal.settle().await;
        Ok(())
    }

    async fn exempt(&self, change: &Change, exempted: &Exempted) -> Result<()> {
        let (id, lead) = (self.broadcast(change)?, self.cast.actor(&exempted.by)?);
        let agent = self.cast.person(&exempted.agent)?.id;
        let until = self.days.instant(exempted.until.day, exempted.until.at)?;
        self.portal.exempt(&lead, id, agent, &exempted.says, Some(until)).await
    }

    async fn flag(&mut self, flag: &'a Flagged) -> Result<()> {
        let reader = self.cast.actor(&flag.raised.by)?;
        let (space, article) = flag.of.place()?;
        let Flagged { kind, passage, note, .. } = flag.clone();
        let input = FlagInput { kind, passage, note };
        let id = self.portal.raise_flag(&reader, &space, &article, flag.of.language, None, input).await?;
        self.flags.insert(&flag.key, id);
        Ok(())
    }

    async fn judge(&self, flag: &Flagged, word: Option<&Word>, decision: FlagDecision) -> Result<()> {
        let id = self.flags.get(flag.key.as_str()).copied();
        let id = id.ok_or_else(|| wrong(&format!("{} was not raised", flag.key)))?;
        let Some(Word { by, says, .. }) = word else { return Ok(()) };
        self.portal.decide_flag(&self.cast.actor(by)?, id, decision, says).await
    }

    async fn verify(&self, verified: &Verified) -> Result<()> {
        let (space, article) = verified.place()?;
        self.portal.verify_article(&self.cast.actor(&verified.by)?, &space, &article, "").await
    }

    fn version(&self, change: &Change) -> Result<ArticleVersionId> {
        let known = self.versions.get(change.key.as_str()).copied();
        known.ok_or_else(|| wrong(&format!("{} was not written", change.key)))
    }

    fn broadcast(&self, change: &Change) -> Result<BroadcastId> {
        let known = self.broadcasts.get(change.key.as_str()).copied();
        known.ok_or_else(|| wrong(&format!("{} was told to nobody", change.key)))
    }

    /// How a draft stands.
    async fn revision(&self, actor: &Actor, id: ArticleVersionId) -> Result<i64> {
        Ok(self.portal.draft(actor, id).await?.version.life.revision)
    }
}

/// What was said of a change, which somebody did say.
fn said<'w>(change: &Change, word: Option<&'w Word>) -> Result<&'w Word> {
    word.ok_or_else(|| wrong(&format!("{}: nobody said it", change.key)))
}

/// What somebody chooses who answers right, or wrong.
fn chosen(item: &CheckItem, answer: Answer) -> BTreeSet<usize> {
    match answer {
        Answer::Right => item.right.clone(),
        Answer::Wrong => {
            (0..item.options.len()).find(|index| !item.right.contains(index)).into_iter().collect()
        }
    }
}

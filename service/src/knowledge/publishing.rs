//! Approved versions are put into effect, at once or at an instant, and end at another.

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{ArticleVersion, Effect, Life, MAX_REASON, NotThen, Transition, VersionState};
use domain::{
    Actor, ArticleVersionId, BroadcastId, ErrorKind, Fields, HasKind, Invalid, Locale, Permission, Reason,
    Scope, Timestamp,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Articles, Db, NewJob, Population, Tx};

use super::life::{DraftView, after, reason, record, take_effect};
use super::translation::{Untranslated, untranslated_in};
use crate::broadcast::{BroadcastInput, send, take_place};
use crate::error::{Error, Result};
use crate::notification::tell_of_version;
use crate::portal::{Portal, require};

/// The kind of the jobs that do what is due to a version at an instant.
pub(crate) const DUE_JOB: &str = "article_version_due";

/// When something is to be published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishInput {
    /// The instant at which it takes effect; none for at once.
    pub effective_at: Option<Timestamp>,
    /// When it ends by itself.
    pub ends_at: Option<Timestamp>,
    /// What is said with it to those whom it concerns.
    pub broadcast: BroadcastInput,
    /// Why it is published although some read a translation that it leaves behind.
    pub waiver: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Due {
    version: ArticleVersionId,
}

impl Portal {
    /// Puts an approved version into effect, at once or at an instant. One that leaves behind a translation that some work
    /// by, or that is not translated by then, needs a reason for that.
    pub async fn publish(&self, actor: &Actor, id: ArticleVersionId, input: PublishInput) -> Result<()> {
        require(actor, Permission::PublishKnowledge)?;
        self.for_those_present(|present| self.try_publish(actor, id, input.clone(), present)).await?;
        self.known_reaches().forget();
        Ok(())
    }

    async fn try_publish(
        &self,
        actor: &Actor,
        id: ArticleVersionId,
        input: PublishInput,
        present: i64,
    ) -> Result<()> {
        let DraftView { article, version, .. } = self.draft(actor, id).await?;
        let PublishInput { effective_at, ends_at, broadcast, waiver } = input;
        let now = self.world().now();
        let effect = Effect::at(effective_at, ends_at, now).map_err(not_then)?;
        let (transition, kind, at) = match effect {
            Effect::Now => (Transition::TakeEffect, EventKind::ArticleVersionEffective, now),
            Effect::At(at) => (Transition::Schedule, EventKind::ArticleScheduled, at),
        };
        let state = after(&version, transition)?;
        let life = Life {
            published_at: Some(version.life.published_at.unwrap_or(now)),
            ends_at,
            ..version.life.clone()
        };
        let after = ArticleVersion { state, effective_at: Some(at), life, ..version.clone() };
        let later = (effect != Effect::Now).then_some(at);
        let jobs: Vec<_> = [later, ends_at].into_iter().flatten().map(|at| self.due_job(id, at)).collect();
        let waived = waived(self.untranslated_of(actor, &article, &version, later).await?, waiver)?;
        let before = Before::read(&self.store().read(), &version).await?;
        let news = self.compose(actor, &article, &version, at, broadcast).await?;
        let (assessment, due) = self.prepared(&news).await?;
        let (revision, world) = (*self.store().head().borrow(), self.world().clone());
        self.write(actor, move |tx| async move {
            Population::hold_at(&tx, present).await?;
            before.must_hold(&tx, &version).await?;
            Articles::go(&tx, &version, &after).await?;
            jobs.into_iter().for_each(|job| tx.enqueue(job));
            record(&tx, kind, &after);
            if let Some((untranslated, reason)) = waived {
                record_waiver(&tx, &after, &untranslated, &reason);
            }
            send(&tx, news, assessment, due).await?;
            // The broadcast just sent is among those whose reach it may change.
            if after.state == VersionState::Effective {
                take_effect(&tx, &world, revision, &after).await?;
            }
            Ok(())
        })
        .await
    }

    /// Takes a version that was to take effect back to being approved.
    pub async fn unschedule(&self, actor: &Actor, id: ArticleVersionId) -> Result<()> {
        require(actor, Permission::PublishKnowledge)?;
        let DraftView { version, .. } = self.draft(actor, id).await?;
        self.go(actor, version, None, Transition::Unschedule, EventKind::ArticleUnscheduled).await
    }

    /// Does what is due to a version by now: it takes effect, or ends. Done twice, it does nothing the second time; when
    /// the instant was moved meanwhile, the job of the new one does it.
    pub(crate) async fn do_due(&self, payload: &str) -> Result<()> {
        let system = Actor::system(Locale::default());
        let Due { version: id } =
            serde_json::from_str(payload).map_err(|error| Error::Internal(format!("a job: {error}")))?;
        let now = self.world().now();
        let is_due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        let version = self.draft(&system, id).await?.version;
        if version.state == VersionState::Scheduled && is_due(version.effective_at) {
            self.for_those_present(|present| self.come_into_effect(&system, &version, present)).await?;
            self.known_reaches().forget();
        }
        let version = self.draft(&system, id).await?.version;
        if version.state == VersionState::Effective && is_due(version.life.ends_at) {
            self.go(&system, version, None, Transition::Expire, EventKind::ArticleExpired).await?;
        }
        Ok(())
    }

    /// A version that was scheduled takes effect. What was in effect before it may have been recalled meanwhile: those who know
    /// that then have to learn what holds now, whatever they were told before.
    async fn come_into_effect(&self, system: &Actor, version: &ArticleVersion, present: i64) -> Result<()> {
        let before = Before::read(&self.store().read(), version).await?;
        let news = match self.compose_after_recall(system, version).await {
            Ok(news) => news,
            Err(error) if error.kind() == ErrorKind::Unavailable => return Err(error),
            // What takes effect does so at its instant.
            Err(error) => {
                tracing::error!(%error, version = %version.id, "what follows a recall is told to nobody");
                Vec::new()
            }
        };
        let (assessment, due) = self.prepared(&news).await?;
        let (revision, world, version) = (self.head(), self.world().clone(), version.clone());
        let state = after(&version, Transition::TakeEffect)?;
        let after = ArticleVersion { state, ..version.clone() };
        self.write(system, move |tx| async move {
            Population::hold_at(&tx, present).await?;
            before.must_hold(&tx, &version).await?;
            Articles::go(&tx, &version, &after).await?;
            let kind = EventKind::ArticleVersionEffective;
            record(&tx, kind, &after);
            tell_of_version(&tx, &world, (kind, None), &after).await?;
            // What is sent now takes the place of what is live itself.
            if news.is_empty() {
                take_place(&tx, revision, &after).await?;
            } else {
                send(&tx, news, assessment, due).await?;
            }
            take_effect(&tx, &world, revision, &after).await
        })
        .await
    }

    fn due_job(&self, version: ArticleVersionId, run_at: Timestamp) -> NewJob {
        let payload = json!(Due { version }).to_string();
        NewJob {
            id: domain::JobId::new(self.world().id()),
            kind: DUE_JOB,
            lane: store::Lane::Due,
            payload,
            run_at,
        }
    }
}

/// What a version finds when it is published or recalled: what its broadcast was composed for.
pub(super) struct Before {
    effective: Option<ArticleVersion>,
    live: Vec<BroadcastId>,
}

impl Before {
    pub(super) async fn read(db: &Db, version: &ArticleVersion) -> Result<Self> {
        let effective = db.articles(Scope::Everything).effective(version.article, version.locale).await?;
        let live = db.broadcasts(Scope::Everything).live_about(version.article, version.locale).await?;
        Ok(Self { effective, live: live.iter().map(|broadcast| broadcast.id).collect() })
    }

    /// [`Error::Stale`] when it is not so any more: something was published or recalled meanwhile.
    pub(super) async fn must_hold(&self, tx: &Tx, version: &ArticleVersion) -> Result<()> {
        if let Some(effective) = &self.effective {
            Articles::hold(tx, effective).await?;
        }
        let Self { effective, live } = Self::read(tx, version).await?;
        let is_same = effective.map(|one| one.id) == self.effective.as_ref().map(|one| one.id);
        if is_same && live == self.live { Ok(()) } else { Err(Error::Stale) }
    }
}

/// At which field of the form an instant is refused.
fn not_then(why: NotThen) -> Invalid {
    match why {
        NotThen::Past => Invalid::field("day", Reason::Past),
        NotThen::EndsFirst => Invalid::field("end_day", Reason::EndsFirst),
    }
}

/// Why a change is published that leaves translations behind; nothing where it leaves none.
fn waived(
    untranslated: Vec<Untranslated>,
    waiver: Option<String>,
) -> Result<Option<(Vec<Untranslated>, String)>> {
    if untranslated.is_empty() {
        return Ok(None);
    }
    let Some(why) = waiver else {
        return Err(Invalid::field("waiver[anyway]", Reason::Missing).into());
    };
    let is_short = why.trim().chars().count() <= MAX_REASON;
    let mut fields = Fields::new();
    let given = reason(&why).and_then(|()| is_short.then_some(()).ok_or(Reason::TooLong(MAX_REASON)));
    let given = fields.read("waiver[reason]", given);
    fields.verdict(given)?;
    Ok(Some((untranslated, why.trim().to_owned())))
}

/// An event of its own: what readers' proofs show of an article must not tell one vendor of others.
fn record_waiver(tx: &Tx, version: &ArticleVersion, untranslated: &[Untranslated], reason: &str) {
    let languages: Vec<_> = untranslated_in(untranslated).into_iter().map(Locale::as_str).collect();
    let vendors: Vec<_> = untranslated.iter().map(|found| found.vendor).collect();
    let details = json!({
        "version": version.id,
        "language": version.locale.as_str(),
        "number": version.number,
        "waived_translation": reason,
        "languages": languages,
        "vendors": vendors,
    });
    tx.record(NewEvent::new(EventKind::ArticleTranslationWaived, version.article.uuid()).with(details));
}

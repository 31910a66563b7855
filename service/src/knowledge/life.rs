//! The life of versions: reviewed, approved, put away. How they are written is in `writing.rs`, how they are put into effect in
//! `publishing.rs`.
//!
//! Each use case loads the version, asks the pure rules of `domain`, and takes the version from the state in which it
//! was read: whoever is second learns that it changed meanwhile.

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{
    Approval, Article, ArticleVersion, LifeRefusal, MAX_REASON, MIN_REASON, Review, Space, Transition,
    VersionState,
};
use domain::notification::Subject;
use domain::{Actor, ArticleVersionId, Checked, Fields, Locale, Permission, Reason, Timestamp, UserId};
use serde_json::json;
use store::{Articles, Notifications, Population, Tx};

use super::about::take_up;
use super::fixes::fix_flags;
use super::owner::take_over;
use super::ready::must_be_ready;
use super::writing::WRITABLE;
use crate::broadcast::end_with;
use crate::error::{Error, Result};
use crate::notification::{onboard_late, tell_of_version};
use crate::portal::{Portal, require};
use crate::world::World;

/// Of a version that is fixed and not in effect yet; an article has one at the most in a language.
pub(super) const COMING: [VersionState; 2] = [VersionState::Approved, VersionState::Scheduled];

/// A version that can be worked on, with everything that decides what may be done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftView {
    /// Where it stands.
    pub space: Space,
    /// Its article.
    pub article: Article,
    /// The version.
    pub version: ArticleVersion,
    /// Who wrote it.
    pub contributors: Vec<UserId>,
    /// Who has approved it as it stands.
    pub approvers: Vec<UserId>,
    /// How many more have to.
    pub missing: usize,
    /// Whether another version of the article is in effect in that language.
    pub is_change: bool,
    /// The number of that one, if it was made after this one was begun, which has not taken effect: it may undo what that
    /// changed.
    pub overtaken_by: Option<i64>,
    /// Whether it was in effect and has ended, and nothing is in effect or coming in its place.
    pub leaves_nothing: bool,
    /// The language in which the article is written first.
    pub source: Locale,
    /// The number of the version of the source that it follows, if it is a translation.
    pub follows: Option<i64>,
}

impl DraftView {
    /// Whether it says in another language what the source says.
    pub fn is_translation(&self) -> bool {
        self.version.locale != self.source
    }
}

/// Whether a version was in effect and is no longer. What was put away before it took effect never was.
fn has_ended(version: &ArticleVersion) -> bool {
    let state = version.state;
    let is_or_was = VersionState::PUBLISHED.contains(&state) && version.effective_at.is_some();
    is_or_was && state != VersionState::Effective
}

impl Portal {
    /// A version as those see it who write and review.
    pub async fn draft(&self, actor: &Actor, id: ArticleVersionId) -> Result<DraftView> {
        require(actor, Permission::WriteKnowledge)?;
        let db = self.store().read();
        let articles = db.articles(actor.scope());
        let version = articles.version_by_id(id).await?.ok_or(Error::NotFound)?;
        let article = articles.by_id(version.article).await?.ok_or(Error::NotFound)?;
        let space = db.spaces(actor.scope()).by_id(article.space).await?.ok_or(Error::NotFound)?;
        let (contributors, approvals) = (articles.contributors(id).await?, articles.approvals(id).await?);
        let review = Review {
            significance: version.significance,
            contributors: &contributors,
            revision: version.life.revision,
            approvals: &approvals,
        };
        let (approvers, missing) = (review.approvers().into_iter().collect(), review.missing());
        let contributors = contributors.into_iter().collect();
        let effective = articles.effective(version.article, version.locale).await?;
        let other = effective.filter(|effective| effective.id != version.id);
        let may_come = WRITABLE.contains(&version.state) || COMING.contains(&version.state);
        // Ids are in the order of their making.
        let later = other.as_ref().filter(|other| may_come && version.id < other.id);
        let is_over = has_ended(&version) && other.is_none();
        let coming =
            if is_over { articles.version_in(version.article, version.locale, &COMING).await? } else { None };
        // What is written first follows nothing.
        let track = match article.source {
            Some(source) if source == version.locale => None,
            _ => self.track(actor, article.id).await?,
        };
        let noted = track.as_ref().map(|track| track.source);
        let source = article.source.or(noted).unwrap_or(version.locale);
        let follows = track.as_ref().and_then(|track| track.number(version.life.follows?));
        Ok(DraftView {
            space,
            article,
            version,
            contributors,
            approvers,
            missing,
            is_change: other.is_some(),
            overtaken_by: later.map(|later| later.number),
            leaves_nothing: is_over && coming.is_none(),
            source,
            follows,
        })
    }

    /// Hands a draft in for approval, which has to be ready for that.
    pub async fn submit_draft(&self, actor: &Actor, id: ArticleVersionId, revision: i64) -> Result<()> {
        let DraftView { version, .. } = self.draft(actor, id).await?;
        must_be_ready(&self.store().read(), &version).await?;
        self.go(actor, version, Some(revision), Transition::Submit, EventKind::ArticleSubmitted).await
    }

    /// Sends a draft back to its author, and says what has to change.
    pub async fn request_changes(
        &self,
        actor: &Actor,
        id: ArticleVersionId,
        revision: i64,
        note: &str,
    ) -> Result<()> {
        require(actor, Permission::PublishKnowledge)?;
        let DraftView { mut version, .. } = self.draft(actor, id).await?;
        let mut fields = Fields::new();
        let note = match note.trim() {
            "" => Err(Reason::Missing),
            note if MAX_REASON < note.chars().count() => Err(Reason::TooLong(MAX_REASON)),
            note => Ok(note.to_owned()),
        };
        let note = fields.read("note", note);
        version.life.review_note = fields.verdict(note)?;
        let kind = EventKind::ArticleChangesRequested;
        self.go(actor, version, Some(revision), Transition::RequestChanges, kind).await
    }

    /// Approves a version as it was read; whether that was the last approval it needed. Whatever it needed to be handed in it
    /// still needs, and the last approval is not given while another version waits to take effect.
    pub async fn approve(&self, actor: &Actor, id: ArticleVersionId, revision: i64) -> Result<bool> {
        require(actor, Permission::PublishKnowledge)?;
        let DraftView { version, .. } = self.draft(actor, id).await?;
        let (by, scope) = (actor.user_id().ok_or(Error::Forbidden)?, actor.scope());
        let (approval, row) = (Approval { by, revision }, self.world().id());
        let (approved, world) = (after(&version, Transition::Approve)?, self.world().clone());
        self.write(actor, move |tx| async move {
            // Whoever edits or approves at the same time waits for this row.
            Articles::hold(&tx, &version).await?;
            let articles = tx.articles(scope);
            let contributors = articles.contributors(id).await?;
            let mut approvals = articles.approvals(id).await?;
            let (significance, of) = (version.significance, version.life.revision);
            let review =
                Review { significance, contributors: &contributors, revision: of, approvals: &approvals };
            review.may_approve(by, revision).map_err(|why| Error::Life(LifeRefusal::Approver(why)))?;
            must_be_ready(&tx, &version).await?;
            Articles::approve(&tx, row, id, approval).await?;
            approvals.push(approval);
            let review =
                Review { significance, contributors: &contributors, revision: of, approvals: &approvals };
            let is_last = review.missing() == 0;
            if is_last {
                must_be_next(&articles, &version).await?;
                // An import may have made a version meanwhile.
                let last = articles.last_number(version.article, version.locale).await?;
                let number = if version.number < last { last + 1 } else { version.number };
                let after = ArticleVersion { state: approved, number, ..version.clone() };
                Articles::go(&tx, &version, &after).await?;
            }
            record(&tx, EventKind::ArticleApproved, &version);
            if is_last {
                tell_of_version(&tx, &world, (EventKind::ArticleApproved, Some(by)), &version).await?;
            } else {
                // It waits for others now.
                Notifications::read_about(&tx, &[by], Subject::Version(id)).await?;
            }
            Ok(is_last)
        })
        .await
    }

    /// Puts a version away. A draft by whoever may write; what was approved by whoever may publish.
    pub async fn archive(&self, actor: &Actor, id: ArticleVersionId) -> Result<()> {
        let DraftView { version, .. } = self.draft(actor, id).await?;
        if version.state.is_immutable() {
            require(actor, Permission::PublishKnowledge)?;
        }
        self.go(actor, version, None, Transition::Archive, EventKind::ArticleArchived).await
    }

    /// Takes a version, as it was read, where a transition leads.
    pub(super) async fn go(
        &self,
        actor: &Actor,
        version: ArticleVersion,
        revision: Option<i64>,
        transition: Transition,
        kind: EventKind,
    ) -> Result<()> {
        let state = after(&version, transition)?;
        if revision.is_some_and(|revision| revision != version.life.revision) {
            return Err(Error::Stale);
        }
        // What never took effect has no instant at which it did.
        let is_for_effect = matches!(
            state,
            VersionState::Draft
                | VersionState::InReview
                | VersionState::ChangesRequested
                | VersionState::Approved
        ) || (state == VersionState::Archived
            && version.state != VersionState::Effective);
        let effective_at = version.effective_at.filter(|_| !is_for_effect);
        let after = ArticleVersion { state, effective_at, ..version.clone() };
        let (at, world, by) = (*self.store().head().borrow(), self.world().clone(), actor.user_id());
        self.write(actor, move |tx| async move {
            let ends = matches!(version.state, VersionState::Scheduled | VersionState::Effective);
            if ends {
                // Before anything else, as everybody does who changes what people owe.
                Population::hold(&tx).await?;
            }
            Articles::go(&tx, &version, &after).await?;
            // Also of what was announced and does not come the log says for when it was.
            let told = ArticleVersion { effective_at: version.effective_at, ..after.clone() };
            record(&tx, kind, &told);
            tell_of_version(&tx, &world, (kind, by), &after).await?;
            if ends {
                end_with(&tx, at, &version, kind).await?;
            }
            Ok(())
        })
        .await?;
        self.known_reaches().forget();
        Ok(())
    }
}

/// Where a transition leads a version.
pub(super) fn after(version: &ArticleVersion, transition: Transition) -> Result<VersionState> {
    let refused = Error::Life(LifeRefusal::State(version.state));
    version.state.after(transition).ok_or(refused)
}

/// Refuses the last approval of a version while another one of its article waits to take effect.
async fn must_be_next(articles: &Articles<'_>, version: &ArticleVersion) -> Result<()> {
    match articles.version_in(version.article, version.locale, &COMING).await? {
        Some(_) => Err(Error::Life(LifeRefusal::Coming)),
        None => Ok(()),
    }
}

/// What follows from a version that has taken effect, in the same write: flags are mended, whoever is new is to read it,
/// and what it says about its article, and of who answers for it, holds.
pub(super) async fn take_effect(
    tx: &Tx,
    world: &World,
    revision: i64,
    version: &ArticleVersion,
) -> Result<()> {
    // Nobody joins between those who are told of it and those who are given it to read.
    Population::hold(tx).await?;
    fix_flags(tx, world, version).await?;
    onboard_late(tx, version).await?;
    take_over(tx, version).await?;
    take_up(tx, revision, version).await
}

/// Reads a change reason.
pub(super) fn reason(text: &str) -> Checked<()> {
    match text.trim().chars().count() {
        0 => Err(Reason::Missing),
        length if length < MIN_REASON => Err(Reason::TooShort(MIN_REASON)),
        _ => Ok(()),
    }
}

/// Records what happens to a version.
pub(super) fn record(tx: &Tx, kind: EventKind, version: &ArticleVersion) {
    let details = json!({
        "version": version.id,
        "language": version.locale.as_str(),
        "number": version.number,
        "revision": version.life.revision,
        "significance": version.significance.as_str(),
        "content_hash": version.content_hash,
        "effective_at": version.effective_at.map(Timestamp::as_millis),
        "follows": version.life.follows,
    });
    tx.record(NewEvent::new(kind, version.article.uuid()).with(details));
}

//! The life of versions: written, reviewed, approved, put away. How they are put into effect is in `publishing.rs`.
//!
//! Each use case loads the version, asks the pure rules of `domain`, and takes the version from the state in which it
//! was read: whoever is second learns that it changed meanwhile.

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{
    Approval, Article, ArticleVersion, Life, LifeRefusal, MAX_REASON, MIN_REASON, Review, Significance,
    Space, Theirs, Transition, VersionState, merged,
};
use domain::notification::Subject;
use domain::{
    Actor, ArticleId, ArticleVersionId, Checked, Fields, Locale, Permission, Reason, Slug, Timestamp, UserId,
};
use serde_json::json;
use store::{Articles, DraftText, NewArticle, Notifications, StoreError, Tx};

use super::about::{must_be_known, take_up};
use super::fixes::fix_flags;
use super::front_matter::split;
use super::import::{content_hash, title_of};
use super::render::{RENDERER, render_source};
use super::translation::Track;
use crate::broadcast::{end_with, take_place};
use crate::error::{Error, Result};
use crate::notification::{onboard_late, tell_of_version};
use crate::portal::{Portal, require};
use crate::world::World;

/// How often a save that comes too late is tried again.
const TRIES: usize = 3;
/// The most bytes of a source.
const MAX_SOURCE: usize = 1_000_000;

/// Of a draft: what can be written.
pub(super) const WRITABLE: [VersionState; 3] =
    [VersionState::Draft, VersionState::InReview, VersionState::ChangesRequested];
/// Of a version that is fixed and not in effect yet; an article has one at the most in a language.
const COMING: [VersionState; 2] = [VersionState::Approved, VersionState::Scheduled];

/// What an author hands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftInput {
    /// Markdown, with its front matter.
    pub source: String,
    /// How much it changes what was before.
    pub significance: Significance,
    /// Why it is made.
    pub change_reason: String,
}

impl DraftInput {
    /// What a version says already.
    pub fn of(version: &ArticleVersion) -> Self {
        Self {
            source: version.source.clone(),
            significance: version.significance,
            change_reason: version.life.change_reason.clone(),
        }
    }
}

/// What an author had read before writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftBase {
    /// The revision.
    pub revision: i64,
    /// Its text.
    pub source: String,
    /// Its significance, if it is known.
    pub significance: Option<Significance>,
    /// Its reason.
    pub change_reason: String,
}

impl DraftBase {
    /// A version as it was read.
    pub fn of(version: &ArticleVersion) -> Self {
        let DraftInput { source, significance, change_reason } = DraftInput::of(version);
        Self { revision: version.life.revision, source, significance: Some(significance), change_reason }
    }
}

/// A text at a revision of which nothing more is known.
impl From<(i64, &str)> for DraftBase {
    fn from((revision, source): (i64, &str)) -> Self {
        Self { revision, source: source.to_owned(), significance: None, change_reason: String::new() }
    }
}

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

/// What became of a text that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is the draft now, at this revision.
    AsItIs(i64),
    /// Somebody else had changed something else since; the draft has both now.
    Merged {
        /// The revision.
        revision: i64,
        /// What it says.
        written: DraftInput,
    },
    /// Nothing is saved: somebody else had changed the same since. Here is what they wrote.
    Clash(Theirs),
}

impl Portal {
    /// Begins a draft of an article in a language, from what is in effect there. Where there is a draft already, that
    /// one. A translation follows the version of the source that is in effect now.
    pub async fn begin_draft(
        &self,
        actor: &Actor,
        space: &Slug,
        article: &Slug,
        locale: Locale,
    ) -> Result<ArticleVersionId> {
        require(actor, Permission::WriteKnowledge)?;
        let (_, article) = self.located(actor, space, article).await?;
        let db = self.store().read();
        let articles = db.articles(actor.scope());
        if let Some(known) = articles.version_in(article.id, locale, &WRITABLE).await? {
            return Ok(known.id);
        }
        let effective = articles.effective(article.id, locale).await?;
        let source = effective.map(|version| version.source).unwrap_or_default();
        let follows = self.track(actor, article.id).await?.and_then(|track| track.to_translate(locale));
        let begun = self.begin(actor, &article, (locale, follows), source, None).await;
        match begun {
            // Somebody else was faster.
            Err(Error::Store(StoreError::Taken(_))) => {
                let known = articles.version_in(article.id, locale, &WRITABLE).await?;
                Ok(known.ok_or(Error::Stale)?.id)
            }
            begun => begun,
        }
    }

    /// Begins an article that does not exist yet. Its place in addresses follows from its title.
    pub async fn begin_article(
        &self,
        actor: &Actor,
        space: &Slug,
        title: &str,
        locale: Locale,
    ) -> Result<ArticleVersionId> {
        require(actor, Permission::WriteKnowledge)?;
        let mut fields = Fields::new();
        let named = title_of(title).and_then(|title| Some((Slug::of(&title)?, title)));
        let named = fields.read("title", named.ok_or(Reason::Missing));
        let (slug, title) = fields.verdict(named)?;
        let space = self.store().read().spaces(actor.scope()).by_slug(space).await?.ok_or(Error::NotFound)?;
        let path = format!("{slug}.md");
        let id = ArticleId::new(self.world().id());
        let article = Article { id, space: space.id, slug, path, source: Some(locale) };
        let owner = actor.user_id();
        let new = NewArticle { article: article.clone(), owner, contact_types: Vec::new() };
        let source = format!("# {title}\n");
        let begun = self.begin(actor, &article, (locale, None), source, Some(new)).await;
        match begun {
            Err(Error::Store(StoreError::Taken(_))) => {
                Err(domain::Invalid::field("title", Reason::Taken).into())
            }
            begun => begun,
        }
    }

    async fn begin(
        &self,
        actor: &Actor,
        article: &Article,
        (locale, follows): (Locale, Option<ArticleVersionId>),
        source: String,
        new: Option<NewArticle>,
    ) -> Result<ArticleVersionId> {
        let last = self.store().read().articles(actor.scope()).last_number(article.id, locale).await?;
        let input = DraftInput { source, significance: Significance::Major, change_reason: String::new() };
        let text = self.draft_text(actor, article, locale, &input).await?;
        let id = ArticleVersionId::new(self.world().id());
        let author = actor.user_id();
        let version = ArticleVersion {
            id,
            article: article.id,
            locale,
            number: last + 1,
            state: VersionState::Draft,
            significance: text.significance,
            title: text.title,
            source: text.source,
            content_hash: text.content_hash,
            html: text.html,
            renderer: text.renderer,
            effective_at: None,
            created_at: self.world().now(),
            life: Life { author, follows, ..Life::default() },
        };
        self.write(actor, move |tx| async move {
            if let Some(new) = new {
                Articles::insert(&tx, &new).await?;
                let details = json!({ "slug": new.article.slug.as_str() });
                tx.record(NewEvent::new(EventKind::ArticleCreated, new.article.id.uuid()).with(details));
            }
            Articles::insert_version(&tx, &version).await?;
            if let Some(author) = author {
                Articles::contribute(&tx, id, author).await?;
            }
            record(&tx, EventKind::ArticleDraftBegun, &version);
            Ok(id)
        })
        .await
    }

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
        let others = articles.effective_locales(version.article).await?;
        let is_change = version.state != VersionState::Effective && others.contains(&version.locale);
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
            is_change,
            source,
            follows,
        })
    }

    /// Puts a text into a draft, with its significance and its reason. What somebody else changed since the author read it
    /// (`base`) stays, unless both changed the same. Approvals that were given are void, but where the draft
    /// says all of it already. [`Error::Stale`] when it changes all the time.
    pub async fn save_draft(
        &self,
        actor: &Actor,
        id: ArticleVersionId,
        base: impl Into<DraftBase>,
        input: DraftInput,
    ) -> Result<Saved> {
        let base = base.into();
        for _ in 0..TRIES {
            let view = self.draft(actor, id).await?;
            after(&view.version, Transition::Edit)?;
            let (now, theirs) = (view.version.life.revision, DraftInput::of(&view.version));
            let is_as_read = now == base.revision;
            let written = if is_as_read { Ok(input.clone()) } else { merge(&base, &input, &theirs).await? };
            let written = match written {
                Ok(written) if !is_as_read && written == theirs => {
                    return Ok(Saved::Merged { revision: now, written });
                }
                Ok(written) => written,
                Err(theirs) => return Ok(Saved::Clash(theirs)),
            };
            match self.put(actor, view, written.clone()).await {
                Ok(revision) if is_as_read => return Ok(Saved::AsItIs(revision)),
                Ok(revision) => return Ok(Saved::Merged { revision, written }),
                Err(Error::Stale) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Stale)
    }

    /// What somebody else wrote in the same places, if a text cannot be put into a draft as that is now.
    pub async fn draft_clash(
        &self,
        actor: &Actor,
        id: ArticleVersionId,
        base: &DraftBase,
        input: &DraftInput,
    ) -> Result<Option<Theirs>> {
        let version = self.draft(actor, id).await?.version;
        if version.life.revision == base.revision {
            return Ok(None);
        }
        Ok(merge(base, input, &DraftInput::of(&version)).await?.err())
    }

    /// Puts a text into a draft as it was read; the revision that it has then.
    async fn put(&self, actor: &Actor, read: DraftView, input: DraftInput) -> Result<i64> {
        let DraftView { article, version, .. } = read;
        let (id, revision, after) = (version.id, version.life.revision, after(&version, Transition::Edit)?);
        let text = self.draft_text(actor, &article, version.locale, &input).await?;
        let text = DraftText { follows: version.life.follows, ..text };
        let author = actor.user_id();
        self.write(actor, move |tx| async move {
            Articles::edit(&tx, &version, after, text).await?;
            if let Some(author) = author {
                Articles::contribute(&tx, id, author).await?;
            }
            let life = Life { revision: revision + 1, ..version.life.clone() };
            record(&tx, EventKind::ArticleDraftEdited, &ArticleVersion { life, ..version });
            Ok(revision + 1)
        })
        .await
    }

    /// Says of a translation that it follows the newest version of its source now. Its text stays as it is; approvals that
    /// were given are void.
    pub async fn follow_source(&self, actor: &Actor, id: ArticleVersionId) -> Result<()> {
        let view = self.draft(actor, id).await?;
        let track = self.track(actor, view.article.id).await?.filter(|_| view.is_translation());
        let newest = track.as_ref().and_then(Track::newest_source).map(|newest| newest.id);
        let follows = Some(newest.ok_or(Error::NotFound)?);
        let (input, life) = (DraftInput::of(&view.version), view.version.life.clone());
        let version = ArticleVersion { life: Life { follows, ..life }, ..view.version };
        self.put(actor, DraftView { version, ..view }, input).await.map(drop)
    }

    /// Hands a draft in for approval. It needs a reason, something that differs from what is in effect, and to be about contact
    /// types that there are.
    pub async fn submit_draft(&self, actor: &Actor, id: ArticleVersionId, revision: i64) -> Result<()> {
        let DraftView { version, .. } = self.draft(actor, id).await?;
        let db = self.store().read();
        let mut fields = Fields::new();
        let given = fields.read("change_reason", reason(&version.life.change_reason));
        let known = fields.read("source", must_be_known(&db, &version.source).await?);
        fields.verdict(given.zip(known))?;
        let effective = db.articles(actor.scope()).effective(version.article, version.locale).await?;
        // A translation may turn out to say already what the source says now. An image may have changed beside a text that
        // did not.
        let says_the_same = |effective: ArticleVersion| {
            effective.content_hash == version.content_hash
                && effective.life.follows == version.life.follows
                && (effective.renderer != version.renderer || effective.html == version.html)
        };
        if effective.is_some_and(says_the_same) {
            return Err(Error::Life(LifeRefusal::Unchanged));
        }
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

    /// Approves a version as it was read; whether that was the last approval it needed. It is not given while another version
    /// waits to take effect.
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
            Articles::go(&tx, &version, &after).await?;
            record(&tx, kind, &after);
            tell_of_version(&tx, &world, (kind, by), &after).await?;
            if after.state == VersionState::Effective {
                take_place(&tx, at, &after).await?;
                take_effect(&tx, &world, at, &after).await?;
            } else if matches!(version.state, VersionState::Scheduled | VersionState::Effective) {
                end_with(&tx, at, &version, kind).await?;
            }
            Ok(())
        })
        .await?;
        self.known_reaches().forget();
        Ok(())
    }

    async fn draft_text(
        &self,
        actor: &Actor,
        article: &Article,
        locale: Locale,
        input: &DraftInput,
    ) -> Result<DraftText> {
        let DraftInput { source, significance, change_reason } = input;
        let mut fields = Fields::new();
        let is_short = source.len() <= MAX_SOURCE;
        let source_fits = fields.read("source", is_short.then_some(()).ok_or(Reason::TooLong(MAX_SOURCE)));
        let is_short = change_reason.chars().count() <= MAX_REASON;
        let reason_fits =
            fields.read("change_reason", is_short.then_some(()).ok_or(Reason::TooLong(MAX_REASON)));
        fields.verdict(source_fits.zip(reason_fits))?;
        let space = self.store().read().spaces(actor.scope()).by_id(article.space).await?;
        let space = space.ok_or(Error::NotFound)?;
        let links = self.surroundings(actor, &space, locale, &article.path).await?;
        let (front, _) = split(source);
        let rendered = render_source(source, locale, Some(links));
        let title = front.ok().and_then(|front| front.title).as_deref().and_then(title_of);
        let title = title.or_else(|| rendered.title.as_deref().and_then(title_of));
        Ok(DraftText {
            significance: *significance,
            title: title.unwrap_or_else(|| article.slug.to_string()),
            content_hash: content_hash(source.as_bytes()),
            source: source.clone(),
            html: rendered.html,
            renderer: RENDERER,
            change_reason: change_reason.trim().to_owned(),
            follows: None,
        })
    }
}

/// What two authors made of one draft: of its text line by line, of its reason as a whole, of its significance by
/// [`Significance::merged`]. Where both changed the same lines or the reason, what the other one wrote there.
async fn merge(
    base: &DraftBase,
    mine: &DraftInput,
    theirs: &DraftInput,
) -> Result<std::result::Result<DraftInput, Theirs>> {
    let source = merged_lines(&base.source, &mine.source, &theirs.source).await?;
    let significance = Significance::merged(base.significance, mine.significance, theirs.significance);
    // A reason is kept without the blanks around it.
    let reasons = [&base.change_reason, &mine.change_reason, &theirs.change_reason];
    let [base, mine, known] = reasons.map(|reason| reason.trim());
    Ok(match (source, merged(base, mine, known)) {
        (Some(source), Some(reason)) => {
            Ok(DraftInput { source, significance, change_reason: reason.to_owned() })
        }
        (source, reason) => Err(Theirs {
            source: source.is_none().then(|| theirs.source.clone()),
            change_reason: reason.is_none().then(|| theirs.change_reason.clone()),
        }),
    })
}

/// What two authors made of one text, line by line; none where they changed the same lines.
async fn merged_lines(base: &str, mine: &str, theirs: &str) -> Result<Option<String>> {
    let [base, mine, theirs] = [base, mine, theirs].map(str::to_owned);
    let work = move || diffy::merge(&base, &mine, &theirs).ok();
    let merged = tokio::task::spawn_blocking(work).await;
    merged.map_err(|error| Error::Internal(format!("a merge ended: {error}")))
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
/// and what is said about its article holds of it.
pub(super) async fn take_effect(
    tx: &Tx,
    world: &World,
    revision: i64,
    version: &ArticleVersion,
) -> Result<()> {
    fix_flags(tx, world, version).await?;
    onboard_late(tx, version).await?;
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

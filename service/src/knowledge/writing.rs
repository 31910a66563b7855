//! Writing a draft: begun, saved, merged with what others write at the same time.
//!
//! A save is tried from the state in which the draft was read: what somebody else changed meanwhile stays, or is given back.

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{
    Article, ArticleVersion, Life, MAX_REASON, Significance, Theirs, Transition, VersionState, merged,
};
use domain::{Actor, ArticleId, ArticleVersionId, Fields, Locale, Permission, Reason, Slug};
use serde_json::json;
use store::{Articles, DraftText, NewArticle, StoreError};

use super::front_matter::split;
use super::import::{content_hash, title_of};
use super::life::{COMING, DraftView, after, record};
use super::render::{RENDERER, render_source};
use super::translation::Track;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// How often a save that comes too late is tried again.
const TRIES: usize = 3;
/// The most bytes of a source.
const MAX_SOURCE: usize = 1_000_000;
/// Of a draft: what can be written.
pub(super) const WRITABLE: [VersionState; 3] =
    [VersionState::Draft, VersionState::InReview, VersionState::ChangesRequested];

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
    /// Begins a draft of an article in a language, from what comes there, or else from what is in effect or was last. Where there
    /// is a draft already, that one. A translation follows the version of the source that is in effect now, or the later one that
    /// what comes follows.
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
        // It is to take effect after what comes, and would undo what that changes. Asked first: what comes may take effect.
        let coming = articles.version_in(article.id, locale, &COMING).await?;
        // What was withdrawn is gone on from as well: whoever writes the next version knows why.
        let from = match articles.effective(article.id, locale).await? {
            Some(live) => Some(live),
            None => articles.last_in_effect(article.id, locale).await?,
        };
        let coming_follows = coming.as_ref().and_then(|version| version.life.follows);
        let source = coming.or(from).map(|version| version.source).unwrap_or_default();
        let follows = self.track(actor, article.id).await?.and_then(|track| {
            let known = [track.to_translate(locale), coming_follows].into_iter().flatten();
            known.max_by_key(|version| track.number(*version))
        });
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
                // It says all of it already: nobody contributes by that, and no approval is void.
                Ok(written) if written == theirs => {
                    let merged = Saved::Merged { revision: now, written };
                    return Ok(if is_as_read { Saved::AsItIs(now) } else { merged });
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

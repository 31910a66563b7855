//! Translations and the texts that they follow: how each article stands in each language, what to translate from, and who
//! would read a text that a change has left behind.

use std::collections::{BTreeMap, BTreeSet};

use domain::broadcast::Audience;
use domain::knowledge::{
    Article, ArticleVersion, DiffBlock, OtherText, Rendition, SourceVersion, Space, TextChange, Translation,
    VersionState, keeping_up, standing,
};
use domain::{
    Actor, ArticleId, ArticleVersionId, Locale, Permission, Scope, Slug, SpaceId, Timestamp, VendorId,
};
use store::{ArticleCard, TrackedVersion};

use super::compare::blocks;
use super::html::without_ids;
use super::life::DraftView;
use crate::error::{Error, Result};
use crate::portal::{Portal, require};

/// The versions of an article, and what follows from them for its translations.
#[derive(Clone, Debug)]
pub(crate) struct Track {
    /// The language in which it is written first.
    pub(crate) source: Locale,
    /// The oldest first.
    versions: Vec<TrackedVersion>,
}

/// How a text stands to the source that it translates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Following {
    /// The language of the source.
    pub source: Locale,
    /// Whether it says what the source says.
    pub standing: Translation,
    /// The number of the version of the source that it follows.
    pub follows: Option<i64>,
    /// The number of the version of the source in effect.
    pub now: Option<i64>,
    /// Whether the source was withdrawn as wrong, and nothing has taken its place yet.
    pub is_withdrawn: bool,
}

/// An article in a language that is not the one in which it is written first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslationLine {
    /// Where it stands.
    pub space: Space,
    /// The article.
    pub article: Article,
    /// The title of its source.
    pub title: String,
    /// The language of the translation.
    pub locale: Locale,
    /// How it stands.
    pub following: Following,
    /// A draft of it that somebody has begun.
    pub draft: Option<ArticleVersionId>,
}

/// A translation that is being written, beside its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslationView {
    /// The translation.
    pub draft: DraftView,
    /// The version of the source that it follows, as readers see it.
    pub source: Option<ArticleVersion>,
    /// What changed in the source since the translation in effect: since which version, and what.
    pub changes: Option<(i64, Vec<DiffBlock>)>,
    /// The number of the newest version of the source, where the translation follows an earlier one.
    pub newer: Option<i64>,
}

/// A vendor that works in languages that a change leaves without a translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untranslated {
    /// Which.
    pub vendor: VendorId,
    /// What it is called.
    pub name: String,
    /// The languages.
    pub languages: BTreeSet<Locale>,
}

impl Track {
    fn of((source, versions): (Locale, Vec<TrackedVersion>)) -> Self {
        Self { source, versions }
    }

    fn effective(&self, locale: Locale) -> Option<&TrackedVersion> {
        self.versions
            .iter()
            .find(|version| version.locale == locale && version.state == VersionState::Effective)
    }

    /// The versions of the source in the order in which they took effect, those to come behind them.
    fn of_source(&self) -> Vec<&TrackedVersion> {
        let mine = self.versions.iter().filter(|version| version.locale == self.source);
        let mut mine: Vec<_> =
            mine.filter(|version| has_taken_effect(version) || is_coming(version)).collect();
        mine.sort_by_key(|version| (is_coming(version), version.effective_at, version.number));
        mine
    }

    /// The version of the source that took effect last, whether it still is or has ended since.
    fn last_source(&self) -> Option<&TrackedVersion> {
        self.of_source().into_iter().rfind(|version| has_taken_effect(version))
    }

    /// Whether a version leaves translations behind when it takes effect.
    fn outdates(&self, version: &ArticleVersion) -> bool {
        let before = self.last_source().map(|last| last.state);
        version.locale == self.source && version.significance.outdates_after(before)
    }

    /// The number of a version.
    pub(crate) fn number(&self, id: ArticleVersionId) -> Option<i64> {
        self.versions.iter().find(|version| version.id == id).map(|version| version.number)
    }

    /// The number of the version of the source that a translation follows. Where nobody noted it, as in a backup of before it
    /// was, the one that was in effect when the translation was made.
    fn followed(&self, translation: &TrackedVersion) -> Option<i64> {
        if let Some(id) = translation.follows {
            return self.number(id);
        }
        let made = Some(translation.created_at);
        let before = |version: &&TrackedVersion| has_taken_effect(version) && version.effective_at <= made;
        self.of_source().into_iter().rfind(before).map(|version| version.number)
    }

    /// The newest version of the source that no longer changes: one to come, or what is in effect.
    pub(crate) fn newest_source(&self) -> Option<&TrackedVersion> {
        let coming = self.of_source().into_iter().rfind(|version| is_coming(version));
        coming.or_else(|| self.effective(self.source))
    }

    /// The version of the source that a translation begun now follows.
    pub(crate) fn to_translate(&self, locale: Locale) -> Option<ArticleVersionId> {
        let from = self.effective(self.source).or_else(|| self.newest_source());
        from.filter(|_| locale != self.source).map(|version| version.id)
    }

    /// How the article stands in a language.
    pub(crate) fn standing(&self, locale: Locale) -> Translation {
        let rendition = match self.effective(locale) {
            _ if locale == self.source => Rendition::Source,
            None => Rendition::Nothing,
            Some(version) => Rendition::Follows(self.followed(version)),
        };
        let source: Vec<_> = self.of_source().into_iter().map(source_version).collect();
        standing(rendition, &source)
    }

    fn following(&self, locale: Locale) -> Following {
        let live = self.effective(locale);
        Following {
            source: self.source,
            standing: self.standing(locale),
            follows: live.and_then(|live| self.followed(live)),
            now: self.effective(self.source).map(|version| version.number),
            is_withdrawn: self.last_source().is_some_and(|last| last.state == VersionState::Recalled),
        }
    }

    /// Whether a version is translated by when it takes effect; none for at once.
    fn is_translated(&self, locale: Locale, source: ArticleVersionId, at: Option<Timestamp>) -> bool {
        let mut texts = self.versions.iter().filter(|version| version.locale == locale);
        texts.any(|version| text_of(version, source).translates_it_by(at))
    }

    /// Since when the text in a language no longer says what its source says; none where it does, and where somebody has begun
    /// to make it anew.
    pub(crate) fn left_since(&self, locale: Locale) -> Option<Timestamp> {
        let Translation::Outdated { since_version } = self.standing(locale) else { return None };
        let is_begun = |version: &TrackedVersion| {
            version.locale == locale && (is_coming(version) || !version.state.is_immutable())
        };
        if self.versions.iter().any(is_begun) {
            return None;
        }
        let change = self.of_source().into_iter().find(|version| version.number == since_version);
        change.and_then(|version| version.effective_at)
    }

    /// The languages whose translation is current, and is not any more once a version takes effect.
    pub(crate) fn left_behind(&self, source: &ArticleVersion) -> Vec<Locale> {
        if !self.outdates(source) {
            return Vec::new();
        }
        let is_left = |locale: &Locale| {
            self.standing(*locale) == Translation::Current
                && !self.is_translated(*locale, source.id, source.effective_at)
        };
        Locale::ALL.into_iter().filter(is_left).collect()
    }

    /// The other languages whose readers a version leaves with a text that is right, when it takes effect at an instant; none for
    /// at once.
    fn keeping_up(&self, version: &ArticleVersion, at: Option<Timestamp>) -> BTreeSet<Locale> {
        let (locale, significance) = (version.locale, version.significance);
        let change = TextChange { locale, significance, outdates: self.outdates(version), at };
        let texts: Vec<_> = self.versions.iter().map(|text| text_of(text, version.id)).collect();
        keeping_up(change, &texts)
    }
}

/// Which texts some cards are of.
pub(crate) fn texts_of(cards: &[(SpaceId, ArticleCard)]) -> Vec<(ArticleId, Locale)> {
    cards.iter().map(|(_, card)| (card.id, card.locale)).collect()
}

/// The languages that some vendors lack.
pub(super) fn untranslated_in(untranslated: &[Untranslated]) -> BTreeSet<Locale> {
    untranslated.iter().flat_map(|found| found.languages.iter().copied()).collect()
}

fn is_coming(version: &TrackedVersion) -> bool {
    matches!(version.state, VersionState::Approved | VersionState::Scheduled)
}

/// What was put away before it took effect never did.
pub(super) fn has_taken_effect(version: &TrackedVersion) -> bool {
    VersionState::PUBLISHED.contains(&version.state) && version.effective_at.is_some()
}

/// A version as what stands beside a change.
fn text_of(version: &TrackedVersion, changed: ArticleVersionId) -> OtherText {
    OtherText {
        locale: version.locale,
        significance: version.significance,
        state: version.state,
        effective_at: version.effective_at,
        translates_it: version.follows == Some(changed),
    }
}

fn source_version(version: &TrackedVersion) -> SourceVersion {
    SourceVersion { number: version.number, significance: version.significance, state: version.state }
}

impl Portal {
    /// The versions of an article; none where it has none, or is not open to the actor.
    pub(crate) async fn track(&self, actor: &Actor, article: ArticleId) -> Result<Option<Track>> {
        let mut tracks = self.store().read().articles(actor.scope()).tracks(&[article]).await?;
        Ok(tracks.remove(&article).map(Track::of))
    }

    /// The same for several articles.
    pub(crate) async fn tracks(
        &self,
        actor: &Actor,
        articles: &[ArticleId],
    ) -> Result<BTreeMap<ArticleId, Track>> {
        let tracks = self.store().read().articles(actor.scope()).tracks(articles).await?;
        Ok(tracks.into_iter().map(|(id, track)| (id, Track::of(track))).collect())
    }

    /// Whom a version means in an audience: where that names no language, those who read its text, and those whose translation
    /// it leaves behind.
    pub(crate) async fn audience_of(
        &self,
        version: &ArticleVersion,
        at: Option<Timestamp>,
        audience: Audience,
    ) -> Result<Audience> {
        let track = self.track(&Actor::system(version.locale), version.article).await?;
        let keep_up = track.map(|track| track.keeping_up(version, at)).unwrap_or_default();
        Ok(audience.of_change(version.locale, &keep_up))
    }

    /// The same for whoever chooses the audience.
    pub async fn audience_of_draft(
        &self,
        actor: &Actor,
        id: ArticleVersionId,
        audience: Audience,
    ) -> Result<Audience> {
        require(actor, Permission::PublishKnowledge)?;
        let view = self.draft(actor, id).await?;
        self.audience_of(&view.version, None, audience).await
    }

    /// How the text of an article in a language stands to its source; none for the source itself.
    pub(super) async fn following_of(
        &self,
        actor: &Actor,
        article: &Article,
        locale: Locale,
    ) -> Result<Option<Following>> {
        if article.source == Some(locale) {
            return Ok(None);
        }
        let track = self.track(actor, article.id).await?;
        Ok(track.filter(|track| track.source != locale).map(|track| track.following(locale)))
    }

    /// Which of some texts in effect are translations that their source has left behind.
    pub(crate) async fn outdated(
        &self,
        actor: &Actor,
        texts: &[(ArticleId, Locale)],
    ) -> Result<BTreeSet<ArticleId>> {
        let ids: Vec<_> = texts.iter().map(|(id, _)| *id).collect();
        let tracks = self.tracks(actor, &ids).await?;
        let is_outdated = |(id, locale): &&(ArticleId, Locale)| {
            tracks.get(id).is_some_and(|track| track.standing(*locale).is_outdated())
        };
        Ok(texts.iter().filter(is_outdated).map(|(id, _)| *id).collect())
    }

    /// How every article of a space, or of all, stands in the languages that are not its first.
    pub async fn translation_states(
        &self,
        actor: &Actor,
        space: Option<&Slug>,
    ) -> Result<Vec<TranslationLine>> {
        require(actor, Permission::WriteKnowledge)?;
        let db = self.store().read();
        let mut lines = Vec::new();
        for found in db.spaces(actor.scope()).all().await? {
            if space.is_none_or(|wanted| *wanted == found.slug) {
                lines.extend(self.translations_in(actor, &found).await?);
            }
        }
        Ok(lines)
    }

    async fn translations_in(&self, actor: &Actor, space: &Space) -> Result<Vec<TranslationLine>> {
        let articles = self.store().read().articles(actor.scope()).in_space(space.id).await?;
        let ids: Vec<_> = articles.iter().map(|article| article.id).collect();
        let tracks = self.tracks(actor, &ids).await?;
        let mut lines = Vec::new();
        for article in articles {
            let Some(track) = tracks.get(&article.id) else { continue };
            let live = track.effective(track.source);
            let Some(titled) = live.or_else(|| track.last_source()) else { continue };
            for locale in Locale::ALL.into_iter().filter(|locale| *locale != track.source) {
                let following = track.following(locale);
                // Where nothing is in effect there is nothing to translate yet, but what is still read may be wrong.
                if live.is_none() && !following.standing.is_outdated() {
                    continue;
                }
                let is_begun =
                    |version: &&TrackedVersion| version.locale == locale && !version.state.is_immutable();
                lines.push(TranslationLine {
                    space: space.clone(),
                    article: article.clone(),
                    title: titled.title.clone(),
                    locale,
                    following,
                    draft: track.versions.iter().find(is_begun).map(|version| version.id),
                });
            }
        }
        lines.sort_by_cached_key(|line| domain::fold(&line.title));
        Ok(lines)
    }

    /// A translation that is being written, beside what it translates.
    pub async fn translation(&self, actor: &Actor, id: ArticleVersionId) -> Result<TranslationView> {
        let draft = self.draft(actor, id).await?;
        let track = self.track(actor, draft.article.id).await?.filter(|_| draft.is_translation());
        let track = track.ok_or(Error::NotFound)?;
        let follows = draft.version.life.follows;
        let newest = track.newest_source().filter(|newest| Some(newest.id) != follows);
        let newer = newest.map(|newest| newest.number);
        let before = track.effective(draft.version.locale).and_then(|live| live.follows);
        let before = before.filter(|before| Some(*before) != follows);
        let source = self.source_text(actor, &draft, follows).await?;
        let before = self.source_text(actor, &draft, before).await?;
        let changes = match (&before, &source) {
            (Some(before), Some(source)) => {
                let (number, old, new) = (before.number, before.html.clone(), source.html.clone());
                let found = tokio::task::spawn_blocking(move || blocks(&old, &new)).await;
                Some((number, found.map_err(|error| Error::Internal(error.to_string()))?))
            }
            _ => None,
        };
        Ok(TranslationView { draft, source, changes, newer })
    }

    /// A version of the source for the page of its translation, in which the ids are those of the translation.
    async fn source_text(
        &self,
        actor: &Actor,
        draft: &DraftView,
        id: Option<ArticleVersionId>,
    ) -> Result<Option<ArticleVersion>> {
        let Some(id) = id else { return Ok(None) };
        let Some(version) = self.store().read().articles(actor.scope()).version_by_id(id).await? else {
            return Ok(None);
        };
        let (version, _) = self.shown(actor, &draft.space, &draft.article, version).await?;
        let html = without_ids(&version.html);
        Ok(Some(ArticleVersion { html, ..version }))
    }

    /// The vendors that work in a language without a translation of a version, were it to take effect now.
    pub async fn untranslated(&self, actor: &Actor, id: ArticleVersionId) -> Result<Vec<Untranslated>> {
        require(actor, Permission::PublishKnowledge)?;
        let DraftView { article, version, .. } = self.draft(actor, id).await?;
        self.untranslated_of(actor, &article, &version, None).await
    }

    /// The same for whoever knows the version, and when it takes effect; none for at once.
    pub(super) async fn untranslated_of(
        &self,
        actor: &Actor,
        article: &Article,
        version: &ArticleVersion,
        at: Option<Timestamp>,
    ) -> Result<Vec<Untranslated>> {
        let track = self.track(actor, article.id).await?;
        let Some(track) = track.filter(|track| track.outdates(version)) else {
            return Ok(Vec::new());
        };
        let (db, scope) = (self.store().read(), Scope::Everything);
        let readers = db.spaces(scope).vendors(article.space).await?;
        let programmes = db.programmes(scope).all().await?;
        let mut found = Vec::new();
        for vendor in db.vendors(scope).all().await? {
            if !readers.contains(&vendor.id) {
                continue;
            }
            let mine = programmes.iter().filter(|programme| programme.vendor == vendor.id);
            let spoken = mine.flat_map(|programme| programme.languages.iter().copied());
            let is_lacking =
                |locale: &Locale| *locale != track.source && !track.is_translated(*locale, version.id, at);
            let languages: BTreeSet<_> = spoken.filter(is_lacking).collect();
            if !languages.is_empty() {
                found.push(Untranslated { vendor: vendor.id, name: vendor.name.to_string(), languages });
            }
        }
        Ok(found)
    }
}

//! What readers say of passages: raised, judged, mended, and told to whoever raised it.

use std::collections::{BTreeMap, BTreeSet};

use domain::event::{EventKind, NewEvent};
use domain::knowledge::{
    Article, ArticleVersion, Flag, FlagKind, FlagState, FlagStep, MAX_FLAG_TEXT, MAX_PASSAGE, MIN_ANSWER,
    Space, TimeToContentFix, VersionState, occurs,
};
use domain::{
    Actor, ArticleId, ArticleVersionId, Checked, Fields, FlagId, Locale, Permission, Reason, Slug, SpaceId,
    UserId,
};
use serde_json::json;
use store::{Flags, Tx};
use uuid::Uuid;

use super::fixes::read_text_of;
use crate::error::{Error, Result};
use crate::notification::tell_declined;
use crate::people::names_of;
use crate::portal::{Portal, require};

/// How many flags a list names.
const MAX: usize = 200;
/// Of how many fixes the time is measured: the last ones.
const MEASURED: usize = 1_000;
/// For how long somebody is told that their flag was answered.
const TOLD_DAYS: i64 = 14;
/// How many answers the first page names.
const TOLD: usize = 5;

/// What a reader hands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FlagInput {
    /// What is the matter: the stored word of a kind.
    pub kind: String,
    /// The passage, as it stands in the text.
    pub passage: String,
    /// What they say about it.
    pub note: String,
}

/// A version of which a passage can be flagged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagTarget {
    /// Where it stands.
    pub space: Space,
    /// Its article.
    pub article: Article,
    /// The version.
    pub version: ArticleVersion,
}

/// A flag as somebody may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagView {
    /// The flag.
    pub flag: Flag,
    /// What was flagged; none when that is not open to the reader any more.
    pub place: Option<FlagPlace>,
    /// Who raised it, as the reader may know them.
    pub who: Option<String>,
    /// Whether the reader raised it.
    pub is_own: bool,
    /// Who answers for the article, as the reader may know them.
    pub owner: Option<String>,
    /// Whether it waits for the reader: they answer for the article, or nobody does.
    pub is_for_me: bool,
    /// The number of the version that mends it.
    pub fixed_by: Option<i64>,
}

/// Where a flagged passage stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagPlace {
    /// The space.
    pub space: Slug,
    /// The article.
    pub article: String,
    /// The title of the version.
    pub title: String,
    /// Its number.
    pub number: i64,
}

/// Which flags a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlagShelf {
    /// Those that nobody has judged.
    #[default]
    Open,
    /// Those that wait for a version.
    Accepted,
    /// Those that were mended or declined.
    Closed,
}

/// Flags for those who judge them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagList {
    /// The flags: those that wait, the oldest first; those that are closed, the last first.
    pub flags: Vec<FlagView>,
    /// How many nobody has judged.
    pub open: u64,
    /// How many wait for a version.
    pub accepted: u64,
    /// How long readers wait until what they flagged is mended.
    pub time_to_content_fix: Option<TimeToContentFix>,
}

/// How somebody judges a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagDecision {
    /// It is right: the passage will be mended.
    Accept,
    /// Nothing changes, and the answer says why.
    Decline,
}

impl FlagDecision {
    /// Reads the answer of a form.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "accept" => Some(Self::Accept),
            "decline" => Some(Self::Decline),
            _ => None,
        }
    }

    const fn step(self) -> FlagStep {
        match self {
            Self::Accept => FlagStep::Accept,
            Self::Decline => FlagStep::Decline,
        }
    }

    const fn event(self) -> EventKind {
        match self {
            Self::Accept => EventKind::FlagAccepted,
            Self::Decline => EventKind::FlagDeclined,
        }
    }
}

impl Portal {
    /// A version of which a passage can be flagged: the one of a number, or the one in effect.
    pub async fn flag_target(
        &self,
        actor: &Actor,
        space: &Slug,
        slug: &Slug,
        locale: Locale,
        number: Option<i64>,
    ) -> Result<FlagTarget> {
        let (space, article) = self.located(actor, space, slug).await?;
        let db = self.store().read();
        let articles = db.articles(actor.scope());
        let version = match number {
            Some(number) => articles.version(article.id, locale, number).await?,
            None => articles.effective(article.id, locale).await?,
        };
        // What is still to come is not flagged: nobody works by it, and it would be said of the text in effect.
        let version = version.filter(|version| version.state != VersionState::Scheduled);
        Ok(FlagTarget { space, article, version: version.ok_or(Error::NotFound)? })
    }

    /// Flags a passage of a version that the actor reads. The same said twice is one flag.
    pub async fn raise_flag(
        &self,
        actor: &Actor,
        space: &Slug,
        slug: &Slug,
        locale: Locale,
        number: Option<i64>,
        input: FlagInput,
    ) -> Result<FlagId> {
        let FlagTarget { space: _, article, version } =
            self.flag_target(actor, space, slug, locale, number).await?;
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let (kind, passage, note) = read_flag(input, &version)?;
        let db = self.store().read();
        let mine = db.flags(actor.scope()).of_user(me, MAX).await?;
        let is_same = |flag: &&Flag| {
            !flag.state.is_closed()
                && (flag.version, flag.kind) == (version.id, kind)
                && (&flag.passage, &flag.note) == (&passage, &note)
        };
        if let Some(known) = mine.iter().find(is_same) {
            return Ok(known.id);
        }
        let flag = Flag {
            id: FlagId::new(self.world().id()),
            article: article.id,
            version: version.id,
            locale: version.locale,
            passage,
            note,
            kind,
            state: FlagState::Open,
            raised_by: me,
            vendor: actor.scope().vendor(),
            raised_at: self.world().now(),
            decided_by: None,
            decided_at: None,
            answer: String::new(),
            fixed_by: None,
            fixed_at: None,
        };
        self.write(actor, move |tx| async move {
            Flags::insert(&tx, &flag).await?;
            record(&tx, EventKind::FlagRaised, &flag);
            Ok(flag.id)
        })
        .await
    }

    /// The flags of the spaces of the actor, for those who judge them.
    pub async fn flags(&self, actor: &Actor, shelf: FlagShelf) -> Result<FlagList> {
        require(actor, Permission::WriteKnowledge)?;
        let db = self.store().read();
        let flags = db.flags(actor.scope());
        let found = match shelf {
            FlagShelf::Open => flags.in_states(&[FlagState::Open], MAX).await?,
            FlagShelf::Accepted => flags.in_states(&[FlagState::Accepted], MAX).await?,
            FlagShelf::Closed => flags.closed(MAX).await?,
        };
        Ok(FlagList {
            open: flags.count(FlagState::Open).await?,
            accepted: flags.count(FlagState::Accepted).await?,
            time_to_content_fix: TimeToContentFix::of(flags.fixes(MEASURED).await?),
            flags: self.flag_views(actor, found).await?,
        })
    }

    /// One flag, for those who judge it.
    pub async fn flag(&self, actor: &Actor, id: FlagId) -> Result<FlagView> {
        require(actor, Permission::WriteKnowledge)?;
        let flag = self.store().read().flags(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        self.flag_views(actor, vec![flag]).await?.pop().ok_or(Error::NotFound)
    }

    /// Judges a flag. Whoever is declined is told why. [`Error::Stale`] when somebody else was faster.
    pub async fn decide_flag(
        &self,
        actor: &Actor,
        id: FlagId,
        decision: FlagDecision,
        answer: &str,
    ) -> Result<()> {
        require(actor, Permission::WriteKnowledge)?;
        let read = self.store().read().flags(actor.scope()).get(id).await?.ok_or(Error::NotFound)?;
        let mut fields = Fields::new();
        let answer = fields.read("answer", read_answer(decision, answer));
        let answer = fields.verdict(answer)?;
        let state = read.state.after(decision.step()).ok_or(Error::Stale)?;
        let after = Flag {
            state,
            decided_by: actor.user_id(),
            decided_at: Some(self.world().now()),
            answer,
            ..read.clone()
        };
        let world = self.world().clone();
        self.write(actor, move |tx| async move {
            Flags::go(&tx, &read, &after).await?;
            record(&tx, decision.event(), &after);
            match decision {
                // The first page says so; there is something to read once it is mended.
                FlagDecision::Accept => Ok(()),
                FlagDecision::Decline => tell_declined(&tx, &world, &after).await,
            }
        })
        .await
    }

    /// What the actor flagged, the last first; for those who follow people of a vendor, what these flagged.
    pub async fn my_flags(&self, actor: &Actor) -> Result<Vec<FlagView>> {
        require(actor, Permission::ReadKnowledge)?;
        let me = actor.user_id().ok_or(Error::Unauthenticated)?;
        let db = self.store().read();
        let flags = db.flags(actor.scope());
        let follows = actor.may(Permission::ReadUsers) && actor.scope().vendor().is_some();
        let found = if follows { flags.last(MAX).await? } else { flags.of_user(me, MAX).await? };
        let mut views = self.flag_views(actor, found).await?;
        // A team lead follows their own team.
        views.retain(|view| view.is_own || view.who.is_some());
        Ok(views)
    }

    /// What the actor flagged and was answered not long ago, the last answer first.
    pub(crate) async fn answered_flags(&self, actor: &Actor) -> Result<Vec<FlagView>> {
        let Some(me) = actor.user_id() else { return Ok(Vec::new()) };
        let since = self.world().now().plus_seconds(-TOLD_DAYS * 24 * 60 * 60);
        let mut found = self.store().read().flags(actor.scope()).of_user(me, MAX).await?;
        found.retain(|flag| flag.answered_at().is_some_and(|at| since < at));
        found.sort_by_key(|flag| std::cmp::Reverse(flag.answered_at()));
        found.truncate(TOLD);
        self.flag_views(actor, found).await
    }

    /// Flags with the names of what and whom they are about, as far as the actor may know them.
    pub(super) async fn flag_views(&self, actor: &Actor, flags: Vec<Flag>) -> Result<Vec<FlagView>> {
        if flags.is_empty() {
            return Ok(Vec::new());
        }
        let (db, scope, me) = (self.store().read(), actor.scope(), actor.user_id());
        let articles = db.articles(scope);
        let ids: Vec<ArticleId> =
            flags.iter().map(|flag| flag.article).collect::<BTreeSet<_>>().into_iter().collect();
        let bare: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let versions: BTreeSet<ArticleVersionId> =
            flags.iter().flat_map(|flag| [Some(flag.version), flag.fixed_by]).flatten().collect();
        let versions: Vec<_> = versions.into_iter().collect();
        let titles = articles.titles(&versions).await?;
        let slugs: BTreeMap<Uuid, String> = articles.slugs(&bare).await?.into_iter().collect();
        let spaces_of = articles.spaces_of(&bare).await?;
        let spaces: BTreeMap<SpaceId, Slug> =
            db.spaces(scope).all().await?.into_iter().map(|space| (space.id, space.slug)).collect();
        let upkeep = self.upkeeps(actor, &ids).await?;
        let owner_of = |article: ArticleId| upkeep.get(&article).and_then(|upkeep| upkeep.owner);
        let people: BTreeSet<UserId> =
            flags.iter().flat_map(|flag| [Some(flag.raised_by), owner_of(flag.article)]).flatten().collect();
        let people: Vec<_> = people.into_iter().collect();
        let names = names_of(&db, actor, &people).await?;
        let place_of = |flag: &Flag| {
            let (title, number) = titles.get(&flag.version)?.clone();
            let space = spaces.get(spaces_of.get(&flag.article)?)?.clone();
            Some(FlagPlace { space, article: slugs.get(&flag.article.uuid())?.clone(), title, number })
        };
        let view = |flag: Flag| {
            let owner = owner_of(flag.article);
            FlagView {
                place: place_of(&flag),
                who: names.get(&flag.raised_by).cloned(),
                is_own: me == Some(flag.raised_by),
                owner: owner.and_then(|owner| names.get(&owner).cloned()),
                is_for_me: owner.is_none() || owner == me,
                fixed_by: flag.fixed_by.and_then(|version| titles.get(&version)).map(|(_, number)| *number),
                flag,
            }
        };
        Ok(flags.into_iter().map(view).collect())
    }
}

/// Reads what a reader hands in about a version.
fn read_flag(input: FlagInput, version: &ArticleVersion) -> Result<(FlagKind, String, String)> {
    let FlagInput { kind, passage, note } = input;
    let mut fields = Fields::new();
    let no_kind = if kind.is_empty() { Reason::Missing } else { Reason::NotAChoice };
    let kind = fields.read("kind", FlagKind::parse(&kind).ok_or(no_kind));
    let passage = fields.read("passage", read_passage(&passage, version));
    let note = read_text(&note).and_then(|note| {
        let is_missing = note.is_empty() && kind.is_some_and(FlagKind::needs_note);
        if is_missing { Err(Reason::Missing) } else { Ok(note) }
    });
    let note = fields.read("note", note);
    let read = (|| Some((kind?, passage?, note?)))();
    Ok(fields.verdict(read)?)
}

/// A passage that the version contains, on one line.
fn read_passage(text: &str, version: &ArticleVersion) -> Checked<String> {
    let passage = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if passage.is_empty() {
        return Err(Reason::Missing);
    }
    if MAX_PASSAGE < passage.chars().count() {
        return Err(Reason::TooLong(MAX_PASSAGE));
    }
    if occurs(&passage, &read_text_of(version)) { Ok(passage) } else { Err(Reason::NotInText) }
}

/// Some lines of text, or none. A form sends line ends as CR LF.
fn read_text(text: &str) -> Checked<String> {
    let text = text.trim().replace("\r\n", "\n");
    if MAX_FLAG_TEXT < text.chars().count() {
        return Err(Reason::TooLong(MAX_FLAG_TEXT));
    }
    let is_bad = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    if text.contains(is_bad) { Err(Reason::BadCharacter) } else { Ok(text) }
}

/// The answer that goes with a decision.
fn read_answer(decision: FlagDecision, text: &str) -> Checked<String> {
    let text = read_text(text)?;
    match (decision, text.chars().count()) {
        (FlagDecision::Accept, _) => Ok(text),
        (FlagDecision::Decline, 0) => Err(Reason::Missing),
        (FlagDecision::Decline, length) if length < MIN_ANSWER => Err(Reason::TooShort(MIN_ANSWER)),
        (FlagDecision::Decline, _) => Ok(text),
    }
}

/// Ids and words of ours: what people wrote stays in the row.
pub(super) fn record(tx: &Tx, kind: EventKind, flag: &Flag) {
    let details = json!({
        "article": flag.article,
        "version": flag.version,
        "language": flag.locale.as_str(),
        "kind": flag.kind.as_str(),
        "raised_by": flag.raised_by,
        "fixed_by": flag.fixed_by,
    });
    tx.record(NewEvent::new(kind, flag.id.uuid()).of_vendor(flag.vendor).with(details));
}

//! What the pages about drafts ask of the server.

use domain::Locale;
use domain::broadcast::Severity;
use domain::knowledge::{Significance, Theirs, VersionState};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, Postcard};
use serde::{Deserialize, Serialize};

use crate::broadcasts::{AudienceContent, AudienceInput, ItemInput};
use crate::error::AppError;
use crate::knowledge::Difference;
use crate::moment::Moment;
use crate::written::Part;

#[cfg(feature = "ssr")]
use {
    crate::broadcasts::{ReachAsk, audience_content, check_items},
    crate::context::{asked, is_plain, portal, principal},
    crate::knowledge::{difference_of, next_button},
    crate::people::{parse_id, parse_slug},
    domain::{ArticleVersionId, FieldError, Invalid, Permission, Reason},
    leptos::server_fn::ServerFn,
    service::{Compared, DraftBase, DraftInput, DraftView, PublishInput},
};

/// A version in the list of what is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftRow {
    /// Which.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The name of its space.
    pub space: String,
    /// Its language.
    pub locale: Locale,
    /// Where it is in its life.
    pub state: VersionState,
    /// How much it changes.
    pub significance: Significance,
    /// Who began it.
    pub author: Option<String>,
    /// When.
    pub begun: Moment,
    /// When it takes effect.
    pub effective: Option<Moment>,
    /// Whether the reader wrote some of it.
    pub is_mine: bool,
    /// Whether it waits for the reader.
    pub is_for_me: bool,
    /// How many approvals it still needs.
    pub missing: u64,
    /// The version of the source that it follows, if it is a translation: its language and number.
    pub follows: Option<(Locale, i64)>,
}

/// A version that is being worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftContent {
    /// Which.
    pub id: String,
    /// The space: its slug and name.
    pub space: (String, String),
    /// The article's place in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub locale: Locale,
    /// Its number.
    pub number: i64,
    /// Where it is in its life.
    pub state: VersionState,
    /// Counts its edits.
    pub revision: i64,
    /// How much it changes.
    pub significance: Significance,
    /// Why it is made.
    pub change_reason: String,
    /// What whoever sent it back wants changed.
    pub review_note: String,
    /// Markdown, with its front matter.
    pub source: String,
    /// What that looks like.
    pub html: String,
    /// Who wrote it, by name.
    pub contributors: Vec<String>,
    /// Who has approved it as it stands, by name.
    pub approvers: Vec<String>,
    /// How many more have to.
    pub missing: u64,
    /// When it takes effect, or did.
    pub effective: Option<Moment>,
    /// When it ends by itself.
    pub ends: Option<Moment>,
    /// Whether another version of the article is in effect.
    pub is_change: bool,
    /// The number of that one, if it was made after this one was begun, which may undo what that changed.
    pub overtaken_by: Option<i64>,
    /// The way to the next version, where this one has ended and nothing is in effect or coming.
    pub next: Option<Part>,
    /// Whether the reader may review and publish.
    pub may_publish: bool,
    /// Whether the reader wrote some of it, and so may not approve it.
    pub is_mine: bool,
    /// Whom it concerns.
    pub consequences: Part,
    /// The accepted flags that it may mend, if there are any.
    pub fixes: Option<Part>,
    /// The zone in which the reader types instants.
    pub time_zone: String,
    /// Whom a broadcast of it can be for, for those who can publish it now; none where nobody is told.
    pub audience: Option<AudienceContent>,
    /// How much that asks of those who owe the most of the article; none where nobody is told, or nothing can be published
    /// now.
    pub severity: Option<Severity>,
    /// That it asks more of those who owe something than by itself, where it does.
    pub owed: Part,
    /// The language in which the article is written first.
    pub source_locale: Locale,
    /// The number of the version of the source that it follows, if it is a translation.
    pub follows: Option<i64>,
    /// The vendors that work in languages in which nothing follows it yet, for those who publish: names and languages.
    pub untranslated: Vec<(String, Vec<Locale>)>,
    /// From what the form goes on, if it came back as it was typed and without scripts.
    pub typed: Option<TypedDraft>,
}

impl DraftContent {
    /// Whether it says in another language what the source says.
    pub fn is_translation(&self) -> bool {
        self.locale != self.source_locale
    }

    /// Whether there are other versions of the article, to compare it with.
    pub fn has_others(&self) -> bool {
        self.is_change || 1 < self.number
    }

    /// What there is to write on from.
    pub fn written(&self) -> Written {
        Written {
            source: self.source.clone(),
            significance: self.significance.as_str().to_owned(),
            change_reason: self.change_reason.clone(),
        }
    }
}

/// What an author writes, or read before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Markdown, with its front matter.
    pub source: String,
    /// How much it changes.
    pub significance: String,
    /// Why it is made.
    pub change_reason: String,
}

impl Written {
    /// The same with what its author has seen of somebody else: what is written now is written in view of that.
    #[must_use]
    pub fn in_view_of(self, theirs: Theirs) -> Self {
        Self {
            source: theirs.source.unwrap_or(self.source),
            significance: self.significance,
            change_reason: theirs.change_reason.unwrap_or(self.change_reason),
        }
    }
}

/// From what a form goes on that came back as it was typed: the draft may have changed meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedDraft {
    /// The revision that its author had read.
    pub revision: i64,
    /// What they had read, with what is shown beside it now.
    pub base: Written,
    /// What somebody else wrote in the same places.
    pub theirs: Option<Theirs>,
}

/// What became of a text that was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SavedContent {
    /// It is the draft now, at this revision.
    AsItIs(i64),
    /// What somebody else changed was put in with it: the revision, and what the draft says now.
    Merged(i64, Written),
    /// Nothing was saved, because somebody else changed the same: theirs.
    Clash(Theirs),
}

/// What a version changes of another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftDifference {
    /// The version.
    pub id: String,
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Its language.
    pub locale: Locale,
    /// The others of its article in its language: numbers and states, the last one first.
    pub others: Vec<(i64, VersionState)>,
    /// The number of the one with which it is compared; none where there is none.
    pub with: Option<i64>,
    /// What it changes; none when that one is none of the others.
    pub difference: Option<Difference>,
}

/// That a change is published before its translations, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WaiverInput {
    /// Whether it is.
    pub anyway: bool,
    /// Why.
    pub reason: String,
}

/// What is being written.
#[server(name = ReadDrafts, endpoint = "drafts", input = GetUrl, output = Postcard)]
pub async fn drafts() -> Result<Vec<DraftRow>, AppError> {
    let me = principal()?;
    let lines = portal().drafts(&me.actor).await?;
    let row = |line: service::DraftLine| {
        let service::DraftLine { space, article: _, version, author, is_mine, missing, is_for_me, follows } =
            line;
        DraftRow {
            id: version.id.to_string(),
            title: version.title,
            space: space.name_in(me.locale()).to_owned(),
            locale: version.locale,
            state: version.state,
            significance: version.significance,
            author,
            begun: Moment::of(version.created_at, &me),
            effective: version.effective_at.map(|at| Moment::of(at, &me)),
            is_mine,
            is_for_me,
            missing: missing as u64,
            follows,
        }
    };
    Ok(lines.into_iter().map(row).collect())
}

/// One version that is being worked on.
#[server(name = ReadDraft, endpoint = "draft", input = GetUrl, output = Postcard)]
pub async fn draft(id: String) -> Result<DraftContent, AppError> {
    let me = principal()?;
    let view = portal().draft(&me.actor, parse_id(&id)?).await?;
    content_of(view, &me).await
}

/// A version that is being worked on as its pages show it.
#[cfg(feature = "ssr")]
pub(super) async fn content_of(view: DraftView, me: &service::Principal) -> Result<DraftContent, AppError> {
    let id = view.version.id;
    let consequences = super::consequences::consequences_of(&view.version, me).await?;
    let fixes = super::fixes::fixes_of(id, me).await?;
    let typed = typed_of(id, me).await?;
    let is_to_publish =
        view.version.state == VersionState::Approved && me.actor.may(Permission::PublishKnowledge);
    let untranslated = if is_to_publish { portal().untranslated(&me.actor, id).await? } else { Vec::new() };
    let untranslated: Vec<(String, Vec<Locale>)> =
        untranslated.into_iter().map(|found| (found.name, found.languages.into_iter().collect())).collect();
    let asked = if is_to_publish { portal().asked_with(&me.actor, id).await? } else { None };
    let severity = asked.map(|asked| asked.most);
    let owed = asked.map(|asked| Part::of(|| super::decide::written::owed(asked))).unwrap_or_default();
    let audience = if severity.is_some() { Some(audience_of(&view, me).await?) } else { None };
    let names = portal().client_names(&me.actor, view.contributors.iter().chain(&view.approvers)).await?;
    let name = |id: &domain::UserId| names.get(id).cloned().unwrap_or_default();
    let DraftView {
        space,
        article,
        version,
        contributors,
        approvers,
        missing,
        is_change,
        overtaken_by,
        leaves_nothing,
        source,
        follows,
    } = view;
    let (space_slug, slug) = (space.slug.to_string(), article.slug.to_string());
    let next = leaves_nothing.then(|| Part::of(|| next_button(&space_slug, &slug, version.locale)));
    Ok(DraftContent {
        id: version.id.to_string(),
        space: (space_slug, space.name_in(me.locale()).to_owned()),
        slug,
        title: version.title,
        locale: version.locale,
        number: version.number,
        state: version.state,
        revision: version.life.revision,
        significance: version.significance,
        change_reason: version.life.change_reason,
        review_note: version.life.review_note,
        source: version.source,
        html: version.html,
        is_mine: me.actor.user_id().is_some_and(|me| contributors.contains(&me)),
        contributors: contributors.iter().map(name).collect(),
        approvers: approvers.iter().map(name).collect(),
        missing: missing as u64,
        effective: version.effective_at.map(|at| Moment::of(at, me)),
        ends: version.life.ends_at.map(|at| Moment::of(at, me)),
        is_change,
        overtaken_by,
        next,
        may_publish: me.actor.may(Permission::PublishKnowledge),
        consequences,
        fixes,
        time_zone: me.time_zone().as_str().to_owned(),
        audience,
        severity,
        owed,
        source_locale: source,
        follows,
        untranslated,
        typed,
    })
}

/// From what the form of a draft goes on, if this page is the answer to it: it was refused, or nobody was signed in any more.
#[cfg(feature = "ssr")]
async fn typed_of(id: ArticleVersionId, me: &service::Principal) -> Result<Option<TypedDraft>, AppError> {
    let Some(typed) = use_context::<ui::Typed>().filter(|typed| typed.address == SaveDraft::PATH) else {
        return Ok(None);
    };
    let one = |name: &str| {
        let answer = typed.answers.iter().find(|(known, _)| known == name);
        answer.map(|(_, answer)| answer.replace("\r\n", "\n")).unwrap_or_default()
    };
    let (Some(significance), true) = (Significance::parse(&one("significance")), one("id") == id.to_string())
    else {
        return Ok(None);
    };
    let read = DraftBase {
        revision: one("revision").parse().unwrap_or_default(),
        source: one("base"),
        significance: Significance::parse(&one("base_significance")),
        change_reason: one("base_change_reason"),
    };
    let input = DraftInput { source: one("source"), significance, change_reason: one("change_reason") };
    let theirs = portal().draft_clash(&me.actor, id, &read, &input).await?;
    let base = Written {
        source: read.source,
        significance: one("base_significance"),
        change_reason: read.change_reason,
    };
    let base = base.in_view_of(theirs.clone().unwrap_or_default());
    Ok(Some(TypedDraft { revision: read.revision, base, theirs }))
}

/// Whom a broadcast of a version can be for, counted for the form as it stands.
#[cfg(feature = "ssr")]
async fn audience_of(view: &DraftView, me: &service::Principal) -> Result<AudienceContent, AppError> {
    let ask = ReachAsk { id: view.version.id.to_string(), ..ReachAsk::default() };
    let ask = ask.with_typed(PublishVersion::PATH);
    audience_content(me, Some(view.space.id), &ask).await
}

/// What a version changes of another one: of the one with the number `with`, or of what is in effect where that is empty.
/// `view` is `source` or anything else for the rendered text.
#[server(name = ReadDraftChanges, endpoint = "draft_changes", input = GetUrl, output = Postcard)]
pub async fn draft_changes(
    id: String,
    view: String,
    #[server(default)] with: String,
) -> Result<DraftDifference, AppError> {
    let me = principal()?;
    let compared = if view == "source" { Compared::Source } else { Compared::Rendered };
    // What is no number is that of no version.
    let with = (!with.is_empty()).then(|| with.parse().unwrap_or(0));
    let found = portal().draft_changes(&me.actor, parse_id(&id)?, with, compared).await?;
    let service::DraftChanges { version, others, with, comparison } = found;
    Ok(DraftDifference {
        id: version.id.to_string(),
        number: version.number,
        title: version.title,
        locale: version.locale,
        others: others.into_iter().map(|other| (other.number, other.state)).collect(),
        with,
        difference: comparison.map(difference_of),
    })
}

/// What a text would look like.
#[server(name = PreviewDraft, endpoint = "preview_draft", output = Postcard)]
pub async fn preview_draft(id: String, source: String) -> Result<String, AppError> {
    let me = principal()?;
    Ok(portal().preview_draft(&me.actor, parse_id(&id)?, &source).await?)
}

/// Begins a draft of an article, or opens the one that there is.
#[server(endpoint = "begin_draft", output = Postcard)]
pub async fn begin_draft(space: String, slug: String, language: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let locale = Locale::parse(&language).unwrap_or(actor.locale);
    let id = portal.begin_draft(&actor, &parse_slug(&space)?, &parse_slug(&slug)?, locale).await?;
    let is_translation = portal.draft(&actor, id).await?.is_translation();
    let beside = if is_translation { "/translate" } else { "" };
    leptos_axum::redirect(&format!("/drafts/{id}{beside}"));
    Ok(())
}

/// Begins an article.
#[server(endpoint = "begin_article", output = Postcard)]
pub async fn begin_article(space: String, title: String, language: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    let locale = Locale::parse(&language).unwrap_or(actor.locale);
    let id = portal.begin_article(&actor, &parse_slug(&space)?, &title, locale).await?;
    leptos_axum::redirect(&format!("/drafts/{id}"));
    Ok(())
}

/// Puts a text into a draft, with its significance and its reason. `base`, `base_significance` and `base_change_reason` are
/// what they were made from, at `revision`. Where somebody else changed the same, a plain form is refused: so it comes back
/// as it was typed, and theirs is shown beside it.
#[server(endpoint = "save_draft", output = Postcard)]
pub async fn save_draft(
    id: String,
    revision: i64,
    base: String,
    source: String,
    significance: String,
    change_reason: String,
    #[server(default)] base_significance: String,
    #[server(default)] base_change_reason: String,
) -> Result<SavedContent, AppError> {
    let (portal, actor) = asked()?;
    let significance = significance_of(&significance)?;
    // A form sends line ends as CR LF (HTML, section 4.10.22.4).
    let texts = [base, source, base_change_reason, change_reason].map(|text| text.replace("\r\n", "\n"));
    let [base, source, base_reason, change_reason] = texts;
    let base = DraftBase {
        revision,
        source: base,
        significance: Significance::parse(&base_significance),
        change_reason: base_reason,
    };
    let input = DraftInput { source, significance, change_reason };
    match portal.save_draft(&actor, parse_id(&id)?, base, input).await? {
        service::Saved::AsItIs(revision) => Ok(SavedContent::AsItIs(revision)),
        service::Saved::Merged { revision, written } => {
            let DraftInput { source, significance, change_reason } = written;
            let significance = significance.as_str().to_owned();
            Ok(SavedContent::Merged(revision, Written { source, significance, change_reason }))
        }
        service::Saved::Clash(theirs) if is_plain() => Err(clash(&theirs)),
        service::Saved::Clash(theirs) => Ok(SavedContent::Clash(theirs)),
    }
}

/// The refusal of a plain form in which somebody else changed the same.
#[cfg(feature = "ssr")]
fn clash(theirs: &Theirs) -> AppError {
    let known = [("source", &theirs.source), ("change_reason", &theirs.change_reason)];
    let known = known.into_iter().filter(|(_, theirs)| theirs.is_some());
    let fields = known.map(|(name, _)| FieldError { field: name.to_owned(), reason: Reason::Clash });
    service::Error::from(Invalid(fields.collect())).into()
}

/// Hands a draft in.
#[server(endpoint = "submit_draft", output = Postcard)]
pub async fn submit_draft(id: String, revision: i64) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.submit_draft(&actor, parse_id(&id)?, revision).await?;
    leptos_axum::redirect(&format!("/drafts/{id}?done=submitted&revision={revision}"));
    Ok(())
}

/// Sends a draft back.
#[server(endpoint = "request_changes", output = Postcard)]
pub async fn request_changes(id: String, revision: i64, note: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.request_changes(&actor, parse_id(&id)?, revision, &note).await?;
    leptos_axum::redirect(&format!("/drafts/{id}?done=sent_back&revision={revision}"));
    Ok(())
}

/// Approves a version as it was read.
#[server(endpoint = "approve_draft", output = Postcard)]
pub async fn approve_draft(id: String, revision: i64) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.approve(&actor, parse_id(&id)?, revision).await?;
    leptos_axum::redirect(&format!("/drafts/{id}?done=approved&revision={revision}"));
    Ok(())
}

/// Puts a version away.
#[server(endpoint = "archive_version", output = Postcard)]
pub async fn archive_version(id: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.archive(&actor, parse_id(&id)?).await?;
    leptos_axum::redirect("/drafts?done=archived");
    Ok(())
}

/// Withdraws a version in effect as wrong.
#[server(endpoint = "recall_version", output = Postcard)]
pub async fn recall_version(id: String, reason: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.recall(&actor, parse_id(&id)?, &reason).await?;
    leptos_axum::redirect(&format!("/drafts/{id}?done=recalled"));
    Ok(())
}

/// Takes a version that was to take effect back to being approved.
#[server(endpoint = "unschedule_version", output = Postcard)]
pub async fn unschedule_version(id: String) -> Result<(), AppError> {
    let (portal, actor) = asked()?;
    portal.unschedule(&actor, parse_id(&id)?).await?;
    leptos_axum::redirect(&format!("/drafts/{id}?done=unscheduled"));
    Ok(())
}

/// Puts an approved version into effect. Instants are days and minutes of the reader's zone; an empty one is now, or never.
#[server(endpoint = "publish_version", output = Postcard)]
pub async fn publish_version(
    id: String,
    day: String,
    time: String,
    end_day: String,
    #[server(default)] title: String,
    #[server(default)] summary: String,
    #[server(default)] items: Vec<ItemInput>,
    #[server(default)] audience: AudienceInput,
    #[server(default)] waiver: WaiverInput,
) -> Result<(), AppError> {
    use domain::Fields;
    use service::instant_of;
    let me = principal()?;
    let mut fields = Fields::new();
    let effective = fields.read("day", instant_of(&day, &time, me.time_zone()).ok_or(Reason::NotADate));
    let ends = fields.read("end_day", instant_of(&end_day, "", me.time_zone()).ok_or(Reason::NotADate));
    let audience = audience.read(&mut fields);
    let read = fields.verdict(effective.zip(ends).zip(audience)).map_err(service::Error::from)?;
    let ((effective_at, ends_at), audience) = read;
    let broadcast = service::BroadcastInput { title, summary, items: check_items(items), audience };
    let waiver = waiver.anyway.then_some(waiver.reason);
    let input = PublishInput { effective_at, ends_at, broadcast, waiver };
    portal().publish(&me.actor, parse_id(&id)?, input).await?;
    leptos_axum::redirect(&format!("/drafts/{id}?done=published"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn significance_of(text: &str) -> Result<Significance, AppError> {
    let known = Significance::parse(text).ok_or(Reason::NotAChoice);
    let mut fields = domain::Fields::new();
    let known = fields.read("significance", known);
    Ok(fields.verdict(known).map_err(service::Error::from)?)
}

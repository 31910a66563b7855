//! One version that is being worked on: written as long as it may be changed, decided about after that.

use domain::knowledge::VersionState;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use ui::{
    Alert, Badge, Crumb, DescriptionList, Extent, Fact, IconName, LinkButton, Loaded, Page, SanitisedHtml,
    Section, Tone, TrustedHtml, t, view,
};

use super::api::{DraftContent, ReadDraft};
use super::decide::Decisions;
use super::edit::{DraftEditor, Kept, LeftOver};
use super::fixes::Fixes;
use crate::ask;
use crate::done::Done;
use crate::knowledge::tone_of;
use crate::live::again_with_address;
use crate::moment::MomentText;
use crate::written::Written;

/// One version that is being worked on.
#[component]
pub fn DraftPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("draft")).unwrap_or_default();
    let content = again_with_address(ask::load(move || ReadDraft { id: id() }));
    view! {
        <Loaded value=content extent=Extent::Page let:content>
            <Draft content />
        </Loaded>
    }
}

#[component]
fn Draft(content: DraftContent) -> impl IntoView {
    let t = t();
    let crumbs = vec![Crumb::link(t.drafts(), "/drafts")];
    let is_writable = !content.state.is_immutable();
    let title = content.title.clone();
    let links = links(&content);
    let note = (content.state == VersionState::ChangesRequested).then(|| {
        let note = content.review_note.clone();
        view! { <Alert tone=Tone::Wait title=t.draft_sent_back_title()><p>{note}</p></Alert> }
    });
    let overtaken = content.overtaken_by.map(|number| {
        let changes = format!("/drafts/{}/changes", content.id);
        view! { <Overtaken number changes /> }
    });
    let fixes = content.fixes.clone().filter(|_| is_writable || content.may_publish).map(|part| {
        let id = content.id.clone();
        view! { <Fixes id part /> }
    });
    let shown = content.clone();
    let kept = Kept::new(content.revision);
    let work = if is_writable {
        view! { <DraftEditor content=content.clone() kept /> }
    } else {
        let html = SanitisedHtml::from_sanitiser(content.html.clone());
        let lang: Option<ui::Text> = (content.locale != t.locale()).then(|| content.locale.as_str().into());
        let (id, source) = (content.id.clone(), content.source.clone());
        view! {
            <LeftOver id source />
            <Section title=t.draft_text()><TrustedHtml html nostrip:lang /></Section>
        }
    };
    view! {
        <Page title breadcrumbs=crumbs actions=move || links>
            <Done words=done_words() />
            <StateLine content=shown.clone() />
            {note}
            {overtaken}
            {fixes}
            <Decisions content=shown.clone() kept />
            {work}
            <Section title=t.draft_who()>
                <People content=shown />
            </Section>
        </Page>
    }
}

/// That another version came into effect beside this one, and where they are compared.
#[component]
fn Overtaken(number: i64, changes: String) -> impl IntoView {
    let t = t();
    view! {
        <Alert tone=Tone::Stop title=t.draft_overtaken(&number.to_string())>
            <p>{t.draft_overtaken_text()}</p>
            <p><a href=changes>{t.draft_read_changes()}</a></p>
        </Alert>
    }
}

fn done_words() -> Vec<(&'static str, String)> {
    let t = t();
    [
        ("submitted", t.draft_submitted()),
        ("sent_back", t.draft_sent_back()),
        ("approved", t.draft_approved()),
        ("published", t.draft_published()),
        ("unscheduled", t.draft_unscheduled()),
        ("recalled", t.recall_done()),
    ]
    .map(|(code, words)| (code, words.to_owned()))
    .into()
}

fn links(content: &DraftContent) -> Vec<AnyView> {
    let t = t();
    let mut links = Vec::new();
    if content.is_translation() {
        let href = format!("/drafts/{}/translate", content.id);
        links.push(view! { <LinkButton href label=t.translate_open() icon=IconName::Languages /> });
    }
    if content.has_others() {
        let href = format!("/drafts/{}/changes", content.id);
        links.push(view! { <LinkButton href label=t.draft_changes() icon=IconName::FileDiff /> });
    }
    if content.is_change || content.state == VersionState::Effective {
        let href =
            format!("/knowledge/{}/{}?language={}", content.space.0, content.slug, content.locale.as_str());
        links.push(view! { <LinkButton href label=t.draft_open_live() icon=IconName::BookOpen /> });
    }
    links.extend(content.next.clone().map(|part| view! { <Written part /> }));
    links
}

/// Where it stands, in one line.
#[component]
fn StateLine(content: DraftContent) -> impl IntoView {
    let t = t();
    let DraftContent {
        state,
        significance,
        locale,
        number,
        space,
        effective,
        ends,
        source_locale,
        follows,
        ..
    } = content;
    let follows = follows.map(|number| {
        let words = t.translation_follows(&number.to_string(), t.language_in_text(source_locale));
        view! { <span>{words}</span> }
    });
    let effective = effective.map(|at| {
        let label = if state == VersionState::Scheduled { t.draft_from() } else { t.article_effective() };
        view! { <span>{label} " " <MomentText moment=at /></span> }
    });
    let ends = ends.map(|at| {
        view! { <span>{t.draft_ends()} " " <MomentText moment=at /></span> }
    });
    view! {
        <p class="version-line">
            <Badge label=t.draft_state(state) tone=tone_of_state(state) />
            <Badge label=t.significance(significance) tone=tone_of(significance) />
            <span>{t.article_version(&number.to_string())}</span>
            <span>{t.language_name(locale)}</span>
            {follows}
            <a href=format!("/knowledge/{}", space.0)>{space.1}</a>
            {effective}
            {ends}
        </p>
    }
}

#[component]
fn People(content: DraftContent) -> impl IntoView {
    let t = t();
    let names = |names: Vec<String>| {
        if names.is_empty() { t.draft_nobody_yet().to_owned() } else { names.join(", ") }
    };
    let items = vec![
        Fact::new(t.draft_contributors(), names(content.contributors)),
        Fact::new(t.draft_approvers(), names(content.approvers)),
    ];
    view! { <DescriptionList items /> }
}

/// How a state is coloured.
pub(super) const fn tone_of_state(state: VersionState) -> Tone {
    match state {
        VersionState::Draft | VersionState::Archived | VersionState::Superseded => Tone::Neutral,
        VersionState::InReview | VersionState::ChangesRequested => Tone::Wait,
        VersionState::Approved | VersionState::Scheduled => Tone::Note,
        VersionState::Effective => Tone::Go,
        VersionState::Recalled | VersionState::Expired => Tone::Stop,
    }
}

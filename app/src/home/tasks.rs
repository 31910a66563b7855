//! What waits for those who write. The server alone writes it.

use domain::Locale;
use domain::knowledge::{VerificationStatus, VersionState};
use leptos::prelude::*;
use service::{Principal, Task, TaskCounts, TaskKind, Tasks};
use ui::{Badge, ButtonSize, EmptyState, LinkButton, Section, Tone, t, view};

use crate::knowledge::tone_of_verification;
use crate::moment::{Moment, MomentText};

/// What waits for somebody, and the ways to the lists of it.
pub(super) fn tasks(tasks: Tasks, me: &Principal) -> AnyView {
    let t = t();
    let Tasks { named, counts } = tasks;
    if named.is_empty() {
        return view! {
            <Section title=t.tasks()>
                <EmptyState title=t.tasks_none() text=t.tasks_none_text() />
            </Section>
        };
    }
    let items = named.into_iter().map(|task| item(task, me)).collect_view();
    let lists = lists(counts);
    view! {
        <Section title=t.tasks()>
            <div class="stack">
                <ul class="link-list">{items}</ul>
                <div class="cluster">{lists}</div>
            </div>
        </Section>
    }
}

/// The lists in which there is anything, each with how much.
fn lists(counts: TaskCounts) -> Vec<AnyView> {
    let t = t();
    let TaskCounts { versions, flags, fixes, verifications, translations } = counts;
    let lists = [
        ("/drafts", versions, t.tasks_versions(versions)),
        ("/flags", flags, t.tasks_flags(flags)),
        ("/flags?show=accepted", fixes, t.tasks_fixes(fixes)),
        ("/verification?whose=mine", verifications, t.tasks_verifications(verifications)),
        ("/translations?show=outdated", translations, t.tasks_translations(translations)),
    ];
    let some = lists.into_iter().filter(|(_, count, _)| 0 < *count);
    some.map(|(href, _, label)| view! { <LinkButton href label size=ButtonSize::Small /> }).collect()
}

fn item(task: Task, me: &Principal) -> AnyView {
    let Task { kind, title, locale, at } = task;
    let lang = (locale != t().locale()).then_some(locale.as_str());
    let href = address(&kind, locale);
    let (label, tone) = what(&kind);
    let when = when(&kind, Moment::of(at, me), &Moment::day(at, me));
    view! {
        <li class="link-list__item">
            <a class="link-list__link" href=href lang=lang>{title}</a>
            <span class="version-line"><Badge label tone /> {when}</span>
        </li>
    }
}

/// Where it is done.
fn address(kind: &TaskKind, locale: Locale) -> String {
    match kind {
        TaskKind::Version(id, _) => format!("/drafts/{id}"),
        TaskKind::Flag(id) | TaskKind::Mend(id) => format!("/flags/{id}"),
        TaskKind::Verification { space, article, status: _ } => {
            format!("/knowledge/{space}/{article}?language={}", locale.as_str())
        }
        TaskKind::Translation(space) => format!("/translations?space={space}&show=outdated"),
    }
}

/// What is to be done, and how that is coloured.
fn what(kind: &TaskKind) -> (&'static str, Tone) {
    let t = t();
    match kind {
        TaskKind::Version(_, VersionState::Draft) => (t.task_write(), Tone::Neutral),
        TaskKind::Version(_, VersionState::ChangesRequested) => (t.task_rework(), Tone::Stop),
        TaskKind::Version(_, VersionState::InReview) => (t.task_approve(), Tone::Wait),
        TaskKind::Version(_, VersionState::Approved) => (t.task_publish(), Tone::Go),
        TaskKind::Version(_, state) => (t.draft_state(*state), Tone::Note),
        TaskKind::Flag(_) => (t.flags_open(), Tone::Wait),
        TaskKind::Mend(_) => (t.flags_accepted(), Tone::Note),
        TaskKind::Verification { status, .. } => (t.verification_to_check(), tone_of_verification(*status)),
        TaskKind::Translation(_) => (t.task_translate(), Tone::Wait),
    }
}

/// Since when it waits, or by when it is due.
fn when(kind: &TaskKind, moment: Moment, day: &str) -> AnyView {
    let t = t();
    let words = match kind {
        TaskKind::Version(_, VersionState::Scheduled) => t.draft_from(),
        TaskKind::Version(..) => t.task_begun(),
        TaskKind::Flag(_) => t.task_flagged(),
        TaskKind::Mend(_) => t.task_accepted(),
        TaskKind::Translation(_) => t.task_since(),
        TaskKind::Verification { status, .. } => {
            let words = match status {
                VerificationStatus::Overdue => t.article_verify_past(day),
                VerificationStatus::Disputed => t.article_disputed().to_owned(),
                VerificationStatus::Verified | VerificationStatus::Due => t.article_verify_due(day),
            };
            return view! { <span>{words}</span> };
        }
    };
    view! { <span>{words} " " <MomentText moment /></span> }
}

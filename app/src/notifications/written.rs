//! What these pages show. The server alone writes it; its forms are plain.

use domain::notification::{Notice, Subject};
use leptos::prelude::*;
use service::{NotificationView, Principal, ToReadFirst};
use ui::{
    Badge, Button, ButtonKind, ButtonSize, ButtonVariant, EmptyState, HiddenField, Icon, IconName, PostForm,
    Section, Tone, t, view,
};

use crate::broadcasts::tone_of_severity;
use crate::moment::{Moment, MomentText};

/// Where a form says that everything was read.
const MARK_ACTION: &str = "/api/mark_notifications_read";
/// Where a form says that an instruction was read.
const ACKNOWLEDGE_ACTION: &str = "/api/acknowledge_onboarding";

/// How much is unread, as the frame shows it; nothing of nothing.
pub(super) fn bell(unread: u64) -> Option<AnyView> {
    let t = t();
    (0 < unread).then(|| {
        view! {
            <a class="button button--quiet" href="/notifications">
                <Icon name=IconName::Bell />
                <span class="count count--waiting" aria-hidden="true">{t.number(unread)}</span>
                <span class="visually-hidden">{t.notifications_waiting(unread)}</span>
            </a>
        }
    })
}

/// What somebody was told.
pub(super) fn told(told: Vec<NotificationView>, unread: u64, me: &Principal) -> AnyView {
    let t = t();
    if told.is_empty() {
        return view! { <EmptyState title=t.notifications_none() text=t.notifications_none_text() /> };
    }
    let mark = (0 < unread).then(|| view! { <MarkAll unread /> });
    let items = told
        .into_iter()
        .map(|one| {
            let told = Told::of(one, me);
            view! { <ToldItem told /> }
        })
        .collect_view();
    view! {
        {mark}
        <ul class="link-list">{items}</ul>
    }
}

/// One thing as a page shows it.
struct Told {
    href: String,
    title: String,
    /// What it is about, in a word or two.
    badge: (&'static str, Tone),
    words: String,
    place: Option<String>,
    names: Option<String>,
    due: Option<Moment>,
    at: Moment,
    is_unread: bool,
}

impl Told {
    fn of(one: NotificationView, me: &Principal) -> Self {
        let NotificationView { notification, path, names, place } = one;
        let t = t();
        let words = t.notice(&notification.notice);
        let (due_at, named) = match notification.notice {
            Notice::Announced { due_at } | Notice::Reminder { due_at, .. } => (due_at, ""),
            Notice::Coaching { .. } => (None, t.notification_to_coach()),
            _ => (None, t.notification_named()),
        };
        let badge = match notification.subject {
            Subject::Broadcast { severity, .. } => (t.severity(severity), tone_of_severity(severity)),
            Subject::Flag(_) => (t.notification_flag(), Tone::Note),
            Subject::Version(_) => (t.notification_version(), Tone::Neutral),
        };
        let is_unread = notification.read_at.is_none();
        // Following the link is what notes that it was read.
        let href = if is_unread { format!("/notifications/{}", notification.id) } else { path };
        Self {
            href,
            title: notification.title,
            badge,
            words,
            place,
            names: (!names.is_empty()).then(|| format!("{named} {}", names.join(", "))),
            due: due_at.map(|at| Moment::of(at, me)),
            at: Moment::of(notification.created_at, me),
            is_unread,
        }
    }
}

#[component]
fn MarkAll(unread: u64) -> impl IntoView {
    let t = t();
    view! {
        <div class="cluster">
            <p>{t.notifications_unread(unread)}</p>
            <PostForm action=MARK_ACTION>
                <Button label=t.notifications_mark_all() kind=ButtonKind::Submit icon=IconName::Check />
            </PostForm>
        </div>
    }
}

#[component]
fn ToldItem(told: Told) -> impl IntoView {
    let t = t();
    let Told { href, title, badge: (label, tone), words, place, names, due, at, is_unread } = told;
    // The server leads on from there, not the page.
    let rel = is_unread.then_some("external");
    let new = is_unread.then(|| view! { <Badge label=t.notification_unread() tone=Tone::Wait /> });
    let place = place.map(|place| view! { <p>{place}</p> });
    let names = names.map(|names| view! { <p>{names}</p> });
    let due = due.map(|due| view! { <p>{t.notification_due()} " " <MomentText moment=due /></p> });
    view! {
        <li class="link-list__item">
            <div>
                <p class="version-line">
                    {new}
                    <Badge label tone />
                    <MomentText moment=at />
                </p>
                <a class="link-list__link" href=href rel=rel>{title}</a>
                <p>{words}</p>
                {place}
                {names}
                {due}
            </div>
        </li>
    }
}

/// What somebody has to read before their first contact.
pub(super) fn to_read(first: Vec<ToReadFirst>, me: &Principal) -> AnyView {
    let t = t();
    if first.is_empty() {
        return view! { <EmptyState title=t.onboarding_none() text=t.onboarding_none_text() /> };
    }
    let title = t.onboarding_count(first.len() as u64);
    let reader = me.locale();
    let items = first
        .into_iter()
        .map(|one| {
            let is_foreign = one.locale != reader;
            view! { <FirstItem one is_foreign /> }
        })
        .collect_view();
    view! {
        <Section title>
            <ul class="link-list">{items}</ul>
        </Section>
    }
}

#[component]
fn FirstItem(one: ToReadFirst, is_foreign: bool) -> impl IntoView {
    let t = t();
    let ToReadFirst { space, article, locale, title, number, version } = one;
    let language = locale.as_str();
    let lang = is_foreign.then_some(language);
    let href = format!("/knowledge/{}/{}?language={language}", space.slug, article.slug);
    let named = t.onboarding_acknowledge_named(&title);
    view! {
        <li class="link-list__item">
            <a class="link-list__link" href=href lang=lang>{title}</a>
            <span class="link-list__note">{t.article_version(&number.to_string())}</span>
            <PostForm action=ACKNOWLEDGE_ACTION>
                <HiddenField name="article" value=article.id.to_string() />
                <HiddenField name="language" value=language />
                <HiddenField name="version" value=version.to_string() />
                <Button
                    label=t.onboarding_acknowledge()
                    accessible_label=named
                    kind=ButtonKind::Submit
                    size=ButtonSize::Small
                    variant=ButtonVariant::Secondary
                />
            </PostForm>
        </li>
    }
}

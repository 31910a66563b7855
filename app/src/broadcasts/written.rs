//! Parts of these pages that the server alone writes: words, links and plain forms.

use domain::broadcast::Broadcast;
use domain::{BroadcastId, Permission};
use leptos::prelude::*;
use service::{BroadcastDraftView, Coached, CoachedBy, Coaching, Principal};
use ui::{
    Badge, Button, ButtonKind, ButtonSize, EmptyState, HiddenField, IconName, PostForm, Section, Text, Tone,
    t, view,
};

use crate::moment::{Moment, MomentText};

/// Where a form says that somebody was coached.
const COACH_ACTION: &str = "/api/note_coaching";

/// What is being composed.
pub(super) fn drafts(drafts: Vec<BroadcastDraftView>, me: &Principal) -> AnyView {
    let t = t();
    if drafts.is_empty() {
        return ().into_any();
    }
    let items = drafts.into_iter().map(|one| draft_item(one, me)).collect_view();
    view! {
        <Section title=t.compose_drafts() lead=t.compose_drafts_lead()>
            <ul class="link-list">{items}</ul>
        </Section>
    }
}

fn draft_item(one: BroadcastDraftView, me: &Principal) -> AnyView {
    let t = t();
    let BroadcastDraftView { draft, saved_by } = one;
    let (href, saved_at) = (format!("/broadcasts/{}/edit", draft.id), Moment::of(draft.saved_at, me));
    let by = saved_by.map(|name| t.compose_draft_by(&name));
    view! {
        <li class="link-list__item">
            <a class="link-list__link" href=href>{draft.title}</a>
            <span class="link-list__note">
                {t.compose_draft_saved()} " " <MomentText moment=saved_at /> " " {by}
            </span>
        </li>
    }
}

/// The other broadcasts of the change that one tells of, and whether they are counted together.
pub(super) fn beside(others: &[Broadcast], counted_with: Option<BroadcastId>) -> AnyView {
    let t = t();
    if others.is_empty() {
        return ().into_any();
    }
    let item = |other: &Broadcast| {
        let (href, severity) = (format!("/broadcasts/{}/board", other.id), t.severity(other.severity));
        let words = if other.beside.is_some() {
            t.board_beside_owing(severity)
        } else {
            t.board_beside_all(severity)
        };
        view! { <li class="link-list__item"><a class="link-list__link" href=href>{words}</a></li> }
    };
    let items = others.iter().map(item).collect_view();
    let lead = counted_with.map(|_| Text::from(t.board_beside_together()));
    view! { <Section title=t.board_beside() nostrip:lead><ul class="link-list">{items}</ul></Section> }
}

/// What a board says where it names nobody who has not acknowledged.
pub(super) fn nobody_open(all_acknowledged: bool, may_prove: bool) -> AnyView {
    let t = t();
    if !all_acknowledged {
        return view! { <EmptyState title=t.board_nobody_open() /> };
    }
    let text = may_prove.then(|| Text::from(t.board_all_done_text()));
    view! { <EmptyState title=t.board_all_done() nostrip:text /> }
}

/// Who is coached on a broadcast, with what their own side can do; how many they are for the client's.
pub(super) fn coaching(broadcast: BroadcastId, coaching: Coaching, me: &Principal) -> AnyView {
    let t = t();
    let Coaching { people, waiting } = coaching;
    if let Some(waiting) = waiting {
        return view! { <Section title=t.board_coaching()><p>{t.board_coaching_count(waiting)}</p></Section> };
    }
    if people.is_empty() {
        return ().into_any();
    }
    let items = people.into_iter().map(|one| coached(broadcast, one, me)).collect_view();
    view! {
        <Section title=t.board_coaching() lead=t.board_coaching_lead() id="coaching">
            <ul class="link-list">{items}</ul>
        </Section>
    }
}

fn coached(broadcast: BroadcastId, one: Coached, me: &Principal) -> AnyView {
    let Coached { id, name, given } = one;
    let href = format!("/people/{id}");
    let state = match given {
        Some(given) => coached_by(given, me),
        None => waiting(broadcast, id.to_string(), &name, me),
    };
    view! {
        <li class="link-list__item">
            <a class="link-list__link" href=href>{name}</a>
            {state}
        </li>
    }
}

fn coached_by(given: CoachedBy, me: &Principal) -> AnyView {
    let t = t();
    let CoachedBy { name, at } = given;
    let (at, by) = (Moment::of(at, me), name.map(|name| t.board_coached_by(&name)));
    view! {
        <span class="link-list__note">{t.board_coached_at()} " " <MomentText moment=at /> " " {by}</span>
    }
}

fn waiting(broadcast: BroadcastId, agent: String, name: &str, me: &Principal) -> AnyView {
    let t = t();
    let named = t.board_coach_named(name);
    let form = me.actor.may(Permission::CoachAgents).then(|| {
        view! {
            <PostForm action=COACH_ACTION>
                <HiddenField name="id" value=broadcast.to_string() />
                <HiddenField name="agent" value=agent />
                <Button
                    label=t.board_coach()
                    accessible_label=named
                    kind=ButtonKind::Submit
                    size=ButtonSize::Small
                    icon=IconName::Check
                />
            </PostForm>
        }
    });
    view! {
        <Badge label=t.board_coaching_waiting() tone=Tone::Wait />
        {form}
    }
}

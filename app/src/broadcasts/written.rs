//! Parts of these pages that the server alone writes: words, links and plain forms.

use leptos::prelude::*;
use service::{BroadcastDraftView, Principal};
use ui::{Section, t, view};

use crate::moment::{Moment, MomentText};

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

//! What the palette and the page of results show alike.

use domain::Locale;
use leptos::prelude::*;
use ui::{Alert, SETTLED_AFTER, SearchResult, Tone, t, view};

use super::api::{Found, FoundItem, FoundKind};

/// What was found as the kit shows it.
pub(super) fn results(items: Vec<FoundItem>) -> Vec<SearchResult> {
    let reader = t().locale();
    let result = |FoundItem { href, title, space, heading, passage, locale }| SearchResult {
        href: href.into(),
        title,
        place: vec![vec![(space, false)], heading],
        passage,
        lang: (locale != reader).then(|| locale.as_str().into()),
    };
    items.into_iter().map(result).collect()
}

/// What is to be said about an answer that is not quite what was asked for.
#[component]
pub(super) fn Remarks(kind: FoundKind, is_cut: bool) -> impl IntoView {
    let t = t();
    let kind = match kind {
        FoundKind::Similar => Some(t.search_is_similar()),
        FoundKind::Some => Some(t.search_is_some()),
        FoundKind::Other(Locale::En) => Some(t.search_is_other_en()),
        FoundKind::Other(Locale::Fr) => Some(t.search_is_other_fr()),
        FoundKind::NothingAsked | FoundKind::NoWords | FoundKind::Typed | FoundKind::Nothing => None,
    };
    let remarks = [kind, is_cut.then(|| t.search_is_cut())];
    let alert = |title| view! { <Alert tone=Tone::Note title /> };
    remarks.into_iter().flatten().map(alert).collect_view()
}

/// Tells that a question without an answer has come to rest, unless it changes before.
pub(super) fn when_settled(found: &Found, is_final: bool, settle: impl Fn() + Send + Sync + 'static) {
    if found.kind != FoundKind::Nothing || is_final {
        return;
    }
    let settle = std::sync::Arc::new(settle);
    Effect::new(move |_| {
        let settle = std::sync::Arc::clone(&settle);
        if let Ok(handle) = set_timeout_with_handle(move || settle(), SETTLED_AFTER) {
            on_cleanup(move || handle.clear());
        }
    });
}

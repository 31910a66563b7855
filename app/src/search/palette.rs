//! The palette.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use ui::{Loaded, PaletteResults, SearchPalette, t, view};

use super::api::{Found, FoundKind, ReadSearch, SearchQuery};
use super::field::PaletteState;
use super::page::{RESULTS, address};
use super::shown::{Remarks, results, when_settled};
use crate::ask;

/// The palette.
#[component]
pub fn Palette() -> impl IntoView {
    let PaletteState { open, text } = expect_context();
    let asked = RwSignal::new(question(text.get_untracked()));
    // It opens with what was typed by then, which may be nothing.
    Effect::new(move |_| {
        if open.get() {
            asked.set(question(text.get_untracked()));
        }
    });
    let chosen = RwSignal::new(None);
    let navigate = use_navigate();
    let on_all = Callback::new(move |q: String| {
        let all = address(&SearchQuery { q, ..SearchQuery::default() });
        navigate(&all, NavigateOptions::default());
    });
    let on_rest = Callback::new(move |q: String| asked.set(question(q)));
    view! {
        <SearchPalette open text on_rest action=RESULTS label=t().search_instructions() on_all chosen>
            <PaletteFound asked chosen />
        </SearchPalette>
    }
}

fn question(q: String) -> SearchQuery {
    SearchQuery { q, is_short: true, ..SearchQuery::default() }
}

#[component]
fn PaletteFound(asked: RwSignal<SearchQuery>, chosen: RwSignal<Option<usize>>) -> impl IntoView {
    let found = ask::load(move || ReadSearch { ask: asked.get() });
    view! {
        <Loaded value=found let:found>
            <PaletteAnswer found asked chosen />
        </Loaded>
    }
}

#[component]
fn PaletteAnswer(
    found: Found,
    asked: RwSignal<SearchQuery>,
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let t = t();
    when_settled(&found, asked.get_untracked().is_final, move || asked.update(|ask| ask.is_final = true));
    let Found { text, is_cut, kind, total, items, .. } = found;
    let label = if kind == FoundKind::NothingAsked { t.search_recent() } else { t.search_results() };
    let status = match kind {
        FoundKind::NothingAsked => t.search_recent().to_owned(),
        FoundKind::NoWords => t.search_no_words_text().to_owned(),
        FoundKind::Nothing => format!("{}. {}", t.search_nothing(&text), t.search_nothing_text()),
        _ => t.search_found(total),
    };
    let first_is_chosen = kind != FoundKind::NothingAsked;
    view! {
        <Remarks kind is_cut />
        <p class="palette__status" role="status">{status}</p>
        <PaletteResults label results=results(items) first_is_chosen chosen />
    }
}

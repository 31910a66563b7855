//! The field on top of every page: all of search that is in the main file.

use leptos::prelude::*;
use ui::{SearchForm, t, view};

use crate::area;

/// What the palette shares with the field that opens it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PaletteState {
    /// Whether it is open.
    pub(crate) open: RwSignal<bool>,
    /// What is typed.
    pub(crate) text: RwSignal<String>,
}

/// The field on top of every page. Without scripts it leads to the page of results, with them it opens the palette.
#[component]
pub(crate) fn HeaderSearch() -> impl IntoView {
    let state = PaletteState { open: RwSignal::new(false), text: RwSignal::new(String::new()) };
    provide_context(state);
    let is_wanted = RwSignal::new(false);
    let on_begin = Callback::new(move |typed: String| {
        state.text.update(|text| {
            if !state.open.get_untracked() {
                text.clear();
            }
            text.push_str(&typed);
        });
        state.open.set(true);
        // Wanted twice, it would be made twice.
        if !is_wanted.get_untracked() {
            is_wanted.set(true);
        }
    });
    let on_near = Callback::new(|()| area::preload_palette());
    let palette = move || is_wanted.get().then(area::palette);
    view! {
        <SearchForm action="/search" label=t().search_instructions() on_begin on_near />
        {palette}
    }
}

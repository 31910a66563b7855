//! What was found.

use leptos::prelude::*;

use crate::{Text, view};

/// A text in pieces, each of which is what was looked for or not.
pub type MarkedRuns = Vec<(String, bool)>;

/// A text in which what was looked for is marked.
#[component]
pub fn MarkedText(
    /// Its pieces.
    runs: MarkedRuns,
) -> impl IntoView {
    let runs = runs.into_iter().map(|(text, is_marked)| {
        if is_marked {
            view! { <mark class="mark">{text}</mark> }
        } else {
            text.into_any()
        }
    });
    runs.collect_view()
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchResult {
    /// Where it stands.
    pub href: Text,
    /// What it is called.
    pub title: MarkedRuns,
    /// Where it belongs: from the widest to the narrowest.
    pub place: Vec<MarkedRuns>,
    /// The part of it that answers.
    pub passage: MarkedRuns,
    /// The language of the title and the passage, where that is not the page's.
    pub lang: Option<Text>,
}

/// What was found, the best first.
#[component]
pub fn SearchResults(
    /// What was found.
    results: Vec<SearchResult>,
) -> impl IntoView {
    let items = results.into_iter().map(|SearchResult { href, title, place, passage, lang }| {
        view! {
            <li class="results__item" lang=lang>
                <a class="results__link" href=href>
                    <MarkedText runs=title />
                </a>
                <ResultPlace place />
                <ResultPassage passage />
            </li>
        }
    });
    view! { <ol class="results">{items.collect_view()}</ol> }
}

#[component]
pub(super) fn ResultPlace(place: Vec<MarkedRuns>) -> impl IntoView {
    let place: Vec<_> = place.into_iter().filter(|runs| !runs.is_empty()).collect();
    let steps = place.into_iter().map(|runs| {
        view! {
            <span class="results__step">
                <MarkedText runs />
            </span>
        }
    });
    view! { <span class="results__place">{steps.collect_view()}</span> }
}

#[component]
pub(super) fn ResultPassage(passage: MarkedRuns) -> impl IntoView {
    (!passage.is_empty()).then(|| {
        view! {
            <span class="results__passage">
                <MarkedText runs=passage />
            </span>
        }
    })
}

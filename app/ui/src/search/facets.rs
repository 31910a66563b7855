//! Narrowing what was found.

use leptos::prelude::*;

use crate::{Text, t, view};

/// So many choices need no folding.
const SHORT: usize = 5;

/// A way to narrow what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetGroup {
    /// What is chosen.
    pub label: Text,
    /// The choices; the first is not to choose.
    pub choices: Vec<FacetChoice>,
}

/// A choice of a [`FacetGroup`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetChoice {
    /// What is chosen.
    pub label: Text,
    /// How much it would show, where that is known.
    pub count: Option<u64>,
    /// The page that shows it.
    pub href: Text,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// Filters as links, so that each says how much is behind it. Works without scripts; the address holds the choice.
#[component]
pub fn Facets(
    /// The ways to narrow.
    groups: Vec<FacetGroup>,
) -> impl IntoView {
    let groups = groups.into_iter().filter(|group| 1 < group.choices.len());
    let groups = groups.map(|FacetGroup { label, choices }| {
        // A long list unfolds when it is wanted, or when something in it is chosen.
        let is_chosen = choices.iter().skip(1).any(|choice| choice.is_chosen);
        let is_open = is_chosen || choices.len() <= SHORT;
        let choices = choices.into_iter().map(|choice| view! { <FacetLink choice /> }).collect_view();
        view! {
            <details class="facets__group" open=is_open>
                <summary class="facets__title">{label}</summary>
                <ul class="facets__choices">{choices}</ul>
            </details>
        }
    });
    view! { <nav class="facets" aria-label=t().ui_filters()>{groups.collect_view()}</nav> }
}

#[component]
fn FacetLink(choice: FacetChoice) -> impl IntoView {
    let FacetChoice { label, count, href, is_chosen } = choice;
    let count = count.map(|count| view! { <span class="facets__count">{t().number(count)}</span> });
    view! {
        <li>
            <a class="facets__choice" href=href aria-current=is_chosen.then_some("true")>
                <span>{label}</span>
                {count}
            </a>
        </li>
    }
}

//! Going through a long list by cursor.

use leptos::prelude::*;

use crate::{Icon, IconName, Text, t, view};

/// Previous and next page of a list, and how much is shown. Nothing is drawn for a list on one page
/// without a count.
#[component]
pub fn Pagination(
    /// The page before.
    #[prop(optional, into)]
    previous: Option<Text>,
    /// The page after.
    #[prop(optional, into)]
    next: Option<Text>,
    /// How many rows are shown.
    #[prop(optional)]
    shown: Option<u64>,
    /// How many there are in all, when that is known.
    #[prop(optional)]
    total: Option<u64>,
) -> impl IntoView {
    let t = t();
    let count = shown.map(|shown| match total {
        Some(total) => t.ui_out_of(&t.number(shown), &t.rows(total)),
        None => t.rows(shown),
    });
    let paged = previous.is_some() || next.is_some();
    let links = paged.then(|| {
        view! {
            <nav class="pagination__links" aria-label=t.ui_pages()>
                <PageLink href=previous label=t.ui_previous() direction=Direction::Back />
                <PageLink href=next label=t.ui_next() direction=Direction::On />
            </nav>
        }
    });
    view! {
        <div class="pagination">
            {count.map(|count| view! { <p class="pagination__count">{count}</p> })}
            {links}
        </div>
    }
}

#[derive(Clone, Copy)]
enum Direction {
    Back,
    On,
}

#[component]
fn PageLink(href: Option<Text>, label: &'static str, direction: Direction) -> impl IntoView {
    let (rel, before, after) = match direction {
        Direction::Back => ("prev", Some(IconName::ChevronLeft), None),
        Direction::On => ("next", None, Some(IconName::ChevronRight)),
    };
    let disabled = href.is_none().then_some("true");
    let role = href.is_none().then_some("link");
    view! {
        <a class="button button--secondary button--small" href=href rel=rel role=role aria-disabled=disabled>
            {before.map(|name| view! { <Icon name /> })}
            <span class="button__label">{label}</span>
            {after.map(|name| view! { <Icon name /> })}
        </a>
    }
}

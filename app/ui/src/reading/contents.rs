//! The contents list of an article.

use leptos::prelude::*;

use crate::{Text, class::classes, t, view};

/// One heading of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentsItem {
    /// The id of the heading.
    pub id: Text,
    /// Its words.
    pub text: Text,
    /// Its level in the article, 2 for the highest.
    pub level: u8,
}

/// The headings of an article as links; stays in sight on a wide screen.
#[component]
pub fn ArticleContents(
    /// The headings in order.
    items: Vec<ContentsItem>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|ContentsItem { id, text, level }| {
            let depth = if level <= 2 { "" } else { "contents__item--deep" };
            view! {
                <li class=classes(&["contents__item", depth])>
                    <a href=format!("#{id}")>{text}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="contents" aria-labelledby="contents-title">
            <p class="contents__title" id="contents-title">{t().ui_on_this_page()}</p>
            <ul class="contents__list">{items}</ul>
        </nav>
    }
}

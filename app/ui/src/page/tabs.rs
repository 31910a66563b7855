//! Sides of one thing, each with its address.

use leptos::prelude::*;

use crate::{Text, t, view};

/// One side of a [`Tabs`].
#[derive(Clone, Debug)]
pub struct Tab {
    label: Text,
    href: Text,
    count: Option<u64>,
    current: bool,
}

impl Tab {
    /// A side that is not shown at present.
    pub fn new(label: impl Into<Text>, href: impl Into<Text>) -> Self {
        Self { label: label.into(), href: href.into(), count: None, current: false }
    }

    /// The same tab, shown at present if `current`.
    pub fn current_if(self, current: bool) -> Self {
        Self { current, ..self }
    }

    /// The same tab with how many things there are.
    pub fn count(self, count: u64) -> Self {
        Self { count: Some(count), ..self }
    }
}

/// Links between the sides of one thing. Each side has its own address.
#[component]
pub fn Tabs(
    /// What they are sides of.
    #[prop(into)]
    label: Text,
    /// The sides.
    items: Vec<Tab>,
) -> impl IntoView {
    let t = t();
    let items = items
        .into_iter()
        .map(|Tab { label, href, count, current }| {
            let count = count.map(|count| view! { <span class="count">{t.number(count)}</span> });
            view! {
                <li>
                    <a class="tabs__link" href=href aria-current=current.then_some("page")>
                        {label}
                        {count}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="tabs" aria-label=label>
            <ul class="tabs__list">{items}</ul>
        </nav>
    }
}

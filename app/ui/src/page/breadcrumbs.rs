//! The way here.

use leptos::prelude::*;

use crate::{Text, t, view};

/// One place on the way to a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Its name.
    pub label: Text,
    /// Its address; the page itself has none.
    pub href: Option<Text>,
}

impl Crumb {
    /// A place above this page.
    pub fn link(label: impl Into<Text>, href: impl Into<Text>) -> Self {
        Self { label: label.into(), href: Some(href.into()) }
    }

    /// This page.
    pub fn here(label: impl Into<Text>) -> Self {
        Self { label: label.into(), href: None }
    }
}

/// The places above a page. [`crate::Page`] shows it by itself.
#[component]
pub fn Breadcrumbs(
    /// From the root.
    items: Vec<Crumb>,
) -> impl IntoView {
    let items = items
        .into_iter()
        .map(|Crumb { label, href }| {
            let label = match href {
                Some(href) => view! { <a href=href>{label}</a> },
                None => view! { <span aria-current="page">{label}</span> },
            };
            view! { <li class="breadcrumbs__item">{label}</li> }
        })
        .collect_view();
    view! {
        <nav class="breadcrumbs" aria-label=t().ui_breadcrumbs()>
            <ol class="breadcrumbs__list">{items}</ol>
        </nav>
    }
}

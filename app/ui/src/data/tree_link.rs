//! A name in a tree that stands in a table.

use leptos::prelude::*;

use crate::{Text, class::classes, view};

/// A link to one of a tree, set in as far as it is deep.
#[component]
pub fn TreeLink(
    /// Where to.
    #[prop(into)]
    href: Text,
    /// Its name.
    #[prop(into)]
    label: Text,
    /// How far from the root; beyond three it is set in no further.
    depth: usize,
) -> impl IntoView {
    let class = match depth {
        0 => "",
        1 => "tree-link--1",
        2 => "tree-link--2",
        _ => "tree-link--3",
    };
    view! { <a class=classes(&["tree-link", class]) href=href>{label}</a> }
}

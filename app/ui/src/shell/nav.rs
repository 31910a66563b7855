//! The areas of the portal.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::{Icon, IconName, Text, t, view};

/// Areas that belong together.
#[component]
pub fn NavGroup(
    /// What they have in common; without it the first group of a frame.
    #[prop(optional, into)]
    label: Option<Text>,
    /// [`NavLink`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="nav-group">
            {label.map(|label| view! { <p class="nav-group__label">{label}</p> })}
            <ul class="nav-group__list">{children()}</ul>
        </div>
    }
}

/// When a [`NavLink`] counts as the current area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NavMatch {
    /// On its page and on every page below.
    #[default]
    Below,
    /// Only on its page: the home page.
    Exact,
}

/// A link to an area, marked when it is the current one.
#[component]
pub fn NavLink(
    /// Where to.
    #[prop(into)]
    href: Text,
    /// The area.
    #[prop(into)]
    label: Text,
    /// Its icon.
    icon: IconName,
    /// How many things wait there; zero is not shown.
    #[prop(optional, into)]
    count: Option<Signal<u64>>,
    /// When it is current.
    #[prop(optional)]
    matching: NavMatch,
) -> impl IntoView {
    let title = label.clone();
    view! {
        <li>
            <A href exact=matches!(matching, NavMatch::Exact) attr:class="nav-link" attr:title=title>
                <Icon name=icon />
                <span class="nav-link__label">{label}</span>
                {count.map(|count| move || waiting(count.get()))}
            </A>
        </li>
    }
}

fn waiting(count: u64) -> Option<impl IntoView> {
    let t = t();
    (0 < count).then(|| {
        view! {
            <span class="count count--waiting">
                <span aria-hidden="true">{t.number(count)}</span>
                <span class="visually-hidden">{t.ui_waiting(count)}</span>
            </span>
        }
    })
}

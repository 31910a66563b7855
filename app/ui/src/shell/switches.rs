//! Language and appearance. Plain forms: the server remembers the choice and the page loads again.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{Icon, IconName, Text, t, view};

/// How the page is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// What is stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads what was stored or sent.
    pub fn parse(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.as_str() == value)
    }

    /// The value of `data-theme` on the root element; none follows the system.
    pub const fn data_theme(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light | Self::Dark => Some(self.as_str()),
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::System => IconName::Monitor,
            Self::Light => IconName::Sun,
            Self::Dark => IconName::Moon,
        }
    }

    fn label(self) -> &'static str {
        let t = t();
        match self {
            Self::System => t.ui_theme_system(),
            Self::Light => t.ui_theme_light(),
            Self::Dark => t.ui_theme_dark(),
        }
    }
}

/// Chooses the appearance: posts `theme` and `next`.
#[component]
pub fn ThemeSwitch(
    /// Where the choice is sent.
    #[prop(into)]
    action: Text,
    /// The present choice.
    current: Theme,
    /// Where to go afterwards; the present page by default.
    #[prop(optional, into)]
    next: Option<Text>,
) -> impl IntoView {
    let choices = Theme::ALL
        .map(|theme| {
            view! {
                <button
                    type="submit"
                    class="switch__choice"
                    name="theme"
                    value=theme.as_str()
                    aria-pressed=pressed(theme == current)
                    title=theme.label()
                >
                    <Icon name=theme.icon() />
                    <span class="visually-hidden">{theme.label()}</span>
                </button>
            }
        })
        .collect_view();
    view! { <Switch action label=t().ui_theme() next>{choices}</Switch> }
}

/// Chooses the language: posts `locale` and `next`.
#[component]
pub fn LanguageSwitch(
    /// Where the choice is sent.
    #[prop(into)]
    action: Text,
    /// Where to go afterwards; the present page by default.
    #[prop(optional, into)]
    next: Option<Text>,
) -> impl IntoView {
    let current = t().locale().as_str();
    let choices = [("fr", "Français"), ("en", "English")]
        .map(|(tag, name)| {
            view! {
                <button
                    type="submit"
                    class="switch__choice"
                    name="locale"
                    value=tag
                    lang=tag
                    aria-pressed=pressed(tag == current)
                    title=name
                >
                    <span aria-hidden="true">{tag}</span>
                    <span class="visually-hidden">{name}</span>
                </button>
            }
        })
        .collect_view();
    view! { <Switch action label=t().ui_language() next>{choices}</Switch> }
}

#[component]
fn Switch(action: Text, label: &'static str, next: Option<Text>, children: Children) -> impl IntoView {
    view! {
        <form class="switch" method="post" action=action>
            <ReturnPath next />
            <fieldset class="switch__choices">
                <legend class="visually-hidden">{label}</legend>
                {children()}
            </fieldset>
        </form>
    }
}

/// Where to go after the form, as the hidden field `next`.
#[component]
fn ReturnPath(next: Option<Text>) -> impl IntoView {
    let here = next.is_none().then(use_location);
    let path = move || match (&next, &here) {
        (Some(next), _) => next.to_string(),
        (None, Some(here)) => address(&here.pathname.get(), &here.search.get()),
        (None, None) => "/".to_owned(),
    };
    view! { <input type="hidden" name="next" value=path /> }
}

/// A path with its query, as it stands in the address.
pub(crate) fn address(path: &str, search: &str) -> String {
    let query = search.trim_start_matches('?');
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

const fn pressed(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

//! The frame of a signed-in page.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use crate::{BrandMark, Icon, IconName, Text, action::leaves, t, view};

/// The cookie in which the browser remembers a narrowed navigation: `narrow` or `wide`. Read it on the server
/// and pass it to [`AppFrame`], so that nothing jumps when the page comes alive.
pub const NAV_COOKIE: &str = "palier_nav";

/// Whether the navigation on the left shows words or only icons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NavWidth {
    /// Words.
    #[default]
    Wide,
    /// Icons.
    Narrow,
}

impl NavWidth {
    /// Reads the value of [`NAV_COOKIE`].
    pub fn from_cookie(value: &str) -> Self {
        if value == "narrow" { Self::Narrow } else { Self::Wide }
    }
}

/// The frame of a signed-in page: skip link, navigation, top bar, content.
///
/// On a narrow screen the navigation is a drawer; it opens as a native popover, so also without scripts.
#[component]
pub fn AppFrame(
    /// Where the mark leads.
    #[prop(into, default = Text::from("/"))]
    home: Text,
    /// The current vendor and programme, for those who see several.
    #[prop(optional, into)]
    context: ViewFnOnce,
    /// [`crate::NavGroup`]s.
    #[prop(into)]
    nav: ViewFnOnce,
    /// Search and what else stands in the top bar.
    #[prop(optional, into)]
    top: ViewFnOnce,
    /// Language, appearance, person: at the end of the top bar.
    #[prop(optional, into)]
    tools: ViewFnOnce,
    /// How the navigation was left.
    #[prop(optional)]
    nav_width: NavWidth,
    /// The page.
    children: Children,
) -> impl IntoView {
    let t = t();
    view! {
        <div class="frame">
            <a class="skip-link" href="#main" rel="external">{t.ui_skip_to_content()}</a>
            <header class="frame__top">
                <button
                    type="button"
                    class="button button--quiet button--icon frame__menu"
                    popovertarget="frame-nav"
                    aria-label=t.ui_open_navigation()
                >
                    <Icon name=IconName::Menu />
                </button>
                <a class="frame__brand frame__brand--top" href=home.clone()>
                    <BrandMark />
                </a>
                <div class="frame__context">{context.run()}</div>
                <div class="frame__search">{top.run()}</div>
                <div class="frame__tools">{tools.run()}</div>
            </header>
            <NavDrawer home nav nav_width />
            <main class="frame__main" id="main" tabindex="-1">
                {children()}
            </main>
        </div>
    }
}

#[component]
fn NavDrawer(home: Text, nav: ViewFnOnce, nav_width: NavWidth) -> impl IntoView {
    let t = t();
    let drawer = NodeRef::<html::Nav>::new();
    let close_on_link = move |event: leptos::ev::MouseEvent| {
        if let (true, Some(drawer)) = (leaves(&event), drawer.get_untracked()) {
            // Refused where it is not open as a drawer.
            drop(drawer.hide_popover());
        }
    };
    view! {
        <nav
            class="frame__nav"
            id="frame-nav"
            popover="auto"
            aria-label=t.ui_main_navigation()
            node_ref=drawer
            on:click=close_on_link
        >
            <div class="frame__nav-head">
                <a class="frame__brand" href=home>
                    <BrandMark />
                </a>
                <button
                    type="button"
                    class="button button--quiet button--icon frame__close"
                    popovertarget="frame-nav"
                    popovertargetaction="hide"
                    aria-label=t.ui_close_navigation()
                >
                    <Icon name=IconName::X />
                </button>
            </div>
            <div class="frame__areas">{nav.run()}</div>
            <label class="frame__narrow">
                <input
                    type="checkbox"
                    class="frame__narrow-box"
                    checked=matches!(nav_width, NavWidth::Narrow)
                    on:change:target=|event| remember(event.target().checked())
                />
                <Icon name=IconName::PanelLeft />
                <span class="frame__narrow-label">{t.ui_narrow_navigation()}</span>
            </label>
        </nav>
    }
}

fn remember(narrow: bool) {
    let value = if narrow { "narrow" } else { "wide" };
    if let Ok(document) = document().dyn_into::<web_sys::HtmlDocument>() {
        drop(document.set_cookie(&format!("{NAV_COOKIE}={value}; Path=/; Max-Age=31536000; SameSite=Lax")));
    }
}

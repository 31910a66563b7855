//! The frame of a page before signing in.

use leptos::prelude::*;

use super::{BrandMark, StaircaseArt};
use crate::{t, view};

/// The frame of a page before signing in: the content beside the staircase.
#[component]
pub fn BareFrame(
    /// Language and appearance, in the corner.
    #[prop(optional, into)]
    tools: ViewFnOnce,
    /// A sentence beside the picture.
    #[prop(optional, into)]
    motto: ViewFnOnce,
    /// The page.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="bare">
            <a class="skip-link" href="#main" rel="external">{t().ui_skip_to_content()}</a>
            <header class="bare__top">
                <a class="frame__brand" href="/"><BrandMark /></a>
                <div class="bare__tools">{tools.run()}</div>
            </header>
            <main class="bare__main" id="main" tabindex="-1">{children()}</main>
            <aside class="bare__aside">
                <div class="bare__motto">{motto.run()}</div>
                <StaircaseArt />
            </aside>
        </div>
    }
}

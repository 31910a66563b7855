//! Passages taken from several texts.

use leptos::prelude::*;

use crate::{SanitisedHtml, Text, TrustedHtml, view};

/// Passages of one text under a link to it.
#[component]
pub fn Passages(
    /// The title of the text.
    #[prop(into)]
    from: Text,
    /// Where it stands.
    #[prop(into)]
    href: Text,
    /// The passages.
    html: SanitisedHtml,
    /// The language of the passages, when it is not the page's.
    #[prop(optional_no_strip)]
    lang: Option<Text>,
) -> impl IntoView {
    let title_lang = lang.clone();
    view! {
        <div class="passages">
            <p class="passages__from">
                <a href=href lang=title_lang>{from}</a>
            </p>
            <TrustedHtml html nostrip:lang />
        </div>
    }
}

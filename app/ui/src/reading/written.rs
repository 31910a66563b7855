//! Parts of a page that the server alone writes.
//!
//! What has no controls of its own, only words and links, need not be made by the browser: then neither the code that draws
//! it nor the types that it is made of travel.

use leptos::prelude::*;

use crate::view;

/// HTML that the server wrote from views, which escaped everything in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenHtml(String);

impl WrittenHtml {
    /// Declares that the server wrote this text from views. Nothing else may call it.
    pub const fn from_server(html: String) -> Self {
        Self(html)
    }
}

/// Puts a part that the server wrote into a page.
#[component]
pub fn Written(
    /// The part.
    html: WrittenHtml,
) -> impl IntoView {
    view! { <div class="written" inner_html=html.0></div> }
}

//! Parts of pages that the server alone writes: words and links without controls of their own, which so weigh nothing in the
//! browser.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{Load, Loaded, Written as ServerWritten, WrittenHtml, view};

use crate::ask::InPage;

/// A part of a page as it travels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    html: String,
}

impl InPage for Part {
    /// It stands in the page.
    fn in_page(&self) -> Self {
        Self::default()
    }
}

#[cfg(feature = "ssr")]
impl Part {
    /// Writes views, in the language of whoever asks.
    pub(crate) fn of<V: IntoView>(views: impl FnOnce() -> V) -> Self {
        let owner = Owner::new();
        let html = owner.with(|| {
            provide_context(crate::context::words());
            views().into_view().into_inner().to_html()
        });
        Self { html }
    }
}

/// Shows a part that the server wrote.
#[component]
pub(crate) fn Written(
    /// The part.
    part: Part,
) -> impl IntoView {
    view! { <ServerWritten html=WrittenHtml::from_server(part.html) /> }
}

/// Shows a part once it has arrived. Like [`Loaded`], for the component that asked for it.
pub(crate) fn arriving(part: Load<Part>) -> AnyView {
    arriving_or(part, None)
}

/// The same for one that is left out when it is refused.
pub(crate) fn arriving_quietly(part: Load<Part>) -> AnyView {
    arriving_or(part, Some((|| ()).into()))
}

/// Once for all parts: each place that writes `Loaded` is a copy of it in the browser.
fn arriving_or(part: Load<Part>, refused: Option<ViewFn>) -> AnyView {
    view! {
        <Loaded value=part nostrip:refused let:part>
            <Written part />
        </Loaded>
    }
}

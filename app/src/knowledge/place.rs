//! Where the reader is in a text that is replaced under their eyes.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// How far below the top of the window a heading may stand and still be the one that is read, in pixels.
const TOP: f64 = 96.0;

/// A heading, and how far below the top of the window it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    id: String,
    top: f64,
}

impl Place {
    /// The last heading above what is read; the first one where nothing is above.
    pub(super) fn now() -> Option<Self> {
        let headings = document().query_selector_all(".prose :is(h2, h3)[id]").ok()?;
        let mut found = None;
        for index in 0..headings.length() {
            let heading: HtmlElement = headings.item(index)?.dyn_into().ok()?;
            let top = heading.get_bounding_client_rect().top();
            if found.is_some() && TOP < top {
                break;
            }
            found = Some(Self { id: heading.id(), top });
        }
        found
    }

    /// Puts the heading where it stood; where it is gone, the page stays as it is.
    pub(super) fn restore(&self) {
        if let Some(heading) = document().get_element_by_id(&self.id) {
            let moved = heading.get_bounding_client_rect().top() - self.top;
            window().scroll_by_with_x_and_y(0.0, moved);
        }
    }
}

//! The browser half of Palier: it brings the pages that the server wrote to life, and nothing else.

use leptos::prelude::{document, window};
use leptos::tachys::dom::body;
use wasm_bindgen_futures::spawn_local;

/// Takes over the page.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    spawn_local(async {
        app::preload(&window().location().pathname().unwrap_or_default()).await;
        leptos::mount::hydrate_from(body(), app::App).forget();
        mark_alive();
    });
}

/// Says in the document that the scripts have taken over what the server wrote, for style sheets and tests.
fn mark_alive() {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute("data-alive", ""));
    }
}

//! The browser half of Palier: it brings the pages that the server wrote to life, and nothing else.

/// Takes over the page.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(app::App);
}

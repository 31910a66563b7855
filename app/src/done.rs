//! What was just done, said once: the address carries a code, the page its words.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::Flash;

/// Says what was just done, if the address carries one of these codes.
#[component]
pub fn Done(
    /// The codes and their words.
    words: Vec<(&'static str, String)>,
) -> impl IntoView {
    let query = use_query_map();
    let code = query.with_untracked(|query| query.get("done"));
    let said = move |code: Option<String>| {
        let code = code?;
        words.iter().find(|(known, _)| *known == code).map(|(_, text)| text.clone())
    };
    let message = RwSignal::new(said(code));
    view! { <Flash message /> }
}

/// The value of a key in the address, without its being followed.
pub fn query_value(key: &str) -> String {
    use_query_map().with_untracked(|query| query.get(key)).unwrap_or_default()
}

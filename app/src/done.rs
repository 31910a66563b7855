//! What was just done, said once: the address carries a code, the page its words.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use ui::{Flash, view};

/// Says what was just done, if the address carries one of these codes, and follows the address.
#[component]
pub fn Done(
    /// The codes and their words.
    words: Vec<(&'static str, String)>,
) -> impl IntoView {
    let query = use_query_map();
    let said = move || {
        let code = query.with(|query| query.get("done"))?;
        words.iter().find(|(known, _)| *known == code).map(|(_, text)| text.clone())
    };
    let message = RwSignal::new(untrack(&said));
    Effect::new(move |is_later: Option<bool>| {
        let said = said();
        // What the server wrote stands already.
        if is_later == Some(true) {
            message.set(said);
        }
        true
    });
    view! { <Flash message /> }
}

/// The value of a key in the address, without its being followed.
pub fn query_value(key: &str) -> String {
    use_query_map().with_untracked(|query| query.get(key)).unwrap_or_default()
}

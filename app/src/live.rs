//! Pages that follow what happens: they ask anew when the log says that something changed.
//!
//! The script `live.js` holds one stream for all tabs and tells each of them by an event of the window. Without it, and while the
//! connection is lost, pages are as they were loaded; once it is back, they ask anew.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use ui::Load;

/// How long to wait before asking anew once more: many may acknowledge in one second.
const PAUSE: Duration = Duration::from_secs(1);

/// Asks anew whenever something happens of which the kind begins with one of these words; at most once in a while.
pub(crate) fn again_on<T>(load: Load<T>, kinds: &'static [&'static str]) -> Load<T> {
    load.again_when(pulse_of(kinds))
}

/// Beats with what happens of some kinds. It exists once, and not once for each type that is loaded.
fn pulse_of(kinds: &'static [&'static str]) -> Signal<u32> {
    let (pulse, is_resting, has_more) = (RwSignal::new(0_u32), RwSignal::new(false), RwSignal::new(false));
    on_change(move |kind, _| {
        if kind.is_empty() || kinds.iter().any(|known| kind.starts_with(known)) {
            beat(pulse, is_resting, has_more);
        }
    });
    pulse.into()
}

/// Asks anew whenever the query of the address changes: the answer to a form leads to its own page with a word in it.
pub(crate) fn again_with_address<T>(load: Load<T>) -> Load<T> {
    let (query, pulse) = (use_query_map(), RwSignal::new(0_u32));
    Effect::new(move |before: Option<String>| {
        let now = query.with(ParamsMap::to_query_string);
        if before.is_some_and(|before| before != now) {
            pulse.update(|count| *count = count.wrapping_add(1));
        }
        now
    });
    load.again_when(pulse.into())
}

/// At once, and when there was more meanwhile, once more after a rest.
fn beat(pulse: RwSignal<u32>, is_resting: RwSignal<bool>, has_more: RwSignal<bool>) {
    if is_resting.try_get_untracked() != Some(false) {
        let _ = has_more.try_set(true);
        return;
    }
    is_resting.set(true);
    pulse.update(|count| *count = count.wrapping_add(1));
    set_timeout(
        move || {
            let _ = is_resting.try_set(false);
            if has_more.try_get_untracked() == Some(true) {
                has_more.set(false);
                beat(pulse, is_resting, has_more);
            }
        },
        PAUSE,
    );
}

/// Tells of everything that happens: its kind, and to what. An empty kind stands for everything: news may have been missed.
pub(crate) fn on_change(told: impl Fn(&str, &str) + 'static) {
    #[cfg(not(feature = "ssr"))]
    Effect::new({
        let told = std::rc::Rc::new(told);
        move |_| {
            let (change, resync) = (std::rc::Rc::clone(&told), std::rc::Rc::clone(&told));
            let change = window_event_listener_untyped("palier:change", move |event| {
                let (kind, subject) = in_browser::detail_of(&event);
                change(&kind, &subject);
            });
            let resync = window_event_listener_untyped("palier:resync", move |_| resync("", ""));
            on_cleanup(move || {
                change.remove();
                resync.remove();
            });
        }
    });
    #[cfg(feature = "ssr")]
    drop(told);
}

#[cfg(not(feature = "ssr"))]
mod in_browser {
    use wasm_bindgen::{JsCast, JsValue};

    /// What a `CustomEvent` of `live.js` says: kind and subject.
    pub(super) fn detail_of(event: &web_sys::Event) -> (String, String) {
        let detail = event.dyn_ref::<web_sys::CustomEvent>().map(web_sys::CustomEvent::detail);
        let detail = detail.unwrap_or(JsValue::NULL);
        let text = |key: &str| {
            js_sys::Reflect::get(&detail, &JsValue::from_str(key)).ok().and_then(|value| value.as_string())
        };
        (text("kind").unwrap_or_default(), text("ref").unwrap_or_default())
    }
}

//! Pages before and after their scripts have taken over what the server wrote.

use leptos::prelude::*;

/// Whether the page is alive: not on the server, not in the browser before its scripts run, and never without them.
pub fn is_alive() -> ReadSignal<bool> {
    let (is_alive, set) = signal(false);
    Effect::new(move |_| set.set(true));
    is_alive
}

//! Keeping a signal and what is typed in step.

use leptos::prelude::*;

/// Follows `bind` in both directions for a control that is read and written by these functions.
///
/// A control is never rendered from the signal, because hydration would then undo what was typed before it.
pub(super) fn keep_in_step(
    bind: Option<RwSignal<String>>,
    read: impl Fn() -> Option<String> + 'static,
    write: impl Fn(&str) + 'static,
) {
    let Some(bind) = bind else { return };
    Effect::new(move |in_step: Option<bool>| {
        let wanted = bind.get();
        match read() {
            None => false,
            Some(present) if present == wanted => true,
            Some(present) if in_step != Some(true) => {
                bind.set(present);
                true
            }
            Some(_) => {
                write(&wanted);
                true
            }
        }
    });
}

//! What is done once typing rests.

use std::time::Duration;

use leptos::prelude::*;

/// Something that is done after a while, unless something else takes its place or the component goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pause(StoredValue<Option<TimeoutHandle>>);

impl Pause {
    pub(super) fn new() -> Self {
        let pause = Self(StoredValue::new(None));
        on_cleanup(move || pause.stop());
        pause
    }

    pub(super) fn stop(self) {
        if let Some(handle) = self.0.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }

    pub(super) fn then(self, after: Duration, work: impl FnOnce() + 'static) {
        self.stop();
        self.0.set_value(set_timeout_with_handle(work, after).ok());
    }
}

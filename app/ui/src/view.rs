//! Views of one type.

use leptos::prelude::*;

/// Leptos's `view!`, with a result that is always an [`AnyView`].
///
/// Every type of view costs the browser a copy of the code that builds, takes over, changes and removes it.
/// Without this, an element has one type alone, another in an `Option`, another in a `Vec`, and so on.
#[macro_export]
macro_rules! view {
    ($($tokens:tt)*) => {
        $crate::erased(::leptos::prelude::view! { $($tokens)* })
    };
}

/// What [`view!`] does with what Leptos made.
pub fn erased<V: RenderHtml + Send + 'static>(view: View<V>) -> AnyView {
    view.into_inner().into_any()
}

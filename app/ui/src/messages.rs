//! The words of the page's language.

use i18n::Messages;
use leptos::prelude::use_context;

/// The messages of this page. Changing the language reloads the page, so they are not reactive.
pub fn t() -> Messages {
    use_context::<Messages>().unwrap_or(Messages::of(Default::default()))
}

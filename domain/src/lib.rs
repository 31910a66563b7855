//! Placeholder.
mod locale;
pub use locale::Locale;

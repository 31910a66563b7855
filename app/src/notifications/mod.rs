//! What the reader was told, and what joiners read first.

mod api;
mod bell;
mod list;
mod onboarding;
#[cfg(feature = "ssr")]
mod written;

pub use list::NotificationsPage;
pub use onboarding::OnboardingPage;

pub(crate) use bell::Bell;

/// What happens when somebody is told something.
const KINDS: &[&str] = &["broadcast.", "flag.", "article."];

//! What the reader was told, and what joiners read first.

mod api;
mod list;
mod onboarding;
#[cfg(feature = "ssr")]
mod written;

pub use list::NotificationsPage;
pub use onboarding::OnboardingPage;

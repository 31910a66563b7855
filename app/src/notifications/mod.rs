//! What the reader was told, and what joiners read first.

mod api;
mod bell;
mod list;
mod onboarding;
#[cfg(feature = "ssr")]
mod written;

pub use list::NotificationsPage;
pub use onboarding::OnboardingPage;

pub(crate) use bell::{Bell, Read};

/// What happens when somebody is told something. Of articles only what becomes of drafts: nobody is told of anything else, and
/// agents, who are the most, would ask anew with every version.
const KINDS: &[&str] = &[
    "broadcast.",
    "flag.",
    "article.submitted",
    "article.changes_requested",
    "article.approved",
    "article.archived",
];

//! What people are told, which letters they want, and what joiners read first. All of it is one person's own: each query
//! names whose.

mod notifications;
mod onboarding;
mod settings;

pub use notifications::Notifications;
pub use onboarding::{Onboardings, ToRead};
pub use settings::{DigestRow, MailSettings};

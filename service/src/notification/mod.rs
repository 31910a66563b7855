//! What people are told: their list, which letters they want, the daily letter, and what joiners read first.

mod digest;
mod drafts;
mod flags;
mod inbox;
mod onboarding;
mod setting;
mod tell;

pub(crate) use digest::DIGEST_JOB;
pub(crate) use drafts::tell_of_version;
pub(crate) use flags::{tell_declined, tell_fixed};
pub(crate) use inbox::path_of;
pub(crate) use onboarding::{onboard, onboard_late, onboard_vendor};
pub(crate) use tell::{Told, tell};

pub use inbox::NotificationView;
pub use onboarding::ToReadFirst;
pub use setting::MailSettingInput;

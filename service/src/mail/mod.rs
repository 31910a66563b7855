//! Letters: what they say, and how they leave.

mod letter;
mod transport;

pub(crate) use letter::{Letter, Sent, is_letter, letter_job};
pub use transport::{MailTransport, Mailer};

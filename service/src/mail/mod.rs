//! Letters: what they say, and how they leave.

mod letter;
mod transport;

pub(crate) use letter::{KIND, Letter, letter_job};
pub use transport::{MailTransport, Mailer};

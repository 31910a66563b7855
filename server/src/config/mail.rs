//! How letters leave.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use service::{MailTransport, Mailer};

/// How letters leave.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mail {
    /// As whom Palier writes.
    pub from: String,
    /// How they leave.
    pub transport: Transport,
    /// Where they are laid, with `transport = "folder"`.
    pub folder: PathBuf,
    /// Who takes them, with `transport = "smtp"`: `smtps://user:password@host`.
    pub smtp_url: String,
}

/// How letters leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// Into a folder, for trying out.
    Folder,
    /// To a mail server.
    Smtp,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            from: "Palier <palier@localhost.localdomain>".to_owned(),
            transport: Transport::Folder,
            folder: PathBuf::from("data/mail"),
            smtp_url: String::new(),
        }
    }
}

impl Mail {
    /// Who sends them.
    pub fn mailer(&self) -> service::Result<Mailer> {
        let transport = match self.transport {
            Transport::Folder => MailTransport::Folder(self.folder.clone()),
            Transport::Smtp => MailTransport::Smtp(self.smtp_url.clone()),
        };
        Mailer::new(&self.from, transport)
    }
}

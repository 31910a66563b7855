//! How letters leave: into a folder, or by SMTP.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::error::{Error, Result};

/// How letters leave.
#[derive(Clone, Debug)]
pub enum MailTransport {
    /// Each letter becomes a file `….eml` in this folder. For trying out and for tests.
    Folder(PathBuf),
    /// `smtp://user:password@host:port`, `smtps://…`, or with `?tls=required`.
    Smtp(String),
}

/// Sends letters.
#[derive(Clone, Debug)]
pub struct Mailer {
    from: Mailbox,
    transport: Transport,
}

#[derive(Clone, Debug)]
enum Transport {
    Folder(PathBuf),
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
}

impl Mailer {
    /// A mailer that writes as `from` (`Palier <palier@client.example>`).
    pub fn new(from: &str, transport: MailTransport) -> Result<Self> {
        let from = from.parse().map_err(|error| Error::Internal(format!("mail.from `{from}`: {error}")))?;
        let transport = match transport {
            MailTransport::Folder(folder) => Transport::Folder(folder),
            MailTransport::Smtp(url) => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url);
                // The URL may hold a password, so the error names only the setting.
                let builder = builder.map_err(|error| Error::Internal(format!("mail.smtp_url: {error}")))?;
                Transport::Smtp(builder.timeout(Some(std::time::Duration::from_secs(20))).build())
            }
        };
        Ok(Self { from, transport })
    }

    /// Sends one letter of plain text.
    pub async fn send(&self, to: &str, subject: &str, body: String) -> Result<()> {
        let to: Mailbox =
            to.parse().map_err(|_| Error::Internal("an address cannot be written to".to_owned()))?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|error| Error::Internal(error.to_string()))?;
        match &self.transport {
            Transport::Folder(folder) => {
                let laid = lay(folder, message.formatted()).await;
                laid.map_err(|error| Error::Internal(format!("mail.folder: {error}")))?;
            }
            Transport::Smtp(transport) => {
                transport.send(message).await.map_err(|error| refused(&error))?;
            }
        }
        Ok(())
    }

    /// Whether letters would leave now.
    pub async fn check(&self) -> Result<()> {
        match &self.transport {
            Transport::Folder(folder) => make_private(folder)
                .await
                .map_err(|error| Error::Internal(format!("mail.folder `{}`: {error}", folder.display()))),
            Transport::Smtp(transport) => match transport.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(Error::Internal("the mail server refuses us".to_owned())),
                Err(error) => Err(Error::Internal(format!("the mail server does not answer: {error}"))),
            },
        }
    }
}

/// Lays a letter into a folder, for its owner alone: in one that many share as well.
async fn lay(folder: &Path, letter: Vec<u8>) -> io::Result<()> {
    make_private(folder).await?;
    let folder = folder.to_owned();
    let write = move || -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix("").suffix(".eml").tempfile_in(folder)?;
        file.write_all(&letter)?;
        file.keep()?;
        Ok(())
    };
    tokio::task::spawn_blocking(write).await?
}

/// Makes a folder for its owner alone, and closes one that is there to everybody else: letters hold links that set passwords.
/// One that many share, or that is somebody else's, stays as whoever made it wanted it.
async fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = tokio::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(folder).await?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let metadata = tokio::fs::metadata(folder).await?;
        let is_shared = metadata.mode() & 0o1000 != 0;
        if !is_shared && metadata.mode() & 0o077 != 0 {
            let closed = tokio::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).await;
            if let Err(error) = closed {
                tracing::warn!(%error, "others may read the folder of letters");
            }
        }
    }
    Ok(())
}

/// Why a letter was not taken. The words of a mail server are left out: it likes to repeat to whom the letter goes, and what
/// failed is logged.
fn refused(error: &smtp::Error) -> Error {
    Error::Internal(match error.status() {
        Some(code) => format!("the mail server refuses the letter with {code}"),
        None => error.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader};
    use std::net::{SocketAddr, TcpListener};

    use super::*;

    /// A mail server that knows nobody, and says whom it does not know.
    fn that_knows_nobody() -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut answers = stream.try_clone().unwrap();
            answers.write_all(b"220 mail.example\r\n").unwrap();
            for line in BufReader::new(stream).lines().map_while(std::result::Result::ok) {
                let is_refused = line.starts_with("RCPT");
                let answer =
                    if is_refused { "550 5.1.1 ana@people.example is unknown" } else { "250 mail.example" };
                if answers.write_all(format!("{answer}\r\n").as_bytes()).is_err() {
                    return;
                }
            }
        });
        address
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_but_their_owner_comes_to_the_letters_in_a_folder() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let [made, found, shared] = ["made", "found", "shared"].map(|name| home.path().join(name));
        for (folder, before) in [(&found, 0o755), (&shared, 0o1777)] {
            std::fs::create_dir(folder).unwrap();
            std::fs::set_permissions(folder, PermissionsExt::from_mode(before)).unwrap();
        }
        for (folder, expected) in [(made, 0o700), (found, 0o700), (shared, 0o777)] {
            let transport = MailTransport::Folder(folder.clone());
            let mailer = Mailer::new("Palier <palier@client.example>", transport).unwrap();
            mailer.send("ana@people.example", "Subject", "Text.".to_owned()).await.unwrap();
            assert_eq!(mode(&folder), expected);
            let letters: Vec<_> =
                std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
            assert_eq!(letters.iter().map(|letter| mode(letter)).collect::<Vec<_>>(), [0o600]);
        }
    }

    #[tokio::test]
    async fn what_a_mail_server_says_of_a_person_is_not_repeated() {
        let transport = MailTransport::Smtp(format!("smtp://{}", that_knows_nobody()));
        let mailer = Mailer::new("Palier <palier@client.example>", transport).unwrap();
        let sent = mailer.send("ana@people.example", "Subject", "Text.".to_owned()).await;
        let error = sent.unwrap_err().to_string();
        assert!(error.contains("550") && !error.contains("ana"), "{error}");
    }
}

//! The letters that left, as their readers see them.

use std::path::Path;

use service::{JobRunner, MailTransport, Mailer};

use super::House;

/// A letter box: letters are written into its folder.
pub struct Letters {
    folder: tempfile::TempDir,
    runner: JobRunner,
}

/// A letter that left.
#[derive(Clone, Debug)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub body: String,
}

impl Letters {
    pub fn of(house: &House) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let transport = MailTransport::Folder(folder.path().join("letters"));
        let mailer = Mailer::new("Palier <palier@client.example>", transport).unwrap();
        Self { folder, runner: JobRunner::new(house.portal.clone(), mailer) }
    }

    /// Does all jobs that are due; the letters that they sent, which are then gone from the box.
    pub async fn collect(&self) -> Vec<Letter> {
        while 0 < self.runner.round().await.unwrap() {}
        let Ok(entries) = std::fs::read_dir(self.folder.path().join("letters")) else { return Vec::new() };
        let take = |path: &Path| {
            let letter = read(&std::fs::read_to_string(path).unwrap());
            std::fs::remove_file(path).unwrap();
            letter
        };
        entries.map(|entry| take(&entry.unwrap().path())).collect()
    }

    /// The one letter that was sent since the last look.
    pub async fn one(&self) -> Letter {
        let mut letters = self.collect().await;
        assert_eq!(letters.len(), 1, "{letters:?}");
        letters.remove(0)
    }

    /// Throws away what was sent so far.
    pub async fn empty(&self) {
        self.collect().await;
    }
}

impl Letter {
    /// The secret in the link of the letter.
    pub fn secret(&self) -> String {
        let link = self.body.split("https://palier.example/password/reset/").nth(1).unwrap();
        link.split_whitespace().next().unwrap().to_owned()
    }
}

fn read(text: &str) -> Letter {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let head = head.replace("\r\n ", " ");
    let header = |name: &str| {
        let line = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_default().to_owned()
    };
    let body = match header("Content-Transfer-Encoding").as_str() {
        "quoted-printable" => quoted_printable(body),
        "7bit" => body.to_owned(),
        other => panic!("a letter in {other}"),
    };
    Letter { to: header("To"), subject: header("Subject"), body: body.replace("\r\n", "\n") }
}

fn quoted_printable(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'=' {
            let (digits, after) = rest.split_at(2);
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).unwrap(), 16).unwrap());
            rest = after;
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).unwrap()
}

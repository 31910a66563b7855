//! Somebody who asks, the way a browser does.

use std::net::SocketAddr;
use std::time::Duration;

use super::{Answer, Live, PASSWORD, exchange};

/// What stands between the parts of a form with a file.
const BOUNDARY: &str = "----palier-test";

/// Somebody who asks. Cheap to clone; clones do not share cookies.
#[derive(Clone, Debug)]
pub(crate) struct Browser {
    address: SocketAddr,
    cookies: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    accept: &'static str,
}

impl Browser {
    /// With no cookies.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, cookies: Vec::new(), headers: Vec::new(), accept: "text/html" }
    }

    /// Asks as the script of a page does.
    #[must_use]
    pub(crate) fn scripted(mut self) -> Self {
        self.accept = "application/json";
        self
    }

    /// Asks as the part of a page does that is alive in the browser.
    #[must_use]
    pub(crate) fn alive(mut self) -> Self {
        self.accept = app::AppError::MEDIA_TYPE;
        self
    }

    /// Asks as a browser does that wants to listen.
    #[must_use]
    pub(crate) fn listening(mut self) -> Self {
        self.accept = "text/event-stream";
        self
    }

    /// Sends one more header.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Keeps one more cookie.
    #[must_use]
    pub(crate) fn with_cookie(mut self, name: &str, value: &str) -> Self {
        self.cookies.retain(|(known, _)| known != name);
        self.cookies.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Signs in with a plain form.
    pub(crate) async fn sign_in(self, email: &str) -> Self {
        let answer = self.post("/api/sign_in", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, 302, "{email}: {}", answer.text());
        let cookie = answer.header("set-cookie").unwrap().to_owned();
        let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
        self.with_cookie(name, value)
    }

    /// Opens a page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, None).await
    }

    /// Listens to what happens.
    pub(crate) async fn listen(&self, path: &str) -> Live {
        Live::open(self.address, &self.request("GET", path, None)).await
    }

    /// Sends a form.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask("POST", path, Some(form(fields).as_bytes())).await
    }

    /// Sends a form with a file: under what name, what it is called, and what is in it.
    pub(crate) async fn send_file(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Answer {
        self.with_file().ask("POST", path, Some(&multipart(fields, file))).await
    }

    /// What such a form is sent as, for those who send it piece by piece.
    pub(crate) fn request_with_file(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        file: (&str, &str, &[u8]),
    ) -> Vec<u8> {
        self.with_file().request("POST", path, Some(&multipart(fields, file)))
    }

    fn with_file(&self) -> Self {
        self.clone().with("content-type", &format!("multipart/form-data; boundary={BOUNDARY}"))
    }

    /// Asks anything.
    pub(crate) async fn ask(&self, method: &str, path: &str, body: Option<&[u8]>) -> Answer {
        self.try_ask(method, path, body).await.unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// Asks a server that may go away.
    pub(crate) async fn try_ask(
        &self,
        method: &str,
        path: &str,
        body: Option<&[u8]>,
    ) -> std::io::Result<Answer> {
        exchange(self.address, &self.request(method, path, body)).await
    }

    fn request(&self, method: &str, path: &str, body: Option<&[u8]>) -> Vec<u8> {
        let Self { address, cookies, headers, accept } = self;
        let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
        head.push_str(&format!("accept: {accept}\r\n"));
        if !cookies.is_empty() {
            let pairs: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            head.push_str(&format!("cookie: {}\r\n", pairs.join("; ")));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(body) = body {
            if !headers.iter().any(|(name, _)| name == "content-type") {
                head.push_str("content-type: application/x-www-form-urlencoded\r\n");
            }
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body.unwrap_or_default());
        bytes
    }
}

/// Waits until a page answers with a status.
pub(crate) async fn until(browser: &Browser, path: &str, status: u16) -> Answer {
    for _ in 0..200 {
        let answer = browser.get(path).await;
        if answer.status == status {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{path} never answered {status}");
}

fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    let pairs: Vec<_> =
        fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    pairs.join("&")
}

fn multipart(fields: &[(&str, &str)], (name, file_name, bytes): (&str, &str, &[u8])) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

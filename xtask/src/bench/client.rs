//! One request and its answer, and signing in.

use super::answer::Answer;
use crate::server::Settings;
use anyhow::{Context, Result, bail};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

/// What browsers say they read.
pub const AS_BROWSERS: &str = "gzip, deflate, br";

const TIMEOUT: Duration = Duration::from_secs(30);

/// A request to a server on this machine.
#[derive(Debug, Clone)]
pub struct Request {
    port: u16,
    path: String,
    accept: &'static str,
    encoding: Option<&'static str>,
    cookie: Option<String>,
    token: Option<String>,
}

impl Request {
    /// For a page or a file.
    pub fn get(port: u16, path: &str) -> Self {
        Self { port, path: path.to_owned(), accept: "text/html", encoding: None, cookie: None, token: None }
    }

    /// In a compressed form.
    pub fn encoded(self, encoding: &'static str) -> Self {
        Self { encoding: Some(encoding), ..self }
    }

    /// As somebody who is signed in.
    pub fn signed_in(self, session: &Session) -> Self {
        Self { cookie: Some(session.cookie.clone()), ..self }
    }

    /// As another system asks, with a token.
    pub fn bearing(self, token: &str) -> Self {
        Self { accept: "application/json", token: Some(token.to_owned()), ..self }
    }

    /// As the script of a page asks.
    pub fn scripted(self) -> Self {
        Self { accept: "application/x-postcard", ..self }
    }

    /// Its bytes. The connection stays open afterwards.
    pub fn bytes(&self) -> Vec<u8> {
        self.wire("GET", "")
    }

    /// Asks, and waits for the whole answer.
    pub fn send(&self) -> Result<Answer> {
        self.exchange(&self.bytes())
    }

    /// What it asks for.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Asks for the same on another path, with the same headers.
    pub fn at(&self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self.clone() }
    }

    /// Sends a form.
    pub fn post(&self, form: &str) -> Result<Answer> {
        self.exchange(&self.wire("POST", form))
    }

    /// Sends a form with a file (RFC 7578).
    pub fn post_file(&self, fields: &[(&str, &str)], name: &str, file: &[u8]) -> Result<Answer> {
        const BOUNDARY: &str = "----palier-bench";
        let mut body = Vec::new();
        for (field, value) in fields {
            let part = "content-disposition: form-data; name=";
            body.extend(format!("--{BOUNDARY}\r\n{part}\"{field}\"\r\n\r\n{value}\r\n").into_bytes());
        }
        let part = format!("content-disposition: form-data; name=\"file\"; filename=\"{name}\"");
        body.extend(format!("--{BOUNDARY}\r\n{part}\r\n\r\n").into_bytes());
        body.extend_from_slice(file);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let head = self.wire("POST", "");
        let head = String::from_utf8_lossy(&head)
            .replace(
                "application/x-www-form-urlencoded",
                &format!("multipart/form-data; boundary={BOUNDARY}"),
            )
            .replace("Content-Length: 0", &format!("Content-Length: {}", body.len()));
        self.exchange(&[head.into_bytes(), body].concat())
    }

    fn wire(&self, method: &str, form: &str) -> Vec<u8> {
        let Self { port, path, accept, encoding, cookie, token } = self;
        let mut lines = vec![
            format!("{method} {path} HTTP/1.1"),
            format!("Host: 127.0.0.1:{port}"),
            format!("Accept: {accept}"),
            "Accept-Language: fr".to_owned(),
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0".to_owned(),
        ];
        lines.extend(encoding.map(|encoding| format!("Accept-Encoding: {encoding}")));
        lines.extend(cookie.as_ref().map(|cookie| format!("Cookie: {cookie}")));
        lines.extend(token.as_ref().map(|token| format!("Authorization: Bearer {token}")));
        if method == "POST" {
            lines.push(format!("Origin: http://127.0.0.1:{port}"));
            lines.push("Content-Type: application/x-www-form-urlencoded".to_owned());
            lines.push(format!("Content-Length: {}", form.len()));
        }
        lines.push(format!("\r\n{form}"));
        lines.join("\r\n").into_bytes()
    }

    fn exchange(&self, request: &[u8]) -> Result<Answer> {
        let asked = || format!("asking for {} on port {}", self.path, self.port);
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).with_context(asked)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.write_all(request).with_context(asked)?;
        let (mut answer, mut buffer) = (Answer::keeping(), [0; 16 * 1024]);
        loop {
            let count = stream.read(&mut buffer).with_context(asked)?;
            if count == 0 {
                bail!("the connection was closed while {}", asked());
            }
            if answer.feed(buffer.get(..count).unwrap_or_default()).with_context(asked)? {
                return Ok(answer);
            }
        }
    }
}

/// Fails unless the answer is a success.
pub fn expect_success(answer: &Answer, path: &str) -> Result<()> {
    if answer.status != 200 {
        let text: String = answer.text().chars().take(300).collect();
        bail!("{path} was answered with {}: {text}", answer.status);
    }
    Ok(())
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// What they are called.
    pub name: String,
    cookie: String,
}

impl Session {
    /// Signs in as the first agent of the demo programme, like everybody who looks around.
    pub fn of_agent(settings: &Settings) -> Result<Self> {
        let account =
            accounts(settings)?.into_iter().next().context("the sign-in page offers no demo account")?;
        Self::of(settings, account)
    }

    /// Whose secret is known.
    pub fn known(name: &str, secret: &str) -> Self {
        Self { name: name.to_owned(), cookie: format!("palier={secret}") }
    }

    /// Signs in as the first who may open a page.
    pub fn of_whoever_opens(settings: &Settings, path: &str) -> Result<Self> {
        for account in accounts(settings)? {
            let session = Self::of(settings, account)?;
            if Request::get(settings.port, path).signed_in(&session).send()?.status == 200 {
                return Ok(session);
            }
        }
        bail!("no demo account may open {path}")
    }

    fn of(settings: &Settings, account: Account) -> Result<Self> {
        let ask = Request::get(settings.port, "/sign-in");
        let form = format!("email={}&password={}", escape(&account.email), escape(&account.password));
        let answer = ask.scripted().at("/api/sign_in").post(&form)?;
        expect_success(&answer, "/api/sign_in")?;
        let cookie =
            answer.headers("set-cookie").find_map(cookie_of).context("signing in gave no session")?;
        Ok(Self { name: account.name, cookie })
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Account {
    email: String,
    name: String,
    password: String,
}

/// The accounts that the sign-in page offers, an agent's first.
fn accounts(settings: &Settings) -> Result<Vec<Account>> {
    let answer = Request::get(settings.port, "/sign-in").send()?;
    expect_success(&answer, "/sign-in")?;
    Ok(accounts_in(&answer.text()))
}

fn accounts_in(page: &str) -> Vec<Account> {
    let Some((_, list)) = page.split_once("demo-accounts__list") else { return Vec::new() };
    list.split("<form").skip(1).filter_map(account_in).collect()
}

/// An account: the hidden fields of its form, and its name.
fn account_in(offer: &str) -> Option<Account> {
    let field = |name: &str| {
        let tag = offer.split('<').find(|tag| tag.contains(&format!("name=\"{name}\"")))?;
        between(tag, "value=\"", "\"")
    };
    let name = between(offer.split_once("demo-account__name")?.1, ">", "<")?;
    Some(Account { email: field("email")?, name, password: field("password")? })
}

fn between(text: &str, start: &str, end: &str) -> Option<String> {
    Some(text.split_once(start)?.1.split_once(end)?.0.to_owned())
}

/// Name and value of the session, without the attributes.
fn cookie_of(header: &str) -> Option<String> {
    let pair = header.split(';').next()?.trim();
    let (name, value) = pair.split_once('=')?;
    (name.ends_with("palier") && !value.is_empty()).then(|| pair.to_owned())
}

/// As in a form: everything but the plainest characters by number.
pub fn escape(text: &str) -> String {
    let escaped = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_read_from_the_page() {
        let page = r#"<input name="email" value="typed@x"><ul class="demo-accounts__list"><li><form>
            <input type="hidden" name="email" value="b@x"><input type="hidden" name="password" value="secret">
            <p class="demo-account__name">Ana</p></form></li><li><input name="email" value="c@x"></li></ul>"#;
        let [account] = accounts_in(page).try_into().unwrap();
        assert_eq!((account.email.as_str(), account.name.as_str()), ("b@x", "Ana"));
        assert_eq!(account.password, "secret");
        assert_eq!(accounts_in("<p>nothing</p>"), []);
    }

    #[test]
    fn the_session_is_told_from_other_cookies() {
        assert_eq!(cookie_of("palier=ab12; HttpOnly; Path=/").as_deref(), Some("palier=ab12"));
        assert_eq!(cookie_of("__Host-palier=ab12; Secure").as_deref(), Some("__Host-palier=ab12"));
        assert_eq!(cookie_of("palier=; Max-Age=0"), None);
        assert_eq!(cookie_of("palier_theme=dark"), None);
    }

    #[test]
    fn a_form_survives_odd_characters() {
        assert_eq!(escape("a+b@c d"), "a%2Bb%40c%20d");
    }

    #[test]
    fn a_request_is_what_a_browser_sends() {
        let session = Session { name: "Ana".to_owned(), cookie: "palier=1".to_owned() };
        let request = Request::get(3000, "/").encoded(AS_BROWSERS).signed_in(&session);
        let text = String::from_utf8(request.bytes()).unwrap();
        assert!(text.starts_with("GET / HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nAccept: text/html\r\n"));
        assert!(text.ends_with("\r\nAccept-Encoding: gzip, deflate, br\r\nCookie: palier=1\r\n\r\n"));
    }
}

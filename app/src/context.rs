//! What the server gives to every page and server function.

use std::net::IpAddr;
use std::sync::Arc;

use domain::people::Theme;
use domain::{Actor, Locale};
use i18n::Messages;
use leptos::prelude::{expect_context, use_context};
use service::{DemoAccount, Portal, Principal, Secret};

use crate::error::AppError;

/// The same for all requests.
#[derive(Clone, Debug)]
pub struct Services {
    /// The use cases.
    pub portal: Portal,
    /// The demo accounts, when there are any.
    pub demo: Option<Arc<Demo>>,
    /// How the session's cookie is written.
    pub cookies: Cookies,
}

/// What the sign-in page offers in demo mode.
#[derive(Clone, Debug)]
pub struct Demo {
    /// As whom one can look around.
    pub accounts: Vec<DemoAccount>,
    /// The password of all of them.
    pub password: String,
}

/// How the session's cookie is written.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    /// Whether people reach the portal by HTTPS, so that the cookie may and must be bound to it.
    pub is_secure: bool,
}

impl Cookies {
    /// The cookie's name. With HTTPS it carries the prefix that makes browsers refuse it from elsewhere.
    pub const fn session_name(self) -> &'static str {
        if self.is_secure { "__Host-palier" } else { "palier" }
    }

    /// The `Set-Cookie` value that begins a session.
    pub fn session(self, secret: &Secret) -> String {
        let max_age = domain::people::Session::MAX_SECONDS;
        self.write(&secret.expose(), max_age)
    }

    /// The `Set-Cookie` value that ends one.
    pub fn clear(self) -> String {
        self.write("", 0)
    }

    fn write(self, value: &str, max_age: i64) -> String {
        let (name, secure) = (self.session_name(), if self.is_secure { "; Secure" } else { "" });
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={max_age}{secure}")
    }
}

/// Who asks, and how they want to be answered.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Who is signed in.
    pub principal: Option<Arc<Principal>>,
    /// Their language.
    pub locale: Locale,
    /// Their colours.
    pub theme: Theme,
    /// Whether they narrowed the navigation.
    pub nav_is_narrow: bool,
    /// Where the request comes from.
    pub network: Option<IpAddr>,
    /// Their browser, in a few words.
    pub device: String,
}

impl Visitor {
    /// The visitor of the request under way.
    pub fn current() -> Option<Self> {
        use_context::<Self>()
    }
}

/// The use cases, for a server function.
pub(crate) fn portal() -> Portal {
    expect_context::<Services>().portal
}

/// Who asks, for a server function; refuses those who are not signed in.
pub(crate) fn principal() -> Result<Arc<Principal>, AppError> {
    let principal = Visitor::current().and_then(|visitor| visitor.principal);
    principal.ok_or_else(|| service::Error::Unauthenticated.into())
}

/// The use cases and who asks for one.
pub(crate) fn asked() -> Result<(Portal, Actor), AppError> {
    Ok((portal(), principal()?.actor.clone()))
}

/// Whether a browser asks and no script: the answer to its form leads it to a page.
pub(crate) fn is_plain() -> bool {
    use http::{header::ACCEPT, request::Parts};
    let accepts = use_context::<Parts>().and_then(|parts| parts.headers.get(ACCEPT).cloned());
    accepts.is_some_and(|value| value.to_str().is_ok_and(|value| value.contains("text/html")))
}

/// The words in which to answer.
pub(crate) fn words() -> Messages {
    Messages::of(Visitor::current().map_or_else(Locale::default, |visitor| visitor.locale))
}

/// A browser in a few words, from its own description of itself: `Firefox, Linux`.
pub fn device_label(user_agent: &str) -> String {
    const BROWSERS: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 6] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    match (find(&BROWSERS), find(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "?".to_owned(),
    }
}

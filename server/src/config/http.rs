//! How people reach the portal.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use http::Uri;
use serde::{Deserialize, Serialize};

/// A day, in seconds. No clock goes on for as long as a number may say.
const LONGEST_REST: u64 = 24 * 3600;

/// How people reach the portal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Http {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where people reach the portal, as their browsers write it. Empty: `http://` and the address above.
    pub public_url: String,
    /// Whether a proxy stands in front, whose last entry of `X-Forwarded-For` names the client.
    pub trusted_proxies: bool,
    /// The largest request that is read, but for files that authors send.
    pub body_limit_bytes: usize,
    /// How long a request may take, from its head to its answer. Of a file that an author sends: how long nothing may come.
    pub request_timeout_seconds: u64,
    /// How long a connection may rest, and a request take to be asked.
    pub idle_timeout_seconds: u64,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 3000)),
            public_url: String::new(),
            trusted_proxies: false,
            body_limit_bytes: 2 * 1024 * 1024,
            request_timeout_seconds: 30,
            // Longer than proxies keep theirs, for the most part, so that it is they who close them.
            idle_timeout_seconds: 75,
        }
    }
}

impl Http {
    /// Where people reach the portal, without a slash at the end.
    pub fn public_url(&self) -> String {
        match self.public_url.trim().trim_end_matches('/') {
            "" => format!("http://{}", self.listen),
            url => url.to_owned(),
        }
    }

    /// The origin of the portal as browsers send it, or what is wrong with the URL.
    pub fn origin(&self) -> Result<String, String> {
        let url = self.public_url();
        let uri: Uri = url.parse().map_err(|error| format!("`{url}` is not an address: {error}"))?;
        let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(format!("`{url}` does not begin with http:// or https:// and a name"));
        };
        if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
            return Err(format!("`{url}` goes on behind the name; Palier lives at the root of its origin"));
        }
        let host = authority.host().to_ascii_lowercase();
        let port = authority.port_u16().filter(|port| Some(*port) != default_port(scheme));
        Ok(port.map_or_else(|| format!("{scheme}://{host}"), |port| format!("{scheme}://{host}:{port}")))
    }

    /// Whether cookies are for encrypted connections only.
    pub fn has_secure_cookies(&self) -> bool {
        self.public_url().starts_with("https://")
    }

    /// Whether others than this machine reach the portal: where it listens, or through a proxy under its public URL.
    pub fn is_open_to_others(&self) -> bool {
        let uri = self.public_url().parse::<Uri>();
        let is_private = uri.is_ok_and(|uri| uri.host().is_some_and(is_this_machine));
        !self.listen.ip().is_loopback() || !is_private
    }

    /// How long a request may take.
    pub fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_timeout_seconds.max(1))
    }

    /// How long a connection may rest.
    pub fn idle_timeout(&self) -> Duration {
        Duration::from_secs(self.idle_timeout_seconds.clamp(1, LONGEST_REST))
    }
}

/// Whether a host, as it stands in an address, is the machine itself.
fn is_this_machine(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']).to_ascii_lowercase();
    match host.parse::<IpAddr>() {
        Ok(ip) => ip.is_loopback(),
        // RFC 6761, section 6.3.
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

/// Browsers leave it out of an origin.
fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_origin(public_url: &str, expected: Option<&str>) {
        let http = Http { public_url: public_url.to_owned(), ..Http::default() };
        assert_eq!(http.origin().ok().as_deref(), expected, "{public_url}");
    }

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        check_origin("", Some("http://127.0.0.1:3000"));
        check_origin("https://Palier.Example/", Some("https://palier.example"));
        check_origin("https://palier.example:443", Some("https://palier.example"));
        check_origin("http://palier.example:8080", Some("http://palier.example:8080"));
    }

    #[test]
    fn a_public_url_with_a_path_or_another_scheme_is_refused() {
        check_origin("https://intranet.example/palier", None);
        check_origin("palier.example", None);
        check_origin("ftp://palier.example", None);
    }

    fn check_open(listen: &str, public_url: &str, expected: bool) {
        let (listen, public_url) = (listen.parse().unwrap(), public_url.to_owned());
        let http = Http { listen, public_url, ..Http::default() };
        assert_eq!(http.is_open_to_others(), expected, "{http:?}");
    }

    #[test]
    fn a_portal_behind_a_proxy_is_open_to_others_although_it_listens_to_this_machine_alone() {
        for here in
            ["", "http://localhost:3000", "http://Palier.localhost", "https://127.0.0.1", "http://[::1]:8080"]
        {
            check_open("127.0.0.1:3000", here, false);
            check_open("0.0.0.0:3000", here, true);
        }
        check_open("[::1]:3000", "", false);
        check_open("127.0.0.1:3000", "https://palier.client.example", true);
        check_open("127.0.0.1:3000", "http://192.0.2.1", true);
        check_open("127.0.0.1:3000", "http://localhost.example", true);
    }
}

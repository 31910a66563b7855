//! Where a request comes from.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use http::request::Parts;

/// The address of the client. Behind a proxy it is the last that the proxy wrote: those before it are
/// whatever the client claims.
pub(super) fn client_of(parts: &Parts, is_behind_proxy: bool) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = if is_behind_proxy { last_forwarded(parts) } else { None };
    forwarded.or(peer).map(|address| address.to_canonical())
}

fn last_forwarded(parts: &Parts) -> Option<IpAddr> {
    let line = parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    let last = line.rsplit(',').next()?.trim();
    last.parse().ok().or_else(|| last.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(header: &str, is_behind_proxy: bool, expected: &str) {
        let request = http::Request::builder().header("x-forwarded-for", header);
        let (mut parts, ()) = request.body(()).unwrap().into_parts();
        parts.extensions.insert(ConnectInfo(SocketAddr::from(([10, 0, 0, 1], 4000))));
        assert_eq!(client_of(&parts, is_behind_proxy).unwrap().to_string(), expected, "{header}");
    }

    #[test]
    fn only_the_proxys_own_entry_is_believed() {
        check("198.51.100.7, 203.0.113.9", true, "203.0.113.9");
        check("198.51.100.7", false, "10.0.0.1");
        check("nonsense", true, "10.0.0.1");
        check("203.0.113.9:5555", true, "203.0.113.9");
        check("::ffff:203.0.113.9", true, "203.0.113.9");
    }
}

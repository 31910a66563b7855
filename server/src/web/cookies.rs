//! Reading cookies, and writing those that hold no secret.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// The language chosen before signing in.
pub(super) const LOCALE: &str = "palier_locale";
/// The colours chosen before signing in.
pub(super) const THEME: &str = "palier_theme";
/// Whether the navigation is narrow, as the browser keeps it.
pub(super) const NAV: &str = "palier_nav";

/// A year.
const MAX_AGE_SECONDS: u32 = 365 * 24 * 3600;

/// The value of a cookie.
pub(super) fn value<'headers>(headers: &'headers HeaderMap, name: &str) -> Option<&'headers str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(found, _)| found.trim() == name).map(|(_, value)| value.trim())
}

/// A cookie that keeps a choice. The value is a word of ours.
pub(super) fn choice(name: &str, value: &str, is_secure: bool) -> Option<HeaderValue> {
    let secure = if is_secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; SameSite=Lax; Max-Age={MAX_AGE_SECONDS}{secure}");
    HeaderValue::try_from(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let line = HeaderValue::from_static("a=1; palier=abc ;palier_locale=en");
        let headers = HeaderMap::from_iter([(COOKIE, line)]);
        assert_eq!(value(&headers, "palier"), Some("abc"));
        assert_eq!(value(&headers, LOCALE), Some("en"));
        assert_eq!(value(&headers, "pal"), None);
    }
}

//! Hiding secrets in settings that are shown.

/// What stands in the place of a secret.
const MASK: &str = "********";

/// A setting's text as it may be shown.
pub(super) fn masked(key: &str, value: &str) -> String {
    match key {
        "files.access_key" | "files.secret_key" if value.is_empty() => String::new(),
        "demo.password" | "files.access_key" | "files.secret_key" => MASK.to_owned(),
        "database.url" | "mail.smtp_url" => without_password(value),
        _ => value.to_owned(),
    }
}

/// A URL without the password before its host, and without one in its query.
fn without_password(url: &str) -> String {
    // A password may hold a `?` that nobody encoded, so the query is looked for in what is left.
    let url = hide_before_host(url);
    let (url, query) = url.split_once('?').map_or((url.as_str(), None), |(url, query)| (url, Some(query)));
    let mut shown = url.to_owned();
    if let Some(query) = query {
        let hide = |pair: &str| match pair.split_once('=') {
            Some((name, _)) if name.contains("pass") => format!("{name}={MASK}"),
            _ => pair.to_owned(),
        };
        shown.push('?');
        shown.push_str(&query.split('&').map(hide).collect::<Vec<_>>().join("&"));
    }
    shown
}

fn hide_before_host(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    // A password may hold an `@` that nobody encoded, so the last one counts.
    let Some((who, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    // Or the `@` stands in a password in the query, and what follows it is the rest of that.
    let is_in_password = who.split_once('?').is_some_and(|(_, query)| query.contains("pass"));
    match who.split_once(':') {
        Some((user, _)) if is_in_password => format!("{scheme}://{user}:{MASK}"),
        Some((user, _)) => format!("{scheme}://{user}:{MASK}@{host}"),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_a_url_is_hidden_and_the_rest_is_shown() {
        let check = |url, shown| assert_eq!(masked("database.url", url), shown);
        check("postgres://palier:s3cret@db/palier", "postgres://palier:********@db/palier");
        check("postgres://palier:p@ss/word@db/palier", "postgres://palier:********@db/palier");
        check("postgres://palier:p?ss@db/palier", "postgres://palier:********@db/palier");
        check("postgres://palier:p?s@s@db/palier?a=b", "postgres://palier:********@db/palier?a=b");
        check("postgres://db:5432/palier?user=u&password=x@y", "postgres://db:********");
        check("postgres:///palier?host=/run&password=x@y", "postgres:///palier?host=/run&password=********");
        check("postgres:///palier?host=/run&password=x", "postgres:///palier?host=/run&password=********");
        check("sqlite://data/palier.sqlite", "sqlite://data/palier.sqlite");
        assert_eq!(masked("demo.password", "x"), "********");
        assert_eq!(masked("files.secret_key", "x"), "********");
        assert_eq!(masked("files.access_key", ""), "");
    }
}

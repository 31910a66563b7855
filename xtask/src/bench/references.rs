//! What a page makes a browser fetch, read from its text. It sees what Palier's pages contain, not all that
//! HTML allows.

use std::collections::BTreeSet;

/// Attributes whose address is fetched, or leads somewhere.
const ATTRIBUTES: [&str; 5] = ["href", "src", "srcset", "action", "poster"];

/// What a text refers to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct References {
    /// Files of ours, by path.
    pub assets: BTreeSet<String>,
    /// Addresses on other hosts.
    pub foreign: BTreeSet<String>,
}

impl References {
    /// Of a page: quoted paths below `/assets/`, wherever they stand, and attributes that lead away.
    pub fn of_html(html: &str) -> Self {
        let mut found = Self::default();
        for text in quoted(html) {
            if text.starts_with("/assets/") {
                found.assets.insert(text.to_owned());
            }
        }
        for name in ATTRIBUTES {
            for (before, _) in html.match_indices(&format!(" {name}=\"")) {
                let value = html.get(before + name.len() + 3..).and_then(|rest| rest.split('"').next());
                found.foreign.extend(value.filter(|value| leads_away(value)).map(str::to_owned));
            }
        }
        found
    }

    /// Of a style sheet at `path`.
    pub fn of_css(css: &str, path: &str) -> Self {
        let addresses = css.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
        let addresses = addresses.map(|address| address.trim_matches(['"', '\'', ' ']));
        Self::of_addresses(
            addresses.filter(|address| !address.starts_with(['#']) && !address.starts_with("data:")),
            path,
        )
    }

    /// Of a script at `path`: the modules that it imports when it is loaded.
    pub fn of_js(js: &str, path: &str) -> Self {
        let statements = js.split("import ").skip(1).filter_map(|rest| rest.split([';', '\n']).next());
        let modules = statements.filter_map(|statement| quoted(statement).next());
        Self::of_addresses(modules.filter(|module| module.starts_with(['.', '/', 'h'])), path)
    }

    fn of_addresses<'text>(addresses: impl Iterator<Item = &'text str>, path: &str) -> Self {
        let mut found = Self::default();
        for address in addresses {
            if leads_away(address) {
                found.foreign.insert(address.to_owned());
            } else {
                found.assets.insert(resolve(address, path));
            }
        }
        found
    }
}

/// Texts between quotes of either kind.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    ['"', '\''].into_iter().flat_map(|quote| text.split(quote).skip(1))
}

fn leads_away(address: &str) -> bool {
    address.starts_with("//")
        || address.split_once("://").is_some_and(|(scheme, _)| scheme.starts_with("http"))
}

/// An address as seen from a file.
fn resolve(address: &str, path: &str) -> String {
    if address.starts_with('/') {
        return address.to_owned();
    }
    let mut parts: Vec<_> = path.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set<const N: usize>(items: [&str; N]) -> BTreeSet<String> {
        items.into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn links_and_inline_scripts_name_the_assets_of_a_page() {
        let html = r#"<html><link rel="stylesheet" href="/assets/1/palier.css">
            <link rel="preload" href="/assets/1/palier.wasm" as="fetch">
            <script type="module">import('/assets/1/palier.js').then(m => m.hydrate("/assets/1/palier.wasm"))</script>
            <a href="/knowledge">…</a><svg xmlns="http://www.w3.org/2000/svg"></svg>"#;
        let found = References::of_html(html);
        assert_eq!(
            found.assets,
            set(["/assets/1/palier.css", "/assets/1/palier.js", "/assets/1/palier.wasm"])
        );
        assert_eq!(found.foreign, set([]));
    }

    #[test]
    fn other_hosts_are_noticed() {
        let html = r#"<script src="https://cdn.example/a.js"></script><img src="//pixel.example/1.gif">"#;
        let found = References::of_html(html);
        assert_eq!(found.foreign, set(["https://cdn.example/a.js", "//pixel.example/1.gif"]));
        let found = References::of_css("@import url(https://fonts.example/a.css);", "/assets/1/palier.css");
        assert_eq!(found.foreign, set(["https://fonts.example/a.css"]));
    }

    #[test]
    fn style_sheets_and_scripts_name_more() {
        let css = "a{background:url(\"data:image/svg+xml,x\")}@font-face{src:url(fonts/a.woff2)}";
        assert_eq!(References::of_css(css, "/assets/1/palier.css").assets, set(["/assets/1/fonts/a.woff2"]));
        let js =
            "import { a as b } from './snippets/x/inline0.js';\nimport * as c from \"../d.js\"\nlet e = 'f';";
        let found = References::of_js(js, "/assets/1/palier.js");
        assert_eq!(found.assets, set(["/assets/1/snippets/x/inline0.js", "/assets/d.js"]));
    }
}

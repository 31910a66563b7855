//! Links and images of an article: where they lead in the portal.
//!
//! Inside a space every file has a path that begins with its language: `fr/colis/retard.md`. A link is relative to
//! the file in which it stands, as in the folder from which it came.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use domain::knowledge::ImportNote;
use domain::{Locale, Slug};
use percent_encoding::percent_decode_str;

/// Where links and images lead.
pub(crate) trait Links: Send + Sync {
    /// Where a link leads; none where it stays as it is.
    fn link(&self, url: &str) -> Option<String>;
    /// Where an image is found.
    fn image(&self, url: &str) -> Picture;
}

/// Where an image is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Picture {
    /// Here.
    At(String),
    /// Nowhere: its description is shown in its place.
    Nowhere,
}

/// The address of an article from its path, without the language: `colis/retard.md` is `colis-retard`.
pub(crate) fn slug_of(path: &str) -> Option<Slug> {
    Slug::of(&stem_of(path).replace('/', "-"))
}

/// A path without the end that says that it is Markdown.
pub(crate) fn stem_of(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((stem, end)) if is_markdown(end) => stem,
        _ => path,
    }
}

fn is_markdown(end: &str) -> bool {
    end.eq_ignore_ascii_case("md") || end.eq_ignore_ascii_case("markdown")
}

/// Finds an image by its path in the space.
pub(crate) trait Shelf: Send {
    /// Its hash.
    fn find(&mut self, path: &str) -> Found;
}

/// What became of the search for an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Its hash.
    Hash(String),
    /// It is not there.
    Missing,
    /// It is there but is not shown.
    Odd,
}

impl Shelf for BTreeMap<String, String> {
    fn find(&mut self, path: &str) -> Found {
        self.get(path).cloned().map_or(Found::Missing, Found::Hash)
    }
}

/// The files around an article.
pub(crate) struct Surroundings<S> {
    space: Slug,
    /// The article's own path, with its language.
    path: String,
    pages: Arc<BTreeSet<String>>,
    shelf: Arc<Mutex<S>>,
    notes: Mutex<BTreeSet<ImportNote>>,
}

impl<S: Shelf> Surroundings<S> {
    pub(crate) fn new(
        space: Slug,
        locale: Locale,
        path: &str,
        pages: Arc<BTreeSet<String>>,
        shelf: Arc<Mutex<S>>,
    ) -> Self {
        let path = format!("{}/{path}", locale.as_str());
        Self { space, path, pages, shelf, notes: Mutex::default() }
    }

    /// What was remarkable about links and images so far.
    pub(crate) fn notes(&self) -> Vec<ImportNote> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn note(&self, note: ImportNote) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).insert(note);
    }

    /// The page that a path means: itself, with its ending left out or as a site has it, or the first of a folder.
    fn page(&self, path: &str) -> Option<&String> {
        let stem = path.strip_suffix(".html").unwrap_or(path).trim_end_matches('/');
        let candidates = [
            path.to_owned(),
            format!("{stem}.md"),
            format!("{stem}.markdown"),
            format!("{stem}/index.md"),
            format!("{stem}/README.md"),
            format!("{stem}/readme.md"),
        ];
        candidates.iter().find_map(|candidate| self.pages.get(candidate))
    }

    fn language(&self) -> &str {
        self.path.split_once('/').map_or("", |(language, _)| language)
    }

    /// Where a path may lead: from the article's own place, or, when it begins at the root of a site, from the root of the
    /// folder, which may be a part of that site.
    fn places(&self, path: &str) -> Vec<String> {
        let Some(from_root) = path.strip_prefix('/') else {
            return joined(&self.path, path).into_iter().collect();
        };
        let root = format!("{}/", self.language());
        let part = from_root.split_once('/').map(|(_, rest)| rest);
        std::iter::once(from_root).chain(part).filter_map(|path| joined(&root, path)).collect()
    }

    fn address(&self, page: &str, tail: &str) -> Option<String> {
        let (language, path) = page.split_once('/')?;
        let slug = slug_of(path)?;
        let own = self.path.split_once('/').map(|(language, _)| language);
        // A page in the reader's language leads on in the reader's language; another language is asked for.
        let query = if own == Some(language) { String::new() } else { format!("?language={language}") };
        Some(format!("/knowledge/{}/{slug}{query}{tail}", self.space))
    }
}

impl<S: Shelf> Links for Surroundings<S> {
    fn link(&self, url: &str) -> Option<String> {
        if PORTAL.iter().any(|own| url.starts_with(own)) {
            return None;
        }
        let (path, tail) = relative(url)?;
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let places = self.places(&decoded);
        if let Some(page) = places.iter().find_map(|place| self.page(place)) {
            return self.address(page, tail);
        }
        self.note(ImportNote::DeadLink(url.to_owned()));
        // An address that no article has: for readers it is text, for authors it is named.
        let inside = || decoded.trim_start_matches(['.', '/']).to_owned();
        let wanted = places.into_iter().next().unwrap_or_else(|| format!("{}/{}", self.language(), inside()));
        Some(self.address(&wanted, tail).unwrap_or_else(|| format!("/knowledge/{}/-", self.space)))
    }

    fn image(&self, url: &str) -> Picture {
        if url.starts_with("data:image/") || PORTAL.iter().any(|own| url.starts_with(own)) {
            return Picture::At(url.to_owned());
        }
        let Some((path, _)) = relative(url) else {
            self.note(ImportNote::ForeignImage(url.chars().take(200).collect()));
            return Picture::Nowhere;
        };
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let places = self.places(&decoded);
        let found = places.iter().map(|path| shelf.find(path));
        let found = found.fold(Found::Missing, |known, found| match known {
            Found::Missing => found,
            known => known,
        });
        drop(shelf);
        match found {
            Found::Hash(hash) => Picture::At(format!("/files/{}/{hash}", self.space)),
            Found::Missing => {
                self.note(ImportNote::MissingImage(url.to_owned()));
                Picture::Nowhere
            }
            Found::Odd => {
                self.note(ImportNote::OddImage(url.to_owned()));
                Picture::Nowhere
            }
        }
    }
}

/// The portal's own addresses.
const PORTAL: [&str; 3] = ["/knowledge/", "/contact-types", "/files/"];

/// The path of a URL without a host, and its fragment; none for anything else (RFC 3986, section 4.2).
fn relative(url: &str) -> Option<(&str, &str)> {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (path, tail) = url.split_at(end);
    let scheme = path.split('/').next().unwrap_or_default();
    if path.is_empty() || path.starts_with("//") || scheme.contains(':') {
        return None;
    }
    let fragment = tail.find('#').map_or("", |at| tail.get(at..).unwrap_or_default());
    Some((path, fragment))
}

/// A relative path as seen from the root; none when it leads out.
fn joined(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let is_folder = path.ends_with('/');
    let joined = parts.join("/");
    Some(if is_folder { format!("{joined}/") } else { joined })
}

/// The addresses of articles of a space that HTML links to.
pub(crate) fn addresses<'html>(html: &'html str, space: &Slug) -> BTreeSet<&'html str> {
    let start = format!("href=\"/knowledge/{space}/");
    let links = html.split(start.as_str()).skip(1);
    links.filter_map(|rest| rest.split(['"', '#', '?', '/']).next()).collect()
}

/// The same HTML with links to articles that do not exist as mere text, marked for authors; and how many there were.
pub(crate) fn without_dead_links(
    html: &str,
    space: &Slug,
    is_known: impl Fn(&str) -> bool,
) -> (String, Vec<String>) {
    let start = format!("href=\"/knowledge/{space}/");
    let (mut out, mut dead) = (String::with_capacity(html.len()), Vec::new());
    let mut rest = html;
    while let Some(at) = rest.find("<a ") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let Some((open, inside)) = tag.split_once('>') else { break };
        let address = open.split_once(&start).and_then(|(_, rest)| rest.split(['"', '#', '?', '/']).next());
        match (address, inside.split_once("</a>")) {
            (Some(address), Some((text, after))) if !is_known(address) => {
                dead.push(address.to_owned());
                out.push_str("<span class=\"dead-link\">");
                out.push_str(text);
                out.push_str("</span>");
                rest = after;
            }
            _ => {
                out.push_str(open);
                out.push('>');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    (out, dead)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surroundings(path: &str) -> Surroundings<BTreeMap<String, String>> {
        let pages = ["fr/a.md", "fr/sub/b.md", "fr/sub/README.md", "en/a.md", "fr/été.md"];
        let pages = Arc::new(pages.map(str::to_owned).into());
        let shelf = BTreeMap::from([
            ("fr/img/x.png".to_owned(), "h1".to_owned()),
            ("shared/y.png".to_owned(), "h2".to_owned()),
        ]);
        Surroundings::new(Slug::parse("s").unwrap(), Locale::Fr, path, pages, Arc::new(Mutex::new(shelf)))
    }

    #[track_caller]
    fn check_link(from: &str, url: &str, expected: Option<&str>, is_dead: bool) {
        let surroundings = surroundings(from);
        assert_eq!(surroundings.link(url).as_deref(), expected, "{url}");
        assert_eq!(!surroundings.notes().is_empty(), is_dead, "{url}");
    }

    #[test]
    fn links_lead_where_they_lead_in_the_folder() {
        check_link("sub/b.md", "../a.md#when", Some("/knowledge/s/a#when"), false);
        check_link("sub/b.md", "./README.md", Some("/knowledge/s/sub-readme"), false);
        check_link("a.md", "sub/", Some("/knowledge/s/sub-readme"), false);
        check_link("a.md", "sub/b", Some("/knowledge/s/sub-b"), false);
        check_link("a.md", "sub/b.html?x=1#y", Some("/knowledge/s/sub-b#y"), false);
        check_link("a.md", "%C3%A9t%C3%A9.md", Some("/knowledge/s/ete"), false);
        check_link("a.md", "../en/a.md", Some("/knowledge/s/a?language=en"), false);
        check_link("a.md", "missing.md", Some("/knowledge/s/missing"), true);
        check_link("a.md", "../../../etc/passwd", Some("/knowledge/s/etc-passwd"), true);
        check_link("sub/b.md", "/a.md#x", Some("/knowledge/s/a#x"), false);
        check_link("sub/b.md", "/docs/sub/b", Some("/knowledge/s/sub-b"), false);
        check_link("a.md", "/people", Some("/knowledge/s/people"), true);
        check_link("a.md", "/%F0%9F%8E%81", Some("/knowledge/s/-"), true);
        for other in [
            "#here",
            "https://x.example/a.md",
            "mailto:a@b.example",
            "/knowledge/s/a",
            "/contact-types/x",
            "//x.example/a.md",
            "",
        ] {
            check_link("a.md", other, None, false);
        }
    }

    #[test]
    fn images_are_found_by_their_place_in_the_folder() {
        let from = surroundings("sub/b.md");
        assert_eq!(from.image("../img/x.png"), Picture::At("/files/s/h1".to_owned()));
        assert_eq!(from.image("../../shared/y.png"), Picture::At("/files/s/h2".to_owned()));
        assert_eq!(from.image("/img/x.png"), Picture::At("/files/s/h1".to_owned()));
        assert_eq!(from.image("../img/z.png"), Picture::Nowhere);
        assert_eq!(from.image("https://x.example/a.png"), Picture::Nowhere);
        assert_eq!(from.notes().len(), 2);
    }

    #[test]
    fn a_dead_link_is_text_and_named() {
        let html = "<p><a href=\"/knowledge/s/a\" rel=\"x\">A</a> <a href=\"/knowledge/s/b#c\">B <b>b</b></a> <a href=\"#d\">D</a></p>";
        let space = Slug::parse("s").unwrap();
        assert_eq!(addresses(html, &space), BTreeSet::from(["a", "b"]));
        let (out, dead) = without_dead_links(html, &space, |slug| slug == "a");
        assert_eq!(dead, ["b"]);
        assert_eq!(
            out,
            "<p><a href=\"/knowledge/s/a\" rel=\"x\">A</a> <span class=\"dead-link\">B <b>b</b></span> <a href=\"#d\">D</a></p>"
        );
    }
}

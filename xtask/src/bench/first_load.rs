//! What a browser with an empty cache fetches for an agent's first page.

use super::{
    answer::Answer,
    client::{Request, Session, expect_success},
    pages::article_in,
    references::References,
    report::Row,
    subject,
};
use crate::say;
use anyhow::{Context, Result, bail, ensure};
use std::collections::{BTreeMap, BTreeSet};

/// In kilobytes of a thousand bytes.
const AIM: f64 = 250.0;
const ENCODING: &str = "br, gzip";

/// Fetches the page and everything that it names, and everything that that names.
pub fn measure() -> Result<Vec<Row>> {
    let settings = subject::settings()?;
    let _server = subject::start(&settings)?;
    let session = Session::of_agent(&settings)?;
    let page = Request::get(settings.port, "/").signed_in(&session);
    let article = page.send()?.text();
    let article = article_in(&article).context("the first page leads to no article")?;
    Ok(vec![
        first_load_of("first load, over the wire", "/", &page)?,
        first_load_of("first load of an article, over the wire", article, &page)?,
    ])
}

fn first_load_of(what: &str, first: &str, page: &Request) -> Result<Row> {
    let sizes = fetch_all(first, |path, is_packed| {
        let request = page.at(path);
        let answer = if is_packed { request.encoded(ENCODING).send() } else { request.send() }?;
        expect_success(&answer, path)?;
        Ok(answer)
    })?;
    for (path, bytes) in &sizes {
        say::note(&format!("{:>10}  {path}", say::kilobytes(*bytes)));
    }
    let total: u64 = sizes.values().sum();
    let note = format!("{} requests, headers included, no foreign host", sizes.len());
    Ok(Row::new(what, total as f64 / 1000.0, "kB").at_most(AIM).note(note))
}

/// Paths with the bytes that each costs. Texts are asked for twice: packed for their size, plain to be read.
fn fetch_all(first: &str, ask: impl Fn(&str, bool) -> Result<Answer>) -> Result<BTreeMap<String, u64>> {
    let (mut sizes, mut foreign) = (BTreeMap::new(), BTreeSet::new());
    let mut waiting = vec![first.to_owned()];
    while let Some(path) = waiting.pop() {
        if sizes.contains_key(&path) {
            continue;
        }
        sizes.insert(path.clone(), ask(&path, true)?.wire_bytes);
        let found = references(&path, || Ok(ask(&path, false)?.text()))?;
        waiting.extend(found.assets);
        foreign.extend(found.foreign);
    }
    ensure!(foreign.is_empty(), "the first load leads away: {foreign:?}");
    for end in ["palier.wasm", "palier.js", "palier.css"] {
        if !sizes.keys().any(|path| path.ends_with(end)) {
            bail!("the first page names no {end}, but only {:?}", sizes.keys());
        }
    }
    Ok(sizes)
}

fn references(path: &str, text: impl Fn() -> Result<String>) -> Result<References> {
    Ok(match path.rsplit_once('.').map(|(_, end)| end) {
        None => References::of_html(&text()?),
        Some("css") => References::of_css(&text()?, path),
        Some("js") => References::of_js(&text()?, path),
        Some(_) => References::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(page: &'static str) -> impl Fn(&str, bool) -> Result<Answer> {
        move |path, _| {
            let body = match path {
                "/" => page,
                "/assets/1/palier.js" => "import { a } from './b.js';",
                _ => "",
            };
            let mut answer = Answer::keeping();
            answer.feed(
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()).as_bytes(),
            )?;
            Ok(answer)
        }
    }

    #[test]
    fn what_is_named_by_what_is_fetched_is_fetched_too() {
        let page = "'/assets/1/palier.js' '/assets/1/palier.wasm' '/assets/1/palier.css'";
        let sizes = fetch_all("/", site(page)).unwrap();
        let paths: Vec<_> = sizes.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            ["/", "/assets/1/b.js", "/assets/1/palier.css", "/assets/1/palier.js", "/assets/1/palier.wasm"]
        );
    }

    #[test]
    fn a_foreign_host_and_a_missing_part_are_failures() {
        assert!(fetch_all("/", site("'/assets/1/palier.js'")).is_err());
        let page =
            "'/assets/1/palier.js' '/assets/1/palier.wasm' '/assets/1/palier.css'<img src=\"https://a.b/c\">";
        assert!(fetch_all("/", site(page)).unwrap_err().to_string().contains("https://a.b/c"));
    }
}

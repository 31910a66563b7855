//! Signed-in pages per second.

use super::{
    client::{AS_BROWSERS, Request, Session, expect_success},
    report::Row,
    run::{Bench, Run},
    subject,
};
use crate::{front_end, server::Settings};
use anyhow::{Context, Result, ensure};
use std::{path::Path, time::Duration};

const LONG: Duration = Duration::from_secs(10);
const SHORT: Duration = Duration::from_secs(4);

/// Measures pages, and beside them what the same server does with less work.
pub fn measure() -> Result<Vec<Row>> {
    let settings = subject::settings()?;
    let server = subject::start(&settings)?;
    let session = Session::of_agent(&settings)?;
    let bench = Bench::new(settings.port, server.pid());

    let live = bench.load("/livez", &Request::get(settings.port, "/livez"), SHORT)?;
    let (page, article) = pages(&settings, &session)?;
    let first = bench.load("the first page", &page.clone().encoded(AS_BROWSERS), LONG)?;
    let made =
        bench.load_anew("the first page, made anew each time", &page.clone().encoded(AS_BROWSERS), LONG)?;
    let plain = bench.load("the first page, not compressed", &page, SHORT)?;
    let asset = bench.load("a file", &Request::get(settings.port, &file_like(plain.bytes())?), SHORT)?;
    let article = article.encoded(AS_BROWSERS);
    let article_kept = bench.load("an article", &article, LONG)?;
    let article_made = bench.load_anew("an article, made anew each time", &article, LONG)?;
    let sign_in = Request::get(settings.port, "/sign-in").encoded(AS_BROWSERS);
    let sign_in = bench.load("the sign-in page", &sign_in, SHORT)?;

    let beside = |what: &str, run: &Run| {
        let note = format!("{:.2} of /livez, p99 {:.1} ms", run.rate() / live.rate(), run.p99());
        Row::new(what, run.rate(), "requests/s").note(run.remarks(&note))
    };
    let ratio =
        format!("{:.2} of /livez, {:.2} of a file", first.rate() / live.rate(), first.rate() / asset.rate());
    Ok(vec![
        Row::new("first page, signed in", first.rate(), "requests/s")
            .at_least(5000.0)
            .note(first.remarks(&ratio)),
        Row::new("first page, p50", first.p50(), "ms"),
        Row::new("first page, p99", first.p99(), "ms").at_most(20.0),
        beside("first page, made anew each time", &made),
        beside("first page, not compressed", &plain),
        beside("article, signed in", &article_kept),
        beside("article, made anew each time", &article_made),
        beside("sign-in page", &sign_in),
        beside("file of that size", &asset),
        beside("/livez", &live),
    ])
}

/// The first page and an article it leads to. Fails unless the page knows who asks.
fn pages(settings: &Settings, session: &Session) -> Result<(Request, Request)> {
    let first = Request::get(settings.port, "/").signed_in(session);
    let answer = first.send()?;
    expect_success(&answer, "/")?;
    let html = answer.text();
    ensure!(html.contains(&session.name), "the first page does not name {}", session.name);
    let article = article_in(&html).context("the first page leads to no article")?;
    let request = first.at(article);
    expect_success(&request.send()?, article)?;
    Ok((first, request))
}

/// The first link to an article: a space, then a name.
pub fn article_in(html: &str) -> Option<&str> {
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let is_article = |link: &&str| {
        link.strip_prefix("/knowledge/")
            .is_some_and(|rest| rest.split('/').filter(|part| !part.is_empty()).count() == 2)
    };
    links.filter(|link| !link.contains(['?', '#'])).find(is_article)
}

/// The address of the file whose size is nearest, as it is.
pub fn file_like(size: u64) -> Result<String> {
    let manifest = front_end::manifest::Manifest::read(Path::new(front_end::SITE))?;
    let nearest = manifest.files.iter().min_by_key(|file| file.size.abs_diff(size));
    let nearest = nearest.context("the front end has no files")?;
    Ok(format!("/assets/{}/{}", manifest.build_id, nearest.name))
}

#[cfg(test)]
mod tests {
    use super::article_in;

    #[test]
    fn an_article_is_told_from_its_space() {
        let html = r#"<a href="/knowledge">…<a href="/knowledge/care">…<a href="/knowledge/care/refund">"#;
        assert_eq!(article_in(html), Some("/knowledge/care/refund"));
        assert_eq!(article_in(r#"<a href="/knowledge/care/?x=1">"#), None);
    }
}

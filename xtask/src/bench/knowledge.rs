//! A knowledge base of thousands of pages: imported, read, searched.

use super::{
    client::{AS_BROWSERS, Request, Session, expect_success},
    pages::file_like,
    report::Row,
    run::Bench,
    subject,
};
use crate::{interrupt, process, say, server::Settings};
use anyhow::{Context, Result, ensure};
use std::{
    cell::Cell,
    collections::BTreeSet,
    fs,
    io::{Cursor, Write},
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant, SystemTime},
};
use zip::{ZipWriter, write::SimpleFileOptions};

const SPACE: &str = "service-client";
/// A space that no vendor reads: what somebody imports there takes effect at once.
const CLOSED: &str = "mesure";
const CLOSED_SPACE: &str =
    "name_fr = 'Mesure'\nname_en = 'Measure'\nabout_fr = 'Mesure'\nabout_en = 'Measure'\nvendors = []\n";
/// Where articles to multiply are taken from.
const ARTICLES: &str = "content/demo/knowledge/service-client/fr";
const PAGES: usize = 5_000;
/// How many of them are read in turn.
const READ: usize = 1_000;
/// How many changes are made to see how soon they are seen.
const CHANGES: usize = 10;
/// How long an import of one page may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Of a day, in seconds.
const DAY: f64 = 86_400.0;
const LONG: Duration = Duration::from_secs(10);
const SHORT: Duration = Duration::from_secs(5);
/// How often the memory of the import is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// Measures it.
pub fn measure() -> Result<Vec<Row>> {
    let folder = Path::new(subject::FOLDER).join("knowledge");
    fs::create_dir_all(&folder)?;
    let source = write_pages(&folder)?;
    let settings = subject::settings_in(&folder)?;
    let (took, peak) = import(&settings, &source)?;
    add_closed_space(&settings, &folder)?;
    let server = subject::start(&settings)?;
    let session = Session::of_agent(&settings)?;
    let bench = Bench::new(settings.port, server.pid());
    let page = Request::get(settings.port, "/").encoded(AS_BROWSERS).signed_in(&session);
    let addresses = addresses(&source, READ)?;
    let first = page.at(addresses.first().context("no page was imported")?);
    expect_success(&first.send()?, "the first imported page")?;

    // The first reader of each page waits for it to be made; that is measured by itself below.
    for address in &addresses {
        expect_success(&page.at(address).send()?, address)?;
    }
    let turn = Cell::new(0);
    let next = |_| {
        let at = turn.replace(turn.get() + 1) % addresses.len();
        page.at(addresses.get(at).map_or("/", String::as_str)).bytes()
    };
    let read = bench.load_each("an article of a thousand", &next, LONG)?;
    let file = file_like(read.bytes())?;
    let file = bench.load("a file of that size", &Request::get(settings.port, &file), SHORT)?;
    let made = bench.load_anew("an article, made anew each time", &first, SHORT)?;

    let (words, typed) = (vocabulary()?, Cell::new(0_usize));
    let script = page.clone().scripted();
    let asked = |request: &Request, before: &str, behind: &str| {
        let at = typed.replace(typed.get() + 1);
        let question = super::client::escape(&question(&words, at));
        request.at(&format!("{before}{question}{behind}")).bytes()
    };
    let eight = Bench::new(settings.port, server.pid()).on(8);
    let typing = |_| asked(&script, "/api/search?ask[q]=", "&ask[is_short]=true");
    let typing = eight.load_each("searching as one types", &typing, LONG)?;
    let results = eight.load_each("pages of results", &|_| asked(&page, "/search?q=", ""), SHORT)?;
    let visible = visible(&settings)?;
    let ratio = read.rate() / file.rate();
    Ok(vec![
        Row::new("import of 5,000 pages", took.as_secs_f64(), "s").at_most(60.0),
        Row::new("import of 5,000 pages, peak memory", peak, "MB").at_most(300.0),
        Row::new("article of 1,000, signed in", read.rate(), "requests/s")
            .at_least(5000.0)
            .note(read.remarks("")),
        Row::new("article of 1,000, p99", read.p99(), "ms").at_most(20.0),
        Row::new("article of 1,000, part of a file of that size", ratio, "").at_least(0.4),
        Row::new("article of 5,000, made anew each time", made.rate(), "requests/s").note(made.remarks("")),
        Row::new("search as one types, over 5,000, 8 connections", typing.rate(), "requests/s")
            .note(typing.remarks("each question a new one")),
        Row::new("search as one types, p50", typing.p50(), "ms"),
        Row::new("search as one types, p99", typing.p99(), "ms").at_most(10.0),
        Row::new("page of results, 8 connections", results.rate(), "requests/s")
            .note(results.remarks(&format!("p50 {:.1} ms, p99 {:.1} ms", results.p50(), results.p99()))),
        Row::new("imported change to visible for another reader", visible, "ms")
            .at_most(30.0)
            .note(format!("the longest of {CHANGES}, from the instant that the version took effect")),
    ])
}

/// How long it takes at the most until another reader sees what somebody imported in the browser, in milliseconds:
/// from the instant that the version names as its own to the end of the first answer that shows it.
fn visible(settings: &Settings) -> Result<f64> {
    say::note(&format!("{CHANGES} changes"));
    let author = Session::of_whoever_opens(settings, "/import")?;
    let author = Request::get(settings.port, "/import/upload").signed_in(&author);
    let reader = Session::of_whoever_opens(settings, "/spaces/new")?;
    let article = Request::get(settings.port, &format!("/knowledge/{CLOSED}/visible"));
    let article = article.signed_in(&reader).encoded("identity");
    let mut longest = 0.0_f64;
    for number in 0..CHANGES {
        let title = format!("Version {number} de la mesure");
        let file = zip_of("visible.md", &format!("# {title}\n"))?;
        let sent = author.post_file(&[("space", CLOSED), ("language", "fr")], "visible.zip", &file)?;
        let place = sent.header("location").context("the file was not taken")?.to_owned();
        let id = place.rsplit('/').next().unwrap_or_default().to_owned();
        wait_until(|| Ok(author.at(&place).send()?.text().contains("name=\"id\"")))?;
        author.at("/api/confirm_import").post(&format!("id={id}"))?;
        let mut seen = None;
        wait_until(|| {
            let text = article.send()?.text();
            #[expect(clippy::disallowed_methods, reason = "compared with what the server's clock said")]
            let now = SystemTime::now();
            seen = text.contains(&title).then_some((text, now));
            Ok(seen.is_some())
        })?;
        let (text, now) = seen.context("the change was never seen")?;
        let effective = text.split("datetime=\"").nth(1).and_then(|rest| rest.split('"').next());
        let effective = effective.and_then(seconds_of_day).context("the article names no instant")?;
        let since = now.duration_since(SystemTime::UNIX_EPOCH)?.as_secs_f64() % DAY;
        longest = longest.max((since - effective).rem_euclid(DAY) * 1000.0);
    }
    Ok(longest)
}

/// The seconds since midnight of an instant in UTC (RFC 3339).
fn seconds_of_day(instant: &str) -> Option<f64> {
    let time = instant.split_once('T')?.1.strip_suffix('Z')?;
    let mut parts = time.split(':').map(|part| part.parse::<f64>().ok());
    Some(parts.next()?? * 3600.0 + parts.next()?? * 60.0 + parts.next()??)
}

/// Asks again and again, as fast as it goes.
fn wait_until(mut is_so: impl FnMut() -> Result<bool>) -> Result<()> {
    let start = Instant::now();
    while !is_so()? {
        ensure!(start.elapsed() < PATIENCE, "an import was not done in time");
        interrupt::check()?;
    }
    Ok(())
}

fn zip_of(name: &str, text: &str) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default())?;
    zip.write_all(text.as_bytes())?;
    Ok(zip.finish()?.into_inner())
}

/// Words of the articles from which questions are made.
fn vocabulary() -> Result<Vec<String>> {
    let texts = articles()?;
    let words = texts.iter().flat_map(|(_, text)| text.split(|letter: char| !letter.is_alphabetic()));
    let words: BTreeSet<_> = words.filter(|word| 4 < word.chars().count()).map(str::to_lowercase).collect();
    Ok(words.into_iter().collect())
}

/// The question of a number, as it stands in the field at some moment: a word and the beginning of another, sometimes with
/// two letters swapped. It comes back only after hundreds of thousands.
fn question(words: &[String], number: usize) -> String {
    let word = |at: usize| words.get(at % words.len().max(1)).map_or("", String::as_str);
    let (first, second) = (word(number * 7), word(number * 31 + number / words.len().max(1)));
    let begun: String = second.chars().take(2 + number % 6).collect();
    let mut letters: Vec<char> = first.chars().collect();
    if number.is_multiple_of(5) && letters.len() > 3 {
        letters.swap(2, 3);
    }
    format!("{} {begun}", letters.into_iter().collect::<String>())
}

/// Copies the articles into as many folders as it takes.
fn write_pages(folder: &Path) -> Result<PathBuf> {
    say::note(&format!("writing {PAGES} pages"));
    let source = folder.join("source");
    let articles = articles()?;
    for number in 0..PAGES {
        let copy = number / articles.len();
        let Some((name, text)) = articles.get(number % articles.len()) else { continue };
        let place = source.join(format!("copie-{copy:03}"));
        fs::create_dir_all(&place)?;
        fs::write(place.join(name), format!("{text}\nCopie {copy}.\n"))?;
    }
    Ok(source)
}

fn articles() -> Result<Vec<(String, String)>> {
    let mut articles = Vec::new();
    for entry in fs::read_dir(ARTICLES).with_context(|| format!("could not read {ARTICLES}"))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        articles.push((name, fs::read_to_string(&path)?));
    }
    articles.sort();
    ensure!(!articles.is_empty(), "{ARTICLES} is empty");
    Ok(articles)
}

/// Where the first pages are found.
fn addresses(source: &Path, count: usize) -> Result<Vec<String>> {
    let articles = articles()?;
    let address = |number: usize| {
        let (name, _) = articles.get(number % articles.len())?;
        let copy = number / articles.len();
        Some(format!("/knowledge/{SPACE}/copie-{copy:03}-{}", name.trim_end_matches(".md")))
    };
    ensure!(source.exists(), "nothing was written");
    Ok((0..count).filter_map(address).collect())
}

/// Adds it, with an article to change.
fn add_closed_space(settings: &Settings, folder: &Path) -> Result<()> {
    let source = folder.join("closed");
    fs::create_dir_all(&source)?;
    fs::write(source.join("space.toml"), CLOSED_SPACE)?;
    fs::write(source.join("visible.md"), "# Mesure\n")?;
    let mut command = settings.command("import");
    process::run(command.arg(source).args(["--space", CLOSED, "--language", "fr"]).stdout(Stdio::null()))
}

/// Imports them on the command line: how long it took, and its largest memory in megabytes.
fn import(settings: &Settings, source: &Path) -> Result<(Duration, f64)> {
    say::note(&format!("importing {PAGES} pages"));
    let mut command = settings.command("import");
    command.arg(source).args(["--space", SPACE, "--language", "fr"]).stdout(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().context("could not start the import")?;
    let mut peak = 0.0_f64;
    let status = loop {
        peak = super::memory::peak(child.id()).unwrap_or(0.0).max(peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        interrupt::check()?;
        std::thread::sleep(LOOK);
    };
    let took = start.elapsed();
    ensure!(status.success(), "the import failed: {}", process::line(&command));
    Ok((took, peak))
}

//! Searches as fast as it can, and prints what came of it: `search_load <database url> [pages]`.
//!
//! The database must be empty; it is filled with pages made of the sections of the demo's articles. Then eight askers
//! search for what agents type, letter by letter and with typos.
#![expect(clippy::print_stdout, reason = "a program whose answer is read by another")]

use std::path::Path;
use std::time::{Duration, Instant};

use domain::knowledge::Space;
use domain::{Actor, Locale, Slug, SpaceId};
use service::{ImportFile, Portal, PortalSettings, SearchAsk, Store, StoreError, StoreOptions, World};
use store::{Spaces, Stamp};

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const ASKERS: usize = 8;
const TIME: Duration = Duration::from_secs(10);
/// What is typed, and each beginning of it.
const TYPED: [&str; 8] = [
    "colis en retard",
    "colsi retrad",
    "remboursement carte",
    "l’échange d’un article",
    "remboursé",
    "client",
    "point relais fermé le samedi",
    "adresse incomplete",
];

#[tokio::main]
async fn main() -> Fallible<()> {
    let url = std::env::args().nth(1).ok_or("usage: search_load <database url> [pages]")?;
    let pages: usize = std::env::args().nth(2).map_or(Ok(5_000), |pages| pages.parse())?;
    let store = Store::open(&StoreOptions::new(url)).await?;
    let settings = PortalSettings { public_url: "http://127.0.0.1".to_owned() };
    let portal = Portal::new(store.clone(), World::default(), settings.clone());
    let actor = Actor::system(Locale::Fr);
    let space = space(&portal).await?;
    portal.import(&actor, &space, Locale::Fr, made_up(pages)?, false).await?;
    let resident_before = resident();

    let start = Instant::now();
    let first = portal.search(&actor, ask("colis")).await?;
    let build = start.elapsed();
    let resident_after = resident();
    let following = tokio::spawn(portal.clone().follow_for_search());

    let searching: Vec<_> =
        (0..ASKERS).map(|asker| tokio::spawn(search_for(TIME, portal.clone(), asker))).collect();
    let mut latencies = Vec::new();
    for searching in searching {
        latencies.extend(searching.await??);
    }
    latencies.sort_unstable();

    let mut visible = Vec::new();
    for round in 0..20 {
        let file = page(&format!("# Neuf {round}\n\nLe mot zirconium{round}.\n"), 1);
        let start = Instant::now();
        portal.import(&actor, &space, Locale::Fr, vec![file], false).await?;
        let found = portal.search(&actor, ask(&format!("zirconium{round}"))).await?;
        if found.total != 1 {
            return Err(format!("round {round}: {} found", found.total).into());
        }
        visible.push(start.elapsed());
    }
    visible.sort_unstable();

    let answer = serde_json::json!({
        "pages": pages, "found": first.total, "build_ms": millis(build),
        "resident_kb_before": resident_before, "resident_kb_after": resident_after,
        "searches": latencies.len(), "p50_ms": percentile(&latencies, 50), "p99_ms": percentile(&latencies, 99),
        "worst_ms": percentile(&latencies, 100),
        "import_to_visible_p50_ms": percentile(&visible, 50), "import_to_visible_worst_ms": percentile(&visible, 100),
    });
    println!("{answer}");
    following.abort();
    store.close().await;
    Ok(())
}

async fn search_for(time: Duration, portal: Portal, asker: usize) -> Fallible<Vec<Duration>> {
    let actor = Actor::system(Locale::Fr);
    let letters = TYPED
        .iter()
        .flat_map(|typed| typed.char_indices().skip(1).map(move |(at, letter)| (typed, at, letter)));
    let typed: Vec<_> =
        letters.filter_map(|(typed, at, letter)| typed.get(..at + letter.len_utf8())).collect();
    let (end, mut latencies) = (Instant::now() + time, Vec::new());
    for typed in typed.iter().cycle().skip(asker * typed.len() / ASKERS) {
        let start = Instant::now();
        portal.search(&actor, ask(typed)).await?;
        latencies.push(start.elapsed());
        if end < Instant::now() {
            break;
        }
    }
    Ok(latencies)
}

fn ask(text: &str) -> SearchAsk {
    SearchAsk { text: text.to_owned(), limit: 8, ..SearchAsk::default() }
}

async fn space(portal: &Portal) -> Fallible<Slug> {
    let slug = Slug::parse("service").map_err(|reason| format!("{reason:?}"))?;
    let space = Space {
        id: SpaceId::new(portal.world().id()),
        slug: slug.clone(),
        name: ["Service".to_owned(), "Service".to_owned()],
        about: [String::new(), String::new()],
    };
    let stamp = Stamp { actor: None, at: portal.world().now() };
    let done: Result<(), StoreError> =
        portal.store().write(stamp, move |tx| async move { Spaces::insert(&tx, &space).await }).await;
    done?;
    Ok(slug)
}

/// Pages of five sections each, taken from here and there, with some words of their own.
fn made_up(pages: usize) -> Fallible<Vec<ImportFile>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/demo/knowledge/service-client/fr");
    let mut sections = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let text = std::fs::read_to_string(entry?.path())?;
        let body = text.splitn(3, "---\n").nth(2).unwrap_or_default().to_owned();
        // Flows lead to blocks of their own page.
        sections
            .extend(body.split("\n## ").filter(|section| !section.contains("[!FLOW]")).map(str::to_owned));
    }
    sections.sort();
    let mut chance: usize = 42;
    let mut next = |below: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % below
    };
    let made = (0..pages).map(|number| {
        let mut text = String::new();
        for _ in 0..5 {
            let section = sections.get(next(sections.len())).map(String::as_str).unwrap_or_default();
            text.push_str(&format!("\n## {section}\n\nmot{} terme{}\n", next(20_000), next(500)));
        }
        page(&format!("# Consigne {number} colis{}\n{text}", next(300)), number)
    });
    Ok(made.collect())
}

fn page(text: &str, number: usize) -> ImportFile {
    ImportFile { path: format!("page-{number}.md"), bytes: text.as_bytes().to_vec() }
}

/// The memory of this process, in kB.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find(|line| line.starts_with("VmRSS"))?.split_whitespace().nth(1)?.parse().ok()
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn percentile(sorted: &[Duration], part: usize) -> Option<f64> {
    let index = (sorted.len() * part / 100).min(sorted.len().checked_sub(1)?);
    sorted.get(index).copied().map(millis)
}

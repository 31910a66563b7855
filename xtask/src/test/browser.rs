//! Journeys through the real server in Chromium, and one through two nodes on PostgreSQL.

use super::step::{Context, Outcome};
use crate::{
    bench::database,
    front_end, network,
    postgres::Running,
    process, say,
    server::{Server, Settings},
    setup::{chromium, npm},
    workspace,
};
use anyhow::{Context as _, Result, bail};
use std::{fs, path::Path, process::Command};

const FOLDER: &str = "target/browser";
const SERVER_LOG: &str = "target/xtask-logs/browser-server.log";
const NODE_LOGS: [&str; 2] = ["target/xtask-logs/browser-node-a.log", "target/xtask-logs/browser-node-b.log"];
/// On the private PostgreSQL.
const DATABASE: &str = "palier_browser";

/// Starts a server on a fresh database with the demo programme, and two nodes on another, and walks through them.
pub fn run(context: &mut Context) -> Result<Outcome> {
    if !npm::has_browser_tests() {
        return Ok(Outcome::Skipped("end2end has no package-lock.json yet"));
    }
    want_built()?;
    let (settings, postgres) = (fresh_settings()?, context.postgres()?);
    // Each loads the demo programme, mostly on one core.
    let (server, nodes) = std::thread::scope(|scope| {
        let log = say::log();
        let nodes = scope.spawn(|| {
            log.into_iter().for_each(say::open_log);
            say::speak_as("nodes");
            Nodes::start(postgres, &settings)
        });
        let server = settings.prepare().and_then(|()| settings.start_logging_to(Path::new(SERVER_LOG)));
        (server, nodes.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let (_server, nodes) = (server?, nodes?);
    let walked = process::run(&mut playwright(&settings, &nodes));
    drop(nodes);
    database::remove(postgres, DATABASE)?;
    let [a, b] = NODE_LOGS;
    walked.with_context(|| format!("journeys failed; the servers' logs are {SERVER_LOG}, {a} and {b}"))?;
    Ok(Outcome::Passed)
}

/// What the steps before this one build.
fn want_built() -> Result<()> {
    let manifest = format!("{}/manifest.json", front_end::SITE);
    for (path, step) in [(workspace::DEV_BINARY, "clippy"), (manifest.as_str(), "front-end")] {
        if !Path::new(path).exists() {
            bail!("there is no {path} yet; run the step {step} first: cargo xtask test --only {step}");
        }
    }
    Ok(())
}

/// Two nodes of one portal. A journey ends the first of them.
struct Nodes([(Settings, Server); 2]);

impl Nodes {
    /// Starts them on a database of their own; their letters go where those of another server go.
    fn start(postgres: &Running, beside: &Settings) -> Result<Self> {
        let url = database::make(postgres, DATABASE)?;
        beside.prepare_on(&url)?;
        let start = |log: &str| -> Result<(Settings, Server)> {
            let settings = Settings { port: network::free_port()?, ..beside.clone() };
            let server = settings.start_on(&url, Path::new(log))?;
            Ok((settings, server))
        };
        let [a, b] = NODE_LOGS;
        Ok(Self([start(a)?, start(b)?]))
    }
}

fn fresh_settings() -> Result<Settings> {
    let folder = workspace::root().join(FOLDER);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let binary = workspace::root().join(workspace::DEV_BINARY);
    Ok(Settings {
        binary: binary.to_string_lossy().into_owned(),
        folder: folder.to_string_lossy().into_owned(),
        port: network::free_port()?,
    })
}

fn playwright(settings: &Settings, Nodes([(a, server_a), (b, _)]): &Nodes) -> Command {
    let mut command = Command::new("npx");
    command.args(["--no-install", "playwright", "test"]).current_dir("end2end");
    command.env("PALIER_URL", settings.address());
    command.env("PALIER_BINARY", &settings.binary);
    command.env("PALIER_NODE_A", a.address());
    command.env("PALIER_NODE_A_PID", server_a.pid().to_string());
    command.env("PALIER_NODE_B", b.address());
    command.env("PALIER_MAIL_DIR", settings.mail_folder());
    command.env("PALIER_CHROMIUM", chromium::PATH);
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    command
}

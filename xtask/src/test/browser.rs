//! Journeys through the real server in Chromium.

use super::step::{Context, Outcome};
use crate::{
    network, process,
    server::Settings,
    setup::{chromium, npm},
    workspace,
};
use anyhow::{Context as _, Result};
use std::{fs, path::Path, process::Command};

const FOLDER: &str = "target/browser";
const SERVER_LOG: &str = "target/xtask-logs/browser-server.log";

/// Starts a server on a fresh database with the demo programme and walks through it.
pub fn run(_: &mut Context) -> Result<Outcome> {
    if !npm::has_browser_tests() {
        return Ok(Outcome::Skipped("end2end has no package-lock.json yet"));
    }
    let settings = fresh_settings()?;
    settings.prepare()?;
    let _server = settings.start_logging_to(Path::new(SERVER_LOG))?;
    process::run(&mut playwright(&settings))
        .with_context(|| format!("journeys failed; the server's log is {SERVER_LOG}"))?;
    Ok(Outcome::Passed)
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

fn playwright(settings: &Settings) -> Command {
    let mut command = Command::new("npx");
    command.args(["--no-install", "playwright", "test"]).current_dir("end2end");
    command.env("PALIER_URL", settings.address());
    command.env("PALIER_MAIL_DIR", settings.mail_folder());
    command.env("PALIER_CHROMIUM", chromium::PATH);
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    command
}

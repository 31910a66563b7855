//! Debian packages.

use crate::{process, say};
use anyhow::{Context, Result, bail};
use std::{path::Path, process::Command};

/// Installs packages, without those they merely recommend.
pub fn install(packages: &[&str], what_for: &str) -> Result<()> {
    let by_hand = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!("{what_for} is missing and there is no apt-get to install it; on Debian: {by_hand}");
    }
    say::note(&format!("installing Debian packages: {}", packages.join(" ")));
    let mut command = as_root();
    command.args([
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "install",
        "-y",
        "--no-install-recommends",
        "-o",
        "DPkg::Lock::Timeout=300",
    ]);
    process::run_interactively(command.args(packages))
        .with_context(|| format!("{what_for} could not be installed; as root, try: {by_hand}"))
}

/// Asks the mirrors what there is. A machine that cannot reach them may still have what it needs.
pub fn update() {
    say::note("asking Debian's mirrors what there is (apt-get update)");
    let mut command = as_root();
    command.args(["apt-get", "update", "-q"]);
    if let Err(error) = process::run_interactively(&mut command) {
        say::note(&format!("went on without: {error}"));
    }
}

/// The names of all packages that match a pattern of apt.
pub fn names(pattern: &str) -> Vec<String> {
    let names = process::answer(Command::new("apt-cache").args(["search", "--names-only", pattern]));
    names.unwrap_or_default().lines().filter_map(|line| Some(line.split_once(" - ")?.0.to_owned())).collect()
}

/// A command that will run what is appended to it as root.
pub fn as_root() -> Command {
    if rustix::process::geteuid().is_root() { Command::new("env") } else { Command::new("sudo") }
}

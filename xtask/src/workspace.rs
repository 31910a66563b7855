//! Where things are, and how this workspace's cargo is called.

use crate::process;
use anyhow::{Context, Result};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Everything cargo and this tool produce. Relative to the root, which [`enter`] makes current.
pub const TARGET: &str = "target";

/// The binary of a development build.
pub const DEV_BINARY: &str = "target/debug/palier";

/// What a surrounding `cargo run` leaves in the environment and no child should see.
const OUTER_CARGO: [&str; 2] = ["CARGO", "CARGO_TARGET_DIR"];
const OUTER_CARGO_PREFIXES: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];

/// The root folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A short name for this checkout, for folders outside of it.
pub fn short_name() -> String {
    let digest = Sha256::digest(root().as_os_str().as_encoded_bytes());
    crate::front_end::manifest::hex(&digest).chars().take(12).collect()
}

/// Makes the root the current folder, so that relative paths mean the same everywhere.
pub fn enter() -> Result<()> {
    let root = root();
    std::env::set_current_dir(&root).with_context(|| format!("could not enter {}", root.display()))?;
    std::fs::create_dir_all(TARGET).context("could not create the folder target")
}

/// The active toolchain's cargo, for everything that runs on this machine.
pub fn cargo() -> Command {
    let mut command = Command::new("cargo");
    without_outer_cargo(&mut command);
    command.env("CARGO_TERM_COLOR", if crate::say::on_terminal() { "always" } else { "never" });
    command
}

/// What `cargo metadata` tells of our own packages, as far as it is wanted.
pub fn metadata<T: DeserializeOwned>() -> Result<T> {
    let json = process::answer(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&json).context("cargo metadata speaks a language of its own")
}

/// Removes what the surrounding cargo set, so that a child decides for itself.
pub fn without_outer_cargo(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        if OUTER_CARGO.contains(&name) || OUTER_CARGO_PREFIXES.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(name);
        }
    }
}

//! The parts of the active toolchain that a minimal installation of Rust leaves out.
//!
//! Debian's cannot stand in for them: its clippy reads only what Debian's compiler of the same version has compiled, and
//! what runs on this machine is compiled by the active one.

use crate::{process, say, workspace};
use anyhow::{Context, Result};
use std::process::Command;

const COMPONENTS: [&str; 2] = ["clippy", "fmt"];

/// Adds clippy and rustfmt if one is missing.
pub fn ensure() -> Result<()> {
    let missing = |name: &str| !process::succeeds(workspace::cargo().args([name, "--version"]));
    if !COMPONENTS.into_iter().any(missing) {
        return Ok(());
    }
    say::doing("Rust: adding clippy and rustfmt");
    process::run(Command::new("rustup").args(["component", "add", "clippy", "rustfmt"])).context(
        "clippy or rustfmt is missing; add them to the active toolchain: rustup component add clippy rustfmt. Where rustup \
         can fetch nothing, it takes a Rust that was installed with them (profile `default`)",
    )
}

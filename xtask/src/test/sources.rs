//! Checks that read sources and run nothing.

use super::step::{Context, Outcome};
use crate::{process, tidy, workspace};
use anyhow::Result;

const FRONT_END_TARGET: &str = "target/front";

/// rustfmt finds nothing to change.
pub fn format(_: &mut Context) -> Result<Outcome> {
    process::run(workspace::cargo().args(["fmt", "--all", "--check"]))?;
    Ok(Outcome::Passed)
}

/// What the compiler cannot check.
pub fn tidy(_: &mut Context) -> Result<Outcome> {
    tidy::run()?;
    Ok(Outcome::Passed)
}

/// Lints on the front end, with the compiler that builds it, and in the profile in which it ships: what runs while it is
/// built, such as macros, is compiled once for both.
pub fn clippy_wasm(context: &mut Context) -> Result<Outcome> {
    let toolchain = context.toolchain()?;
    toolchain.ensure_clippy()?;
    let mut cargo = toolchain.cargo("clippy");
    cargo.args(["--package", "frontend", "--package", "app", "--package", "ui"]);
    cargo.args(["--features", "app/hydrate", "--profile", "wasm-release"]);
    cargo.args(["--target-dir", FRONT_END_TARGET]);
    process::run(cargo.args(["--", "-D", "warnings"]))?;
    Ok(Outcome::Passed)
}

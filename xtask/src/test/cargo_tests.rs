//! What runs on this machine: compiled and linted in one go, and tested by area as soon as an area is compiled.
//!
//! One cargo call for all that is shipped compiles everything once. A call for each area would compile the dependencies
//! again, because their features differ with the packages asked for; so would one that takes in the build tool, which is
//! compiled already when it runs.
//!
//! Ours is compiled by clippy's compiler, which lints on the way. `cargo clippy` would have the dependencies read once more
//! only for that.

use super::{
    programs,
    step::{Context, Outcome},
};
use crate::{postgres, workspace};
use anyhow::Result;
use std::process::Command;

/// All that is shipped but the browser's half, of which the features are at odds with the server's.
const SHIPPED: &[&str] = &["--workspace", "--exclude", "frontend", "--exclude", "xtask"];
const BUILD_TOOL: &[&str] = &["--package", "xtask"];
/// Rules, messages, components, the build tool.
pub const UNIT: &[&str] = &["domain", "i18n", "ui", "ui_macros", "migration", "xtask"];
/// Store and use cases.
pub const STORE: &[&str] = &["store", "service"];
/// The server, and the addresses it serves.
pub const HTTP: &[&str] = &["app", "server"];
/// How many tests run at a time on each core: half of their time most of them wait for a database.
const TESTS_PER_CORE: usize = 2;
/// How many at the most: each has some connections to PostgreSQL, which takes so many and no more.
const MOST_TESTS: usize = 16;

/// Compiles and lints all tests, and the server for the journeys.
pub fn compile(context: &mut Context) -> Result<Outcome> {
    context.programs.compile(&mut [compiler(BUILD_TOOL), compiler(SHIPPED)])?;
    Ok(Outcome::Passed)
}

/// Rules, messages, components, the build tool.
pub fn unit(context: &mut Context) -> Result<Outcome> {
    run(context, UNIT, &[])
}

/// Store and use cases; they run on SQLite, and on PostgreSQL because its address is given.
pub fn store(context: &mut Context) -> Result<Outcome> {
    let url = context.postgres()?.url();
    run(context, STORE, &[(postgres::URL_VARIABLE, url), ("PALIER_TEST_ENGINES", "both".to_owned())])
}

/// The server's contracts.
pub fn http(context: &mut Context) -> Result<Outcome> {
    let url = context.postgres()?.url();
    run(context, HTTP, &[(postgres::URL_VARIABLE, url)])
}

/// Runs the tests of some packages. Where nobody has compiled them, they are now.
fn run(context: &mut Context, packages: &[&str], variables: &[(&str, String)]) -> Result<Outcome> {
    let mut known = context.programs.of(packages);
    if known.is_empty() {
        compile(context)?;
        known = context.programs.of(packages);
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    programs::run(&known, (cores * TESTS_PER_CORE).min(MOST_TESTS), variables)?;
    Ok(Outcome::Passed)
}

/// Cargo that compiles tests, with clippy's compiler for what is ours.
fn compiler(selection: &[&str]) -> Command {
    let mut cargo = workspace::cargo();
    cargo.args(["test", "--no-run"]).args(selection);
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    // As `cargo clippy -- -D warnings` hands it on.
    cargo.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    cargo
}

//! What runs on this machine: compiled and linted in one go, then tested by area.
//!
//! One cargo call for all that is shipped compiles everything once. A call for each area would compile the dependencies
//! again, because their features differ with the packages asked for; so would one that takes in the build tool, which is
//! compiled already when it runs.
//!
//! Ours is compiled by clippy's compiler, which lints on the way. `cargo clippy` would have the dependencies read once more
//! only for that.

use super::step::{Context, Outcome};
use crate::{postgres, process, workspace};
use anyhow::{Context as _, Result};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// All that is shipped but the browser's half, of which the features are at odds with the server's.
const SHIPPED: &[&str] = &["--workspace", "--exclude", "frontend", "--exclude", "xtask"];
const BUILD_TOOL: &[&str] = &["--package", "xtask"];
const UNIT: [&str; 6] = ["domain", "i18n", "ui", "ui_macros", "app", "migration"];
const STORE: [&str; 2] = ["store", "service"];
const HTTP: [&str; 1] = ["server"];
/// How many tests run at a time on each core: half of their time most of them wait for a database.
const TESTS_PER_CORE: usize = 2;
/// How many at the most: each has some connections to PostgreSQL, which takes so many and no more.
const MOST_TESTS: usize = 16;

/// Compiles and lints all tests, and the server for the journeys.
pub fn compile(_: &mut Context) -> Result<Outcome> {
    for selection in [BUILD_TOOL, SHIPPED] {
        process::run(compiler().args(selection)).context("could not compile the tests")?;
    }
    Ok(Outcome::Passed)
}

/// Rules, messages, components, the build tool.
pub fn unit(_: &mut Context) -> Result<Outcome> {
    run(BUILD_TOOL, &["xtask"], &[])?;
    run(SHIPPED, &UNIT, &[])
}

/// Store and use cases; they run on SQLite, and on PostgreSQL because its address is given.
pub fn store(context: &mut Context) -> Result<Outcome> {
    let url = context.postgres()?.url();
    run(SHIPPED, &STORE, &[(postgres::URL_VARIABLE, url), ("PALIER_TEST_ENGINES", "both".to_owned())])
}

/// The server's contracts.
pub fn http(context: &mut Context) -> Result<Outcome> {
    let url = context.postgres()?.url();
    run(SHIPPED, &HTTP, &[(postgres::URL_VARIABLE, url)])
}

/// Tests some of the packages that are compiled together.
fn run(selection: &[&str], packages: &[&str], variables: &[(&str, String)]) -> Result<Outcome> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = (cores * TESTS_PER_CORE).min(MOST_TESTS).to_string();
    if has_nextest() {
        let filter: Vec<_> = packages.iter().map(|package| format!("package(={package})")).collect();
        let mut nextest = linting_cargo();
        nextest.args(["nextest", "run"]).args(selection).args(["--no-tests", "pass", "--no-fail-fast"]);
        nextest.args(["--test-threads", &threads]);
        nextest.args(["--show-progress", "none", "--filterset"]).arg(filter.join(" or "));
        process::run(nextest.envs(variables.iter().cloned()))?;
        return Ok(Outcome::Passed);
    }
    process::run(compiler().args(selection)).context("could not compile the tests")?;
    for test in compiled_tests(selection)?.iter().filter(|test| packages.contains(&test.package.as_str())) {
        process::run(test.command().env("RUST_TEST_THREADS", &threads).envs(variables.iter().cloned()))?;
    }
    Ok(Outcome::Passed)
}

fn has_nextest() -> bool {
    process::succeeds(workspace::cargo().args(["nextest", "--version"]))
}

/// A compiled test program.
#[derive(Debug, PartialEq, Eq)]
struct TestProgram {
    package: String,
    folder: PathBuf,
    executable: PathBuf,
}

impl TestProgram {
    /// Runs it as `cargo test` would.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.executable);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}

fn compiler() -> Command {
    let mut cargo = linting_cargo();
    cargo.args(["test", "--no-run"]);
    cargo
}

/// Cargo with clippy's compiler for what is ours.
fn linting_cargo() -> Command {
    let mut cargo = workspace::cargo();
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    // As `cargo clippy -- -D warnings` hands it on.
    cargo.env("CLIPPY_ARGS", "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__");
    cargo
}

/// Asks cargo what it has compiled.
fn compiled_tests(selection: &[&str]) -> Result<Vec<TestProgram>> {
    let mut cargo = compiler();
    cargo.args(["--message-format", "json-render-diagnostics"]).args(selection);
    Ok(process::answer(&mut cargo)?.lines().filter_map(test_program).collect())
}

/// The test program a message of cargo speaks of, if it speaks of one.
fn test_program(message: &str) -> Option<TestProgram> {
    let message: Value = serde_json::from_str(message).ok()?;
    if !message.get("profile")?.get("test")?.as_bool()? {
        return None;
    }
    let executable = PathBuf::from(message.get("executable")?.as_str()?);
    let folder = Path::new(message.get("manifest_path")?.as_str()?).parent()?.to_path_buf();
    let package = package_name(message.get("package_id")?.as_str()?, &folder)?;
    Some(TestProgram { package, folder, executable })
}

/// `path+file:///home/me/palier/store#0.1.0` is `store`; `path+file:///…/app/ui#kit@0.1.0` is `kit`.
fn package_name(id: &str, folder: &Path) -> Option<String> {
    let (_, version) = id.rsplit_once('#')?;
    match version.split_once('@') {
        Some((name, _)) => Some(name.to_owned()),
        None => Some(folder.file_name()?.to_string_lossy().into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = r#"{"reason":"compiler-artifact","package_id":"path+file:///work/store#0.1.0",
        "manifest_path":"/work/store/Cargo.toml","profile":{"test":true},"executable":"/work/target/store-1"}"#;

    #[test]
    fn a_test_program_is_known_by_its_package() {
        let program = test_program(MESSAGE).unwrap();
        assert_eq!(program.package, "store");
        assert_eq!(program.executable, Path::new("/work/target/store-1"));
    }

    #[test]
    fn other_messages_of_cargo_are_passed_over() {
        assert_eq!(test_program(&MESSAGE.replace("true", "false")), None);
        assert_eq!(test_program(r#"{"reason":"build-finished","success":true}"#), None);
    }

    #[test]
    fn a_package_named_unlike_its_folder_is_known_by_its_name() {
        let name = package_name("path+file:///work/app/ui#kit@0.1.0", Path::new("/work/app/ui"));
        assert_eq!(name.as_deref(), Some("kit"));
    }
}
